/** A conversation before anybody changed it: the analytics document and what is stored of its sound. */
import type { AudioPlan } from "@/lib/samples/audio-plan";
import { hashText, uuid } from "@/lib/samples/random";
import type { WireAnnotation, WireConversation, WireRecording } from "./wire";

export type FileState =
  | "UPLOADING"
  | "AVAILABLE"
  | "ARCHIVED"
  | "RESTORING"
  | "RESTORED"
  | "DELETED"
  | "ERROR";

export type RecordingFacts = Readonly<{
  id: string;
  conversationId: string;
  /** Null = the recording carries no `sessionId` (§13 case 10). */
  sessionId: string | null;
  startMs: number;
  endMs: number;
  media: "audio" | "screen";
  subtype: "Trunk" | "Station" | "Consult" | "Screen" | "Snippet";
  subject: string | null;
  userIds: readonly string[];
  role: "CUSTOMER_EXPERIENCE" | "ADHOC" | null;
  /** Null = there is nothing to play, whatever the state says. */
  plan: AudioPlan | null;
  /** One stereo file under `S`, or one mono file per channel under `0` and `1`. */
  layout: "S" | "0,1";
  /** Pauses and holds; holds get a new id at every reading. */
  annotations: readonly WireAnnotation[];
  state: FileState;
  archiveMs: number | null;
  deleteMs: number | null;
  /** Until when a recording in state RESTORED stays so. */
  restoredUntilMs: number | null;
  sensitive: boolean;
  /** Fields put over the answer, as this one recording has them in real life. */
  quirks: Readonly<Partial<WireRecording> & Record<string, unknown>>;
  /** `mediaUris` of a recording without sound: `{}`, or the field is missing. */
  emptyUris: "object" | "absent";
}>;

export type Draft = Readonly<{
  conversation: WireConversation;
  startMs: number;
  /** Null while the call goes on. */
  endMs: number | null;
  recordings: readonly RecordingFacts[];
  /** Set for a call that is being, or was, recorded live: its recordings are UPLOADING for a while after its end. */
  uploadsAfterMs?: number;
}>;

/** An id that belongs to a conversation and is the same in every run. */
export const idWithin = (conversationId: string, nth: number, salt: number): string =>
  uuid(hashText(conversationId), nth, salt);

export const recordingIdOf = (conversationId: string, nth: number): string =>
  idWithin(conversationId, nth, 9);
export const participantIdOf = (conversationId: string, nth: number): string =>
  idWithin(conversationId, nth, 7);
export const sessionIdOf = (conversationId: string, nth: number): string => idWithin(conversationId, nth, 8);

/** A recording of a conversation with the usual values. */
export function recordingFacts(
  conversationId: string,
  nth: number,
  rest: Partial<RecordingFacts> & Pick<RecordingFacts, "startMs" | "endMs" | "plan">,
): RecordingFacts {
  return {
    id: recordingIdOf(conversationId, nth),
    conversationId,
    sessionId: null,
    media: "audio",
    subtype: "Trunk",
    subject: null,
    userIds: [],
    role: "CUSTOMER_EXPERIENCE",
    layout: "S",
    annotations: [],
    state: "AVAILABLE",
    archiveMs: null,
    deleteMs: null,
    restoredUntilMs: null,
    sensitive: false,
    quirks: {},
    emptyUris: "absent",
    ...rest,
  };
}
