import { sql } from "kysely";
import type { EpochMs } from "@/lib/domain/recording";
import type { CatalogDb } from "./schema";
import { instant } from "./sql-values";
import { inTransaction } from "./transaction";
import { iso, isRecord, jsonText, plainText } from "./values";

/** How far history has been fetched, newest first: all that started from `reachedMs` to `fromMs` is here. */
export type Backfill = Readonly<{ fromMs: EpochMs; reachedMs: EpochMs; targetMs: EpochMs; windowMs: number }>;

export type MissingPermission = Readonly<{ call: string; permission: string }>;

/** What is known of a source's sync. Times in epoch ms, UTC. */
export type SourceStateRow = Readonly<{
  sourceId: string;
  /** `ok`, `unreachable` or `refused`; null before the first attempt has ended. */
  state: string | null;
  /** Why it is not ok, for people. */
  words: string | null;
  stateSinceMs: EpochMs | null;
  /** When the last good pass began. */
  lastSyncMs: EpochMs | null;
  newestStartMs: EpochMs | null;
  missingPermissions: readonly MissingPermission[];
  backfill: Backfill | null;
  /** When the last good run of each pass began. */
  passes: Readonly<Partial<Record<string, EpochMs>>>;
}>;

/** Every source that has a state, by id. */
export function readSourceStates(db: CatalogDb): Promise<SourceStateRow[]> {
  return read(db, null);
}

export async function readSourceState(db: CatalogDb, sourceId: string): Promise<SourceStateRow | null> {
  return (await read(db, sourceId))[0] ?? null;
}

/** The vendor has answered and takes our account. */
export async function saveSourceHealth(
  db: CatalogDb,
  sourceId: string,
  health: Readonly<{ missingPermissions: readonly MissingPermission[]; nowMs: number }>,
): Promise<void> {
  await saveState(db, sourceId, "ok", null, jsonText(health.missingPermissions), health.nowMs);
}

/** Why a source can't be synced. `since` stays while it is in the same state. */
export async function saveSourceTrouble(
  db: CatalogDb,
  sourceId: string,
  trouble: Readonly<{ state: "unreachable" | "refused"; words: string; nowMs: number }>,
): Promise<void> {
  await saveState(db, sourceId, trouble.state, plainText(trouble.words), null, trouble.nowMs);
}

async function saveState(
  db: CatalogDb,
  sourceId: string,
  state: string,
  words: string | null,
  missingPermissions: string | null,
  nowMs: number,
): Promise<void> {
  await sql`
    insert into source_state (source_id, state, words, since, missing_permissions)
    values (${sourceId}, ${state}, ${words}, ${instant(nowMs)}, ${missingPermissions}::jsonb)
    on conflict (source_id) do update set
      since = case when source_state.state is not distinct from excluded.state then source_state.since else excluded.since end,
      state = excluded.state, words = excluded.words,
      missing_permissions = coalesce(excluded.missing_permissions, source_state.missing_permissions)`.execute(
    db,
  );
}

/** A pass over the newest calls has ended well. What it saw is as of its start. */
export function saveSyncPass(
  db: CatalogDb,
  sourceId: string,
  pass: string,
  times: Readonly<{ startedAtMs: EpochMs; nowMs: EpochMs }>,
): Promise<void> {
  return inTransaction(db, async (transaction) => {
    const row = { started: iso(times.startedAtMs), finished: iso(times.nowMs) };
    await transaction
      .insertInto("sync_pass")
      .values({ source_id: sourceId, pass, ...row })
      .onConflict((conflict) => conflict.columns(["source_id", "pass"]).doUpdateSet(row))
      .execute();
    await sql`
      insert into source_state (source_id, last_sync) values (${sourceId}, ${instant(times.startedAtMs)})
      on conflict (source_id) do update set
        last_sync = greatest(source_state.last_sync, excluded.last_sync)`.execute(transaction);
  });
}

/** Moves the mark of history. Called after the rows it speaks of are committed, or in their transaction. */
export async function saveBackfill(
  db: CatalogDb,
  sourceId: string,
  backfill: Backfill,
  nowMs: EpochMs,
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    const row = {
      from_time: iso(backfill.fromMs),
      reached_time: iso(backfill.reachedMs),
      target_time: iso(backfill.targetMs),
      window_ms: Math.round(backfill.windowMs),
      changed: iso(nowMs),
    };
    await transaction
      .insertInto("sync_window")
      .values({ source_id: sourceId, ...row })
      .onConflict((conflict) => conflict.column("source_id").doUpdateSet(row))
      .execute();
    await sql`insert into source_state (source_id) values (${sourceId}) on conflict do nothing`.execute(
      transaction,
    );
  });
}

