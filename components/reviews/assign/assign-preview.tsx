import { clsx } from "clsx";
import { position } from "@/components/format/time";
import { callCountWords } from "@/components/format/words";
import type { AssignPreview, EvaluatorRow } from "@/lib/api-client/reviews";
import { reviewCountWords, sharesOf, skippedByReason } from "./preview-words";

type Props = Readonly<{
  /** Null = the form is not complete, or nothing has been answered yet. */
  preview: AssignPreview | null;
  isOld: boolean;
  failure: string | null;
  evaluators: readonly string[];
  people: readonly EvaluatorRow[];
  isCalibration: boolean;
}>;

/** What will be assigned: how much, who gets how much of it, and what is left out and why. */
export function AssignPreviewPart(props: Props) {
  const { preview, isOld, failure, evaluators, people, isCalibration } = props;
  return (
    <section aria-label="What will be assigned" aria-live="polite" className={clsx(isOld && "opacity-60")}>
      {failure ? <p className="rounded bg-danger-soft px-2 py-1 text-danger">{failure}</p> : null}
      {preview && !failure ? (
        <div className="flex flex-col gap-1 rounded bg-canvas px-2 py-1.5">
          <p className="font-medium">{summaryOf(preview, isCalibration)}</p>
          {evaluators.length > 1 ? (
            <ul>
              {sharesOf(preview, evaluators).map(({ evaluator, reviews, lengthMs }) => (
                <li key={evaluator} className="flex gap-2">
                  <bdi className="min-w-0 truncate">
                    {people.find(({ id }) => id === evaluator)?.name ?? "Somebody"}
                  </bdi>
                  <span className="ml-auto shrink-0 text-ink-soft">
                    {reviewCountWords(reviews)}
                    {lengthMs === null || lengthMs === 0 ? "" : ` · ${position(lengthMs)}`}
                  </span>
                </li>
              ))}
            </ul>
          ) : null}
          {preview.skipped.length > 0 ? (
            <>
              <p className="text-warn">Left out: {callCountWords(preview.skipped.length, false)}</p>
              <ul className="list-disc pl-5 text-ink-soft">
                {skippedByReason(preview.skipped).map(({ reason, calls }) => (
                  <li key={reason}>
                    {callCountWords(calls, false)}: {reason}
                  </li>
                ))}
              </ul>
            </>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

function summaryOf(preview: AssignPreview, isCalibration: boolean): string {
  const { picks } = preview;
  if (picks.length === 0) return "Nothing would be assigned.";
  const calls = new Set(picks.map(({ recording }) => recording)).size;
  const [own] = sharesOf({ picks: picks.map((pick) => ({ ...pick, evaluator: "" })) }, [""]);
  const length = own?.lengthMs ? `, ${position(own.lengthMs)} to listen to` : "";
  const words = `${reviewCountWords(picks.length)} of ${callCountWords(calls, false)}${length}`;
  return isCalibration ? `${words}, blind until all are done` : words;
}
