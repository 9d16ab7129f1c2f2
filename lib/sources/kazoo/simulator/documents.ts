/** How a recording's document is written: the fields of fact sheet §8.1, in the vendor's order and spelling. */
import { type AudioPlan, planDurationMs } from "@/lib/samples/audio-plan";
import { monthOf } from "./gregorian";
import { type Account, type User, userById } from "./people";
import { type AudioTrouble, type Json, type JsonObject, md5, type Stored, type StoredAudio } from "./wire";

/** One recorded leg of a call, before it is written down. */
export type Leg = Readonly<{
  account: Account;
  /** Absent = made from the start and the key. */
  id?: string;
  /** Anything that makes this document's id its own. */
  key: string;
  /** Gregorian seconds. */
  startedS: number;
  plan: AudioPlan;
  /** Seconds from the end of recording to the document: 2 to 20. */
  lagS: number;
  /** Relative to the switch, not to the customer. */
  direction: "inbound" | "outbound";
  origin: string;
  caller: Readonly<{ number: string; name: string }>;
  callee: Readonly<{ number: string; name: string }>;
  /** Null: a leg that no user owns, as the carrier's. */
  owner: User | null;
  callId: string;
  interactionId: string;
  /** Also changes or, with null, removes fields. */
  more?: Readonly<Record<string, Json>>;
  moreVars?: Readonly<Record<string, string>>;
  encoding?: "mp3" | "wav";
  mediaName?: string;
  storage?: "document" | "provider";
  trouble?: AudioTrouble;
  /** Epoch ms; absent = with the document, null = never. */
  arrivesAtMs?: number | null;
}>;

const WAV_TYPE = "audio/x-wav";

/** `YYYYMM-` of the start and 32 hex digits. */
export const recordingId = (startedS: number, key: string): string =>
  `${monthOf(startedS)}-${md5(`recording ${key}`)}`;

/** `<Gregorian call start>-<8 hex>`: shared by all legs of a call. */
export const interactionId = (startedS: number, key: string): string =>
  `${startedS}-${md5(`interaction ${key}`).slice(0, 8)}`;

function channelVars(leg: Leg, id: string): JsonObject {
  const { account, owner } = leg;
  return {
    "Account-ID": account.id,
    "Account-Name": account.name,
    "Account-Realm": account.realm,
    "Call-Interaction-ID": leg.interactionId,
    "Authorizing-ID": owner === null ? md5(`resource ${account.id}`) : owner.deviceId,
    "Authorizing-Type": owner === null ? "resource" : "device",
    "Media-Recording-ID": id,
    ...(owner === null
      ? { "Global-Resource": "true" }
      : { "Owner-ID": owner.id, Username: `user_${owner.id.slice(0, 6)}` }),
    "Privacy-Hide-Name": "false",
    "Privacy-Hide-Number": "false",
    Realm: account.realm,
    ...leg.moreVars,
  };
}

/** The document and its attachment, as the recorder saves them. */
export function storedLeg(leg: Leg): Stored {
  const id = leg.id ?? recordingId(leg.startedS, leg.key);
  const encoding = leg.encoding ?? "mp3";
  const durationMs = planDurationMs(leg.plan);
  const duration = Math.floor(durationMs / 1000);
  const name = leg.mediaName ?? `${md5(`media ${leg.key}`)}.${encoding}`;
  const realm = leg.account.realm;
  const full: Record<string, Json> = {
    id,
    name,
    description: `recording ${name}`,
    content_type: encoding === "mp3" ? "audio/mpeg" : WAV_TYPE,
    media_type: encoding,
    media_source: "recorded",
    source_type: "kzc_recording",
    call_id: leg.callId,
    cdr_id: `${monthOf(leg.startedS)}-${leg.callId}`,
    interaction_id: leg.interactionId,
    direction: leg.direction,
    origin: leg.origin,
    from: `${leg.caller.number}@${realm}`,
    to: `${leg.callee.number}@${realm}`,
    request: `${leg.callee.number}@${realm}`,
    caller_id_name: leg.caller.name,
    caller_id_number: leg.caller.number,
    callee_id_name: leg.callee.name,
    callee_id_number: leg.callee.number,
    ...(leg.owner === null ? {} : { owner_id: leg.owner.id }),
    start: leg.startedS,
    duration,
    duration_ms: durationMs,
    custom_channel_vars: channelVars(leg, id),
    ...leg.more,
  };
  const document = Object.fromEntries(Object.entries(full).filter(([, value]) => value !== null));
  const created = leg.startedS + duration + leg.lagS;
  const audio: StoredAudio = {
    plan: leg.plan,
    encoding,
    name,
    contentType: encoding === "mp3" ? "audio/mpeg" : WAV_TYPE,
    arrivesAtMs: leg.arrivesAtMs === undefined ? 0 : leg.arrivesAtMs,
    storage: leg.storage ?? "document",
    trouble: leg.trouble ?? "none",
  };
  return {
    id,
    accountId: leg.account.id,
    created,
    startedS: leg.startedS,
    ownerId: leg.owner?.id ?? null,
    document,
    audio,
  };
}

/** A person's name as phones show it. */
export const displayName = (user: User): string => `${user.firstName} ${user.lastName}`;

/** The name and number of a user as a party of a call. */
export const partyOf = (user: User) => ({ number: user.extension, name: displayName(user) });

/** Device of a document's owner, for profiles that write `endpoint_id`. */
export function endpointOf(stored: Stored): string | null {
  return stored.ownerId === null ? null : (userById(stored.accountId, stored.ownerId)?.deviceId ?? null);
}
