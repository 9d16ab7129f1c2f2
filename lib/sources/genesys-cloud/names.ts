import { z } from "zod";
import type { RawConversation } from "./api-conversation";
import type { Asking } from "./client";
import { NAMES } from "./config";
import { CloudError, unreadable } from "./errors";
import type { CloudSession } from "./session";
import { field, isRecord, items, text } from "./tolerant";

/** Somebody or something that conversations name by id only. Null where the vendor does not say. */
export type Named = Readonly<{ name: string | null; userName: string | null }>;

/** What the ids of a conversation mean. An id that is not in it is one the vendor does not tell: deleted, or in another division. */
export type Names = Readonly<{
  users: ReadonlyMap<string, Named>;
  queues: ReadonlyMap<string, Named>;
  wrapUpCodes: ReadonlyMap<string, Named>;
}>;

/** Looks names up in batches and remembers them (fact sheet §4.3). */
export type NameBook = Readonly<{
  /** The names in these conversations. A call that is refused to us leaves its names unknown; other trouble is thrown. */
  of(conversations: readonly RawConversation[], asking: Asking): Promise<Names>;
}>;

type Kind = keyof Names;

const PATHS: Readonly<Record<Kind, string>> = {
  users: "/users",
  queues: "/routing/queues",
  wrapUpCodes: "/routing/wrapupcodes",
};

/** Ids that may stand in a comma-joined list: anything else would spoil the whole request. */
const LISTABLE = /^[A-Za-z0-9-]{8,64}$/;

const EntitySchema = z.object({ id: field, name: field, username: field, email: field }).transform((raw) => ({
  id: text(raw.id),
  name: text(raw.name),
  userName: text(raw.username) ?? text(raw.email),
}));

type Known = Readonly<{ named: Named | null; untilMs: number }>;

export function createNameBook(session: CloudSession, now: () => number): NameBook {
  const known: Record<Kind, Map<string, Known>> = {
    users: new Map(),
    queues: new Map(),
    wrapUpCodes: new Map(),
  };

  async function look(kind: Kind, ids: ReadonlySet<string>, asking: Asking): Promise<Map<string, Named>> {
    const wanted = [...ids].filter((id) => LISTABLE.test(id) && !isFresh(known[kind].get(id), now()));
    for (let from = 0; from < wanted.length; from += NAMES.perRequest) {
      const part = wanted.slice(from, from + NAMES.perRequest);
      const found = await ask(kind, part, asking);
      if (known[kind].size + part.length > NAMES.most) known[kind].clear();
      for (const id of part) {
        const named = found.get(id) ?? null;
        const lifeMs = named === null ? NAMES.missingMs : NAMES.knownMs;
        known[kind].set(id, { named, untilMs: now() + lifeMs });
      }
    }
    return new Map(
      [...ids].flatMap((id) => {
        const named = known[kind].get(id)?.named ?? null;
        return named === null ? [] : [[id, named] as const];
      }),
    );
  }

  async function ask(kind: Kind, ids: readonly string[], asking: Asking): Promise<Map<string, Named>> {
    const query = {
      id: ids.join(","),
      pageSize: String(NAMES.perRequest),
      // Leavers are hidden otherwise (§4.3), and most old calls are theirs.
      ...(kind === "users" ? { state: "any" } : {}),
    };
    try {
      const act = { doing: "looking names up", changes: false };
      const { body } = await session.send({ method: "GET", path: PATHS[kind], query, ...asking, act });
      if (!isRecord(body) || !Array.isArray(body.entities)) throw unreadable(act.doing);
      return new Map(
        items(body.entities, EntitySchema).flatMap(({ id, ...named }) => (id === null ? [] : [[id, named]])),
      );
    } catch (error) {
      if (isOurs(error)) return new Map();
      throw error;
    }
  }

  return {
    async of(conversations, asking) {
      const ids = idsIn(conversations);
      const [users, queues, wrapUpCodes] = await Promise.all([
        look("users", ids.users, asking),
        look("queues", ids.queues, asking),
        look("wrapUpCodes", ids.wrapUpCodes, asking),
      ]);
      return { users, queues, wrapUpCodes };
    },
  };
}

function isFresh(entry: Known | undefined, nowMs: number): boolean {
  return entry !== undefined && nowMs < entry.untilMs;
}

/** Names are worth a row's delay, but no row: what is refused or not there stays unknown. */
function isOurs(error: unknown): boolean {
  if (!(error instanceof CloudError)) return false;
  return error.status === 403 || ["notFound", "invalid", "unsupported"].includes(error.kind);
}

function idsIn(conversations: readonly RawConversation[]): Record<Kind, Set<string>> {
  const ids = { users: new Set<string>(), queues: new Set<string>(), wrapUpCodes: new Set<string>() };
  for (const participant of conversations.flatMap(({ participants }) => participants)) {
    if (participant.userId !== null) ids.users.add(participant.userId);
    for (const segment of participant.sessions.flatMap(({ segments }) => segments)) {
      if (segment.queueId !== null) ids.queues.add(segment.queueId);
      if (segment.wrapUpCode !== null) ids.wrapUpCodes.add(segment.wrapUpCode);
    }
  }
  return ids;
}
