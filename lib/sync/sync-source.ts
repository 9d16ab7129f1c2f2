import type { Logger } from "pino";
import type { Catalog } from "@/lib/catalog/client";
import { listIdsInWindow, upsertRecordings } from "@/lib/catalog/recordings";
import {
  readSourceState,
  type SourceStateRow,
  saveBackfill,
  saveSourceTrouble,
  saveSyncPass,
} from "@/lib/catalog/sync-state";
import type { Scope } from "@/lib/domain/access";
import type { RecordingId } from "@/lib/domain/ids";
import { pause } from "@/lib/pause";
import {
  type RecordingSource,
  SourceError,
  type SourcePage,
  type TimeWindow,
  type WalkPurpose,
} from "@/lib/sources/source";
import {
  afterBackfillWindow,
  halved,
  nextBackfillWindow,
  type PassName,
  passWindow,
  startBackfill,
} from "./plan";

const SYSTEM: Scope = { kind: "system" };
/** A window's absent rows are asked for by id; more than this many look like a vendor gone wrong, not like deletions. */
const MOST_ABSENT = 200;

export type SyncParts = Readonly<{
  catalog: Catalog;
  log: Logger;
  now: () => number;
  /** Told of a recording that a finished window no longer lists: asks by id, and removes it when it is gone. */
  confirmGone: (id: RecordingId) => Promise<unknown>;
}>;

/** What one walked window brought. */
type Walked = Readonly<{ received: number; seen: ReadonlySet<RecordingId>; whole: boolean }>;

/** Longer than any budget's window: a vendor that asks for more is asked again all the same. */
const LONGEST_BUDGET_WAIT_MS = 20 * 60_000;
const BUDGET_WAIT_MS = 30_000;

/**
 * One page, waiting for room in the vendor's budget while `fresh`: a pass that gave up each time would never end. History
 * gives up at once, so that a fresh pass can come in between.
 */
async function walkPage(
  source: RecordingSource,
  window: TimeWindow,
  cursor: string | null,
  signal: AbortSignal,
  purpose: WalkPurpose,
): Promise<SourcePage> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await source.walk(window, cursor, signal, purpose);
    } catch (error) {
      const isBudget = error instanceof SourceError && error.kind === "rateLimited";
      if (!isBudget || purpose === "history") throw error;
      await pause(Math.min(error.retryAfterMs ?? BUDGET_WAIT_MS, LONGEST_BUDGET_WAIT_MS), signal);
    }
  }
}

/** Fetches a window into the catalog, page by page; halves it where the vendor can't list all of it. */
export async function syncWindow(
  parts: SyncParts,
  source: RecordingSource,
  window: TimeWindow,
  signal: AbortSignal,
  purpose: WalkPurpose = "fresh",
): Promise<Walked> {
  const seen = new Set<RecordingId>();
  let received = 0;
  let whole = true;
  let cursor: string | null = null;
  do {
    const page = await walkPage(source, window, cursor, signal, purpose);
    const halves = page.overflow ? halved(window) : null;
    if (halves) {
      const parted: Walked[] = [];
      for (const half of halves) parted.push(await syncWindow(parts, source, half, signal, purpose));
      return {
        received: parted.reduce((sum, part) => sum + part.received, 0),
        seen: new Set(parted.flatMap((part) => [...part.seen])),
        whole: parted.every((part) => part.whole),
      };
    }
    if (page.overflow || page.rejected > 0) whole = false;
    if (page.rejected > 0) {
      parts.log.warn(
        { source: source.id, rejected: page.rejected },
        "recordings that could not be read were left out",
      );
    }
    await upsertRecordings(SYSTEM, parts.catalog.db, source, page.recordings, parts.now());
    received += page.recordings.length;
    for (const { recording } of page.recordings) seen.add(recording.id);
    cursor = page.cursor;
  } while (cursor !== null);
  return { received, seen, whole };
}

/**
 * Looks a stretch over again for new, late and changed calls. The slower passes also ask by id for what is no longer
 * listed, and remove what is gone.
 */
export async function runPass(
  parts: SyncParts,
  source: RecordingSource,
  pass: PassName,
  signal: AbortSignal,
): Promise<void> {
  const state = await readSourceState(parts.catalog.db, source.id);
  const startedAtMs = parts.now();
  const window = passWindow(pass, source.syncPlan, state?.passes[pass] ?? null, startedAtMs);
  const walked = await syncWindow(parts, source, window, signal);
  if (pass !== "fast" && walked.whole && source.readById.supported) {
    await removeAbsent(parts, source, window, walked.seen, signal);
  }
  await saveSyncPass(parts.catalog.db, source.id, pass, { startedAtMs, nowMs: parts.now() });
}

async function removeAbsent(
  parts: SyncParts,
  source: RecordingSource,
  window: TimeWindow,
  seen: ReadonlySet<RecordingId>,
  signal: AbortSignal,
): Promise<void> {
  const known = await listIdsInWindow(SYSTEM, parts.catalog.db, source.id, window);
  const absent = known.filter((id) => !seen.has(id));
  if (absent.length > MOST_ABSENT) {
    parts.log.warn(
      { source: source.id, absent: absent.length },
      "too many recordings are absent at once; none was removed",
    );
    return;
  }
  for (const id of absent) {
    signal.throwIfAborted();
    await parts.confirmGone(id);
  }
}

/**
 * Fetches the next stretch of history, newest first. The mark is saved after its rows, so that a kill at any moment
 * loses nothing. False = history is complete.
 */
export async function stepBackfill(
  parts: SyncParts,
  source: RecordingSource,
  signal: AbortSignal,
): Promise<boolean> {
  const state: SourceStateRow | null = await readSourceState(parts.catalog.db, source.id);
  const begun = state?.backfill ?? startBackfill(source.syncPlan, parts.now());
  // A longer `backfillDays` than before goes on from where history ended.
  const targetMs = Math.min(begun.targetMs, begun.fromMs - source.syncPlan.backfillDays * 86_400_000);
  const backfill = { ...begun, targetMs };
  const window = nextBackfillWindow(backfill);
  if (!window) return false;
  const walked = await syncWindow(parts, source, window, signal, "history");
  await saveBackfill(
    parts.catalog.db,
    source.id,
    afterBackfillWindow(backfill, window, walked.received, source.syncPlan),
    parts.now(),
  );
  return true;
}

/** Notes in words why a source can't be synced; returns how long to leave it alone, in ms. */
export async function noteTrouble(
  parts: SyncParts,
  source: RecordingSource,
  error: unknown,
): Promise<number> {
  const known = error instanceof SourceError ? error : null;
  // A budget that is used up is nobody's fault: how late the source is shows by itself.
  if (known?.kind === "rateLimited") return known.retryAfterMs ?? BUDGET_WAIT_MS;
  const state = known?.kind === "refused" || known?.kind === "forbidden" ? "refused" : "unreachable";
  const words = known ? known.message : "Earmark failed to store this source's recordings.";
  if (known) parts.log.warn({ source: source.id, kind: known.kind }, words);
  else parts.log.error({ source: source.id, err: error }, words);
  await saveSourceTrouble(parts.catalog.db, source.id, { state, words, nowMs: parts.now() });
  return known?.retryAfterMs ?? (state === "refused" ? 60_000 : 15_000);
}
