import { countRecordingsBySource, readSourceStates } from "@/lib/catalog/sync-state";
import type { SourceDetails } from "@/lib/domain/answers";
import { formatDialectTime } from "@/lib/domain/time";
import type { ServiceContext } from "../context";
import { backfillShare, coverageOf } from "./coverage";

const DAY_MS = 86_400_000;

/** Every source with its health, progress and limits. Administrators only (contract §2). */
export async function listSources(ctx: ServiceContext): Promise<readonly SourceDetails[]> {
  const [rows, counts, coverage] = await Promise.all([
    readSourceStates(ctx.catalog.db),
    countRecordingsBySource(ctx.catalog.db),
    coverageOf(ctx, {}),
  ]);
  return ctx.sources.all.flatMap((source) => {
    const row = rows.find((candidate) => candidate.sourceId === source.id);
    const covered = coverage.find((candidate) => candidate.id === source.id);
    if (!covered) return [];
    const backfill = row?.backfill ?? null;
    const targetMs = backfill?.targetMs ?? ctx.now() - source.syncPlan.backfillDays * DAY_MS;
    const done = backfill !== null && backfill.reachedMs <= backfill.targetMs;
    return [
      {
        ...covered,
        recordingCount: counts.get(source.id) ?? 0,
        backfill: {
          fromTime: formatDialectTime(targetMs),
          ...(backfill ? { reachedTime: formatDialectTime(backfill.reachedMs) } : {}),
          done,
          share: backfillShare(row),
        },
        syncSeconds: source.syncPlan.syncSeconds,
        backfillDays: source.syncPlan.backfillDays,
        limits: source.limits,
        capabilities: {
          readById: source.readById.supported,
          labels: source.labels.supported,
          protection: source.protection.supported,
          deletion: source.deletion.supported,
          live: source.live.supported,
        },
        missingPermissions: row?.missingPermissions ?? [],
      },
    ];
  });
}
