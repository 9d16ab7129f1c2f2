/** One named switch for every oddity and fault. Mutable, also over HTTP; the defaults are an ordinary, healthy server. */
import { z } from "zod";
import { delayedFaultSchema } from "@/lib/sources/simulator-kit/faults";
import { PROFILES } from "./profiles";

export const ROUTE_NAMES = [
  "login",
  "list",
  "get",
  "audio",
  "patch",
  "delete",
  "collection",
  "channels",
  "channel",
  "directory",
] as const;
export type RouteName = (typeof ROUTE_NAMES)[number];

const count = z.int().min(0);

const FaultSchema = delayedFaultSchema(ROUTE_NAMES);
export type Fault = z.infer<typeof FaultSchema>;

/** Faults by name: as switches, or for one request in the header `x-simulator-fault` (names with commas between). */
const faults = {
  /** 401 for a good token, as if it had just expired. */
  unauthorized: FaultSchema,
  /** 429 whatever is in the bucket. */
  tooManyRequests: FaultSchema,
  /** 500 `init failed`. */
  initFailed: FaultSchema,
  /** 503, four texts of fact sheet §9. */
  datastoreUnreachable: FaultSchema,
  datastoreFault: FaultSchema,
  datastoreMissing: FaultSchema,
  missingView: FaultSchema,
  /** 409 on changing calls; nothing is changed. */
  conflict: FaultSchema,
  /** 200 with `status: "error"` inside. */
  okWithError: FaultSchema,
  /** 502 and 503 with a proxy's HTML, and HTML with 200. */
  badGateway: FaultSchema,
  unavailableHtml: FaultSchema,
  okHtml: FaultSchema,
  /** A JSON answer that ends in its middle, its length declared as what is sent. */
  truncatedJson: FaultSchema,
  /** A chunked list that ends after some rows, and whose envelope still says success. */
  truncatedChunks: FaultSchema,
  /** The connection breaks in the middle of the audio. */
  droppedAudio: FaultSchema,
  /** The answer carries no content type. */
  missingContentType: FaultSchema,
  /** No answer before the caller gives up. */
  hang: FaultSchema,
};
export type FaultName = keyof typeof faults;
export const isFaultName = (name: string): name is FaultName => Object.hasOwn(faults, name);

export const KazooSwitchesSchema = z.strictObject({
  /** Which of the five servers of fact sheet §1 this is. */
  profile: z.enum(PROFILES),
  /** False: the operator has not started `cb_recordings`; its paths are 404 `not_found`. */
  recordingsModule: z.boolean(),
  /** The month database of recordings that cross a month's end; null = as the profile has it. */
  monthDatabase: z.enum(["start", "end"]).nullable(),
  /** openkazoo's rule per owner, for users that are no administrators. */
  ownerRestriction: z.enum(["off", "filter", "reject"]),
  /** Verbs that the caller's token may not use on recordings. */
  tokenRestrictions: z.array(z.enum(["GET", "PATCH", "DELETE", "PUT"])),
  /** `user_auth` wants a second factor. */
  multiFactor: z.boolean(),
  tokenLifetimeS: z.int().min(1),
  /** The token bucket; null = none. */
  rateLimit: z.strictObject({ capacity: z.int().min(1), perSecond: z.number().min(0) }).nullable(),
  maxRangeS: z.int().min(1),
  pageSize: z.int().min(1),
  /** Rows that `paginate=false` may have before 416. */
  unpaginatedRows: count,
  metadataLimitBytes: z.int().min(1),
  gzip: z.boolean(),
  /** Seconds from the end of a live recording to its document; null = 2 to 20, as for the seeded ones. */
  storeLagS: count.nullable(),
  /** Milliseconds from a live recording's document to its audio. */
  uploadDelayMs: count,
  /** Konami listens: without it a metaflow is answered as ever, and nothing happens. */
  metaflows: z.boolean(),
  /** An unknown channel: 404, or 503 `datastore timeout` as when no switch answers. */
  unknownChannel: z.enum(["notFound", "timeout"]),
  /** Lists of channels hold both legs of a call, as the vendor's do. */
  bothLegs: z.boolean(),
  clockSkewMs: z.int(),

  /** Milliseconds before the first byte of the slow recording, and of every other one's audio. */
  slowRowMs: count,
  slowFirstByteMs: count,
  /** Bytes a second of audio; null = as fast as it is read. */
  throttleBytesPerSecond: z.int().min(1).nullable(),
  /** The connection breaks after so many bytes of audio; null = never. */
  dropAudioAfterBytes: count.nullable(),
  /** `Content-Length` of audio: right, missing, or wrong by a quarter. */
  audioLength: z.enum(["right", "none", "short", "long"]),
  /** What a call for audio answers with 200. */
  audioAs: z.enum(["audio", "json", "html", "empty"]),
  /** Milliseconds before any answer. */
  latencyMs: count,
  ...faults,
});

export type KazooSwitches = z.infer<typeof KazooSwitchesSchema>;

export const KazooSwitchChangesSchema = KazooSwitchesSchema.partial();
export type KazooSwitchChanges = z.infer<typeof KazooSwitchChangesSchema>;

/** Bucket of fact sheet §5. */
export const RATE_LIMIT = { capacity: 100, perSecond: 10 } as const;

/** A fresh set of switches, all as a healthy server has them. */
export function defaultSwitches(
  profile: KazooSwitches["profile"],
  rateLimit: KazooSwitches["rateLimit"],
): KazooSwitches {
  return {
    profile,
    recordingsModule: true,
    monthDatabase: null,
    ownerRestriction: "off",
    tokenRestrictions: [],
    multiFactor: false,
    tokenLifetimeS: 3600,
    rateLimit: rateLimit === null ? null : { ...rateLimit },
    maxRangeS: 2_682_000,
    pageSize: 50,
    unpaginatedRows: 5000,
    metadataLimitBytes: 65_536,
    gzip: true,
    storeLagS: null,
    uploadDelayMs: 3000,
    metaflows: true,
    unknownChannel: "notFound",
    bothLegs: true,
    clockSkewMs: 0,
    slowRowMs: 8000,
    slowFirstByteMs: 0,
    throttleBytesPerSecond: null,
    dropAudioAfterBytes: null,
    audioLength: "right",
    audioAs: "audio",
    latencyMs: 0,
    unauthorized: false,
    tooManyRequests: false,
    initFailed: false,
    datastoreUnreachable: false,
    datastoreFault: false,
    datastoreMissing: false,
    missingView: false,
    conflict: false,
    okWithError: false,
    badGateway: false,
    unavailableHtml: false,
    okHtml: false,
    truncatedJson: false,
    truncatedChunks: false,
    droppedAudio: false,
    missingContentType: false,
    hang: false,
  };
}

/** Puts changes into the switches in place. */
export function changeSwitches(switches: KazooSwitches, changes: KazooSwitchChanges): void {
  Object.assign(switches, structuredClone(changes));
}
