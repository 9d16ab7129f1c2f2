import type { OutgoingReview } from "@/lib/privacy/outgoing-review";

/** Says why somebody else's answers are not seen. */
export function HiddenNotice({ review, userId }: Readonly<{ review: OutgoingReview; userId: string }>) {
  const words = hiddenWords(review);
  if (words === null || review.evaluator.id === userId) return null;
  return (
    <p role="status" className="rounded bg-accent-soft px-3 py-2">
      {words}
    </p>
  );
}

function hiddenWords({ calibration, state, evaluator }: OutgoingReview): string | null {
  if (calibration?.blind) return "A blind calibration: answers are seen once everybody has submitted.";
  if (state === "submitted" || state === "disputed") return null;
  return `${evaluator.name} has not submitted this review: its answers are seen once that is done.`;
}
