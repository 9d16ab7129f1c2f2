import { recordingId, type SourceId } from "@/lib/domain/ids";
import { checkLabelName, labelKey } from "@/lib/domain/labels";
import type { EpochMs, Recording, VendorLabel } from "@/lib/domain/recording";
import type { SourceRecording } from "../source";
import type { RawDocument } from "./api-types";
import { epochOfGregorian } from "./gregorian";
import { mapEvents, type People } from "./map-events";
import { askAgainMs, mapMediaFile } from "./map-media";
import { type Leg, legsOf } from "./parties";
import { LONGEST_SPAN, MONTH_REACH } from "./windows";

export type MapperContext = Readonly<{
  sourceId: SourceId;
  nowMs: EpochMs;
  people: People;
  groupsOf: (units: readonly string[]) => readonly string[];
}>;

const INTERACTION = "i-";
const DOCUMENT = "r-";
/** How many digits of an interaction's id are the second at which its call began. */
const SECONDS_DIGITS = 11;
/** Well over what passes between the end of a recording and the making of its document, in seconds. */
const STORING_TIME = 86_400;

/**
 * The recording that a document belongs to: its interaction's, else its own (model.md). Kazoo writes `interaction_id` when
 * it makes the document and never again, so the document alone decides for good; an id that is not the vendor's form of
 * one (Gregorian seconds, dash, hex) counts as none, and so does one whose seconds are not about when the document was made.
 */
export function vendorIdOf(
  document: Pick<RawDocument, "id" | "interactionId" | "start" | "durationMs">,
): string {
  const { id, interactionId } = document;
  return interactionId === null || !isFoundByTime(interactionId, document)
    ? `${DOCUMENT}${id}`
    : `${INTERACTION}${interactionId}`;
}

/**
 * Whether the look for an interaction about the seconds in its id would meet this document. Otherwise the vendor's true
 * answer "nothing there" would read as "gone", and a call that still exists would be buried for good.
 */
function isFoundByTime(
  interactionId: string,
  { start, durationMs }: Pick<RawDocument, "start" | "durationMs">,
): boolean {
  if (start === null || epochOfGregorian(start) === null) return true;
  const sinceCall = start - Number(interactionId.slice(0, SECONDS_DIGITS));
  const untilStored = sinceCall + (durationMs ?? 0) / 1_000 + STORING_TIME;
  return sinceCall >= -MONTH_REACH && untilStored <= LONGEST_SPAN - MONTH_REACH;
}

export type Asked =
  | Readonly<{ kind: "interaction"; interactionId: string; startedAt: number }>
  | Readonly<{ kind: "document"; documentId: string }>;

/** What a vendor id of ours stands for; null when it is none. `startedAt`: the Gregorian second at which the call began. */
export function readVendorId(vendorId: string): Asked | null {
  const [, interactionId, seconds] = /^i-((\d{11})-[0-9A-Za-z_-]{1,64})$/.exec(vendorId) ?? [];
  if (interactionId !== undefined) {
    return { kind: "interaction", interactionId, startedAt: Number(seconds) };
  }
  return vendorId.startsWith(DOCUMENT) && vendorId.length > DOCUMENT.length
    ? { kind: "document", documentId: vendorId.slice(DOCUMENT.length) }
    : null;
}

/**
 * The documents of one recording as ours. `some` = others of it may lie elsewhere. Null = the id can't be one of ours (over
 * 512 bytes).
 */
