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
      return {
        id: source.id,
        name: source.name,
        vendor: source.vendor,
        state: isMasked ? "fieldMasked" : stateNow(source, row, nowMs),
        ...(row?.lastSyncMs ? { lastSyncTime: formatDialectTime(row.lastSyncMs) } : {}),
        ...(row?.newestStartMs ? { newestStartTime: formatDialectTime(row.newestStartMs) } : {}),
        complete:
          !isMasked && covers(row?.backfill ?? null, row?.lastSyncMs ?? null, asked, source.syncPlan, nowMs),
      };
    });
}
