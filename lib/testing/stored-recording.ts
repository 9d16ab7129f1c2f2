import { MediaKeySchema, recordingId, SourceIdSchema } from "@/lib/domain/ids";
import type { CallEvent, Contact, Label, MediaFile, StoredRecording } from "@/lib/domain/recording";
import { maskSet, parseFieldList } from "@/lib/privacy/policy";
import type { Viewer } from "@/lib/privacy/viewer";

/** Builders of recordings for tests of pure rules: the least there is, overridden by name. */
export const SOURCE_ID = SourceIdSchema.parse("engage");
export const START_MS = Date.UTC(2015, 8, 10, 18, 36, 58);

export function aMediaFile(rest: Partial<MediaFile> = {}): MediaFile {
  return {
    mediaKey: MediaKeySchema.parse("AAAAAAAAAAAAAAAAAAAAAAAA"),
    vendorRef: "/recordings/011AP643/play/45bb2966.mp3",
    callId: "leg-a",
    startMs: START_MS,
    stopMs: START_MS + 32_000,
    durationMs: 33_100,
    sizeBytes: 528_768,
    mimeType: "audio/mpeg",
    extension: "mp3",
    channels: 2,
    audio: "ready",
    masks: [],
    maskedSpans: [],
    accessGroups: ["/"],
    partitions: [],
    parties: { ani: null, dnis: null, agentId: null, username: null },
    ...rest,
  };
}

export function aContact(rest: Partial<Contact> = {}): Contact {
  return { type: "User", phoneNumber: null, userName: null, firstName: null, lastName: null, ...rest };
}

export function anEvent(rest: Partial<CallEvent> = {}): CallEvent {
  return { occurredAtMs: START_MS, event: "Joined", callId: "leg-a", contact: null, data: null, ...rest };
}

/** A Data event with these keys added. */
export function dataEvent(added: Readonly<Record<string, string>>): CallEvent {
  return anEvent({ event: "Data", data: { added, updated: {}, deleted: {} } });
}

export function aLabel(rest: Partial<Label> = {}): Label {
  return {
    id: "label-1",
    vendorLabelId: "8c9a634f-343d-49b3-8322-b571be520b31",
    name: "comment",
    reserved: false,
    createTimeMs: START_MS + 60_000,
    createdByUserId: null,
    createUser: null,
    content: null,
    kept: "vendor",
    ...rest,
  };
}

/** A label whose text is a comment's. */
export function aComment(text: string, rest: Partial<Label> = {}): Label {
  return aLabel({ content: { text }, ...rest });
}

export function aRecording(rest: Partial<StoredRecording> = {}): StoredRecording {
  return {
    id: recordingId(SOURCE_ID, "011AP643CSAPR4FKQGQE31TAES0002A0"),
    sourceId: SOURCE_ID,
    vendor: "genesys-engage",
    vendorId: "011AP643CSAPR4FKQGQE31TAES0002A0",
    callerPhoneNumber: null,
    dialedPhoneNumber: null,
    startMs: START_MS,
    stopMs: START_MS + 32_000,
    callType: "Inbound",
    region: null,
    screenRecording: false,
    nonDelete: false,
    events: [],
    mediaFiles: [],
    labels: [],
    protectedHere: false,
    deleteTimeMs: null,
    stale: false,
    ...rest,
  };
}

/** A supervisor for whom these fields (comma-separated) are masked. */
export function aViewer(masked: string, rest: Partial<Viewer> = {}): Viewer {
  const lists = { agentFields: parseFieldList(masked), customerFields: [] };
  return {
    role: "supervisor",
    userId: "user-supervisor",
    userName: "S. Ortiz",
    accessGroups: ["/"],
    partitions: ["*"],
    maskSetOf: () => maskSet(lists, "none", "genesys-engage"),
    revealed: () => null,
    ...rest,
  };
}