export function mapGroup(
  vendorId: string,
  documents: readonly RawDocument[],
  files: "all" | "some",
  context: MapperContext,
): SourceRecording | null {
  const id = publicId(context.sourceId, vendorId);
  if (id === null) return null;
  const sorted = [...documents].sort(oldestFirst);
  const legs = legsOf(sorted);
  const mediaFiles = legs.map((leg) =>
    mapMediaFile(leg, {
      ...context,
      recordingId: id,
      vendorId,
      usernameOf: (ownerId) => context.people.get(ownerId)?.username ?? null,
    }),
  );
  const stops = mediaFiles.flatMap((file) => file.stopMs ?? []);
  const callType = callTypeOf(legs);
  const telling = [...legs].sort(
    (a, b) => Number(b.direction.callType === callType) - Number(a.direction.callType === callType),
  );
  const startMs = firstOf(mediaFiles, (file) => file.startMs) ?? interactionStartOf(vendorId);
  const recording: Recording = {
    id,
    sourceId: context.sourceId,
    vendor: "kazoo",
    vendorId,
    callerPhoneNumber: firstOf(telling, ({ caller }) => caller.number),
    dialedPhoneNumber: firstOf(telling, ({ callee }) => callee.number),
    startMs,
    stopMs: stops.length === 0 ? null : Math.max(...stops),
    ...(startMs === null && stops.length === 0 ? monthOfId(vendorId) : {}),
    callType,
    region: null,
    screenRecording: false,
    nonDelete: false,
    events: mapEvents(legs, context.sourceId, context.people),
    mediaFiles,
  };
  return {
    recording,
    labels: labelsOf(vendorId, sorted, files),
    ...(files === "all" ? {} : { files }),
    askAgainMs: askAgainMs(mediaFiles, context.nowMs),
    liveIds: [...new Set(sorted.flatMap((document) => document.callId ?? []))],
  };
}

/** The recordings' order in time, those without a time last; ties by id. */
export function oldestFirst(a: RawDocument, b: RawDocument): number {
  const [one, other] = [a.start ?? Number.MAX_SAFE_INTEGER, b.start ?? Number.MAX_SAFE_INTEGER];
  return one - other || (a.id < b.id ? -1 : 1);
}

/** A call that left or entered the house is that, whatever its other legs say. */
function callTypeOf(legs: readonly Leg[]): string {
  const types = legs.map(({ direction }) => direction.callType);
  return (
    types.find((type) => type === "Inbound" || type === "Outbound") ?? types.find(isInternal) ?? "Unknown"
  );
}

function isInternal(type: string): boolean {
  return type === "Internal";
}

function firstOf<T, V>(items: readonly T[], pick: (item: T) => V | null): V | null {
  for (const item of items) {
    const value = pick(item);
    if (value !== null) return value;
  }
  return null;
}

/** An interaction's id begins with the Gregorian second of the call's start: all that a document without times tells. */
function interactionStartOf(vendorId: string): EpochMs | null {
  const asked = readVendorId(vendorId);
  return asked?.kind === "interaction" ? epochOfGregorian(asked.startedAt) : null;
}

/**
 * The tags of all these documents, each once. Where documents may be missing, those that never held a tag say nothing: the
 * tags may be on one that is not here. (Null, for which the catalog keeps what it knows.)
 */
function labelsOf(
  vendorId: string,
  documents: readonly RawDocument[],
  files: "all" | "some",
): VendorLabel[] | null {
  const tagged = documents.flatMap(({ tags }) => tags ?? []);
  const isWhole = files === "all" || vendorId.startsWith(DOCUMENT);
  if (tagged.length === 0 && !isWhole) return null;
  const names = new Map(tagged.flatMap((tags) => tags.names).map((name) => [labelKey(name), name]));
  return [...names.values()].filter((name) => checkLabelName(name) === null).map(labelOf);
}

function labelOf(name: string): VendorLabel {
  return {
    vendorLabelId: name,
    name,
    reserved: false,
    createTimeMs: null,
    createUser: null,
    content: null,
  };
}

function publicId(sourceId: SourceId, vendorId: string) {
  try {
    return recordingId(sourceId, vendorId);
  } catch {
    return null;
  }
}

/** A document's id begins with the month it was stored in, `YYYYMM-` (fact sheet §7.2). */
function monthOfId(vendorId: string): { idTimeMs?: number } {
  const [, year, month] = /^r-(\d{4})(0[1-9]|1[0-2])-/.exec(vendorId) ?? [];
  return year === undefined ? {} : { idTimeMs: Date.UTC(Number(year), Number(month) - 1) };
}
