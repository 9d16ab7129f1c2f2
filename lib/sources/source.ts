/**
 * The one interface behind which every vendor lives. A capability carries its own function, so that what a
 * vendor cannot do cannot be called; `supported: false` carries the reason in words for people.
 */
import type { CallLimit } from "@/lib/domain/call-limits";
import type { RecordingId, SourceId } from "@/lib/domain/ids";
import type { EpochMs, Recording, VendorLabel } from "@/lib/domain/recording";
import type { VendorName } from "@/lib/domain/vendors";

export type { CallLimit } from "@/lib/domain/call-limits";

export type SourceErrorKind =
  | "unreachable" // no answer, a time-out, or an answer that is not the vendor's (HTML from a proxy, cut JSON)
  | "refused" // our account is refused: wrong credentials, role or permission
  | "rateLimited"
  | "notFound"
  | "forbidden" // this one thing is forbidden (a protected recording, media that can't be decrypted)
  | "readOnly" // the vendor takes no changes now; nothing was changed
  | "conflict" // the thing exists already, is in use, or is not in a state for this
  | "unsupported" // this server has no such call (an older version of the vendor's): keep it with us instead
  | "invalid" // the vendor says our request is wrong
  | "internal"; // the vendor failed

const BRAND = Symbol.for("earmark.SourceError");

/**
 * What went wrong at a vendor. `unclear` = a changing call whose outcome is not known: re-read before telling anybody.
 * `message` is ours; vendor text is never carried.
 */
export class SourceError extends Error {
  readonly [BRAND] = true;
  readonly kind: SourceErrorKind;
  readonly unclear: boolean;
  readonly retryAfterMs: number | null;

