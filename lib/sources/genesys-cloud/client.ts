import { z } from "zod";
import {
  type ConversationPage,
  ConversationSchema,
  type RawConversation,
  readConversations,
} from "./api-conversation";
import { type LiveState, readLiveState } from "./api-live";
import { type RawRecording, RecordingSchema, readRecordings } from "./api-recording";
import { CloudError, isForbidden, isNotFound, unreadable } from "./errors";
import type { Urgency } from "./rate-limiter";
import type { Call, CloudSession } from "./session";
import { field, isRecord, items, text } from "./tolerant";

/** Who asks, and until when. */
export type Asking = Readonly<{ urgency: Urgency; signal: AbortSignal }>;

/** `transcoding` = 202: the vendor is still at it. */
export type MediaAnswer =
  | Readonly<{ state: "ready"; recording: RawRecording }>
  | Readonly<{ state: "transcoding"; estimatedMs: number | null }>;

/** The calls of the recording and conversation API that Earmark makes (fact sheet §4 to §9), typed. Each throws CloudError. */
export type CloudClient = Readonly<{
  /** Conversations that started on a day that the interval touches. */
  search(query: Readonly<Record<string, unknown>>, asking: Asking): Promise<ConversationPage>;
  /** Null = the vendor has no such conversation, or it is in a division that is not ours. */
  conversation(id: string, asking: Asking): Promise<RawConversation | null>;
  /** The recordings without media. `transcoding` although none was asked for; null = no such conversation. */
  recordings(id: string, asking: Asking): Promise<readonly RawRecording[] | "transcoding" | null>;
  /** Where each recording lies and its dates; null = no such conversation. */
  metadata(id: string, asking: Asking): Promise<readonly RawRecording[] | null>;
  /** One recording with the signed addresses of its media. */
  media(id: string, recordingId: string, format: string, asking: Asking): Promise<MediaAnswer>;
  /** Sets the dates of one recording. */
  setRetention(
    id: string,
    recordingId: string,
    dates: Readonly<Record<string, string | null>>,
    asking: Asking,
  ): Promise<void>;
  /** Those of the conversations that are under legal hold; null = the vendor does not tell our account. */
  protectedAmong(ids: readonly string[], asking: Asking): Promise<ReadonlySet<string> | null>;
  /** Whether a legal hold is on the conversation; null as above. */
  isProtected(id: string, asking: Asking): Promise<boolean | null>;
  /** False = the vendor says that it failed. */
  setProtection(id: string, on: boolean, asking: Asking): Promise<boolean>;
  /** Null = the conversation is not there any more. */
  liveState(id: string, asking: Asking): Promise<LiveState | null>;
  setLiveState(id: string, state: "PAUSED" | "ACTIVE", asking: Asking): Promise<void>;
}>;

const EntitySchema = z.object({ id: field }).transform((raw) => ({ id: text(raw.id) }));

type Asked = Omit<Call, "urgency" | "signal" | "act"> & Readonly<{ doing: string; changes?: boolean }>;

