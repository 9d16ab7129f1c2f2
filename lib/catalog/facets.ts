import { sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import type { FacetsAnswer, HistogramAnswer } from "@/lib/domain/answers";
import { labelKey, SCREEN_RECORDING_LABEL } from "@/lib/domain/labels";
import { COUNT_BOUND } from "@/lib/domain/recording-filter";
import { BOUND } from "./paging";
import type { CatalogDb } from "./schema";
import type { Matching } from "./search";
import { conditionsOf, countAndPage, planSearch, type SearchPlan } from "./search-plan";
import { instant, textArray } from "./sql-values";
import { hourIn, timeBuckets } from "./time-buckets";

/** Counting over time reads at most about this many rows of a table; of a larger one it reads a sample. */
const MOST_SAMPLED = 200_000;

type Zoned = Matching & Readonly<{ zone: string }>;
type Counted = { value: string; count: number };

/**
 * How many matches there are by label, call type, source and hour of the day, the most frequent first. Of more than
 * 10,000 matches the newest 10,000 are counted. Labels that are defined and on no match count 0.
 */
export async function facets(
  scope: Scope,
  db: CatalogDb,
  query: Zoned,
): Promise<Omit<FacetsAnswer, "statusCode">> {
  const plan = await planSearch(scope, db, query);
  const found = plan
    ? (await countAndPage(plan, { limit: COUNT_BOUND, offset: 0, after: null })).rows.slice(0, COUNT_BOUND)
    : [];
  const ids = textArray(found.map((row) => row.id));
  const { rows } = await sql<{ call_type: string | null; source_id: string; screen: boolean; count: number }>`
    select r.call_type, r.source_id, r.screen_recording as screen, count(*)::int as count
    from recording r where r.id = any(${ids}) group by 1, 2, 3`.execute(db);
  const hours = new Map<number, number>();
  const hourOf = hourIn(query.zone);
  for (const row of found) add(hours, hourOf(row.sort_time), 1);
  return {
    labels: await countLabels(db, ids, rows),
    callTypes: counted(rows.flatMap((row) => (row.call_type === null ? [] : [[row.call_type, row.count]]))),
    sources: counted(rows.map((row) => [row.source_id, row.count])),
    hours: [...hours].sort(([a], [b]) => a - b).map(([value, count]) => ({ value, count })),
  };
}

async function countLabels(
  db: CatalogDb,
  ids: ReturnType<typeof textArray>,
  rows: readonly Readonly<{ screen: boolean; count: number }>[],
): Promise<Counted[]> {
  const { rows: used } = await sql<{ key: string; name: string; count: number }>`
    with found as (
      select l.name_key, count(*)::int as count
      from recording_label l join recording r on r.pk = l.recording_pk
      where r.id = any(${ids}) group by l.name_key)
    select coalesce(found.name_key, d.name_key) as key, coalesce(found.count, 0) as count,
      coalesce(d.name, (select l.name from label l where l.name_key = found.name_key limit 1), found.name_key) as name
    from found full join label_definition d on d.name_key = found.name_key`.execute(db);
  const screens = rows.filter((row) => row.screen).reduce((sum, row) => sum + row.count, 0);
  const labels = used
    .filter((row) => row.key !== labelKey(SCREEN_RECORDING_LABEL))
    .map((row): [string, number] => [row.name, row.count]);
  return counted(screens > 0 ? [...labels, [SCREEN_RECORDING_LABEL, screens]] : labels);
}

function counted(pairs: readonly (readonly [string, number] | (string | number)[])[]): Counted[] {
  const sums = new Map<string, number>();
  for (const [value, count] of pairs) add(sums, String(value), Number(count));
  return [...sums]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

function add<K>(sums: Map<K, number>, key: K, count: number): void {
  sums.set(key, (sums.get(key) ?? 0) + count);
}

/**
 * Matches over time, from the first to the last of them or over the window that the search names. Exact for up to
 * 10,000 matches and for catalogs of up to 200,000 recordings; estimated from a sample beyond.
 */
export async function histogram(
  scope: Scope,
  db: CatalogDb,
  query: Zoned,
): Promise<Omit<HistogramAnswer, "statusCode">> {
  const plan = await planSearch(scope, db, query);
  if (!plan) return { bucketMs: 0, buckets: [] };
  const found = await countAndPage(plan, { limit: COUNT_BOUND, offset: 0, after: null });
  const newestMs = found.rows[0]?.sort_time;
  if (newestMs === undefined) return { bucketMs: 0, buckets: [] };
  const isWhole = found.total < BOUND;
  const oldestMs = isWhole ? (found.rows.at(-1)?.sort_time ?? newestMs) : await oldest(plan, newestMs);
  const { bucketMs, edges } = timeBuckets(
    query.filter.startTime ?? oldestMs,
    query.filter.startBefore === undefined ? newestMs : query.filter.startBefore - 1,
    query.zone,
  );
  const counts = isWhole
    ? countTimes(
        found.rows.map((row) => row.sort_time),
        edges,
      )
    : await countSampled(plan, edges);
  return {
    bucketMs,
    buckets: edges.slice(0, -1).map((startTime, index) => ({
      startTime,
      endTime: edges[index + 1] ?? startTime + bucketMs,
      count: counts.get(index) ?? 0,
    })),
  };
}

async function oldest(plan: SearchPlan, newestMs: number): Promise<number> {
  const { rows } = await sql<{ sort_time: number }>`
    select r.sort_time from recording r where ${conditionsOf(plan)}
    order by r.sort_time, r.id desc limit 1`.execute(plan.db);
  return rows[0]?.sort_time ?? newestMs;
}

function countTimes(timesMs: readonly number[], edges: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  // Both run one way: times newest first, buckets from the last to the first.
  let bucket = edges.length - 2;
  for (const timeMs of timesMs) {
    while (bucket > 0 && timeMs < (edges[bucket] ?? 0)) bucket -= 1;
    add(counts, bucket, 1);
  }
  return counts;
}

async function countSampled(plan: SearchPlan, edges: readonly number[]): Promise<Map<number, number>> {
  const size = await sql<{ rows: number }>`
    select greatest(reltuples, 0)::float8 as rows from pg_class where oid = 'recording'::regclass`.execute(
    plan.db,
  );
  const share = Math.min(1, MOST_SAMPLED / Math.max(1, size.rows[0]?.rows ?? 0));
  // The same rows each time, so that the picture does not flicker.
  const sample = share === 1 ? sql`` : sql`tablesample system (${share * 100}::real) repeatable (1)`;
  const times = sql.join(edges.map((edge) => instant(edge)));
  const { rows } = await sql<{ bucket: number; count: number }>`
    select width_bucket(r.sort_time, array[${times}]) - 1 as bucket, count(*)::int as count
    from recording r ${sample} where ${conditionsOf(plan)}
    group by 1`.execute(plan.db);
  return new Map(rows.map((row) => [row.bucket, Math.round(row.count / share)]));
}
