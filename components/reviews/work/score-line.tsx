import { clsx } from "clsx";
import type { ScoreSummary } from "./score-summary";
import { ShareOfCard } from "./share-of-card";

type ScoreLineProps = Readonly<{
  summary: ScoreSummary;
  passPercent: number | null;
  onQuestion: (questionId: string) => void;
}>;

/** How far the scorecard is, the score as it stands, and what fails it. */
export function ScoreLine({ summary, passPercent, onQuestion }: ScoreLineProps) {
  const { progress, words, verdict, failing } = summary;
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-0.5">
      <ShareOfCard progress={progress} />
      <p className="whitespace-nowrap">
        <span className="font-medium">{words || "No score yet"}</span>
        {verdict ? (
          <span className={clsx("ml-2 font-medium", verdict.isPassed ? "text-good" : "text-danger")}>
            {verdict.words}
          </span>
        ) : passPercent === null ? null : (
          <span className="ml-2 text-ink-faint">passes at {passPercent} %</span>
        )}
      </p>
      {failing.length > 0 ? (
        <p className="flex min-w-0 flex-wrap gap-x-2 text-danger">
          because of
          {failing.map(({ id, text }) => (
            <button
              key={id}
              type="button"
              onClick={() => onQuestion(id)}
              className="max-w-64 truncate rounded underline"
            >
              <bdi>{text}</bdi>
            </button>
          ))}
        </p>
      ) : null}
    </div>
  );
}
