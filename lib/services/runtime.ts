import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import path from "node:path";
import { createSpool } from "@/lib/audio/spool";
import { sealAudit } from "@/lib/catalog/audit";
import { createCatalogBudget } from "@/lib/catalog/call-budget";
import { openCatalog } from "@/lib/catalog/client";
import { forgetOldUnrecorded } from "@/lib/catalog/follow-ups";
import { acquireLease, forgetOwners } from "@/lib/catalog/leases";
import { maintainCatalog } from "@/lib/catalog/maintenance";
import { purgeOldSearches } from "@/lib/catalog/searches";
import { readEnv } from "@/lib/env";
import { startJobs } from "@/lib/jobs/runner";
import { auditKeys, spoolKey } from "@/lib/keys";
import { createLog } from "@/lib/log";
import { createRegistry } from "@/lib/sources/registry";
import { loadSources } from "@/lib/sources/settings";
import { startSync } from "@/lib/sync/scheduler";
import type { Runtime } from "./context";
import { importDefinitions } from "./label-definitions/import-definitions";
import { createLiveCalls } from "./live/live-calls";
import { createListening } from "./playback/listening";
import { measureDueTalk } from "./playback/measure-due-talk";
import { createPeaksMaker } from "./playback/peaks-maker";
import { createSourceLists } from "./privacy/source-lists";
import { createReadThrough } from "./recordings/read-through";
import { removeGoneRecording } from "./recordings/remove-gone-recording";
import { ensureDemoReviews } from "./reviews/demo-reviews";
import { drawDueRules } from "./reviews/draw-due-rules";
import { ensureDemoScorecard } from "./scorecards/demo-scorecard";
import { settleOpenActs } from "./settle-open-acts";
import { SYSTEM_SCOPE } from "./system-scope";
import { ensureDemoUsers } from "./users/demo-users";

const SEAL_EVERY_MS = 800;
const LISTS_EVERY_MS = 30_000;
const MAINTAIN_EVERY_MS = 15_000;
const MEASURE_EVERY_MS = 10_000;
const SETTLE_EVERY_MS = 60_000;
const RULES_EVERY_MS = 5 * 60_000;
const DEMO_REVIEWS_EVERY_MS = 2_000;
const HOUR_MS = 3_600_000;
/** Longer than any pass of sync looks back. */
const UNRECORDED_KEPT_MS = 40 * 24 * HOUR_MS;

type Running = { runtime: Promise<Runtime>; stop: () => Promise<void> };

// One per process, across the bundles that Next makes of this module.
const shared: typeof globalThis & { earmark?: Running } = globalThis;

/** The parts of this server, built at the first call and the same ever after. */
export function getRuntime(): Promise<Runtime> {
  shared.earmark ??= build();
  return shared.earmark.runtime;
}

/** Makes this runtime the one of the process, which must have none yet; `stop` is what `stopRuntime` then does. */
export function adoptRuntime(runtime: Runtime, stop: () => Promise<void>): void {
  if (shared.earmark) throw new Error("this process has a runtime already");
  shared.earmark = { runtime: Promise.resolve(runtime), stop };
}

/** Ends sync, jobs and the database, in that order. Safe when nothing was started. */
export async function stopRuntime(): Promise<void> {
  const running = shared.earmark;
  if (running) await running.stop();
}

function build(): Running {
  const stops: (() => Promise<unknown>)[] = [];
  const runtime = start(stops);
  return {
    runtime,
    async stop() {
      await runtime.catch(() => undefined);
      for (const stop of stops.splice(0).reverse()) await stop();
    },
  };
}

export type RuntimeParts = Pick<
  Runtime,
  "catalog" | "sources" | "spool" | "log" | "now" | "auditKeys" | "demo" | "owner"
>;

/** The parts of one server, put together. Nothing runs by itself but the log of listening, which its owner closes. */
export function assembleRuntime(parts: RuntimeParts): Runtime {
  return {
    ...parts,
    sourceLists: createSourceLists(parts.sources, parts.now),
    readThrough: createReadThrough(parts),
    peaksMaker: createPeaksMaker(parts),
    listening: createListening(parts),
    liveCalls: createLiveCalls(parts),
  };
}

