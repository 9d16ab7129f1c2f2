import { type RawBuilder, sql } from "kysely";
import { all, type Condition, type RecordingConditions } from "./conditions";
import { BOUND, behind, type FoundRow, type PageWish } from "./paging";
import type { CatalogDb } from "./schema";
import { bigintArray, instant, intArray } from "./sql-values";
import { postingsOf, type TermFilter } from "./term-filter";

/**
 * A search that asks for one label, or for one name or attached value, and nothing else: its index, in order of time,
 * is the answer, and recordings are read for the page alone.
 */
export type Driver = Readonly<{
  /** Postings as a relation `p`, and which of them count. */
  postings: RawBuilder<unknown>;
  condition: Condition;
  /** The postings are only some, enough for a bounded count: reading all of a very common pattern takes long. */
  isSample: boolean;
  /** The newest postings, at least `count` of them with all their ties, not newer than the cursor; null = too many words. */
  newest: ((count: number, untilMs: number | null) => RawBuilder<unknown>) | null;
  /** In how many places `newest` looks. */
  words: number;
}>;

/** A recording may have several postings of one search: so many more than the bound are read. */
const MOST_READ = 3 * BOUND;
/** Rows that the newest of each word may add up to. */
const MOST_MERGED = 25_000;
/** Enough of the words that a very common pattern fits. */
const SOME_TERMS = 10_500;

export function directDriver(recording: RecordingConditions, terms: readonly TermFilter[]): Driver | null {
  if (recording.own.length > 0 || recording.branches.length > 1) return null;
  const [term] = terms;
  const [label] = recording.labels;
  if (terms.length + recording.labels.length !== 1) return null;
  if (term) return wordDriver(term);
  return label === undefined ? null : labelDriver(label, recording.accessSets);
}

function labelDriver(key: string, accessSets: readonly number[] | null): Driver {
  const condition = all(accessSets ? [sql<boolean>`p.access_set_id = any(${intArray(accessSets)})`] : []);
  const postings = sql`recording_label p where p.name_key = ${key}`;
  return {
    postings: sql`(select p.recording_pk, p.sort_time, p.access_set_id from ${postings}) p`,
    condition,
    isSample: false,
    newest: (count, untilMs) => newestOf(sql`${postings} and ${condition}`, count, untilMs),
    words: 1,
  };
}

function wordDriver({ isSourceBlind, match, posting, termPks }: TermFilter): Driver | null {
  if (!isSourceBlind) return null;
  if (match.kind === "listed") {
    const ofWord = sql`recording_term p where p.term_pk = word.pk and ${posting}`;
    return {
      postings: postingsOf(match, termPks),
      condition: posting,
      isSample: false,
      newest: (count, untilMs) => sql`
        select n.recording_pk, n.sort_time from unnest(${bigintArray(termPks)}) as word (pk)
        cross join lateral (${newestOf(ofWord, count, untilMs)}) n`,
      words: termPks.length,
    };
  }
  const postings = postingsOf(match, termPks, match.isDense ? SOME_TERMS : null);
  return {
    postings,
    condition: posting,
    isSample: match.isDense,
    newest: match.isDense
      ? null
      : (count, untilMs) => newestOf(sql`${postings} where ${posting}`, count, untilMs),
    words: MOST_MERGED,
  };
}

function newestOf(from: RawBuilder<unknown>, count: number, untilMs: number | null): RawBuilder<unknown> {
  const newest = (condition: RawBuilder<unknown>) => sql`
    (select p.recording_pk, p.sort_time from ${from} ${condition}
     order by p.sort_time desc fetch first (${count}::int) rows with ties)`;
  if (untilMs === null) return newest(sql``);
  // Ties with the cursor all come along: those already shown must not eat up the count.
  return sql`${newest(sql`and p.sort_time < ${instant(untilMs)}`)}
    union all (select p.recording_pk, p.sort_time from ${from} and p.sort_time = ${instant(untilMs)})`;
}

/** How many recordings match, up to 10,001; null = what was read did not tell. */
export async function countDirectly(db: CatalogDb, driver: Driver): Promise<number | null> {
  const { rows } = await sql<{ read: number; found: number }>`
    select count(*)::int as read, (count(distinct x.recording_pk) filter (where x.counts))::int as found
    from (select p.recording_pk, ${driver.condition} as counts from ${driver.postings} limit ${MOST_READ}::int) x`.execute(
    db,
  );
  const { read = 0, found = 0 } = rows[0] ?? {};
  if (found >= BOUND) return BOUND;
  return !driver.isSample && read < MOST_READ ? found : null;
}

/** The page and one row more; null = walking recordings is cheaper. */
export async function pageDirectly(
  db: CatalogDb,
  driver: Driver,
  total: number,
  wish: PageWish,
): Promise<FoundRow[] | null> {
  const count = wish.offset + wish.limit + 1;
  if (!driver.newest || (total >= BOUND && driver.words * count > MOST_MERGED)) return null;
  const untilMs = wish.after?.sortMs ?? null;
  const ties =
    untilMs === null ? sql`0` : sql`(select count(*) from c where c.sort_time = ${instant(untilMs)})`;
  const { rows } = await sql<FoundRow>`
    with c as materialized (
      select distinct n.recording_pk, n.sort_time from (${driver.newest(count, untilMs)}) n),
    m as (select * from c order by sort_time desc fetch first (${count}::int + ${ties}) rows with ties)
    select r.id, m.sort_time from m join recording r on r.pk = m.recording_pk
    where ${behind(wish.after, "m", "r")}
    order by m.sort_time desc, r.id limit ${wish.limit + 1}::int offset ${wish.offset}::int`.execute(db);
  return rows;
}
