/** One named switch for every oddity and fault. Mutable, also over HTTP; the defaults are an ordinary, healthy server. */
import { z } from "zod";
import { faultSchema } from "@/lib/sources/simulator-kit/faults";

export const ROUTE_NAMES = [
  "search",
  "get",
  "delete",
  "operate",
  "media",
  "labels",
  "definitions",
  "settings",
  "me",
] as const;
export type RouteName = (typeof ROUTE_NAMES)[number];

const FaultSchema = faultSchema(ROUTE_NAMES);
export type Fault = z.infer<typeof FaultSchema>;

const count = z.int().min(0);
const countOrNull = count.nullable();

export const EngageSwitchesSchema = z.strictObject({
  /** Needless `nextPath` on the last page, as in the vendor page's sample. */
  alwaysNextPath: z.boolean(),
  /** Get-by-id answers the bare recording instead of `{statusCode, recording}`. */
  bareGetById: z.boolean(),
  /** Whether `userName` and `userData` heed letter case. */
  textCase: z.enum(["ci", "cs"]),
  /** The server itself hides recordings and files outside the caller's groups and partitions. */
  enforceAccessGroups: z.boolean(),
  /** Milliseconds until searches see a change; asking by id sees it at once. */
  indexLagMs: count,
  /** The largest page; larger limits are cut down silently. */
  maxLimit: z.int().min(1),
  /** The first offset that is refused with 400/10. */
  maxOffset: z.int().min(1),
  /** `totalCount` is smaller by this much on each page after the first. */
  totalCountShrinksBy: count,
  /** Pages from this offset on are empty, whatever `totalCount` says. */
  emptyFromOffset: countOrNull,
  /** Settings as an object map instead of an array. */
  settingsAsMap: z.boolean(),
  /** A second label of one name on one recording: allowed, or refused with 409/18. */
  duplicateLabels: z.enum(["allow", "refuse"]),
  /** Feature flags of the contact centre; a missing one answers 403/3. */
  features: z.strictObject({
    supervisorRecording: z.boolean(),
    decryptionProxying: z.boolean(),
    labels: z.boolean(),
  }),
  /** Changing calls need the session cookie and the token that any GET hands out. */
  csrf: z.boolean(),
  /** Calls a session lives for; null = for ever. */
  sessionCalls: countOrNull,
  /** Every call answers 403/8. */
  passwordChange: z.boolean(),
  /** Milliseconds by which the server's clock is ahead (or, negative, behind): all its stamps move with it. */
  clockSkewMs: z.int(),

  /** Deleting answers 503/4 and changes nothing. */
  readOnly: z.boolean(),
  /** Deleting answers 500/4: nothing gone, all gone, or only the screen recording and the first file. */
  failDelete: z.enum(["off", "without-effect", "with-effect", "partial"]),

  /** Range requests on media are honoured, with `Accept-Ranges` and `Content-Length`. */
  rangeSupport: z.boolean(),
  /** `Content-Length` of media: none (chunked), right, or wrong by a quarter. */
  audioLength: z.enum(["none", "right", "short", "long"]),
  audioContentType: z.string().min(1),
  /** What a media call answers with 200. */
  audioAs: z.enum(["audio", "json", "html"]),
  /** Milliseconds before the first byte of media, with the headers sent. */
  slowFirstByteMs: count,
  /** Bytes a second of media; null = as fast as it is read. */
  throttleBytesPerSecond: z.int().min(1).nullable(),
  /** The connection breaks after so many bytes of media; null = never. */
  dropAudioAfterBytes: countOrNull,

  /** Milliseconds before any answer. */
  latencyMs: count,
  /** After so many authenticated calls everything is 401/20; null = never. */
  unauthorizedAfterCalls: countOrNull,
  /** 500/4. */
  internalError: FaultSchema,
  /** 502 with a proxy's HTML. */
  badGateway: FaultSchema,
  /** 503 with a proxy's HTML: not the read-only mode. */
  unavailableHtml: FaultSchema,
  /** 200 with statusCode 4. */
  okWithError: FaultSchema,
  /** A JSON answer that ends in its middle. */
  truncatedJson: FaultSchema,
  /** HTML with 200. */
  okHtml: FaultSchema,
  /** No answer before the caller gives up. */
  hang: FaultSchema,
});

export type EngageSwitches = z.infer<typeof EngageSwitchesSchema>;

export const EngageSwitchChangesSchema = EngageSwitchesSchema.partial().extend({
  features: EngageSwitchesSchema.shape.features.partial().optional(),
});
export type EngageSwitchChanges = z.infer<typeof EngageSwitchChangesSchema>;

/** A fresh set of switches, all as a healthy server has them. */
export function defaultSwitches(): EngageSwitches {
  return {
    alwaysNextPath: false,
    bareGetById: false,
    textCase: "ci",
    enforceAccessGroups: false,
    indexLagMs: 1000,
    maxLimit: 100,
    maxOffset: 10_000,
    totalCountShrinksBy: 0,
    emptyFromOffset: null,
    settingsAsMap: false,
    duplicateLabels: "allow",
    features: { supervisorRecording: true, decryptionProxying: true, labels: true },
    csrf: false,
    sessionCalls: null,
    passwordChange: false,
    clockSkewMs: 0,
    readOnly: false,
    failDelete: "off",
    rangeSupport: false,
    audioLength: "none",
    audioContentType: "audio/mp3",
    audioAs: "audio",
    slowFirstByteMs: 0,
    throttleBytesPerSecond: null,
    dropAudioAfterBytes: null,
    latencyMs: 0,
    unauthorizedAfterCalls: null,
    internalError: false,
    badGateway: false,
    unavailableHtml: false,
    okWithError: false,
    truncatedJson: false,
    okHtml: false,
    hang: false,
  };
}

/** Puts changes into the switches in place. */
export function changeSwitches(switches: EngageSwitches, changes: EngageSwitchChanges): void {
  const { features, ...rest } = changes;
  Object.assign(switches, structuredClone(rest));
  Object.assign(switches.features, features ?? {});
}
