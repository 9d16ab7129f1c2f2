/** Rows of the report (fact sheet §4.2, §4.4). Odd spellings and types are the vendor's. */
import { hashText } from "@/lib/samples/random";
import { CANARIES } from "./canaries";
import type { Dialog, Segment } from "./model";
import type { World } from "./world";

export type WireRow = Record<string, unknown>;

const MINUTE_MS = 60_000;

/** `2024-07-22T11:24:40.000Z`, in spite of names that end in `Ms`. */
export const isoTime = (epochMs: number): string => new Date(epochMs).toISOString();

/** The agent's computer notes a recording's start and stop a little later than the service. */
const CLIENT_LATE_MS = 37;

export function flagMs(world: World, segment: Segment): number {
  return segment.endMs + (segment.flagMinutes ?? world.switches.flagMinutes) * MINUTE_MS;
}

export const rowMs = (world: World, segment: Segment): number =>
  segment.endMs + world.switches.rowMinutes * MINUTE_MS;

/** When a download begins to work: never before the row says that there is something to download. */
export const mediaMs = (world: World, segment: Segment): number =>
  Math.max(segment.endMs + world.switches.mediaMinutes * MINUTE_MS, flagMs(world, segment));

export const isWithinRetention = (world: World, segment: Segment, nowMs: number): boolean =>
  segment.endMs > nowMs - world.switches.retentionDays * 1_440 * MINUTE_MS;

function addresses(world: World, dialog: Dialog): WireRow {
  const model = dialog.model ?? world.switches.addressModel;
  const isOutbound = dialog.origination === "OUTBOUND";
  const swaps = model === "company-contact" && !isOutbound && dialog.channelClass === "VOICE";
  const [channel, contact] = swaps ? [dialog.to, dialog.from] : [dialog.from, dialog.to];
  return {
    ...(channel === null ? {} : { channelEndpointAddress: channel }),
    ...(contact === null ? {} : { contactEndpointAddress: contact }),
  };
}

function events(segment: Segment): WireRow[] {
  const event = (atMs: number, eventType: "REC_START" | "REC_STOP"): WireRow => ({
    eventTimeMs: isoTime(atMs),
    clientEventTimeMs: isoTime(atMs + CLIENT_LATE_MS),
    eventType,
  });
  return segment.spans.flatMap((span) => [event(span.startMs, "REC_START"), event(span.endMs, "REC_STOP")]);
}

/** A segment as the report tells it at this moment. */
export function reportRow(world: World, dialog: Dialog, segment: Segment, nowMs: number): WireRow {
  const isFlagged = segment.flagAlways ?? (segment.spans.length > 0 && nowMs >= flagMs(world, segment));
  const hasEnded = dialog.endMs !== null && dialog.endMs <= nowMs;
  const optional = (name: string, value: unknown) =>
    value === null || value === undefined ? {} : { [name]: value };
  const row: WireRow = {
    subAccountId: world.subAccountId,
    dialogId: dialog.dialogId,
    ...optional("interactionId", dialog.interactionId),
    channelId: dialog.channelId,
    channelType: dialog.channelType,
    channelClass: dialog.channelClass,
    ...addresses(world, dialog),
    dialogOrigination: dialog.origination,
    dialogStartTimeMs: isoTime(dialog.startMs),
    ...(hasEnded ? { dialogEndTimeMs: isoTime(dialog.endMs ?? nowMs) } : {}),
    dialogDurationMs: (hasEnded ? (dialog.endMs ?? nowMs) : segment.endMs) - dialog.startMs,
    segmentId: segment.segmentId,
    segmentType: segment.segmentType,
    ...(segment.agentId === null ? {} : { segmentParticipantId: String(segment.agentId) }),
    ...(segment.rcUserId === null ? {} : { segmentParticipantRcExtensionId: String(segment.rcUserId) }),
    segmentStartTimeMs: isoTime(segment.startMs),
    segmentEndTimeMs: isoTime(segment.endMs),
    segmentDurationMs: segment.endMs - segment.startMs,
    ...(segment.agentGroupId === null ? {} : { segmentAgentGroupId: String(segment.agentGroupId) }),
    systemDisposition: segment.systemDisposition,
    ...optional("agentDisposition", segment.agentDisposition),
    ...optional("agentNotes", segment.agentNotes),
    hasRecording: isFlagged,
    hasTranscript: segment.hasTranscript,
    segmentEvents: isFlagged ? events(segment) : segment.spans.length > 0 ? null : [],
  };
  const patched = segment.patch === undefined ? row : segment.patch(row);
  if (world.switches.shape === "beside") return besideRow(world, patched, dialog, segment);
  return world.switches.shape === "old" ? oldRow(world, patched, dialog, segment) : patched;
}

const recordingUrl = (world: World, segment: Segment): string =>
  `https://${CANARIES.recordingHost}/recordings/${world.subAccountId}/${segment.segmentId}.wav`;

/** The years between: present names, but `segmentID`, epoch numbers for times, and an address to download from. */
function besideRow(world: World, row: WireRow, dialog: Dialog, segment: Segment): WireRow {
  const { segmentId, ...rest } = row;
  const epoch = (value: unknown) => (typeof value === "string" ? Date.parse(value) : value);
  const times = ["dialogStartTimeMs", "dialogEndTimeMs", "segmentStartTimeMs", "segmentEndTimeMs"];
  const numbers = times.filter((name) => name in row).map((name) => [name, epoch(row[name])] as const);
  return {
    ...rest,
    segmentID: segmentId,
    ...Object.fromEntries(numbers),
    interactionDurationMs: (dialog.endMs ?? segment.endMs) - dialog.startMs,
    segmentRecordingURL: recordingUrl(world, segment),
    interactionRecordingLocation: recordingUrl(world, segment),
  };
}

/** The older report (`InteractionSegmentMetaData2`): a number for an id, seconds for one duration, no dialog. */
function oldRow(world: World, row: WireRow, dialog: Dialog, segment: Segment): WireRow {
  return {
    interactionId: dialog.interactionId ?? "",
    interactionStartTimeMs: dialog.startMs,
    interactionDurationMs: (dialog.endMs ?? segment.endMs) - dialog.startMs,
    segmentID: hashText(segment.segmentId),
    segmentAgentId: segment.agentId,
    segmentContactStartTimeMs: segment.startMs,
    segmentContactEndTimeMs: segment.endMs,
    segmentDuration: Math.round((segment.endMs - segment.startMs) / 1000),
    interactionCallingAddress: dialog.from,
    interactionCalledAddress: dialog.to,
    interactionDirection: dialog.origination,
    segmentRecordingURL: segment.spans.length === 0 ? null : recordingUrl(world, segment),
    segmentAgentGroupId: segment.agentGroupId,
    segmentEvents: row.segmentEvents ?? null,
  };
}
