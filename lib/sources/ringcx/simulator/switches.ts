/** One named switch for every oddity and fault. Mutable, also over HTTP; the defaults are an ordinary, healthy account. */
import { z } from "zod";
import { faultSchema } from "@/lib/sources/simulator-kit/faults";

export const ROUTE_NAMES = [
  "platform",
  "auth",
  "metadata",
  "recordings",
  "agents",
  "live",
  "toggle",
] as const;
export type RouteName = (typeof ROUTE_NAMES)[number];

const FaultSchema = faultSchema(ROUTE_NAMES);
export type Fault = z.infer<typeof FaultSchema>;

const count = z.int().min(0);
const countOrNull = count.nullable();

export const RingcxSwitchesSchema = z.strictObject({
  /** Life of a RingCX token; nobody is told it (fact sheet §3: 5 minutes). */
  tokenSeconds: z.int().min(1),
  /** Life of a RingCX refresh token. */
  refreshSeconds: z.int().min(1),
  /** `expires_in` of the RingCentral token. */
  platformTokenSeconds: z.int().min(1),
  /** Token exchanges a minute; null = no limit. */
  exchangesPerMinute: countOrNull,
  /** Which of the three documented spellings a 401 about an expired token has; `rotate` takes turns. */
  expiredText: z.enum(["rotate", "JWT is expired.", "Jwt is expired", "status-line"]),
  /** After so many signed-in calls everything is 401; null = never. */
  unauthorizedAfterCalls: countOrNull,

  /** `interaction-metadata` answers 403 until the vendor's support enables it for the account. */
  metadataEnabled: z.boolean(),
  /** The JWT's user has READ on Account: live calls and recordings. */
  readOnAccount: z.boolean(),
  /** The JWT's user has access to WEM reports: metadata. */
  wemAccess: z.boolean(),
  /** The JWT's user has the role for the integration lists: agents, groups, queue groups. */
  wfoAccess: z.boolean(),
  /** Recording is activated for the account. */
  recordingActivated: z.boolean(),

  /** The largest `timeInterval`: 10800 now, 3600 on an older cell. */
  maxIntervalSeconds: z.int().min(1),
  /** A window that reaches into the last five minutes is 400. */
  refuseRecent: z.boolean(),
  /** What the window begins or ends with: `start` looks forward from `segmentEndTime`, `end` looks back from it. */
  windowAnchor: z.enum(["start", "end"]),
  /** Time zones the service knows; null = all. */
  knownZones: z.array(z.string()).nullable(),
  /** Which number stands in which address field. */
  addressModel: z.enum(["calling-called", "company-contact"]),
  /** `beside` = the older names beside the present ones, epoch numbers for times; `old` = the older report alone. */
  shape: z.enum(["current", "beside", "old"]),
  /** Minutes after a segment's end: its row appears, `hasRecording` turns true, its audio can be fetched. */
  rowMinutes: z.number().min(0),
  flagMinutes: z.number().min(0),
  mediaMinutes: z.number().min(0),
  /** Days the account keeps metadata and recordings. */
  retentionDays: z.number().min(0),

  /** The limits of metadata are enforced. */
  metadataLimited: z.boolean(),
  /** Calls a minute of every other family; null = no limit. */
  callsPerMinute: countOrNull,
  /** 429 carries `Retry-After`. */
  retryAfter: z.boolean(),
  /** Limits are counted per node: every second refused call finds another node and passes. */
  perNode: z.boolean(),

  /** Chunk sizes in the header of a WAV: right, 0, 0xFFFFFFFF, or each call's own. */
  riffSize: z.enum(["by-call", "right", "zero", "max"]),
  /** MP3 instead of WAV: for browsers, always, or never. */
  mp3: z.enum(["browsers", "always", "never"]),
  /** `Content-Length` of audio: none (chunked), right, or wrong by a quarter. */
  audioLength: z.enum(["none", "right", "short", "long"]),
  /** What a download answers with 200 and `audio/wav`. */
  audioAs: z.enum(["audio", "empty", "json", "html"]),
  /** Milliseconds before the first byte of audio, with the headers sent. */
  slowFirstByteMs: count,
  /** Bytes a second of audio; null = as fast as it is read. */
  throttleBytesPerSecond: z.int().min(1).nullable(),
  /** The connection breaks after so many bytes of audio; null = never. */
  dropAudioAfterBytes: countOrNull,
  /** The audio ends after so many bytes as if that were all; null = never. */
  endAudioAfterBytes: countOrNull,

  /**
   * What a toggle does: `ok` as the queue's settings allow; 200 `false`; 404; 403; 201 instead of 200; no answer before the
   * caller gives up, with nothing done or with all done.
   */
  toggle: z.enum(["ok", "false", "not-found", "forbidden", "created", "hang", "hang-done"]),

  /** Milliseconds by which the server's clock is ahead (or, negative, behind). */
  clockSkewMs: z.int(),
  /** Milliseconds before any answer. */
  latencyMs: count,
  /** 429 without a limit being reached. */
  tooMany: FaultSchema,
  /** 500 in JSON. */
  internalError: FaultSchema,
  /** 502 with a proxy's HTML. */
  badGateway: FaultSchema,
  /** 503 with a proxy's HTML. */
  unavailableHtml: FaultSchema,
  /** HTML with 200. */
  okHtml: FaultSchema,
  /** 200 with an error in JSON. */
  okWithError: FaultSchema,
  /** A JSON answer that ends in its middle. */
  truncatedJson: FaultSchema,
  /** No answer before the caller gives up. */
  hang: FaultSchema,
});

export type RingcxSwitches = z.infer<typeof RingcxSwitchesSchema>;

export const RingcxSwitchChangesSchema = RingcxSwitchesSchema.partial();
export type RingcxSwitchChanges = z.infer<typeof RingcxSwitchChangesSchema>;

/** A fresh set of switches, all as a healthy account has them. */
export function defaultSwitches(): RingcxSwitches {
  return {
    tokenSeconds: 300,
    refreshSeconds: 3_600,
    platformTokenSeconds: 3_600,
    exchangesPerMinute: 5,
    expiredText: "rotate",
    unauthorizedAfterCalls: null,
    metadataEnabled: true,
    readOnAccount: true,
    wemAccess: true,
    wfoAccess: true,
    recordingActivated: true,
    maxIntervalSeconds: 10_800,
    refuseRecent: true,
    windowAnchor: "start",
    knownZones: null,
    addressModel: "calling-called",
    shape: "current",
    rowMinutes: 4,
    flagMinutes: 10,
    mediaMinutes: 15,
    retentionDays: 365,
    metadataLimited: true,
    callsPerMinute: 120,
    retryAfter: false,
    perNode: false,
    riffSize: "by-call",
    mp3: "browsers",
    audioLength: "none",
    audioAs: "audio",
    slowFirstByteMs: 0,
    throttleBytesPerSecond: null,
    dropAudioAfterBytes: null,
    endAudioAfterBytes: null,
    toggle: "ok",
    clockSkewMs: 0,
    latencyMs: 0,
    tooMany: false,
    internalError: false,
    badGateway: false,
    unavailableHtml: false,
    okHtml: false,
    okWithError: false,
    truncatedJson: false,
    hang: false,
  };
}

/** Puts changes into the switches in place. */
export function changeSwitches(switches: RingcxSwitches, changes: RingcxSwitchChanges): void {
  Object.assign(switches, structuredClone(changes));
}
