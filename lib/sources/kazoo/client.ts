import {
  type RawChannel,
  RawChannelSchema,
  type RawDocument,
  RawDocumentSchema,
  type RawUser,
  RawUserSchema,
  readRows,
  text,
} from "./api-types";
import { type Act, KazooError, readEnvelope } from "./envelope";
import type { KazooSession } from "./session";

export type ListQuery = Readonly<{
  /** Gregorian seconds of the hidden creation time, both inclusive; the same on every page (fact sheet §7.3). */
  createdFrom: number;
  createdTo: number;
  /** The `next_start_key` of the page before; null on the first. */
  startKey: string | null;
  pageSize: number;
  /** `filter_…` and `key_missing`, as the vendor names them. */
  filters?: Readonly<Record<string, string>>;
}>;

export type DocumentPage = Readonly<{
  documents: readonly RawDocument[];
  /** Null on the last page. */
  nextKey: string | null;
  rejected: number;
}>;

export type RecordAction = "start" | "stop" | "mask" | "unmask";

/**
 * The calls of crossbar that Earmark makes (fact sheet §6), typed. Each throws KazooError: nothing is returned that the
 * vendor has not said in its own envelope.
 */
export type KazooClient = Readonly<{
  list(query: ListQuery, signal: AbortSignal): Promise<DocumentPage>;
  /** Null = the vendor says that there is no such document: gone, or of another month than its id tells (§7.2). */
  document(id: string, signal: AbortSignal): Promise<RawDocument | null>;
  /** Merged into what is stored; null removes a tag (§8.7). Returns the document as it is then. */
  patchTags(
    id: string,
    tags: Readonly<Record<string, 1 | null>> | readonly string[],
    signal: AbortSignal,
  ): Promise<RawDocument>;
  /** False = it was not there (any more). `erase` = no soft-deleted copy stays behind (§8.8). */
  deleteDocument(id: string, erase: boolean, signal: AbortSignal): Promise<boolean>;
  users(startKey: string | null, signal: AbortSignal): Promise<{ users: RawUser[]; nextKey: string | null }>;
  user(id: string, signal: AbortSignal): Promise<RawUser | null>;
  channels(signal: AbortSignal): Promise<readonly RawChannel[]>;
  /** Fire and forget: the vendor accepts it at best (§10.1). Sent once. */
  record(callId: string, action: RecordAction, signal: AbortSignal): Promise<void>;
  /** The user that Earmark's account is; null when it is the account itself. */
  userId(signal: AbortSignal): Promise<string | null>;
}>;

type Call = Readonly<{
  method: "GET" | "PUT" | "PATCH" | "DELETE";
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  timeoutMs?: number;
}>;

/** Filters read on until a page is full (§7.4), and months lie in databases of their own. */
const LIST_TIMEOUT_MS = 60_000;
const USERS_PER_PAGE = 200;