/** Which setting of `accessGroups` the recordings of a source are stamped with; null = none was ever noted. */
export async function readUnitGroupsKey(db: CatalogDb, sourceId: string): Promise<string | null> {
  const row = await db
    .selectFrom("source_state")
    .select("unit_groups_key")
    .where("source_id", "=", sourceId)
    .executeTakeFirst();
  return row?.unit_groups_key ?? null;
}

/** Notes it, after the last recording is stamped. */
export async function saveUnitGroupsKey(db: CatalogDb, sourceId: string, key: string): Promise<void> {
  await db
    .insertInto("source_state")
    .values({ source_id: sourceId, unit_groups_key: key })
    .onConflict((conflict) => conflict.column("source_id").doUpdateSet({ unit_groups_key: key }))
    .execute();
}

/** Recordings in the catalog, by source; counted as they come and go. */
export async function countRecordingsBySource(db: CatalogDb): Promise<Map<string, number>> {
  const rows = await db.selectFrom("source_state").select(["source_id", "recording_count"]).execute();
  return new Map(rows.map((row) => [row.source_id, row.recording_count]));
}

/** Moves a source's count. Last in its transaction: every writer of the source waits for this row. */
export async function addToRecordingCount(
  db: CatalogDb,
  sourceId: string,
  difference: number,
): Promise<void> {
  if (difference === 0) return;
  await sql`
    insert into source_state (source_id, recording_count) values (${sourceId}, ${difference}::bigint)
    on conflict (source_id) do update
      set recording_count = source_state.recording_count + excluded.recording_count`.execute(db);
}

type Row = {
  source_id: string;
  state: string | null;
  words: string | null;
  since: number | null;
  last_sync: number | null;
  newest: number | null;
  missing_permissions: unknown;
  from_time: number | null;
  reached_time: number | null;
  target_time: number | null;
  window_ms: number | null;
  passes: unknown;
};

async function read(db: CatalogDb, sourceId: string | null): Promise<SourceStateRow[]> {
  const { rows } = await sql<Row>`
    select s.source_id, s.state, s.words, s.since, s.last_sync, s.missing_permissions,
      w.from_time, w.reached_time, w.target_time, w.window_ms,
      (select r.start_time from recording r where r.source_id = s.source_id and r.start_time is not null
       order by r.sort_time desc, r.id limit 1) as newest,
      (select jsonb_object_agg(p.pass, round(extract(epoch from p.started) * 1000)::bigint)
       from sync_pass p where p.source_id = s.source_id) as passes
    from source_state s left join sync_window w on w.source_id = s.source_id
    where ${sourceId}::text is null or s.source_id = ${sourceId}
    order by s.source_id`.execute(db);
  return rows.map((row) => ({
    sourceId: row.source_id,
    state: row.state,
    words: row.words,
    stateSinceMs: row.since,
    lastSyncMs: row.last_sync,
    newestStartMs: row.newest,
    missingPermissions: permissionsOf(row.missing_permissions),
    backfill: backfillOf(row),
    passes: timesOf(row.passes),
  }));
}

function backfillOf(row: Row): Backfill | null {
  const { from_time: fromMs, reached_time: reachedMs, target_time: targetMs, window_ms: windowMs } = row;
  if (fromMs === null || reachedMs === null || targetMs === null || windowMs === null) return null;
  return { fromMs, reachedMs, targetMs, windowMs };
}

function permissionsOf(value: unknown): MissingPermission[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) =>
    isRecord(item) && typeof item.call === "string" && typeof item.permission === "string"
      ? [{ call: item.call, permission: item.permission }]
      : [],
  );
}

function timesOf(value: unknown): Partial<Record<string, EpochMs>> {
  const times: Partial<Record<string, EpochMs>> = {};
  if (!isRecord(value)) return times;
  for (const [pass, startedMs] of Object.entries(value)) {
    if (typeof startedMs === "number") times[pass] = startedMs;
  }
  return times;
}
