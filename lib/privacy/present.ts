import { isReserved, SCREEN_RECORDING_LABEL } from "@/lib/domain/labels";
import type { CallEvent, Label, MediaFile, StoredRecording } from "@/lib/domain/recording";
import { isProtected } from "@/lib/domain/recording";
import { formatMaskTime } from "@/lib/domain/time";
import { defined, timeOf } from "./defined";
import { createMasking, type Masking } from "./masking";
import type {
  OutgoingContact,
  OutgoingEvent,
  OutgoingLabel,
  OutgoingMediaFile,
  OutgoingRecording,
} from "./outgoing";
import { type MaskSet, masksNumbers, neverSentKey, tellsNumber } from "./policy";
import { presentContent } from "./present-content";
import { presentSpans, presentTalk } from "./present-sound";
import { MASKED } from "./scrub";
import type { Viewer } from "./viewer";

export type PresentOptions = Readonly<{
  /** Labels are sent only when asked for (`subresources`). */
  labels: boolean;
  /** Only where one recording is opened: never in lists, searches or exports. */
  allowReveal: boolean;
  /** Status of a call that is being recorded now. */
  live?: "recording" | "paused" | "unknown";
  /** Where files are played, when not as files of the recording itself. */
  paths?: (file: MediaFile) => Pick<OutgoingMediaFile, "playPath" | "peaksPath">;
  /** The recording by whose values masking goes, when this one is only a part of it. */
  maskedBy?: StoredRecording;
}>;

const CALL_TYPES: ReadonlySet<string> = new Set(["Unknown", "Internal", "Inbound", "Outbound", "Consult"]);
const EVENTS: ReadonlySet<string> = new Set(["Joined", "Left", "Data", "Hold", "Retrieved"]);
const CONTACT_TYPES: ReadonlySet<string> = new Set(["User", "External", "Unknown"]);
const MIME_TYPE = /^[a-z]{1,32}\/[a-z0-9][a-z0-9.+-]{0,63}$/;
const EXTENSION = /^[a-z0-9]{1,8}$/;

/**
 * The only way out for recordings: one recording, already within the viewer's scope, as this viewer may see it. Built
 * field by field, so that nothing a vendor adds can pass; masked by meaning (contract §3); strings made safe to show.
 */
export function presentRecording(
  recording: StoredRecording,
  viewer: Viewer,
  options: PresentOptions,
): OutgoingRecording {
  const masking = createMasking(options.maskedBy ?? recording, viewer, options.allowReveal);
  const fields: Omit<OutgoingRecording, "maskedFields"> = {
    id: recording.id,
    source: recording.sourceId,
    vendor: recording.vendor,
    vendorId: recording.vendorId,
    callerPhoneNumber: masking.number("callerPhoneNumber", recording.callerPhoneNumber),
    dialedPhoneNumber: masking.number("dialedPhoneNumber", recording.dialedPhoneNumber),
    startTime: timeOf(recording.startMs),
    stopTime: timeOf(recording.stopMs),
    callType: recording.callType === null ? undefined : masking.word(recording.callType, CALL_TYPES),
    region: recording.region === null ? undefined : masking.line(recording.region),
    screenRecording: recording.screenRecording,
    nonDelete: isProtected(recording),
    labels: options.labels ? labelsOf(recording, viewer, masking) : undefined,
    eventHistory: recording.events.map((event) => eventOf(event, masking)),
    mediaFiles: recording.mediaFiles.map((file) => mediaFileOf(recording, file, viewer, options)),
    talk: recording.talk ? presentTalk(recording.talk) : undefined,
    live: options.live,
    deleteTime: timeOf(recording.deleteTimeMs),
    stale: recording.stale ? true : undefined,
    revealedUntil: timeOf(masking.revealedUntilMs),
  };
  const maskedFields = masking.masked();
  return defined({ ...fields, maskedFields: maskedFields.length > 0 ? maskedFields : undefined });
}

/** One label of a recording as this viewer may see it, nothing revealed. */
export function presentLabel(label: Label, recording: StoredRecording, viewer: Viewer): OutgoingLabel {
  return labelOf(label, recording, viewer, createMasking(recording, viewer, false));
}

/**
 * A label's name, or a text about it, where no recording stands beside it (counts, definitions): a number in it may be
 * anybody's, so that it is masked whole for viewers from whom numbers are hidden.
 */
export function presentLabelText(text: string, sets: Iterable<MaskSet>): string {
  return tellsNumber(text) && [...sets].some(masksNumbers) ? MASKED : text;
}