  /** Next bundles this module once per kind of entry (pages, routes, instrumentation): an error of another copy is one too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: a subclass inherits this, and is asked for its own instances
    if (this !== SourceError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return value instanceof Error && BRAND in value;
  }

  constructor(
    kind: SourceErrorKind,
    message: string,
    options: { unclear?: boolean; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "SourceError";
    this.kind = kind;
    this.unclear = options.unclear ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** What a source's client sends with: the network in production, a simulator in tests. */
export type SourceFetch = (request: Request) => Promise<Response>;

/** Counts the calls that a vendor limits, for all app servers together (`call-budget.ts`; the catalog's in production). */
export type CallBudget = Readonly<{
  /**
   * Takes one call of this name when every limit has room for it, counting all taken so far: 0. Else ms until there may be
   * room, and nothing is taken. Callers that must leave room for more urgent ones pass lower limits.
   */
  take(name: string, limits: readonly CallLimit[]): Promise<number>;
}>;

/** What a source is built with beside its settings. */
export type SourceTransport = Readonly<{
  fetch: SourceFetch;
  /** Epoch ms; `Date.now` when absent. */
  now?: () => number;
  /** Absent: counted in this process alone. */
  budget?: CallBudget;
  /** For tests: shorter waits than those of the network. */
  http?: Readonly<{ timeoutMs?: number; backoffMs?: readonly number[]; maxConcurrent?: number }>;
}>;

/** Half-open: `fromMs <= start < toMs`, on the vendor's own axis. */
export type TimeWindow = Readonly<{ fromMs: EpochMs; toMs: EpochMs }>;

/** A recording as one answer of the vendor tells it. `labels: null` = the vendor was not asked, not "no labels". */
export type SourceRecording = Readonly<{
  recording: Recording;
  labels: readonly VendorLabel[] | null;
  /**
   * Which of the call's files this answer tells. `all` (the default): these and no others. `some`: files that the catalog
   * knows besides stay, with their events (a window of RingCX holds some of a dialog's segments). `notAsked`: the call is
   * known, its files are not; the catalog keeps those it has, else one placeholder (`pendingFile`).
   */
  files?: "all" | "some" | "notAsked";
  /** Something about this call is still to come: ask for it by id after so many ms. Absent or null = settled. */
  askAgainMs?: number | null;
  /** The vendor's ids under which this call was a live one (`live.list`): links what was done to it then. */
  liveIds?: readonly string[];
}>;

export type SourcePage = Readonly<{
  recordings: readonly SourceRecording[];
  /** Where to go on; null = the window is finished. Opaque to sync. */
  cursor: string | null;
  /** The vendor can't list all of this window: halve it and walk the halves. */
  overflow: boolean;
  /** Rows that could not be understood even by a tolerant reader; counted, never fatal. */
  rejected: number;
}>;

/** Why a vendor is asked: `fresh` keeps up with new calls, `history` fills the past and takes only what budget is left. */
export type WalkPurpose = "fresh" | "history";

/** `opened`: a person waits. `followUp`: sync asks for what was still to come, within half of a vendor's budget. */
export type ReadPurpose = "opened" | "followUp";

/** What sync needs to know about a vendor's clock and caps. */
export type SyncPlan = Readonly<{
  syncSeconds: number;
  backfillDays: number;
  /** First guess for one window; sync doubles it while pages are few and halves it on overflow. */
  windowMs: number;
  maxWindowMs: number;
  /** Freshest data the vendor gives, as an age (RingCX: 15 minutes; others 0). */
  lagMs: number;
  /** How far back each pass looks again, where a vendor's limits allow less than 15 minutes, 48 hours and 30 days. */
  reachMs?: Readonly<Partial<Record<"fast" | "hourly" | "nightly", number>>>;
}>;

export type SourceAudio =
  | Readonly<{ state: "ready"; body: ReadableStream<Uint8Array>; sizeBytes: number | null; mimeType: string }>
  | Readonly<{ state: "pending"; retryAfterSeconds: number }>;

export type DeletionOutcome = Readonly<{
  deleted: "done" | "scheduled";
  deleteTimeMs: EpochMs | null;
  /** Copies that the vendor keeps, in words. */
  remaining: readonly string[];
}>;

export type VendorLabelDefinition = Readonly<{ name: string; displayName: string; description: string }>;

export type SourcePrivacyLists = Readonly<{
  agentFields: readonly string[];
  customerFields: readonly string[];
}>;

export type Unsupported = Readonly<{ supported: false; reason: string }>;

export type LiveStatus = "recording" | "paused" | "stopped";

/** A call that is being recorded now. */
export type LiveCall = Readonly<{
  /** The vendor's id of the live call: RingCX `uii`, Kazoo call id, Genesys Cloud conversationId. */
  vendorLiveId: string;
  /** Numbers, start, agents (as `Joined` events with a `User` contact). Its id is `liveRecordingId()`, its files are none. */
  recording: Recording;
  /** `unknown` where the vendor does not tell. */
  status: "recording" | "paused" | "unknown";
  /** What can be asked of this call in its present state. */
  can: readonly LiveStatus[];
  /** Groups that the source's `accessGroups` map gives this call; empty = the source's default. */
  accessGroups: readonly string[];
}>;

/** `done`: the vendor confirms it, by its answer or when read again. `requested`: it can't confirm; the state is not known. */
export type LiveOutcome = Readonly<{ state: "done" | "requested" }>;

export type RecordingSource = Readonly<{
  id: SourceId;
  name: string;
  vendor: VendorName;
  /** Groups for recordings that carry none (settings `accessGroups`); empty = `/`. */
  defaultAccessGroups: readonly string[];
  /**
   * Groups of the vendor's own units (`MediaFile.accessUnits`) when the setting `accessGroups` is a map; null when it is a
   * list. `key` changes when the map does: the catalog is then stamped anew.
   */
  unitGroups: Readonly<{ key: string; groupsOf(units: readonly string[]): readonly string[] }> | null;
  /** Limits in words, for the Sources screen. */
  limits: readonly string[];
  syncPlan: SyncPlan;
  /** Asks the vendor whether our account can do its work. Throws SourceError when it cannot. */
  check(
    signal: AbortSignal,
  ): Promise<{ missingPermissions: readonly { call: string; permission: string }[] }>;
  /**
   * One page of the recordings of the window on the vendor's own axis, labels included where the vendor lists them. Throws
   * `rateLimited` with `retryAfterMs` when a budget is used up: the same page is then asked for again.
   */
  walk(
    window: TimeWindow,
    cursor: string | null,
    signal: AbortSignal,
    purpose?: WalkPurpose,
  ): Promise<SourcePage>;
  readById:
    | Unsupported
    | Readonly<{
        supported: true;
        /**
         * Null = gone, in another region, not for our account, or never recorded: the vendor does not tell them apart. A
         * call whose files the catalog had never been told is then taken out without a tombstone.
         */
        read(vendorId: string, signal: AbortSignal, purpose?: ReadPurpose): Promise<SourceRecording | null>;
      }>;
  openAudio(ref: { vendorId: string; vendorRef: string }, signal: AbortSignal): Promise<SourceAudio>;
  labels:
    | Unsupported
    | Readonly<{
        supported: true;
        /** Why this label can't be held by the vendor, or null. Such labels are kept here instead. */
        refuses(name: string, content?: Readonly<Record<string, unknown>> | null): string | null;
        add(
          vendorId: string,
          label: { name: string; content: Record<string, unknown> | null },
          signal: AbortSignal,
        ): Promise<{ vendorLabelId: string }>;
        update(
          vendorId: string,
          vendorLabelId: string,
          content: Record<string, unknown>,
          signal: AbortSignal,
        ): Promise<void>;
        /** Removing one that is gone already is no error. */
        remove(vendorId: string, vendorLabelId: string, signal: AbortSignal): Promise<void>;
        definitions(signal: AbortSignal): Promise<readonly VendorLabelDefinition[]>;
      }>;
  protection:
    | Unsupported
    | Readonly<{ supported: true; set(vendorId: string, on: boolean, signal: AbortSignal): Promise<void> }>;
  deletion:
    | Unsupported
    | Readonly<{
        supported: true;
        /** The vendor can be asked to erase for good what it would otherwise only mark as deleted. */
        erases: boolean;
        delete(
          vendorId: string,
          signal: AbortSignal,
          options?: Readonly<{ erase: boolean }>,
        ): Promise<DeletionOutcome>;
        /** Where deleting sets a date: the latest that the call's files have there (epoch ms); null when one has none. */
        dateOf?(vendorId: string, signal: AbortSignal): Promise<EpochMs | null>;
      }>;
  live:
    | Unsupported
    | Readonly<{
        supported: true;
        /**
         * Given when the vendor's recordings do not tell what was paused while the call was live: what was done here is then
         * all that masks can be made of. `fill` = how a pause sounds in the file.
         */
        masksFromActs?: Readonly<{ fill: "silence" | "cut"; uncertainMs: number }>;
        /** The calls being recorded now. Throws `unsupported` when this server of the vendor's does not tell them. */
        list(signal: AbortSignal): Promise<readonly LiveCall[]>;
        /**
         * Sent once, never repeated. Throws notFound when the call has ended, conflict when it is in that state already or
         * the vendor refuses it for this call; `unclear` when the outcome is not known.
         */
        set(vendorLiveId: string, status: LiveStatus, signal: AbortSignal): Promise<LiveOutcome>;
      }>;
  /** The vendor's own privacy lists. Throws when they can't be read: the caller then masks everything. */
  privacyLists:
    | Unsupported
    | Readonly<{ supported: true; read(signal: AbortSignal): Promise<SourcePrivacyLists> }>;
}>;

/** All configured sources, by id. */
export type SourceRegistry = Readonly<{
  all: readonly RecordingSource[];
  /** The source of a recording; null when it is no longer configured. */
  of(id: RecordingId): RecordingSource | null;
  byId(id: string): RecordingSource | null;
}>;
