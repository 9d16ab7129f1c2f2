import { type RawBuilder, sql } from "kysely";
import { all, type Condition, type RecordingConditions } from "./conditions";
import { BOUND, behind, type FoundRow, type PageWish } from "./paging";
import type { CatalogDb } from "./schema";
import { bigintArray, instant, intArray } from "./sql-values";
import type { TalkFilter } from "./talk-filter";
import { postingsOf, type TermFilter } from "./term-filter";

/**
 * A search that asks for one label, one name or attached value, or who speaks when, and nothing else: its index, in order of time,
 * is the answer, and recordings are read for the page alone.
 */
export type Driver = Readonly<{
  /** Postings as a relation `p`, and which of them count. */
  postings: RawBuilder<unknown>;
  condition: Condition;
  /** The postings are only some, enough for a bounded count: reading all of a very common pattern takes long. */
  isSample: boolean;
  /** Finding them takes its time: they are read once, for the count and the page. */
  isCostly: boolean;
  /** Reading stops here. A recording may have several postings of one search: then so many more than the bound. */
  mostRead: number;
  /** The newest postings, at least `count` of them with all their ties, not newer than the cursor; null = too many words. */
  newest: ((count: number, untilMs: number | null) => RawBuilder<unknown>) | null;
  /** In how many places `newest` looks. */
  words: number;
}>;

const MOST_READ = 3 * BOUND;
/** Rows that the newest of each word may add up to. */
const MOST_MERGED = 25_000;
/** Enough of the words that a very common pattern fits. */
const SOME_TERMS = 10_500;

export function directDriver(recording: RecordingConditions, terms: readonly TermFilter[]): Driver | null {
  if (recording.own.length > 0 || recording.branches.length > 1) return null;
  const [term] = terms;
  const [label] = recording.labels;
  const { talk } = recording;
  if (terms.length + recording.labels.length + (talk ? 1 : 0) !== 1) return null;
  if (term) return wordDriver(term);
  if (talk) return talkDriver(talk);
  return label === undefined ? null : labelDriver(label, recording.accessSets);
}

function labelDriver(key: string, accessSets: readonly number[] | null): Driver {
  const condition = all(accessSets ? [sql<boolean>`p.access_set_id = any(${intArray(accessSets)})`] : []);
  const postings = sql`recording_label p where p.name_key = ${key}`;
  return {
    postings: sql`(select p.recording_pk, p.sort_time, p.access_set_id from ${postings}) p`,
    condition,
    isSample: false,
    isCostly: false,
    mostRead: MOST_READ,
    newest: (count, untilMs) => newestOf(sql`${postings} and ${condition}`, count, untilMs),
    words: 1,
  };
}

/** Each call has one row of talk, and what its reader may not know is left out at once. */
function talkDriver({ numbers, inScope }: TalkFilter): Driver {
  const postings = sql`recording_talk p where ${all([...numbers, ...inScope])}`;
  return {
    postings: sql`(select p.recording_pk, p.sort_time from ${postings}) p`,
    condition: all([]),
    isSample: false,
    isCostly: true,
    mostRead: BOUND,
    newest: null,
    words: 0,
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
      isCostly: false,
      mostRead: MOST_READ,
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
    isCostly: !match.isDense,
    mostRead: MOST_READ,
    newest: null,
    words: 0,
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

/**
 * How many recordings match, up to 10,001, with the page and one row more. `total` null = what was read did not tell;
 * `rows` null = walking recordings is cheaper.
 */
export async function searchDirectly(
  db: CatalogDb,
  driver: Driver,
  wish: PageWish,
): Promise<{ total: number | null; rows: FoundRow[] | null }> {
  if (driver.isCostly) return gatherDirectly(db, driver, wish);
  const total = await countDirectly(db, driver);
  return { total, rows: total === null ? null : await newestDirectly(db, driver, total, wish) };
}

/** How many recordings match, up to 10,001; null = what was read did not tell. */
export async function countDirectly(db: CatalogDb, driver: Driver): Promise<number | null> {
  const { rows } = await sql<{ read: number; found: number }>`
    select count(*)::int as read, (count(distinct x.recording_pk) filter (where x.counts))::int as found
    from (select p.recording_pk, ${driver.condition} as counts from ${driver.postings} limit ${driver.mostRead}::int) x`.execute(
    db,
  );
  const { read = 0, found = 0 } = rows[0] ?? {};
  if (found >= BOUND) return BOUND;
  return !driver.isSample && read < driver.mostRead ? found : null;
}

/** Both in one statement, where all postings can be read; `rows` null where there are too many. */
async function gatherDirectly(
  db: CatalogDb,
  driver: Driver,
  wish: PageWish,
): Promise<{ total: number | null; rows: FoundRow[] | null }> {
  const isWhole = sql`(select read from counted) < ${driver.mostRead}::int`;
  const { rows } = await sql<{ read: number; found: number; id: string | null; sort_time: number | null }>`
    with c as materialized (
      select p.recording_pk, p.sort_time, ${driver.condition} as counts from ${driver.postings} limit ${driver.mostRead}::int),
    counted as (
      select count(*)::int as read, (count(distinct recording_pk) filter (where counts))::int as found from c),
    d as (select distinct recording_pk, sort_time from c where counts and ${isWhole}),
    page as (${pageFrom(sql`d`, wish)})
    select counted.read, counted.found, page.id, page.sort_time from counted left join page on true
    order by page.sort_time desc, page.id`.execute(db);
  const { read = 0, found = 0 } = rows[0] ?? {};
  if (read >= driver.mostRead) return { total: found >= BOUND ? BOUND : null, rows: null };
  return {
    total: Math.min(found, BOUND),
    rows: rows.flatMap((row) =>
      row.id !== null && row.sort_time !== null ? [{ id: row.id, sort_time: row.sort_time }] : [],
    ),
  };
}

/** The page and one row more by the newest postings of each word; null = there are too many words for that. */
async function newestDirectly(
  db: CatalogDb,
  driver: Driver,
  total: number,
  wish: PageWish,
): Promise<FoundRow[] | null> {
  const count = wish.offset + wish.limit + 1;
  if (!driver.newest || (total >= BOUND && driver.words * count > MOST_MERGED)) return null;
  const { rows } = await sql<FoundRow>`
    with c as materialized (
      select distinct n.recording_pk, n.sort_time
      from (${driver.newest(count, wish.after?.sortMs ?? null)}) n)
    ${pageFrom(sql`c`, wish)}`.execute(db);
  return rows;
}

/** A page of a relation of distinct `recording_pk, sort_time`: cut by time first, so that few recordings are read. */
function pageFrom(relation: RawBuilder<unknown>, wish: PageWish): RawBuilder<unknown> {
  const count = wish.offset + wish.limit + 1;
  const until = wish.after ? instant(wish.after.sortMs) : null;
  const ties = until ? sql`(select count(*) from ${relation} x where x.sort_time = ${until})` : sql`0`;
  const upTo = until ? sql`where x.sort_time <= ${until}` : sql``;
  return sql`
    select r.id, m.sort_time from (
      select x.recording_pk, x.sort_time from ${relation} x ${upTo}
      order by x.sort_time desc fetch first (${count}::int + ${ties}) rows with ties) m
    join recording r on r.pk = m.recording_pk
    where ${behind(wish.after, "m", "r")}
    order by m.sort_time desc, r.id limit ${wish.limit + 1}::int offset ${wish.offset}::int`;
}
