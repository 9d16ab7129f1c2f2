/**
 * The one interface behind which every vendor lives. A capability carries its own function, so that what a
 * vendor cannot do cannot be called; `supported: false` carries the reason in words for people.
 */
import type { RecordingId, SourceId } from "@/lib/domain/ids";
import type { EpochMs, Recording, VendorLabel } from "@/lib/domain/recording";
import type { VendorName } from "@/lib/domain/vendors";

export type SourceErrorKind =
  | "unreachable" // no answer, a time-out, or an answer that is not the vendor's (HTML from a proxy, cut JSON)
  | "refused" // our account is refused: wrong credentials, role or permission
  | "rateLimited"
  | "notFound"
  | "forbidden" // this one thing is forbidden (a protected recording, media that can't be decrypted)
  | "readOnly" // the vendor takes no changes now; nothing was changed
  | "conflict" // the thing exists already, or is in use
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

/** Half-open: `fromMs <= start < toMs`, on the vendor's own axis. */
export type TimeWindow = Readonly<{ fromMs: EpochMs; toMs: EpochMs }>;

/** A recording as one answer of the vendor tells it. `labels: null` = the vendor was not asked, not "no labels". */
export type SourceRecording = Readonly<{ recording: Recording; labels: readonly VendorLabel[] | null }>;

export type SourcePage = Readonly<{
  recordings: readonly SourceRecording[];
  /** Where to go on; null = the window is finished. Opaque to sync. */
  cursor: string | null;
  /** The vendor can't list all of this window: halve it and walk the halves. */
  overflow: boolean;
  /** Rows that could not be understood even by a tolerant reader; counted, never fatal. */
  rejected: number;
}>;

/** What sync needs to know about a vendor's clock and caps. */
export type SyncPlan = Readonly<{
  syncSeconds: number;
  backfillDays: number;
  /** First guess for one window; sync doubles it while pages are few and halves it on overflow. */
  windowMs: number;
  maxWindowMs: number;
  /** Freshest data the vendor gives, as an age (RingCX: 15 minutes; others 0). */
  lagMs: number;
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

export type RecordingSource = Readonly<{
  id: SourceId;
  name: string;
  vendor: VendorName;
  /** Groups for recordings that carry none (settings `accessGroups`); empty = `/`. */
  defaultAccessGroups: readonly string[];
  /** Limits in words, for the Sources screen. */
  limits: readonly string[];
  syncPlan: SyncPlan;
  /** Asks the vendor whether our account can do its work. Throws SourceError when it cannot. */
  check(
    signal: AbortSignal,
  ): Promise<{ missingPermissions: readonly { call: string; permission: string }[] }>;
  /** One page of the recordings that started within the window, labels included where the vendor lists them. */
  walk(window: TimeWindow, cursor: string | null, signal: AbortSignal): Promise<SourcePage>;
  readById:
    | Unsupported
    | Readonly<{
        supported: true;
        /** Null = gone, in another region, or not for our account: the vendor does not tell them apart. */
        read(vendorId: string, signal: AbortSignal): Promise<SourceRecording | null>;
      }>;
  openAudio(ref: { vendorId: string; vendorRef: string }, signal: AbortSignal): Promise<SourceAudio>;
  labels:
    | Unsupported
    | Readonly<{
        supported: true;
        /** Why this name can't be held by the vendor, or null. Such labels are kept here instead. */
        refuses(name: string): string | null;
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
    | Readonly<{ supported: true; delete(vendorId: string, signal: AbortSignal): Promise<DeletionOutcome> }>;
  live:
    | Unsupported
    | Readonly<{
        supported: true;
        set(vendorLiveId: string, status: LiveStatus, signal: AbortSignal): Promise<{ confirmed: boolean }>;
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
