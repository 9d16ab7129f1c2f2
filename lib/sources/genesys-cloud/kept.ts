import type { RawConversation } from "./api-conversation";
import { KEPT } from "./config";

/**
 * What a walk has told, kept for the questions that follow it: a conversation that has ended need not be asked for again
 * a minute later, and only a job's answer has attributes (fact sheet §4.1), which later answers must not take away.
 */
export type KeptConversations = Readonly<{
  /** `held` = those under legal hold; null = not asked. */
  remember(conversations: readonly RawConversation[], held: ReadonlySet<string> | null): void;
  /** The conversation as a walk told it a short while ago; null when it is not known, or was live then. */
  find(id: string): Kept | null;
  /** Something about it was changed: what a walk told is no longer so. */
  forget(id: string): void;
  /** The conversation with the attributes that a job has told of it. */
  withAttributes(conversation: RawConversation): RawConversation;
}>;

/** `isProtected` null = not asked. */
export type Kept = Readonly<{ conversation: RawConversation; isProtected: boolean | null }>;

type Attributes = ReadonlyMap<string, Readonly<Record<string, string>>>;

export function createKeptConversations(now: () => number): KeptConversations {
  const recent = new Map<string, Kept & Readonly<{ untilMs: number }>>();
  const attributes = new Map<string, Attributes>();

  return {
    remember(conversations, held) {
      for (const conversation of conversations) {
        const told = attributesIn(conversation);
        if (told.size > 0) put(attributes, conversation.id, told, KEPT.attributes);
        if (conversation.endMs === null) continue;
        const untilMs = now() + KEPT.conversationMs;
        const isProtected = held === null ? null : held.has(conversation.id);
        put(recent, conversation.id, { conversation, isProtected, untilMs }, KEPT.conversations);
      }
    },
    find(id) {
      const found = recent.get(id);
      return found !== undefined && now() < found.untilMs ? found : null;
    },
    forget(id) {
      recent.delete(id);
    },
    withAttributes(conversation) {
      const told = attributes.get(conversation.id);
      if (told === undefined || attributesIn(conversation).size > 0) return conversation;
      const participants = conversation.participants.map((participant) => ({
        ...participant,
        attributes: told.get(participant.participantId ?? "") ?? participant.attributes,
      }));
      return { ...conversation, participants };
    },
  };
}

function attributesIn({ participants }: RawConversation): Attributes {
  return new Map(
    participants.flatMap(({ participantId, attributes }) =>
      participantId === null || Object.keys(attributes).length === 0
        ? []
        : [[participantId, attributes] as const],
    ),
  );
}

/** Puts at the end; the oldest goes when there are too many. */
function put<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next().value;
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
