import {
  isObject,
  type RawLabel,
  type RawPage,
  type RawRecording,
  RawRecordingSchema,
  readDefinitions,
  readLabels,
  readPage,
  readSettings,
} from "./api-types";
import { type Act, EngageError, readEnvelope } from "./envelope";
import type { EngageSession } from "./session";

export type SearchQuery = Readonly<{
  /** Epoch ms; the recording's start at or after this. */
  startFromMs: number;
  /** Epoch ms; the recording's **stop** at or before this (fact sheet §4.1). */
  stopUntilMs: number;
  offset: number;
  limit: number;
}>;

export type LabelDefinition = Readonly<{ name: string; displayName: string; description: string }>;
export type Setting = Readonly<{ name: string; value: string | null }>;

type Call = Readonly<{
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  timeoutMs?: number;
}>;

/**
 * The calls of the recording API (fact sheet §4 and §8 to §11), typed. Each throws EngageError: nothing is returned that
 * the vendor has not said in its own JSON with code 0.
 */
export type EngageClient = Readonly<{
  search(query: SearchQuery, signal: AbortSignal): Promise<RawPage>;
  /** With labels. Null = 404: gone, in another region, or not for this account. */
  recording(id: string, signal: AbortSignal): Promise<RawRecording | null>;
  deleteRecording(id: string, signal: AbortSignal): Promise<void>;
  setNonDelete(id: string, on: boolean, signal: AbortSignal): Promise<void>;
  labels(id: string, signal: AbortSignal): Promise<readonly RawLabel[]>;
  /** The id of the label instance. 400/2 = there is no definition of that name; 409/18 = it is there already. */
  addLabel(
    id: string,
    label: { name: string; content: Record<string, unknown> | null },
    signal: AbortSignal,
  ): Promise<string>;
  updateLabel(
    id: string,
    labelId: string,
    content: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<void>;
  removeLabel(id: string, labelId: string, signal: AbortSignal): Promise<void>;
  definitions(signal: AbortSignal): Promise<readonly LabelDefinition[]>;
  createDefinition(name: string, signal: AbortSignal): Promise<void>;
  /** The settings group `recording`. Null = answered, but in no form we know. Administrators only. */
  recordingSettings(signal: AbortSignal): Promise<readonly Setting[] | null>;
}>;

/** Deleting takes all files of a call and its screen recordings with it. */
const DELETE_TIMEOUT_MS = 45_000;

export function createEngageClient(session: EngageSession): EngageClient {
  async function call(request: Call, signal: AbortSignal, doing: string, bare = false) {
    const act: Act = { doing, changes: request.method !== "GET" };
    const { body, ...rest } = request;
    const answer = await session.send({
      ...rest,
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return readEnvelope(answer, act, bare);
  }

  return {
    async search(query, signal) {
      const body = await call(
        {
          method: "GET",
          path: "/recordings",
          query: {
            startTime: String(Math.max(0, Math.floor(query.startFromMs))),
            endTime: String(Math.max(0, Math.ceil(query.stopUntilMs))),
            subresources: "labels",
            offset: String(query.offset),
            limit: String(query.limit),
          },
        },
        signal,
        "searching",
      );
      return readPage(body) ?? unreadable("searching");
    },

    async recording(id, signal) {
      try {
        const path = `/recordings/${segment(id)}`;
        const query = { subresources: "labels" };
        const body = await call({ method: "GET", path, query }, signal, "reading a recording", true);
        const parsed = RawRecordingSchema.safeParse(isObject(body.recording) ? body.recording : body);
        // The vendor's own sample answers with another recording than the one asked for (fact sheet §9).
        if (!parsed.success || parsed.data.id !== id) return unreadable("reading a recording");
        return parsed.data;
      } catch (error) {
        if (error instanceof EngageError && error.kind === "notFound") return null;
        throw error;
      }
    },

    async deleteRecording(id, signal) {
      const path = `/recordings/${segment(id)}`;
      await call({ method: "DELETE", path, timeoutMs: DELETE_TIMEOUT_MS }, signal, "deleting");
    },

    async setNonDelete(id, on, signal) {
      const body = { operationName: on ? "applyNonDelete" : "unapplyNonDelete" };
      await call({ method: "POST", path: `/recordings/${segment(id)}`, body }, signal, "protecting");
    },

    async labels(id, signal) {
      const path = `/recordings/${segment(id)}/labels`;
      const body = await call({ method: "GET", path }, signal, "reading labels");
      return Array.isArray(body.labels) ? readLabels(body.labels) : unreadable("reading labels");
    },

    async addLabel(id, { name, content }, signal) {
      const path = `/recordings/${segment(id)}/labels`;
      const asked = { name, ...(content === null ? {} : { content }) };
      const body = await call({ method: "POST", path, body: asked }, signal, "labelling");
      return labelIdOf(body) ?? unreadable("labelling", true);
    },

    async updateLabel(id, labelId, content, signal) {
      const path = `/recordings/${segment(id)}/labels/${segment(labelId)}`;
      await call({ method: "PUT", path, body: { content } }, signal, "changing a label");
    },

    async removeLabel(id, labelId, signal) {
      const path = `/recordings/${segment(id)}/labels/${segment(labelId)}`;
      await call({ method: "DELETE", path }, signal, "removing a label");
    },

    async definitions(signal) {
      const path = "/recording-label-definitions";
      const body = await call({ method: "GET", path }, signal, "reading label definitions");
      const rows = readDefinitions(body) ?? unreadable("reading label definitions");
      return rows.flatMap(({ name, displayName, description }) =>
        name === null ? [] : [{ name, displayName: displayName ?? name, description: description ?? "" }],
      );
    },

    async createDefinition(name, signal) {
      const path = "/recording-label-definitions";
      await call({ method: "POST", path, body: { name } }, signal, "creating a label definition");
    },

    async recordingSettings(signal) {
      return readSettings(
        await call({ method: "GET", path: "/settings/recording" }, signal, "reading settings"),
      );
    },
  };
}

/** An id as one segment of a path. What could climb out of it names nothing. */
function segment(id: string): string {
  if (/^\.{0,2}$/.test(id) || /\p{Surrogate}/u.test(id)) {
    throw new EngageError("notFound", "There is no such thing at Genesys Engage.");
  }
  return encodeURIComponent(id);
}

/** The new label's id: given as `id`, or at the end of its `path`. */
function labelIdOf(body: Readonly<Record<string, unknown>>): string | null {
  const { id, path } = body;
  if (typeof id === "string" && id !== "") return id;
  if (typeof id === "number") return String(id);
  const last = typeof path === "string" ? path.replace(/\/$/, "").split("/").at(-1) : undefined;
  return last === undefined || last === "" ? null : last;
}

function unreadable(doing: string, unclear = false): never {
  throw new EngageError("unreachable", `The answer to ${doing} can't be understood.`, { unclear });
}
