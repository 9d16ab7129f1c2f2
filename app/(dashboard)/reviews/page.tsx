import type { Metadata } from "next";
import { Empty } from "@/components/ui/feedback";
import { requireActor } from "@/lib/auth/require-actor";
import { listReviewsOf } from "@/lib/services/reviews/list-reviews";

export const metadata: Metadata = { title: "Reviews" };

/** The queue of segments to score. */
export default async function ReviewsPage() {
  const actor = await requireActor();
  const reviews = await listReviewsOf(actor);
  return (
    <div className="mx-auto max-w-3xl p-6">
      <h1 className="font-semibold text-xl">Reviews</h1>
      {reviews.length === 0 ? (
        <Empty title="Your queue is empty">
          <p>Calls that you are asked to review will be listed here.</p>
        </Empty>
      ) : null}
    </div>
  );
}
