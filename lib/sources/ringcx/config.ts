/**
 * Everything that RingCX leaves open, and every figure of its fact sheet that may change: one value each, so that another
 * deployment is another configuration and not another program. "§" = section of the fact sheet.
 */
import type { RingcxSettings } from "../settings-schema";
import type { CallLimit } from "../source";

/** A path template of the settings. */
export type RingcxPath = keyof RingcxSettings["paths"];

export type RingcxChoices = Readonly<{
  /** Which address is whose (§4.3): `auto` = the one equal to `channelId` is the company's. */
  addressModel: "auto" | "calling-called" | "company-contact";
  /** Whether the WAV keeps a pause as silence or is shortened by it (§4.2). The setting `pauseFill` goes before it. */
  pauseFill: "silence" | "cut";
  /** Which part of time `segmentEndTime` begins or, on some deployments, ends (§4.1, §11 case 5). Learnt when it is wrong. */
  windowDirection: "forward" | "backward";
}>;

export const CHOSEN: RingcxChoices = {
  addressModel: "auto",
  pauseFill: "cut",
  windowDirection: "forward",
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Seconds that one metadata call may span: 10,800 since August 2026, 3,600 before (§4.1). After a refusal the next shorter
 * one is tried and kept.
 */
export const INTERVALS_SECONDS = [10_800, 3_600, 1_800, 900] as const;
/** Each call begins this much before the part it is asked for: whether start or end of a segment counts is unknown (§4.1). */
export const OVERLAP_MS = 10 * MINUTE_MS;
/** Metadata and media of a call are complete this long after its end (seed, §4.1). */
export const LAG_MS = 15 * MINUTE_MS;
/** `hasRecording` may turn true so long after the end, and a recording may still be on its way (§9). */
export const LATE_MS = 60 * MINUTE_MS;
/** How much further back than `LAG_MS` we go, in steps, when the server calls a window too recent: its clock is behind ours. */
export const CLOCK_STEP_MS = 5 * MINUTE_MS;
export const MOST_CLOCK_STEPS = 3;
/** After so long one step is taken back: clocks are put right. Where it is not, that costs one refused call. */
export const CLOCK_TRUST_MS = 60 * MINUTE_MS;

/** A RingCX token lives five minutes and tells no expiry; it is renewed at four (§3). */
export const TOKEN_RENEWAL_MS = 4 * MINUTE_MS;
/** A RingCentral token is taken for spent this much before it is. */
export const PLATFORM_MARGIN_MS = MINUTE_MS;

/** Metadata calls keep so much longer apart than the vendor's limits: what one of them may take on its way more than another. */
export const ARRIVAL_MARGIN_SECONDS = 2;

/** After a 429 without `Retry-After` (§4.7). */
export const FIRST_BACKOFF_MS = 20 * SECOND_MS;
export const LONGEST_BACKOFF_MS = 10 * MINUTE_MS;
/** A wait shorter than this is spent in place; a longer one is handed to whoever asked. */
export const LONGEST_WAIT_MS = 5 * SECOND_MS;

/** Limits that the vendor has on everything but metadata (§4.7), whose own are in the settings. */
export const EXCHANGE_LIMITS: readonly CallLimit[] = [{ calls: 5, seconds: 60 }];
export const FAMILY_LIMITS: readonly CallLimit[] = [{ calls: 120, seconds: 60 }];

/** The lists of agents are read anew this often (§4.5). */
export const DIRECTORY_AGE_MS = 24 * HOUR_MS;
export const DIRECTORY_RETRY_MS = 5 * MINUTE_MS;

/** How far the edges of a pause may be off: event times of server and client differ, and neither is the file's clock. */
export const MASK_UNCERTAIN_MS = SECOND_MS;

/** One of our own: to anything that looks like a browser the service sends MP3 instead of WAV (§5). */
export const USER_AGENT = "Earmark/1.0";

/** Where things are (§1); the setting `paths` goes before it. */
export const DEFAULT_PATHS: Readonly<Record<RingcxPath, string>> = {
  authPath: "/api/auth/login/rc/accesstoken",
  refreshPath: "/api/auth/token/refresh",
  metadataPath:
    "/voice/api/cx/integration/v1/accounts/{rcAccountId}/sub-accounts/{subAccountId}/interaction-metadata",
  recordingPath:
    "/voice/api/cx/integration/v1/accounts/{rcAccountId}/sub-accounts/{subAccountId}/recordings/dialogs/{dialogId}/segments/{segmentId}",
  agentGroupsPath: "/voice/api/integration/v1/admin/accounts/{subAccountId}/agentGroups",
  agentsPath: "/voice/api/integration/v1/admin/accounts/{subAccountId}/agentGroups/{agentGroupId}/agents",
  activeCallsPath: "/voice/api/v1/admin/accounts/{subAccountId}/activeCalls/list",
  toggleRecordingPath: "/voice/api/v1/admin/accounts/{subAccountId}/activeCalls/{uii}/toggleCallRecording",
};

/** The platform's own (RC-JWT, §3); not among the paths that deployments change. */
export const PLATFORM_TOKEN_PATH = "/restapi/oauth/token";
