/** What the simulated server sends, and how it writes times. Odd spellings and types are the vendor's. */

export type WireMask = { time: string; type: string };

export type WireMediaFile = {
  mediaUri?: string;
  mediaPath?: string;
  playPath?: string;
  startTime?: string;
  stopTime?: string;
  callUUID?: string;
  mediaId?: string;
  type?: string;
  duration?: string | number;
  size?: string | number;
  tenant?: string;
  ivrprofile?: string;
  parameters?: Record<string, string>;
  masks?: WireMask[];
  partitions?: string[];
  accessgroups?: string[];
  pkcs7?: string;
  certAlias?: string[];
};

export type WireContact = {
  type?: string;
  phoneNumber?: string;
  userName?: string;
  firstName?: string;
  lastName?: string;
};

export type WireDataChange = {
  added?: Record<string, string>;
  updated?: Record<string, string>;
  deleted?: Record<string, string>;
};

export type WireEvent = {
  occurredAt?: string;
  calluuid?: string;
  eventId?: string;
  contact?: WireContact;
  event: string;
  data?: WireDataChange;
};

export type WireLabel = {
  path?: string;
  id: string;
  name: string;
  type?: string;
  createTime?: string;
  createUser?: string;
  content?: Record<string, unknown>;
};

export type WireRecording = {
  id: string;
  callerPhoneNumber?: string;
  dialedPhoneNumber?: string;
  startTime?: string;
  stopTime?: string;
  mediaFiles?: WireMediaFile[];
  eventHistory?: WireEvent[];
  labels?: WireLabel[];
  callType?: string;
  screenRecording?: boolean;
  nonDelete?: boolean;
  region?: string;
};

/** `2015-09-10T16:58:22.000+0000`: whole seconds, an offset without a colon. */
export function vendorTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}.000+0000`;
}

/** `2015-09-10T18:37:22.034Z`: the form of masks, with real milliseconds. */
export function maskTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** `2015-09-10T16:58:22Z`: the form of `parameters.dateTime`. */
export function secondTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, "0"));
const DAY_MS = 86_400_000;
const days = new Map<number, string>();

function dayText(day: number): string {
  const known = days.get(day) ?? new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (days.size < 5000) days.set(day, known);
  return known;
}

/** `2015-09-10_16-58-22`: the form inside file names. Searches make it for every call, so it is made by hand. */
export function fileTime(epochMs: number): string {
  const day = Math.floor(epochMs / DAY_MS);
  const seconds = Math.floor((epochMs - day * DAY_MS) / 1000);
  const hour = TWO_DIGITS[Math.floor(seconds / 3600)] ?? "00";
  const minute = TWO_DIGITS[Math.floor(seconds / 60) % 60] ?? "00";
  return `${dayText(day)}_${hour}-${minute}-${TWO_DIGITS[seconds % 60] ?? "00"}`;
}

/** `2015-09-10 16:58:22.440_{call UUID}`: the usual form of `eventId`, which is no stable format. */
export function eventId(epochMs: number, callUuid: string): string {
  return `${new Date(epochMs).toISOString().slice(0, 23).replace("T", " ")}_${callUuid}`;
}

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/;

/** Epoch milliseconds of any of the forms above; null when it is none of them. */
export function parseWireTime(text: string | undefined): number | null {
  const match = text === undefined ? null : TIME.exec(text);
  if (match === null) return null;
  const [, stem = "", fraction = "", zone = "Z"] = match;
  const parsed = Date.parse(`${stem}${fraction.slice(0, 4)}${zone.replace(/(\d\d)(\d\d)$/, "$1:$2")}`);
  return Number.isNaN(parsed) ? null : parsed;
}

/** The same time moved by some milliseconds, written in the form it had; what is no time stays as it is. */
export function shiftWireTime(text: string, byMs: number): string {
  const parsed = parseWireTime(text);
  if (parsed === null) return text;
  const [, , fraction, zone = ""] = TIME.exec(text) ?? [];
  const iso = new Date(parsed + byMs).toISOString();
  return `${iso.slice(0, 19)}${fraction === undefined ? "" : iso.slice(19, 23)}${zone}`;
}
