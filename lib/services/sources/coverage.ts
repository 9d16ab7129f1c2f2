import { readSourceStates, type SourceStateRow } from "@/lib/catalog/sync-state";
import type { SourceCoverage, SourceState } from "@/lib/domain/answers";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import { formatDialectTime } from "@/lib/domain/time";
import type { RecordingSource } from "@/lib/sources/source";
import { covers } from "@/lib/sync/plan";
import type { ServiceContext } from "../context";

/** A source whose last successful pass is older than this many of its intervals is behind. */
const LATE_INTERVALS = 3;

/** What a source's state is to somebody who searches now. */
export function stateNow(
  source: RecordingSource,
  row: SourceStateRow | undefined,
  nowMs: number,
): SourceState {
  if (!row) return "backfilling";
  if (row.state === "refused" || row.state === "unreachable") return row.state;
  const backfilled = row.backfill !== null && row.backfill.reachedMs <= row.backfill.targetMs;
  const ageMs = row.lastSyncMs === null ? Number.POSITIVE_INFINITY : nowMs - row.lastSyncMs;
  const lateMs = Math.max(60_000, LATE_INTERVALS * source.syncPlan.syncSeconds * 1_000);
  if (row.lastSyncMs !== null && ageMs > lateMs) return "behind";
  return backfilled ? "ok" : "backfilling";
}

/** How far the answer to this filter can be trusted, source by source. */
export async function coverageOf(
  ctx: ServiceContext,
  filter: RecordingFilter,
  maskedSources: ReadonlySet<string> = new Set(),
): Promise<readonly SourceCoverage[]> {
  const rows = await readSourceStates(ctx.catalog.db);
  const nowMs = ctx.now();
  const uppers = [filter.endTime, filter.startBefore].filter((value) => value !== undefined);
  const asked = { fromMs: filter.startTime ?? null, toMs: uppers.length > 0 ? Math.min(...uppers) : null };
  return ctx.sources.all
    .filter((source) => filter.source === undefined || source.id === filter.source)
    .map((source) => {
      const row = rows.find((candidate) => candidate.sourceId === source.id);
      const isMasked = maskedSources.has(source.id);
      const state = isMasked ? "fieldMasked" : stateNow(source, row, nowMs);
      const { lagMs } = source.syncPlan;
      const share = backfillShare(row);
      const message = coverageWords(source, state, row);
      return {
        id: source.id,
        name: source.name,
        vendor: source.vendor,
        state,
        ...(row?.lastSyncMs ? { lastSyncTime: formatDialectTime(row.lastSyncMs) } : {}),
        ...(row?.newestStartMs ? { newestStartTime: formatDialectTime(row.newestStartMs) } : {}),
        complete:
          !isMasked && covers(row?.backfill ?? null, row?.lastSyncMs ?? null, asked, source.syncPlan, nowMs),
        ...(message === null ? {} : { message }),
        ...(row?.stateSinceMs && (state === "unreachable" || state === "refused")
          ? { stateSince: formatDialectTime(row.stateSinceMs) }
          : {}),
        ...(row?.lastSyncMs && lagMs > 0
          ? { syncedUntilTime: formatDialectTime(row.lastSyncMs - lagMs) }
          : {}),
        ...(share < 1 ? { backfillShare: share } : {}),
      };
    });
}

/** How much of the history that is kept has been fetched, 0 to 1. */
export function backfillShare(row: SourceStateRow | undefined): number {
  const backfill = row?.backfill ?? null;
  if (!backfill) return 0;
  if (backfill.reachedMs <= backfill.targetMs) return 1;
  const wholeMs = Math.max(1, backfill.fromMs - backfill.targetMs);
  return Math.min(1, Math.max(0, (backfill.fromMs - backfill.reachedMs) / wholeMs));
}

/** What is missing from this source's part of an answer, for people; null = nothing is. */
function coverageWords(
  source: RecordingSource,
  state: SourceState,
  row: SourceStateRow | undefined,
): string | null {
  switch (state) {
    case "unreachable":
    case "refused":
      return row?.words ?? `${source.name} can't be asked.`;
    case "fieldMasked":
      return `${source.name} is left out: a field of this search is masked there.`;
    case "behind":
      return `${source.name} has not told its newest calls for a while.`;
    case "backfilling":
      return row?.backfill
        ? `${source.name}: older calls are still coming in, ${Math.floor(backfillShare(row) * 100)} % of ${days(source)} so far.`
        : `${source.name}: its calls are about to come in.`;
    case "ok": {
      const minutes = Math.round(source.syncPlan.lagMs / 60_000);
      return minutes > 0 ? `${source.name}: calls of the last ${minutes} minutes are not in yet.` : null;
    }
  }
}

function days(source: RecordingSource): string {
  const { backfillDays } = source.syncPlan;
  return backfillDays === 1 ? "1 day" : `${backfillDays} days`;
}