/** The stored labels, and the one that stands for the screen recording: exactly one, wherever it was learnt from. */
function labelsOf(recording: StoredRecording, viewer: Viewer, masking: Masking): OutgoingLabel[] {
  const stored = recording.labels.filter((label) => label.name !== SCREEN_RECORDING_LABEL);
  const labels = stored.map((label) => labelOf(label, recording, viewer, masking));
  if (!recording.screenRecording && stored.length === recording.labels.length) return labels;
  return [
    ...labels,
    {
      id: SCREEN_RECORDING_LABEL,
      name: SCREEN_RECORDING_LABEL,
      type: "reserved",
      path: labelPath(recording, SCREEN_RECORDING_LABEL),
      kept: "vendor",
      removable: false,
    },
  ];
}

function labelOf(label: Label, recording: StoredRecording, viewer: Viewer, masking: Masking): OutgoingLabel {
  const reserved = label.reserved || isReserved(label.name);
  const isOwn = label.createdByUserId !== null && label.createdByUserId === viewer.userId;
  const mayRemove = viewer.role === "administrator" || (viewer.role === "supervisor" && isOwn);
  return defined({
    id: label.id,
    name: masking.line(label.name),
    type: reserved ? "reserved" : "custom",
    createTime: timeOf(label.createTimeMs),
    createUser: masking.author(label),
    content: presentContent(label, masking),
    path: labelPath(recording, label.id),
    kept: label.kept,
    removable: mayRemove && !reserved,
  });
}

function labelPath(recording: StoredRecording, labelId: string): string {
  return `/recordings/${recording.id}/labels/${encodeURIComponent(labelId)}`;
}

function eventOf(event: CallEvent, masking: Masking): OutgoingEvent {
  return defined({
    occurredAt: timeOf(event.occurredAtMs),
    event: masking.word(event.event, EVENTS),
    calluuid: event.callId === null ? undefined : masking.line(event.callId),
    contact: event.contact === null ? undefined : contactOf(event.contact, masking),
    data:
      event.data === null
        ? undefined
        : defined({
            added: dataOf(event.data.added, masking),
            updated: dataOf(event.data.updated, masking),
            deleted: dataOf(event.data.deleted, masking),
          }),
  });
}

function contactOf(contact: NonNullable<CallEvent["contact"]>, masking: Masking): OutgoingContact {
  return defined({
    type: masking.word(contact.type, CONTACT_TYPES),
    phoneNumber: masking.number("phoneNumber", contact.phoneNumber),
    userName: masking.name("userName", contact.userName),
    firstName: masking.name("firstName", contact.firstName),
    lastName: masking.name("lastName", contact.lastName),
  });
}

/** Keys stay, as the vendor leaves them, except those that nobody is sent. */
function dataOf(
  map: Readonly<Record<string, string>>,
  masking: Masking,
): Readonly<Record<string, string>> | undefined {
  const shown = Object.entries(map).filter(([key]) => !neverSentKey(key));
  if (shown.length === 0) return undefined;
  return Object.fromEntries(shown.map(([key, value]) => [masking.line(key), masking.data(key, value)]));
}

function mediaFileOf(
  recording: StoredRecording,
  file: MediaFile,
  viewer: Viewer,
  { paths }: PresentOptions,
): OutgoingMediaFile {
  const isAdministrator = viewer.role === "administrator";
  const extension = EXTENSION.test(file.extension) ? file.extension : "bin";
  return defined({
    mediaKey: file.mediaKey,
    ...(paths?.(file) ?? {
      playPath: `/recordings/${recording.id}/play/${file.mediaKey}.${extension}`,
      peaksPath: `/recordings/${recording.id}/peaks/${file.mediaKey}`,
    }),
    startTime: timeOf(file.startMs),
    stopTime: timeOf(file.stopMs),
    type: MIME_TYPE.test(file.mimeType) ? file.mimeType : "application/octet-stream",
    duration: integer(file.durationMs),
    size: integer(file.sizeBytes),
    masks: file.masks.map((mask) => ({ time: formatMaskTime(mask.timeMs), type: mask.type })),
    ...presentSpans(recording, file),
    channels: file.channels ?? undefined,
    audio: file.audio,
    accessgroups: isAdministrator ? [...file.accessGroups] : undefined,
    partitions: isAdministrator ? [...file.partitions] : undefined,
  });
}

function integer(value: number | null): string | undefined {
  return value !== null && Number.isFinite(value) && value >= 0 ? String(Math.trunc(value)) : undefined;
}
