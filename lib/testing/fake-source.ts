import type { SourceId } from "@/lib/domain/ids";
import type { RecordingSource } from "@/lib/sources/source";
import { SOURCE } from "./catalog-fixtures";

const NOT_HERE = { supported: false, reason: "This source of a test has no such capability." } as const;

/** A source that lists nothing and can nothing, overridden by name: for what sync and services make of a vendor's answers. */
export function aSource(rest: Partial<RecordingSource> = {}): RecordingSource {
  const id: SourceId = SOURCE.id;
  return {
    id,
    name: "A source",
    vendor: SOURCE.vendor,
    defaultAccessGroups: [],
    unitGroups: null,
    limits: [],
    syncPlan: { syncSeconds: 60, backfillDays: 2, windowMs: 86_400_000, maxWindowMs: 86_400_000, lagMs: 0 },
    check: async () => ({ missingPermissions: [] }),
    walk: async () => ({ recordings: [], cursor: null, overflow: false, rejected: 0 }),
    readById: NOT_HERE,
    openAudio: async () => ({ state: "pending", retryAfterSeconds: 1 }),
    labels: NOT_HERE,
    protection: NOT_HERE,
    deletion: NOT_HERE,
    live: NOT_HERE,
    privacyLists: NOT_HERE,
    ...rest,
  };
}
