/**
 * What RingCX sends, read tolerantly (fact sheet §4.2, §4.4, §4.5, §7): no field is ever required by the vendor, names
 * differ in letter case and between its two reports, numbers pass for texts, times are ISO, epoch or nothing. What is not
 * listed here is not read, `segmentRecordingURL`'s address among it: it leads anywhere.
 */
import { z } from "zod";
import { count, flag, isObject, list, text, time } from "./read";

/** The row with its field names in lower case, so that `segmentID` and `segmentId` are one (§4.4). */
type Fields = Readonly<Record<string, unknown>>;

const FieldsSchema = z
  .record(z.string(), z.unknown())
  .transform((row): Fields => Object.fromEntries(Object.entries(row).map(([k, v]) => [k.toLowerCase(), v])));

/** What the first of these fields that says anything says. Names are those of the vendor. */
function first<T>(fields: Fields, read: (value: unknown) => T | null, ...names: readonly string[]): T | null {
  for (const name of names) {
    const value = read(fields[name.toLowerCase()]);
    if (value !== null) return value;
  }
  return null;
}

export type RecordingMark = Readonly<{ timeMs: number; type: "start" | "stop" }>;

function mark(value: unknown): RecordingMark[] {
  const fields = FieldsSchema.safeParse(value);
  if (!fields.success) return [];
  const timeMs = first(fields.data, time, "eventTimeMs", "clientEventTimeMs");
  const word = first(fields.data, text, "eventType")?.toUpperCase();
  if (timeMs === null) return [];
  if (word === "REC_START") return [{ timeMs, type: "start" }];
  return word === "REC_STOP" ? [{ timeMs, type: "stop" }] : [];
}

/** One participant's part of a dialog. Times are epoch ms, lengths ms; null = not told. */
export type RawSegment = Readonly<{
  dialogId: string;
  /** False for rows of the older report, which has no dialogs: `dialogId` is then the interaction's id. */
  hasDialog: boolean;
  interactionId: string | null;
  segmentId: string;
  isDigital: boolean;
  segmentType: string;
  direction: string | null;
  channelId: string | null;
  channelAddress: string | null;
  contactAddress: string | null;
  dialogStartMs: number | null;
  dialogEndMs: number | null;
  dialogDurationMs: number | null;
  startMs: number | null;
  endMs: number | null;
  durationMs: number | null;
  participantId: string | null;
  extensionId: string | null;
  agentGroupId: string | null;
  systemDisposition: string | null;
  agentDisposition: string | null;
  agentNotes: string | null;
  hasRecording: boolean;
  marks: readonly RecordingMark[];
}>;

