import { Badge } from "@/components/ui/feedback";
import type { OutgoingScore } from "@/lib/privacy/outgoing-review";
import { percentWords, verdictWords } from "./review-words";

/** A score with what was judged of it. */
export function ScoreWords({ score }: Readonly<{ score: OutgoingScore }>) {
  const verdict = verdictWords(score);
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span className="font-medium">
        {score.percent === undefined ? "Nothing counts" : percentWords(score.percent)}
      </span>
      {verdict ? <Badge tone={verdict === "Passed" ? "neutral" : "danger"}>{verdict}</Badge> : null}
    </span>
  );
}
