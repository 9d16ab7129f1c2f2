import { z } from "zod";
import { AnswerSchema } from "@/lib/domain/reviews/answers";
import type { Draft } from "./answer-sheet";

/**
 * Answers that the server has not confirmed, kept in this browser alone until it has, so that neither a closed tab nor a lost
 * network takes them. By person and review: who signs in next in this browser gets none of them.
 */
type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const KEY = "earmark.unsaved";
const DraftSchema = z.record(
  z.string().max(40),
  z.strictObject({ before: AnswerSchema, after: AnswerSchema }),
);

const keyOf = (userId: string, reviewId: string) => `${KEY}.${userId}.${reviewId}`;

/** What was left unsaved; nothing when there is none, or rubbish. */
export function readDraft(store: Store, userId: string, reviewId: string): Draft {
  try {
    const parsed = DraftSchema.safeParse(JSON.parse(store.getItem(keyOf(userId, reviewId)) ?? "{}"));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

/** Keeps a draft; an empty one leaves nothing behind. */
export function keepDraft(store: Store, userId: string, reviewId: string, draft: Draft): void {
  try {
    if (Object.keys(draft).length === 0) store.removeItem(keyOf(userId, reviewId));
    else store.setItem(keyOf(userId, reviewId), JSON.stringify(draft));
  } catch {
    // A full or forbidden storage: the server is asked again all the same.
  }
}