/** Null = without a segment's and a dialog's id: nothing that could be kept or played. */
function readSegment(row: Fields): RawSegment | null {
  const interactionId = first(row, text, "interactionId");
  const dialog = first(row, text, "dialogId");
  const dialogId = dialog ?? interactionId;
  const segmentId = first(row, text, "segmentId");
  if (dialogId === null || segmentId === null) return null;
  const marks = list(row.segmentevents).flatMap(mark);
  const seconds = first(row, count, "segmentDuration");
  const durationMs = first(row, count, "segmentDurationMs") ?? (seconds === null ? null : seconds * 1_000);
  const startMs = first(row, time, "segmentStartTimeMs", "segmentContactStartTimeMs");
  const dialogStartMs = first(row, time, "dialogStartTimeMs", "interactionStartTimeMs");
  const dialogDurationMs = first(row, count, "dialogDurationMs", "interactionDurationMs");
  return {
    dialogId,
    hasDialog: dialog !== null,
    interactionId,
    segmentId,
    isDigital: isDigital(row, dialogId, segmentId),
    segmentType: first(row, text, "segmentType")?.toUpperCase() ?? "AGENT",
    direction: first(row, text, "dialogOrigination", "interactionDirection")?.toUpperCase() ?? null,
    channelId: first(row, text, "channelId"),
    channelAddress: first(row, text, "channelEndpointAddress", "interactionCallingAddress"),
    contactAddress: first(row, text, "contactEndpointAddress", "interactionCalledAddress"),
    dialogStartMs,
    dialogEndMs: first(row, time, "dialogEndTimeMs") ?? sum(dialogStartMs, dialogDurationMs),
    dialogDurationMs,
    startMs,
    endMs: first(row, time, "segmentEndTimeMs", "segmentContactEndTimeMs") ?? sum(startMs, durationMs),
    durationMs,
    participantId: first(row, text, "segmentParticipantId", "segmentAgentId"),
    extensionId: first(row, text, "segmentParticipantRcExtensionId"),
    agentGroupId: first(row, text, "segmentAgentGroupId"),
    systemDisposition: first(row, text, "systemDisposition"),
    agentDisposition: first(row, text, "agentDisposition"),
    agentNotes: first(row, text, "agentNotes"),
    // The older report has no flag: that it names a place of the recording, or its events, says the same.
    hasRecording:
      flag(row.hasrecording) ?? (marks.length > 0 || first(row, text, "segmentRecordingURL") !== null),
    marks,
  };
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

/** By its class, else its type, else by the shape of its ids (§2): the older report has neither, and is of calls alone. */
function isDigital(row: Fields, dialogId: string, segmentId: string): boolean {
  const kind = first(row, text, "channelClass")?.toUpperCase();
  if (kind === "VOICE" || kind === "DIGITAL") return kind === "DIGITAL";
  const type = first(row, text, "channelType")?.toUpperCase();
  if (type !== undefined) return !["VOICE", "MVP_CALL", "MVP_MEETING"].includes(type);
  return dialogId.startsWith("d-") || segmentId.startsWith("d-");
}

/** One answer of the metadata report. `rejected` counts rows that can't be understood. */
export type RawPage = Readonly<{ segments: readonly RawSegment[]; rejected: number }>;

/** The rows of a bare list (§4.2); null when the answer is none, which must not pass for an empty one. */
export function readMetadata(value: unknown): RawPage | null {
  if (!Array.isArray(value)) return null;
  const rows = list(value).map((row) => {
    const fields = FieldsSchema.safeParse(row);
    return fields.success ? readSegment(fields.data) : null;
  });
  const segments = withDialogs(rows.filter((row) => row !== null));
  return { segments, rejected: rows.length - segments.length };
}

/** A row that lacks its dialog's id gets it from another row of the same interaction. */
function withDialogs(rows: readonly RawSegment[]): RawSegment[] {
  const dialogs = new Map(
    rows.flatMap((row): [string, string][] =>
      row.hasDialog && row.interactionId !== null ? [[row.interactionId, row.dialogId]] : [],
    ),
  );
  return rows.map((row) => {
    const dialogId = row.hasDialog ? undefined : dialogs.get(row.dialogId);
    return dialogId === undefined ? row : { ...row, dialogId, hasDialog: true };
  });
}

export type RawAgentGroup = Readonly<{ agentGroupId: string; groupName: string | null }>;

/** Null = no list. */
export function readAgentGroups(value: unknown): RawAgentGroup[] | null {
  if (!Array.isArray(value)) return null;
  return list(value).flatMap((row) => {
    const agentGroupId = isObject(row) ? text(row.agentGroupId) : null;
    return isObject(row) && agentGroupId !== null ? [{ agentGroupId, groupName: text(row.groupName) }] : [];
  });
}

/** E-mail addresses and who supervises whom are left behind. */
export type RawAgent = Readonly<{
  agentId: string | null;
  rcUserId: string | null;
  userName: string | null;
  firstName: string | null;
  lastName: string | null;
}>;

export function readAgents(value: unknown): RawAgent[] | null {
  if (!Array.isArray(value)) return null;
  return list(value)
    .filter(isObject)
    .map((row) => ({
      agentId: text(row.agentId),
      rcUserId: text(row.rcUserId),
      userName: text(row.userName) ?? text(row.engageUserName),
      firstName: text(row.firstName),
      lastName: text(row.lastName),
    }));
}

export type RawActiveCall = Readonly<{
  uii: string;
  ani: string | null;
  dnis: string | null;
  enqueueMs: number | null;
  dequeueMs: number | null;
  isActive: boolean;
  agentFirstName: string | null;
  agentLastName: string | null;
}>;

/** `received` counts every row, for paging. */
export function readActiveCalls(
  value: unknown,
): Readonly<{ calls: readonly RawActiveCall[]; received: number }> | null {
  if (!Array.isArray(value)) return null;
  const rows = list(value);
  const calls = rows.flatMap((row): RawActiveCall[] => {
    const uii = isObject(row) ? text(row.uii) : null;
    if (!isObject(row) || uii === null) return [];
    return [
      {
        uii,
        ani: text(row.ani),
        dnis: text(row.dnis) ?? text(row.dnisE164),
        enqueueMs: time(row.enqueueTime),
        dequeueMs: time(row.dequeueTime),
        isActive: text(row.callState)?.toUpperCase() === "ACTIVE" && flag(row.archive) !== true,
        agentFirstName: text(row.agentFirstName),
        agentLastName: text(row.agentLastName),
      },
    ];
  });
  return { calls, received: rows.length };
}
