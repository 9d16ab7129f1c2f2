/** A catalog of the bench's own, filled as sync fills it. */
import { setTimeout as sleep } from "node:timers/promises";
import { CompiledQuery, sql } from "kysely";
import pg from "pg";
import { type Catalog, openCatalog } from "@/lib/catalog/client";
import { maintainCatalog } from "@/lib/catalog/maintenance";
import { upsertRecordings } from "@/lib/catalog/recordings";
import { countRecordingsBySource } from "@/lib/catalog/sync-state";
import type { Scope } from "@/lib/domain/access";
import { recordingAt, SOURCE } from "./recordings";
import { atEnd, onThisMachine, round, say, temporaryFolder, timed } from "./tools";

export const SYSTEM: Scope = { kind: "system" };
const BATCH = 2_000;

export type CatalogOptions = Readonly<{
  /** Null = the embedded database. A database of the bench's own is made on that server, and dropped. */
  databaseUrl: string | null;
  /** Where the embedded database is kept for the next run; null = it goes with the bench. */
  dataDir: string | null;
}>;

/** An empty catalog, or the one kept in `dataDir`; closed and removed when the bench is over. */
export async function benchCatalog({ databaseUrl, dataDir }: CatalogOptions): Promise<Catalog> {
  const own = databaseUrl === null ? null : await makeDatabase(databaseUrl);
  const catalog = await openCatalog({ databaseUrl: own, dataDir: dataDir ?? temporaryFolder() });
  atEnd(() => catalog.close());
  return catalog;
}

async function makeDatabase(serverUrl: string): Promise<string> {
  const url = onThisMachine(serverUrl);
  const name = `earmark_bench_${process.pid}`;
  await onServer(serverUrl, `create database ${name}`);
  atEnd(() => onServer(serverUrl, `drop database ${name} with (force)`));
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export type Filled = Readonly<{
  seconds: number;
  perSecond: number;
  /** Null on PostgreSQL: its server's processor time is not ours to count. */
  perCpuSecond: number | null;
  /** Of the last fifth, when the tables are at their largest. */
  latePerSecond: number;
}>;

/** Puts `count` recordings of the year before `nowMs` in; the seconds are those of the catalog alone. Null = they are there. */
export async function fill(catalog: Catalog, count: number, nowMs: number): Promise<Filled | null> {
  const there = (await countRecordingsBySource(catalog.db)).get(SOURCE.id) ?? 0;
  if (there === count) return null;
  if (there > 0) throw new Error(`The kept catalog has ${there} recordings: ask for so many, or remove it.`);
  let spentMs = 0;
  let cpuMs = 0;
  let lateMs = 0;
  let late = 0;
  let saidMs = Date.now();
  for (let from = 0; from < count; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) =>
      recordingAt(from + index, count, nowMs),
    );
    const batch = await timed(() => upsertRecordings(SYSTEM, catalog.db, SOURCE, rows, nowMs));
    spentMs += batch.ms;
    cpuMs += batch.cpuMs;
    if (from + rows.length > count * 0.8) {
      lateMs += batch.ms;
      late += rows.length;
    }
    // As housekeeping does between stretches of history; its time is not intake.
    if ((from / BATCH) % 20 === 19) await maintainCatalog(catalog, nowMs);
    if (Date.now() - saidMs < 10_000) continue;
    saidMs = Date.now();
    say(
      `  ${from + rows.length} recordings, ${Math.round(((from + rows.length) * 1_000) / spentMs)} a second`,
    );
  }
  await fillTalk(catalog);
  await maintainCatalog(catalog, nowMs);
  // A server analyzes by itself, but in its own time.
  if (catalog.engine === "postgres") {
    await catalog.db.executeQuery(CompiledQuery.raw("vacuum (analyze)"));
    await sleep(500);
  }
  return {
    seconds: round(spentMs / 1_000, 1),
    perSecond: Math.round((count * 1_000) / spentMs),
    perCpuSecond: catalog.engine === "postgres" ? null : Math.round((count * 1_000) / cpuMs),
    latePerSecond: Math.round((late * 1_000) / lateMs),
  };
}

/**
 * Every fourth recording has numbers of who speaks when, as if its waveform had been made: silence mostly short (3 in 5,000
 * are over two minutes), cross-talk up to 20 s, any share of the agent, and every eighth of them a hold of up to two minutes.
 */
async function fillTalk({ db }: Catalog): Promise<void> {
  await sql`
    insert into recording_talk (recording_pk, sort_time, access_set_ids, longest_silence_ms, crosstalk_ms, agent_talk_share,
      longest_hold_ms)
    select r.pk, r.sort_time, array[r.access_set_id], (power(hashint8(r.pk)::bigint & 65535, 4) / power(65535, 4) * 132000)::int,
      (hashint8(r.pk + 1)::bigint & 16383) + 100, round((hashint8(r.pk + 2)::bigint & 1023) / 1023.0, 4),
      case when hashint8(r.pk + 4) & 7 = 0 then (hashint8(r.pk + 5)::bigint & 131071)::int else 0 end
    from recording r where hashint8(r.pk + 3) & 3 = 0
    on conflict do nothing`.execute(db);
}
