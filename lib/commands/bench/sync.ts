/** `npm run bench -- sync`: how fast recordings come into the catalog, the vendor's time apart. */
import { parseArgs } from "node:util";
import { pino } from "pino";
import { z } from "zod";
import type { Catalog } from "@/lib/catalog/client";
import { maintainCatalog } from "@/lib/catalog/maintenance";
import { upsertRecordings } from "@/lib/catalog/recordings";
import { countRecordingsBySource } from "@/lib/catalog/sync-state";
import { createRegistry } from "@/lib/sources/registry";
import { parseSources } from "@/lib/sources/settings";
import type { RecordingSource } from "@/lib/sources/source";
import { runPass, type SyncParts, stepBackfill } from "@/lib/sync/sync-source";
import { benchCatalog, SYSTEM } from "./catalog";
import { recordingAt, SOURCE } from "./recordings";
import { type BenchAnswer, firstLine, round, say, startTypeScript, timed, wholeNumber } from "./tools";

const NOW_MS = Date.UTC(2026, 10, 16, 12);
/** A page of the Engage adapter, and a transaction of the catalog at its largest. */
const BATCHES = [100, 2_000] as const;
const MAINTAIN_EVERY = 20_000;

const SourcesSchema = z.object({ sources: z.array(z.looseObject({ id: z.string() })) });

export async function benchSync(args: readonly string[]): Promise<BenchAnswer> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      recordings: { type: "string", default: "50000" },
      calls: { type: "string", default: "20000" },
      "database-url": { type: "string" },
    },
  });
  const recordings = wholeNumber("recordings", values.recordings, 2_000, 1_000_000);
  const calls = wholeNumber("calls", values.calls, 100, 1_000_000);
  const catalogOptions = { databaseUrl: values["database-url"] ?? null, dataDir: null };

  const catalog = await benchCatalog(catalogOptions);
  const intake: Intake[] = [];
  let offset = 0;
  for (const batchRows of BATCHES) {
    say(`intake of ${recordings} recordings, ${batchRows} at a time`);
    intake.push(await measureIntake(catalog, { offset, recordings, batchRows }));
    offset += recordings;
  }
  say(`a whole sync of ${calls} calls of the Engage simulator`);
  const whole = await measureWholeSync(catalog, calls);
  return {
    engine: catalog.engine,
    boundPerSecond: { pglite: 2_000, postgres: 5_000 }[catalog.engine],
    intake,
    whole,
  };
}

type Intake = Readonly<{
  batchRows: number;
  recordings: number;
  newPerSecond: number;
  /** Null on PostgreSQL: its server's processor time is not ours to count. */
  newPerCpuSecond: number | null;
  unchangedPerSecond: number;
  /** Statistics and clean-up between the batches, not part of the rates. */
  maintenanceSeconds: number;
}>;

async function measureIntake(
  catalog: Catalog,
  { offset, recordings, batchRows }: Readonly<{ offset: number; recordings: number; batchRows: number }>,
): Promise<Intake> {
  const batch = (from: number) =>
    Array.from({ length: Math.min(batchRows, recordings - from) }, (_, index) =>
      recordingAt(offset + from + index, recordings * BATCHES.length, NOW_MS),
    );
  let newMs = 0;
  let newCpuMs = 0;
  let maintenanceMs = 0;
  for (let from = 0; from < recordings; from += batchRows) {
    const rows = batch(from);
    const taken = await timed(() => upsertRecordings(SYSTEM, catalog.db, SOURCE, rows, NOW_MS));
    newMs += taken.ms;
    newCpuMs += taken.cpuMs;
    if ((from + batchRows) % MAINTAIN_EVERY < batchRows) {
      maintenanceMs += (await timed(() => maintainCatalog(catalog, NOW_MS))).ms;
    }
  }
  const again = Math.min(recordings, 20_000);
  let unchangedMs = 0;
  for (let from = 0; from < again; from += batchRows) {
    const rows = batch(from);
    unchangedMs += (await timed(() => upsertRecordings(SYSTEM, catalog.db, SOURCE, rows, NOW_MS))).ms;
  }
  return {
    batchRows,
    recordings,
    newPerSecond: Math.round((recordings * 1_000) / newMs),
    newPerCpuSecond: catalog.engine === "postgres" ? null : Math.round((recordings * 1_000) / newCpuMs),
    unchangedPerSecond: Math.round((Math.ceil(again / batchRows) * batchRows * 1_000) / unchangedMs),
    maintenanceSeconds: round(maintenanceMs / 1_000, 1),
  };
}

type WholeSync = Readonly<{
  calls: number;
  seconds: number;
  perSecond: number;
  /** Asking and understanding the vendor: the simulator's own work, on the same machine, is most of it. */
  vendorSeconds: number;
  perSecondWithoutVendor: number;
  stored: number;
  /** A nightly pass over the last 30 days, when nothing has changed. */
  nightlyPassSeconds: number;
}>;

async function measureWholeSync(catalog: Catalog, calls: number): Promise<WholeSync> {
  const simulator = startTypeScript("lib/commands/simulators.ts", ["--port", "0", "--calls", String(calls)]);
  const text = await firstLine(simulator);
  const id = `engage-${process.pid}`;
  const [engage] = SourcesSchema.parse(JSON.parse(text)).sources;
  const renamed = JSON.stringify({ sources: [{ ...engage, id }] });
  const registry = createRegistry(
    parseSources(renamed, () => undefined),
    { fetch: (request) => fetch(request) },
  );
  const found = registry.byId(id);
  if (!found) throw new Error("the simulator's source was not understood");
  let vendorMs = 0;
  const source: RecordingSource = {
    ...found,
    async walk(window, cursor, signal) {
      const { value, ms } = await timed(() => found.walk(window, cursor, signal));
      vendorMs += ms;
      return value;
    },
  };
  const parts: SyncParts = {
    catalog,
    log: pino({ level: "silent" }),
    now: Date.now,
    confirmGone: async () => undefined,
  };
  const { signal } = new AbortController();
  await source.check(signal);
  const { ms } = await timed(async () => {
    await runPass(parts, source, "fast", signal);
    while (await stepBackfill(parts, source, signal)) {
      /* History, window by window. */
    }
  });
  const syncVendorMs = vendorMs;
  const nightly = await timed(() => runPass(parts, source, "nightly", signal));
  const stored = (await countRecordingsBySource(catalog.db)).get(id) ?? 0;
  return {
    calls,
    seconds: round(ms / 1_000, 1),
    perSecond: Math.round((stored * 1_000) / ms),
    vendorSeconds: round(syncVendorMs / 1_000, 1),
    perSecondWithoutVendor: Math.round((stored * 1_000) / (ms - syncVendorMs)),
    stored,
    nightlyPassSeconds: round(nightly.ms / 1_000, 1),
  };
}