async function start(stops: (() => Promise<unknown>)[]): Promise<Runtime> {
  const env = readEnv();
  const log = createLog(env.logLevel);
  const now = Date.now;
  const catalog = await openCatalog({
    databaseUrl: env.databaseUrl,
    dataDir: path.join(env.dataDir, "database"),
  });
  stops.push(() => catalog.close());
  if (catalog.engine === "pglite") await forgetOwners(catalog.db, now());

  const settings = env.sourcesFile === null ? [] : await loadSources(env.sourcesFile, env.lookup);
  const sources = createRegistry(settings, {
    // Next's own fetch would copy every answer for whoever asks the same again in one request: an answer that is dropped would
    // never end, audio would pile up in memory, and reading again after a deletion would tell what was there before. Told of a
    // signal, it keeps out.
    fetch: (request) => fetch(request, { signal: request.signal }),
    budget: createCatalogBudget(catalog.db, now),
  });
  const spool = createSpool({
    dir: path.join(env.dataDir, "spool"),
    maxBytes: env.mediaCacheMb * 1024 * 1024,
    secret: spoolKey(env),
    now,
  });
  stops.push(() => spool.close());

  const runtime = assembleRuntime({
    catalog,
    sources,
    spool,
    log,
    now,
    auditKeys: auditKeys(env),
    demo: env.demo,
    owner: `${hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`,
  });
  stops.push(() => runtime.listening.close());

  if (env.demo) {
    await ensureDemoUsers(runtime);
    await ensureDemoScorecard(runtime);
  }
  await settleOpenActs(runtime);
  const jobs = startJobs(runtime);
  stops.push(() => jobs.stop());
  const sync = startSync({
    catalog,
    log,
    now,
    owner: runtime.owner,
    sources: sources.all,
    confirmGone: (id) => removeGoneRecording(runtime, id),
  });
  stops.push(() => sync.stop());
  stops.push(startHousekeeping(runtime));
  if (env.demoReviews) stops.push(startDemoReviews(runtime));
  log.info({ engine: catalog.engine, sources: sources.all.length }, "Earmark is up");
  return runtime;
}

/** The demo's reviews are made when its calls have come in. */
function startDemoReviews(runtime: Runtime): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(() => ensureDemoReviews(runtime))
      .then((isDone) => {
        if (isDone) clearInterval(timer);
      })
      .catch((error: unknown) => runtime.log.error({ err: error }, "the demo's reviews could not be made"));
  }, DEMO_REVIEWS_EVERY_MS);
  return () => {
    clearInterval(timer);
    return running;
  };
}

/** Seals the audit chain, maintains the catalog, keeps the vendors' privacy lists fresh, and throws old unsaved searches away. */
function startHousekeeping(runtime: Runtime): () => Promise<void> {
  const { catalog, now, log, owner } = runtime;
  const guarded = (name: string, work: () => Promise<unknown>) => {
    let running: Promise<unknown> | null = null;
    return () => {
      running ??= work()
        .catch((error: unknown) => log.error({ err: error }, `${name} failed`))
        .finally(() => {
          running = null;
        });
      return running;
    };
  };
  const seal = guarded("sealing the audit log", async () => {
    if (await acquireLease(catalog.db, "audit-sealer", owner, 10_000, now())) {
      await sealAudit(catalog.db, runtime.auditKeys, now());
    }
  });
  const lists = guarded("reading privacy lists", async () => {
    await runtime.sourceLists.refresh();
    await importDefinitions(runtime);
  });
  const maintain = guarded("maintaining the catalog", () => maintainCatalog(catalog, now()));
  const measure = guarded("measuring talk", async () => {
    if (await acquireLease(catalog.db, "talk-measurer", owner, 2 * MEASURE_EVERY_MS, now())) {
      await measureDueTalk(runtime);
    }
  });
  const settle = guarded("settling open acts", async () => {
    if (await acquireLease(catalog.db, "act-settler", owner, 2 * SETTLE_EVERY_MS, now())) {
      await settleOpenActs(runtime);
    }
  });
  const rules = guarded("drawing reviews", async () => {
    if (await acquireLease(catalog.db, "review-rules", owner, 2 * RULES_EVERY_MS, now())) {
      await drawDueRules(runtime);
    }
  });
  const hourly = guarded("hourly housekeeping", async () => {
    await purgeOldSearches(catalog.db, now());
    await forgetOldUnrecorded(SYSTEM_SCOPE, catalog.db, now() - UNRECORDED_KEPT_MS);
    const head = await sealAudit(catalog.db, runtime.auditKeys, now());
    if (head) log.info({ auditHead: head }, "head of the audit chain");
  });
  const timers = [
    setInterval(seal, SEAL_EVERY_MS),
    setInterval(lists, LISTS_EVERY_MS),
    setInterval(maintain, MAINTAIN_EVERY_MS),
    setInterval(measure, MEASURE_EVERY_MS),
    setInterval(settle, SETTLE_EVERY_MS),
    setInterval(rules, RULES_EVERY_MS),
    setInterval(hourly, HOUR_MS),
  ];
  void lists();
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await seal();
  };
}
