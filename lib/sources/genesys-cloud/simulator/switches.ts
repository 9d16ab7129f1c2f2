/** One named switch for every oddity and fault. Mutable, also over HTTP; the defaults are an ordinary, healthy org. */
import { z } from "zod";
import { faultSchema } from "@/lib/sources/simulator-kit/faults";

export const ROUTE_FAMILIES = [
  "login",
  "tokens",
  "search",
  "jobs",
  "recordings",
  "metadata",
  "annotations",
  "retention",
  "protection",
  "bulk",
  "batch",
  "directory",
  "settings",
  "live",
  "tags",
  "notifications",
  "media",
] as const;
export type RouteFamily = (typeof ROUTE_FAMILIES)[number];

const FaultSchema = faultSchema(ROUTE_FAMILIES);
export type Fault = z.infer<typeof FaultSchema>;

const count = z.int().min(0);
const countOrNull = count.nullable();

export const CloudSwitchesSchema = z.strictObject({
  /** `expires_in` of new tokens, in seconds. */
  expiresInSeconds: z.int().min(1),
  /** Milliseconds without a call after which a token dies, as in HIPAA orgs (900000); null = never. */
  idleTimeoutMs: countOrNull,
  /** Calls per token in 60 seconds; null = no limit, and the headers then say 300. */
  ratePerMinute: countOrNull,
  /** Lower limits per token and 60 seconds for some routes. */
  ratePerFamily: z.partialRecord(z.enum(ROUTE_FAMILIES), count),
  /** `Retry-After` of a 429: the seconds that are left, any text, or null for no header. */
  retryAfter: z.union([z.literal("left"), z.string(), z.null()]),

  /** Media requests per recording and format that are answered 202, and the milliseconds for which they are. */
  transcodePolls: count,
  transcodeMs: count,
  /** The server holds a list request up to `maxWaitMs` while it transcodes, in real time, instead of answering 202 at once. */
  holdsWhileTranscoding: z.boolean(),
  /** WEBM, OGG_VORBIS and OGG_OPUS can't be made here: 202 for ever, a 500, or WAV under a `.WAV` address. */
  unmadeFormats: z.enum(["pending", "error", "wav"]),
  /** One file `S`, files `0` and `1`, or as each recording's data say. */
  mediaKeys: z.enum(["data", "S", "0,1"]),
  /** `waveformData` beside each address. */
  waveforms: z.boolean(),
  /** The org's `recordingPlaybackUrlTtl` and `recordingBatchDownloadUrlTtl`, in minutes (2 to 60). */
  playbackUrlTtlMinutes: z.int().min(1).max(60),
  batchUrlTtlMinutes: z.int().min(1).max(60),

  /** Milliseconds after `deleteDate` until the sweep takes the recording. */
  purgeDelayMs: count,
  /** What a purged recording is: listed as DELETED, or gone with 404. */
  purgedAs: z.enum(["DELETED", "missing"]),
  restoreMs: count,
  /** What leaving out a date of a retention PUT means; the vendor does not say. */
  omittedDate: z.enum(["kept", "removed"]),
  /** `PUT /recordings/deletionprotection`: 204 without body, or 200 with `failedUpdates`. */
  protectionAnswer: z.enum(["204", "body"]),
  /** Milliseconds until a tag is seen. */
  tagDelayMs: count,

  /** Milliseconds until analytics know that a call began or ended. */
  analyticsLagMs: count,
  /** Milliseconds after a call in which its recordings are UPLOADING. */
  uploadMs: count,
  recordingStateDelayMs: count,
  /** Asking for the state a call is in already: 202, or 409 as a seed claims. */
  repeatedState: z.enum(["accept", "conflict"]),
  /** Milliseconds after its end in which a call can still be read live (changes answer 409; afterwards all is 404). */
  liveReadableMs: count,
  /** Whether a hold pauses recordings by itself (hold suppression). */
  holdSuppression: z.boolean(),

  /** Limits of the details query (§4.1). */
  maxPageSize: z.int().min(1),
  maxIntervalDays: z.int().min(1),
  maxResults: z.int().min(1),
  historyDays: z.int().min(1),
  /** `conversations` is absent, not `[]`, when nothing matches. */
  omitsEmptyConversations: z.boolean(),
  /** `totalHits` grows by this much on each later page, and what a page shows moves back as far: rows come twice. */
  driftPerPage: count,
  /** Milliseconds by which the data of the asynchronous jobs are behind the clock. */
  jobDataLagMs: count,
  /** Polls, or else milliseconds, until a job of analytics, a bulk job or a batch moves on. */
  jobPolls: count,
  jobStepMs: z.int().min(1),
  /** Milliseconds until bulk jobs find the recordings of a conversation that has ended. */
  bulkLagMs: count,
  failJobs: z.boolean(),

  /** Byte ranges on media. */
  rangeSupport: z.boolean(),
  audioLength: z.enum(["right", "none", "short", "long"]),
  /** What a media address answers with 200. */
  audioAs: z.enum(["audio", "json", "html", "nothing"]),
  slowFirstByteMs: count,
  throttleBytesPerSecond: z.int().min(1).nullable(),
  dropAudioAfterBytes: countOrNull,

  /** Milliseconds before every answer. */
  latencyMs: count,
  hang: FaultSchema,
  rateLimited: FaultSchema,
  unauthorized: FaultSchema,
  internalError: FaultSchema,
  unavailable: FaultSchema,
  gatewayTimeout: FaultSchema,
  /** HTML of something in front of the platform: 502, 503, and 200. */
  badGateway: FaultSchema,
  unavailableHtml: FaultSchema,
  okHtml: FaultSchema,
  /** 200 with the platform's error body inside. */
  okWithError: FaultSchema,
  truncatedJson: FaultSchema,
});

