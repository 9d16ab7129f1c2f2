import type { Metadata } from "next";
import { Queue } from "@/components/reviews/queue/queue";
import { ReviewsScreen } from "@/components/reviews/reviews-screen";
import { requireActor } from "@/lib/auth/require-actor";
import { may } from "@/lib/domain/permissions";

export const metadata: Metadata = { title: "Reviews" };

/** What an evaluator has to score; for those who assign, everybody's reviews and their results. */
export default async function ReviewsPage() {
  const actor = await requireActor({ permission: "review.view", from: "/reviews" });
  return may(actor.role, "review.assign") ? <ReviewsScreen /> : <Queue />;
}