export function createCloudClient(session: CloudSession): CloudClient {
  async function call({ doing, changes = false, ...request }: Asked, asking: Asking) {
    return session.send({ ...request, ...asking, act: { doing, changes } });
  }

  /** What `ask` brings, or null when the vendor says in its own words that there is no such thing. */
  async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask();
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  }

  async function protectedAmong(ids: readonly string[], asking: Asking): Promise<Set<string> | null> {
    const path = "/recordings/deletionprotection";
    const body = { conversationIds: ids };
    try {
      const answer = await call({ method: "POST", path, body, doing: "asking for protection" }, asking);
      if (!Array.isArray(answer.body)) throw unreadable("asking for protection");
      return new Set(items(answer.body, EntitySchema).flatMap((entity) => entity.id ?? []));
    } catch (error) {
      // No word about a conversation: the call itself is not for us. A deletion is then refused by the vendor.
      if (isNotFound(error) || isForbidden(error)) return null;
      throw error;
    }
  }

  return {
    async search(query, asking) {
      const path = "/analytics/conversations/details/query";
      const { body } = await call({ method: "POST", path, body: query, doing: "searching" }, asking);
      const page = readConversations(body, "query");
      if (page === null) throw unreadable("searching");
      return page;
    },

    conversation: (id, asking) =>
      orNull(async () => {
        const path = `/analytics/conversations/${segment(id)}/details`;
        const { body } = await call({ method: "GET", path, doing: "reading a conversation" }, asking);
        const parsed = ConversationSchema.safeParse(body);
        if (!parsed.success || parsed.data.id !== id) throw unreadable("reading a conversation");
        return parsed.data;
      }),

    recordings: (id, asking) =>
      orNull(async () => {
        const path = `/conversations/${segment(id)}/recordings`;
        const query = { formatId: "NONE", maxWaitMs: "5000" };
        const { status, body } = await call(
          { method: "GET", path, query, doing: "listing recordings" },
          asking,
        );
        const found = readRecordings(body);
        // 202 comes with an empty body; a list that came with it is none to rely on.
        if (status === 202) return "transcoding" as const;
        if (found === null) throw unreadable("listing recordings");
        return found;
      }),

    metadata: (id, asking) =>
      orNull(async () => {
        const path = `/conversations/${segment(id)}/recordingmetadata`;
        const { body } = await call({ method: "GET", path, doing: "reading a recording's dates" }, asking);
        const found = readRecordings(body);
        if (found === null) throw unreadable("reading a recording's dates");
        return found;
      }),

    async media(id, recordingId, format, asking) {
      const path = `/conversations/${segment(id)}/recordings/${segment(recordingId)}`;
      const query = { formatId: format, download: "false" };
      const { status, body } = await call({ method: "GET", path, query, doing: "asking for audio" }, asking);
      const parsed = RecordingSchema.safeParse(body);
      if (status === 202) {
        const estimatedMs = parsed.success ? parsed.data.estimatedTranscodeTimeMs : null;
        return { state: "transcoding", estimatedMs };
      }
      if (!parsed.success || parsed.data.id !== recordingId) throw unreadable("asking for audio");
      return { state: "ready", recording: parsed.data };
    },

    async setRetention(id, recordingId, dates, asking) {
      const path = `/conversations/${segment(id)}/recordings/${segment(recordingId)}`;
      await call(
        { method: "PUT", path, body: dates, doing: "setting a deletion date", changes: true },
        asking,
      );
    },

    protectedAmong,

    async isProtected(id, asking) {
      const held = await protectedAmong([id], asking);
      return held === null ? null : held.has(id);
    },

    async setProtection(id, on, asking) {
      const path = "/recordings/deletionprotection";
      const request = { method: "PUT", path, query: { protect: String(on) } } as const;
      const body = { conversationIds: [id] };
      const answer = await call({ ...request, body, doing: "protecting", changes: true }, asking);
      // 204, or a list of those that failed (fact sheet §6.2).
      const failed = isRecord(answer.body) ? answer.body.failedUpdates : null;
      return !Array.isArray(failed) || failed.length === 0;
    },

    liveState: (id, asking) =>
      orNull(async () => {
        const path = `/conversations/${segment(id)}`;
        const { body } = await call({ method: "GET", path, doing: "reading a live call" }, asking);
        const state = readLiveState(body);
        if (state === null) throw unreadable("reading a live call");
        return state;
      }),

    async setLiveState(id, state, asking) {
      const path = `/conversations/calls/${segment(id)}/recordingstate`;
      const body = { recordingState: state };
      await call({ method: "PUT", path, body, doing: "pausing or resuming", changes: true }, asking);
    },
  };
}

/** An id as one segment of a path. What could climb out of it names nothing. */
export function segment(id: string): string {
  if (/^\.{0,2}$/.test(id) || /\p{Surrogate}/u.test(id)) {
    throw new CloudError("notFound", "Genesys Cloud has no such thing.");
  }
  return encodeURIComponent(id);
}