export type CloudSwitches = z.infer<typeof CloudSwitchesSchema>;

export const CloudSwitchChangesSchema = CloudSwitchesSchema.partial();
export type CloudSwitchChanges = z.infer<typeof CloudSwitchChangesSchema>;

/** A fresh set of switches. */
export function defaultSwitches(): CloudSwitches {
  return {
    expiresInSeconds: 86_399,
    idleTimeoutMs: null,
    ratePerMinute: 300,
    ratePerFamily: {},
    retryAfter: "left",
    transcodePolls: 1,
    transcodeMs: 0,
    holdsWhileTranscoding: false,
    unmadeFormats: "pending",
    mediaKeys: "data",
    waveforms: true,
    playbackUrlTtlMinutes: 60,
    batchUrlTtlMinutes: 60,
    purgeDelayMs: 3_000,
    purgedAs: "DELETED",
    restoreMs: 5_000,
    omittedDate: "kept",
    protectionAnswer: "body",
    tagDelayMs: 2_000,
    analyticsLagMs: 5_000,
    uploadMs: 2_000,
    recordingStateDelayMs: 500,
    repeatedState: "accept",
    liveReadableMs: 60_000,
    holdSuppression: false,
    maxPageSize: 100,
    maxIntervalDays: 31,
    maxResults: 100_000,
    historyDays: 558,
    omitsEmptyConversations: true,
    driftPerPage: 0,
    jobDataLagMs: 3_600_000,
    jobPolls: 2,
    jobStepMs: 5_000,
    bulkLagMs: 172_800_000,
    failJobs: false,
    rangeSupport: true,
    audioLength: "right",
    audioAs: "audio",
    slowFirstByteMs: 0,
    throttleBytesPerSecond: null,
    dropAudioAfterBytes: null,
    latencyMs: 0,
    hang: false,
    rateLimited: false,
    unauthorized: false,
    internalError: false,
    unavailable: false,
    gatewayTimeout: false,
    badGateway: false,
    unavailableHtml: false,
    okHtml: false,
    okWithError: false,
    truncatedJson: false,
  };
}

/** Puts changes into the switches that everybody holds. */
export function changeSwitches(switches: CloudSwitches, changes: CloudSwitchChanges): void {
  Object.assign(switches, structuredClone(changes));
}