export function createKazooClient(session: KazooSession, accountId: string): KazooClient {
  const account = `/accounts/${encodeURIComponent(accountId)}`;

  async function call(request: Call, signal: AbortSignal, doing: string) {
    const act: Act = { doing, changes: request.method !== "GET" };
    const { body, ...rest } = request;
    const answer = await session.send({
      ...rest,
      path: `${account}${request.path}`,
      // Never audio: on lists and deletions it is answered with 406 (§8.6).
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
    });
    return readEnvelope(answer, act);
  }

  /** A list of the account's own things: what is not there then is the account or the module, not a recording. */
  async function rows(request: Call, signal: AbortSignal, doing: string) {
    try {
      const envelope = await call(request, signal, doing);
      if (Array.isArray(envelope.data))
        return { rows: envelope.data, nextKey: text(envelope.next_start_key) };
    } catch (error) {
      if (!(error instanceof KazooError && error.kind === "forbidden")) throw aboutAccount(error);
      const words = `Kazoo does not let Earmark's account go about ${doing}.`;
      throw new KazooError("refused", words, { status: error.status });
    }
    throw unreadable(doing);
  }

  function documentOf(envelope: Record<string, unknown>, id: string, doing: string): RawDocument {
    const parsed = RawDocumentSchema.safeParse(envelope.data);
    if (!parsed.success || parsed.data.id !== id) throw unreadable(doing);
    return parsed.data;
  }

  return {
    async list({ createdFrom, createdTo, startKey, pageSize, filters }, signal) {
      const query = {
        created_from: String(createdFrom),
        created_to: String(createdTo),
        page_size: String(pageSize),
        ...filters,
        ...(startKey === null ? {} : { start_key: startKey }),
      };
      const request: Call = { method: "GET", path: "/recordings", query, timeoutMs: LIST_TIMEOUT_MS };
      const answer = await rows(request, signal, "listing recordings");
      const { items, rejected } = readRows(answer.rows, RawDocumentSchema);
      return { documents: items, nextKey: answer.nextKey, rejected };
    },

    async document(id, signal) {
      const doing = "reading a recording";
      try {
        return documentOf(await call({ method: "GET", path: recordingPath(id) }, signal, doing), id, doing);
      } catch (error) {
        if (saysGone(error, id)) return null;
        throw aboutAccount(error);
      }
    },

    async patchTags(id, tags, signal) {
      const body = { data: { user_metadata: { tags } } };
      const doing = "labelling";
      return documentOf(
        await call({ method: "PATCH", path: recordingPath(id), body }, signal, doing),
        id,
        doing,
      );
    },

    async deleteDocument(id, erase, signal) {
      const query: Record<string, string> = erase ? { should_soft_delete: "false" } : {};
      try {
        await call({ method: "DELETE", path: recordingPath(id), query }, signal, "deleting");
        return true;
      } catch (error) {
        if (saysGone(error, id)) return false;
        throw aboutAccount(error);
      }
    },

    async users(startKey, signal) {
      const query = {
        page_size: String(USERS_PER_PAGE),
        ...(startKey === null ? {} : { start_key: startKey }),
      };
      const answer = await rows({ method: "GET", path: "/users", query }, signal, "listing users");
      return { users: readRows(answer.rows, RawUserSchema).items, nextKey: answer.nextKey };
    },

    async user(id, signal) {
      const path = `/users/${encodeURIComponent(id)}`;
      const envelope = await call({ method: "GET", path }, signal, "reading a user");
      return RawUserSchema.safeParse(envelope.data).data ?? null;
    },

    async channels(signal) {
      const answer = await rows({ method: "GET", path: "/channels" }, signal, "listing live calls");
      return readRows(answer.rows, RawChannelSchema).items;
    },

    async record(callId, action, signal) {
      const body = { action: "metaflow", data: { module: "record_call", data: { action } } };
      const path = `/channels/${encodeURIComponent(callId)}`;
      await call({ method: "PUT", path, body }, signal, "controlling a live recording");
    },

    userId: (signal) => session.userId(signal),
  };
}

function recordingPath(id: string): string {
  return `/recordings/${encodeURIComponent(id)}`;
}

/**
 * True when the vendor says that this very document is not there. An account that is not there answers alike, but names
 * itself (§2, order 4); where nothing is named, the document is meant.
 */
export function saysGone(error: unknown, id: string): boolean {
  return error instanceof KazooError && error.said === "noSuchThing" && (error.about ?? id) === id;
}

/** Where no recording is meant, what is not there is the account itself: our settings are wrong, and nothing is gone. */
function aboutAccount(error: unknown): unknown {
  if (!(error instanceof KazooError && error.kind === "notFound")) return error;
  return new KazooError("refused", "Kazoo knows no account of the configured id.", { status: error.status });
}

function unreadable(doing: string): KazooError {
  return new KazooError("unreachable", `Kazoo's answer to ${doing} can't be understood.`);
}
