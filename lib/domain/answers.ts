/** The JSON answers that are not recordings, shared by the services that give them and the screens that read them. */
import type { Role } from "./permissions";
import type { VendorName } from "./vendors";

export const SOURCE_STATES = [
  "ok",
  "behind",
  "backfilling",
  "unreachable",
  "refused",
  "fieldMasked",
] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

/** Per source, in every search answer: how far the answer can be trusted. Times `yyyy-MM-ddTHH:mm:ss.SSS+0000`. */
export type SourceCoverage = Readonly<{
  id: string;
  name: string;
  vendor: VendorName;
  state: SourceState;
  lastSyncTime?: string;
  newestStartTime?: string;
  /** The asked window lies within what has been synced. */
  complete: boolean;
  /** In words, for people: what is missing from the answer, and why. Never vendor text. */
  message?: string;
  /** Since when the source is unreachable or refuses. */
  stateSince?: string;
  /** Calls up to here are in, where a vendor gives them late. */
  syncedUntilTime?: string;
  /** How much of the history that is kept has been fetched, 0 to 1; absent once it is whole. */
  backfillShare?: number;
}>;

/** Per source, in `GET /live`: whether its live calls are in the answer. */
export type LiveSource = Readonly<{
  id: string;
  name: string;
  vendor: VendorName;
  state: "ok" | "unreachable" | "unsupported";
  /** Why they are not, in words. */
  message?: string;
}>;

export type SourceDetails = SourceCoverage &
  Readonly<{
    recordingCount: number;
    backfill: Readonly<{ fromTime: string; reachedTime?: string; done: boolean; share: number }>;
    syncSeconds: number;
    backfillDays: number;
    limits: readonly string[];
    capabilities: Readonly<{
      readById: boolean;
      labels: boolean;
      protection: boolean;
      deletion: boolean;
      live: boolean;
    }>;
    missingPermissions: readonly Readonly<{ call: string; permission: string }>[];
  }>;

export type MeAnswer = Readonly<{
  statusCode: 0;
  user: Readonly<{
    id: string;
    email: string;
    name: string;
    role: Role;
    accessGroups: readonly string[];
    partitions: readonly string[];
  }>;
  permissions: readonly string[];
  sources: readonly SourceCoverage[];
  /** Search fields this person may not use, in every source. */
  maskedParameters: readonly string[];
  demo: boolean;
}>;

export type UserRow = Readonly<{
  id: string;
  email: string;
  name: string;
  role: Role;
  accessGroups: readonly string[];
  partitions: readonly string[];
  disabled: boolean;
  signIn: "password" | "oidc";
  agents: readonly Readonly<{ source: string; key: string }>[];
}>;

export type AuditRow = Readonly<{
  id: string;
  time: string;
  user?: string;
  role?: string;
  address: string;
  action: string;
  /** `asked` before the act, `answered` after it, `noted` for what needs only one row. */
  phase: "asked" | "answered" | "noted";
  /** The row this one answers. */
  answers?: string;
  recording?: string;
  search?: string;
  details: Readonly<Record<string, unknown>>;
  reason?: string;
  result?: string;
  sealed: boolean;
}>;

export type AuditVerifyAnswer = Readonly<{
  statusCode: 0;
  ok: boolean;
  rows: number;
  /** Position and hash of the newest sealed row: what a later `verify?head=` is held against. */
  head?: string;
  /** Where the chain breaks, when it does. */
  brokenAt?: string;
  message: string;
}>;

export type FacetsAnswer = Readonly<{
  statusCode: 0;
  labels: readonly Readonly<{ value: string; count: number }>[];
  callTypes: readonly Readonly<{ value: string; count: number }>[];
  sources: readonly Readonly<{ value: string; count: number }>[];
  hours: readonly Readonly<{ value: number; count: number }>[];
}>;

export type HistogramAnswer = Readonly<{
  statusCode: 0;
  bucketMs: number;
  buckets: readonly Readonly<{ startTime: number; endTime: number; count: number }>[];
}>;

export type StoredSearchRow = Readonly<{
  id: string;
  path: string;
  name?: string;
  saved: boolean;
  filter: Readonly<Record<string, unknown>>;
}>;

export type JobAnswer = Readonly<{
  statusCode: 0;
  state: "queued" | "running" | "done" | "cancelled" | "failed";
  done: number;
  failed: number;
  total: number;
  failures: readonly Readonly<{ id: string; statusCode: number }>[];
}>;

export type LabelDefinitionRow = Readonly<{
  id: string;
  name: string;
  displayName: string;
  description: string;
  type: "custom" | "reserved";
}>;
