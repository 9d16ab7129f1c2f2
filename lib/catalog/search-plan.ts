import { type RawBuilder, sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import { hasWildcard } from "@/lib/domain/glob";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import {
  all,
  any,
  type Condition,
  hasLabel,
  type RecordingConditions,
  recordingConditions,
} from "./conditions";
import { countDirectly, type Driver, directDriver, searchDirectly } from "./direct-search";
import { BOUND, behind, type FoundRow, type PageWish } from "./paging";
import { type MatchRestrictions, reachedRestrictions } from "./restrictions";
import type { CatalogDb } from "./schema";
import { hasTalk } from "./talk-filter";
import { postingsOf, type TermFilter, termFilters } from "./term-filter";

/** A search as SQL, ready to run. */
export type SearchPlan = Readonly<{
  db: CatalogDb;
  filter: RecordingFilter;
  recording: RecordingConditions;
  terms: readonly TermFilter[];
  /** The one label, word or way of talking that is all the search asks for, when it is. */
  direct: Driver | null;
}>;

/** Words with more postings than this, together, are no way to gather what matches. */
const MOST_GATHERED = 12_000;

/** Null = nothing can match. Throws invalid_input for a filter that makes no sense. */
export async function planSearch(
  scope: Scope,
  db: CatalogDb,
  query: Readonly<{ filter: RecordingFilter; restrictions: MatchRestrictions }>,
): Promise<SearchPlan | null> {
  const reached = await reachedRestrictions(db, query.filter, query.restrictions);
  const recording = await recordingConditions(scope, db, query.filter, query.restrictions, reached);
  if (!recording) return null;
  const terms = await termFilters(db, query.filter, reached, recording.accessSets);
  if (terms.some((term) => term.match.kind === "listed" && term.termPks.length === 0)) return null;
  return { db, filter: query.filter, recording, terms, direct: directDriver(recording, terms) };
}

/**
 * How many match, up to 10,001, and the page with one row more. Few matches are gathered whole by the best index and
 * sorted; many are walked in order of time until the page is full. Which of the two a search needs, its bounded count
 * tells (measured: docs/adr/0001-pglite-in-a-worker.md).
 */
export async function countAndPage(
  plan: SearchPlan,
  wish: PageWish,
): Promise<{ total: number; rows: FoundRow[] }> {
  const direct = plan.direct ? await searchDirectly(plan.db, plan.direct, wish) : null;
  if (direct && direct.total !== null) {
    return { total: direct.total, rows: direct.rows ?? (await walk(plan, wish)) };
  }
  if (isSimple(plan) && (await countSimply(plan)) === BOUND)
    return { total: BOUND, rows: await walk(plan, wish) };
  const gathered = await gatherBest(plan, wish);
  return gathered.total < BOUND ? gathered : { total: BOUND, rows: await walk(plan, wish) };
}

/** How many match, up to 10,001. */
export async function countOnly(plan: SearchPlan): Promise<number> {
  const nothing = { limit: 0, offset: 0, after: null };
  const counted = plan.direct ? await countDirectly(plan.db, plan.direct) : null;
  if (counted !== null) return counted;
  return (await gatherBest(plan, nothing)).total;
}

/** The page and one row more. */
export async function pageOf(plan: SearchPlan, wish: PageWish): Promise<FoundRow[]> {
  return (await countAndPage(plan, wish)).rows;
}

/** Everything a recording `r` must be. */
export function conditionsOf(plan: SearchPlan): Condition {
  return all([any(plan.recording.branches.map(all)), ...commonConditions(plan)]);
}

/** Without the branches, and without what `except` asks for. */
function commonConditions(plan: SearchPlan, except?: TermFilter): Condition[] {
  const terms = plan.terms.filter((term) => term !== except);
  return [...fieldConditions(plan), ...terms.map((term) => term.condition)];
}

function fieldConditions({ recording }: SearchPlan): Condition[] {
  return [
    ...recording.inScope,
    ...recording.own,
    ...recording.labels.map((key) => hasLabel(key)),
    ...(recording.talk ? [hasTalk(recording.talk)] : []),
  ];
}

/** Columns of the recording's own, without patterns: counting by an index alone costs next to nothing. */
function isSimple({ recording, terms, filter }: SearchPlan): boolean {
  const patterns = [filter.callerPhoneNumber, filter.dialedPhoneNumber, filter.phoneNumber];
  return (
    terms.length === 0 &&
    recording.labels.length === 0 &&
    recording.talk === null &&
    patterns.every((pattern) => !hasWildcard(pattern ?? ""))
  );
}

async function countSimply(plan: SearchPlan): Promise<number> {
  const parts = plan.recording.branches.map(
    (branch) =>
      sql`(select 1 from recording r where ${all([...branch, ...fieldConditions(plan)])} limit ${BOUND}::int)`,
  );
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from (select 1 from (${sql.join(parts, sql` union all `)}) c limit ${BOUND}::int) x`.execute(
    plan.db,
  );
  return rows[0]?.total ?? 0;
}

async function gatherBest(plan: SearchPlan, wish: PageWish): Promise<{ total: number; rows: FoundRow[] }> {
  return (await gatherByTalk(plan, wish)) ?? (await gatherByWord(plan, wish)) ?? (await gather(plan, wish));
}

function gather(plan: SearchPlan, wish: PageWish): Promise<{ total: number; rows: FoundRow[] }> {
  // Only columns that every index of the table ends with: the rows themselves need not be read.
  const parts = plan.recording.branches.map(
    (branch) => sql`(select r.id, r.sort_time from recording r
      where ${all([...branch, ...commonConditions(plan)])} limit ${BOUND}::int)`,
  );
  return sortedPage(
    plan.db,
    sql`select g.id, g.sort_time from (${sql.join(parts, sql` union all `)}) g limit ${BOUND}::int`,
    wish,
  );
}

/** By the measured calls that talk as asked, each looked up by its key; null = that is not asked, or they are too many. */
async function gatherByTalk(
  plan: SearchPlan,
  wish: PageWish,
): Promise<{ total: number; rows: FoundRow[] } | null> {
  const { branches, inScope, own, labels, talk } = plan.recording;
  if (!talk) return null;
  const postings = sql`recording_talk p where ${all([...talk.numbers, ...talk.inScope])}`;
  const { rows } = await sql<{ read: number }>`
    select count(*)::int as read from (select 1 from ${postings} limit ${MOST_GATHERED}::int) x`.execute(
    plan.db,
  );
  if ((rows[0]?.read ?? 0) >= MOST_GATHERED) return null;
  const conditions = [
    any(branches.map(all)),
    ...inScope,
    ...own,
    ...labels.map((key) => hasLabel(key, "each")),
    ...plan.terms.map((term) => term.eachCondition),
  ];
  return sortedPage(
    plan.db,
    sql`select f.id, f.sort_time from (select p.recording_pk from ${postings}) t
      cross join lateral (
        select r.id, r.sort_time from recording r
        where ${all([sql<boolean>`r.pk = t.recording_pk`, ...conditions])} offset 0) f
      limit ${BOUND}::int`,
    wish,
  );
}

/** By the postings of a rare word, where one is asked for; null = none is rare enough. */
async function gatherByWord(
  plan: SearchPlan,
  wish: PageWish,
): Promise<{ total: number; rows: FoundRow[] } | null> {
  for (const term of plan.terms) {
    if (term.match.kind === "many" && term.match.isDense) continue;
    const postings = postingsOf(term.match, term.termPks);
    const { rows } = await sql<{ read: number }>`
      select count(*)::int as read from (select 1 from ${postings} limit ${MOST_GATHERED}::int) x`.execute(
      plan.db,
    );
    if ((rows[0]?.read ?? 0) >= MOST_GATHERED) continue;
    const conditions = [term.posting, any(plan.recording.branches.map(all)), ...commonConditions(plan, term)];
    return sortedPage(
      plan.db,
      sql`select distinct r.id, r.sort_time from ${postings} join recording r on r.pk = p.recording_pk
        where ${all(conditions)} limit ${BOUND}::int`,
      wish,
    );
  }
  return null;
}

/** Counts up to the bound and, where that is all there is, sorts it for the page: one statement. */
async function sortedPage(
  db: CatalogDb,
  matches: ReturnType<typeof sql>,
  wish: PageWish,
): Promise<{ total: number; rows: FoundRow[] }> {
  const { rows } = await sql<{ total: number; id: string | null; sort_time: number | null }>`
    with m as materialized (${matches}),
    page as (
      select m.id, m.sort_time from m
      where (select count(*) from m) < ${BOUND}::int and ${behind(wish.after, "m", "m")}
      order by m.sort_time desc, m.id limit ${wish.limit + 1}::int offset ${wish.offset}::int)
    select t.total, page.id, page.sort_time
    from (select count(*)::int as total from m) t left join page on true
    order by page.sort_time desc, page.id`.execute(db);
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.flatMap((row) =>
      row.id !== null && row.sort_time !== null ? [{ id: row.id, sort_time: row.sort_time }] : [],
    ),
  };
}

/** Newest first until the page is full; along a label or the measured calls where those are asked for, else along all. */
async function walk(plan: SearchPlan, wish: PageWish): Promise<FoundRow[]> {
  const { branches, inScope, own, labels, talk } = plan.recording;
  const [label, ...otherLabels] = labels;
  const count = wish.offset + wish.limit + 1;
  const conditions = [
    ...inScope,
    ...own,
    ...otherLabels.map((key) => hasLabel(key, "each")),
    ...(talk && label !== undefined ? [hasTalk(talk, "each")] : []),
    ...plan.terms.map((term) => term.eachCondition),
  ];
  const along = (relation: RawBuilder<unknown>, asked: readonly Condition[]) => sql`
    (select r.id, p.sort_time from ${relation} p join recording r on r.pk = p.recording_pk
      where ${all([...asked, any(branches.map(all)), ...conditions, behind(wish.after, "p", "r")])}
      order by p.sort_time desc, r.id limit ${count}::int)`;
  let parts: RawBuilder<unknown>[];
  if (label !== undefined) parts = [along(sql`recording_label`, [sql<boolean>`p.name_key = ${label}`])];
  else if (talk) parts = [along(sql`recording_talk`, [...talk.numbers, ...talk.inScope])];
  else {
    parts = branches.map(
      (branch) => sql`(select r.id, r.sort_time from recording r
        where ${all([...branch, ...conditions, behind(wish.after, "r", "r")])}
        order by r.sort_time desc, r.id limit ${count}::int)`,
    );
  }
  const { rows } = await sql<FoundRow>`
    select w.id, w.sort_time from (${sql.join(parts, sql` union all `)}) w
    order by w.sort_time desc, w.id limit ${wish.limit + 1}::int offset ${wish.offset}::int`.execute(plan.db);
  return rows;
}
