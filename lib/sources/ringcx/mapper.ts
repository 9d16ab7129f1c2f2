import { type RecordingId, recordingId, type SourceId } from "@/lib/domain/ids";
import type { CallEvent } from "@/lib/domain/recording";
import type { SourceRecording } from "../source";
import type { AgentNames } from "./agents";
import type { RawSegment } from "./api-types";
import type { RingcxChoices } from "./config";
import { partiesOf } from "./map-parties";
import { audioStateOf, mapEvents, mapFile } from "./map-segment";

export type MapperOptions = Readonly<{
  sourceId: SourceId;
  addressModel: RingcxChoices["addressModel"];
  fill: "silence" | "cut";
  groupsOf: (units: readonly string[]) => readonly string[];
}>;

export type MappedSegments = Readonly<{ recordings: readonly SourceRecording[]; rejected: number }>;

/**
 * The recorded calls among the rows of one answer: a dialog is a recording, its segments are the files, and other answers
 * may hold more of them (`some`). Digital rows are no calls; a dialog of which nothing is recorded is left out, and comes
 * with a later pass if that changes. `rejected`: rows whose id can't be one of ours.
 */
export function mapSegments(
  rows: readonly RawSegment[],
  names: AgentNames,
  nowMs: number,
  options: MapperOptions,
): MappedSegments {
  const dialogs = new Map<string, Map<string, RawSegment>>();
  for (const row of rows) {
    if (row.isDigital) continue;
    const segments = dialogs.get(row.dialogId) ?? new Map<string, RawSegment>();
    const known = segments.get(row.segmentId);
    // The same row twice: the one that tells of a recording is the newer.
    if (known === undefined || row.hasRecording || !known.hasRecording) segments.set(row.segmentId, row);
    dialogs.set(row.dialogId, segments);
  }
  const recordings: SourceRecording[] = [];
  let rejected = 0;
  for (const [dialogId, segments] of dialogs) {
    const inOrder = [...segments.values()].sort((a, b) => order(a) - order(b) || compareIds(a, b));
    if (!inOrder.some((segment) => segment.hasRecording)) continue;
    const id = publicId(options.sourceId, dialogId);
    if (id === null) rejected += inOrder.length;
    else recordings.push(mapDialog(id, dialogId, inOrder, names, nowMs, options));
  }
  return { recordings, rejected };
}

function mapDialog(
  id: RecordingId,
  dialogId: string,
  segments: readonly RawSegment[],
  names: AgentNames,
  nowMs: number,
  options: MapperOptions,
): SourceRecording {
  const partiesOfAll = segments.map((segment) => partiesOf(segment, options.addressModel));
  const caller = firstOf(partiesOfAll, (parties) => parties.caller);
  const dialed = firstOf(partiesOfAll, (parties) => parties.dialed);
  const context = {
    recordingId: id,
    names,
    fill: options.fill,
    groupsOf: options.groupsOf,
    nowMs,
  };
  const mediaFiles = segments.flatMap((segment) => {
    const audio = audioStateOf(segment, nowMs);
    if (audio === null) return [];
    const { caller: ani, dialed: dnis } = partiesOf(segment, options.addressModel);
    return [mapFile(segment, audio, { ani, dnis: segment.channelId ?? dnis }, context)];
  });
  const starts = segments.flatMap(({ startMs }) => startMs ?? []);
  const ends = segments.flatMap(({ endMs }) => endMs ?? []);
  const startMs = firstOf(segments, (segment) => segment.dialogStartMs) ?? smallest(starts);
  const stopMs = firstOf(segments, (segment) => segment.dialogEndMs) ?? largest(ends);
  const direction = firstOf(segments, (segment) => segment.direction);
  const customer = direction === "OUTBOUND" ? dialed : caller;
  const liveIds = new Set(segments.flatMap(({ interactionId }) => interactionId ?? []));
  return {
    recording: {
      id,
      sourceId: options.sourceId,
      vendor: "ringcx",
      vendorId: dialogId,
      callerPhoneNumber: caller,
      dialedPhoneNumber: dialed,
      startMs,
      stopMs,
      ...(startMs === null && stopMs === null ? timeOfId(dialogId) : {}),
      callType: CALL_TYPES[direction ?? ""] ?? null,
      region: null,
      screenRecording: false,
      nonDelete: false,
      events: inTime([
        ...customerEvents(customer, startMs, stopMs),
        ...segments.flatMap((segment) => mapEvents(segment, names)),
      ]),
      mediaFiles,
    },
    labels: null,
    files: "some",
    liveIds: [...liveIds],
  };
}

const CALL_TYPES: Readonly<Record<string, string>> = { INBOUND: "Inbound", OUTBOUND: "Outbound" };

/** The customer as a contact, so that the number is found and masked like any other. */
function customerEvents(
  phoneNumber: string | null,
  startMs: number | null,
  stopMs: number | null,
): CallEvent[] {
  if (phoneNumber === null) return [];
  const contact = { type: "External", phoneNumber, userName: null, firstName: null, lastName: null };
  const event = (occurredAtMs: number | null, name: string): CallEvent[] =>
    occurredAtMs === null ? [] : [{ occurredAtMs, event: name, callId: null, contact, data: null }];
  return [...event(startMs, "Joined"), ...event(stopMs, "Left")];
}

/** By time, the given order kept for ties, untimed ones last. */
function inTime(events: readonly CallEvent[]): CallEvent[] {
  const at = ({ occurredAtMs }: CallEvent) => occurredAtMs ?? Number.MAX_SAFE_INTEGER;
  return [...events].sort((a, b) => at(a) - at(b));
}

function order(segment: RawSegment): number {
  return segment.startMs ?? segment.endMs ?? Number.MAX_SAFE_INTEGER;
}

function compareIds(a: RawSegment, b: RawSegment): number {
  return a.segmentId < b.segmentId ? -1 : 1;
}

function firstOf<I, T>(items: readonly I[], read: (item: I) => T | null): T | null {
  for (const item of items) {
    const value = read(item);
    if (value !== null) return value;
  }
  return null;
}

function smallest(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : Math.min(...numbers);
}

function largest(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : Math.max(...numbers);
}

/** Null = over 512 bytes long. */
function publicId(sourceId: SourceId, dialogId: string): RecordingId | null {
  try {
    return recordingId(sourceId, dialogId);
  } catch {
    return null;
  }
}

/** A dialog's id ends with the epoch ms of its beginning (fact sheet §2). */
function timeOfId(dialogId: string): { idTimeMs?: number } {
  const digits = /-(\d{13})$/.exec(dialogId)?.[1];
  return digits === undefined ? {} : { idTimeMs: Number(digits) };
}
