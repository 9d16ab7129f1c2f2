import type { Actor } from "@/lib/domain/actor";

/** A person's reviews. None can be assigned in this version, so every queue is empty. */
export async function listReviewsOf(_actor: Actor): Promise<readonly never[]> {
  return [];
}
