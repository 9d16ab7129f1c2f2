/** What the analytics calls send of a conversation (fact sheet §4.1), read tolerantly. Fields that are not needed are not read. */
import { z } from "zod";
import { parseVendorTime } from "@/lib/domain/time";
import { field, flag, isRecord, items, required, text, texts, whole, word } from "./tolerant";

const SegmentSchema = z
  .object({
    segmentStart: field,
    segmentEnd: field,
    segmentType: field,
    queueId: field,
    wrapUpCode: field,
    wrapUpNote: field,
  })
  .transform((raw) => ({
    startMs: parseVendorTime(raw.segmentStart),
    endMs: parseVendorTime(raw.segmentEnd),
    type: word(raw.segmentType) ?? "unknown",
    queueId: text(raw.queueId),
    wrapUpCode: text(raw.wrapUpCode),
    wrapUpNote: text(raw.wrapUpNote),
  }));
export type RawSegment = z.infer<typeof SegmentSchema>;

const SessionSchema = z
  .object({
    sessionId: field,
    mediaType: field,
    direction: field,
    ani: field,
    dnis: field,
    sessionDnis: field,
    recording: field,
    dispositionName: field,
    segments: field,
  })
  .transform((raw) => ({
    sessionId: text(raw.sessionId),
    isVoice: word(raw.mediaType) === "voice",
    direction: word(raw.direction),
    ani: text(raw.ani),
    dnis: text(raw.dnis) ?? text(raw.sessionDnis),
    isRecorded: flag(raw.recording) === true,
    disposition: text(raw.dispositionName),
    segments: items(raw.segments, SegmentSchema),
  }));
export type RawSession = z.infer<typeof SessionSchema>;

const ParticipantSchema = z
  .object({
    participantId: field,
    participantName: field,
    purpose: field,
    userId: field,
    screenRecording: field,
    attributes: field,
    sessions: field,
  })
  .transform((raw) => ({
    participantId: text(raw.participantId),
    name: text(raw.participantName),
    purpose: word(raw.purpose) ?? "unknown",
    userId: text(raw.userId),
    hasScreenRecording: flag(raw.screenRecording) === true,
    attributes: attributesOf(raw.attributes),
    sessions: items(raw.sessions, SessionSchema),
  }));
export type RawParticipant = z.infer<typeof ParticipantSchema>;

const MOST_ATTRIBUTES = 200;
const LONGEST_ATTRIBUTE = 4_000;

/** Texts by key. Flows may put anything here: it is kept within bounds. */
function attributesOf(value: unknown): Readonly<Record<string, string>> {
  const pairs = Object.entries(isRecord(value) ? value : {}).flatMap(([key, item]) => {
    const found = text(item);
    return found === null || key === "" ? [] : [[key, found.slice(0, LONGEST_ATTRIBUTE)] as const];
  });
  return Object.fromEntries(pairs.slice(0, MOST_ATTRIBUTES));
}

/** The one thing a conversation can't be without is its id. */
export const ConversationSchema = z
  .object({
    conversationId: required,
    conversationStart: field,
    conversationEnd: field,
    originatingDirection: field,
    divisionIds: field,
    externalTag: field,
    participants: field,
  })
  .transform((raw) => ({
    id: text(raw.conversationId) ?? "",
    startMs: parseVendorTime(raw.conversationStart),
    /** Null = the call is going on. */
    endMs: parseVendorTime(raw.conversationEnd),
    direction: word(raw.originatingDirection),
    divisionIds: texts(raw.divisionIds),
    externalTag: text(raw.externalTag),
    participants: items(raw.participants, ParticipantSchema),
  }));
export type RawConversation = z.infer<typeof ConversationSchema>;

/** A page of a query or of a job's results. `received` counts every row, also those that can't be read (`rejected`). */
export type ConversationPage = Readonly<{
  conversations: readonly RawConversation[];
  received: number;
  rejected: number;
  totalHits: number | null;
  /** A job's place to go on from; null = that was all. */
  cursor: string | null;
}>;

/**
 * The page in an answer; null when there is none in it, which must not pass for an empty one. `conversations` is absent,
 * not `[]`, when nothing matches (§4.1): an empty query says so by `totalHits`, a job's results by nothing at all.
 */
export function readConversations(body: unknown, from: "query" | "job"): ConversationPage | null {
  if (!isRecord(body)) return null;
  const totalHits = whole(body.totalHits);
  const cursor = text(body.cursor);
  const given = body.conversations ?? null;
  if (given === null && (from === "job" || totalHits !== null)) {
    return { conversations: [], received: 0, rejected: 0, totalHits, cursor };
  }
  if (!Array.isArray(given)) return null;
  const conversations = items(given, ConversationSchema);
  return {
    conversations,
    received: given.length,
    rejected: given.length - conversations.length,
    totalHits,
    cursor,
  };
}

/** True for calls that Earmark keeps: a voice session that was recorded (model.md; not chats, digital, or never recorded). */
export function isRecordedCall(conversation: RawConversation): boolean {
  return conversation.participants.some(({ sessions }) =>
    sessions.some(({ isVoice, isRecorded }) => isVoice && isRecorded),
  );
}
