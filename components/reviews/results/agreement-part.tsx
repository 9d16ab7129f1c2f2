import { callCountWords } from "@/components/format/words";
import type { ResultsAnswer } from "@/lib/domain/reviews/results";
import { ALPHA_EXPLAINED, alphaWords, differenceWords, GOOD_ALPHA, LEAST_ALPHA } from "./alpha-words";
import { shareWords } from "./figures";

type Agreement = ResultsAnswer["agreement"];

/** Whether evaluators who scored the same calls came to the same scores. */
export function AgreementPart({ agreement }: Readonly<{ agreement: Agreement }>) {
  const { calls, alpha, questions, evaluators } = agreement;
  return (
    <section aria-labelledby="agreement" className="flex flex-col gap-3">
      <h2 id="agreement" className="font-semibold text-md">
        Agreement between evaluators
      </h2>
      {calls === 0 ? (
        <p className="max-w-2xl text-ink-soft">
          No calibration is complete in this time. Assign a few calls to two evaluators or more as a
          calibration, and it shows here whether they score alike.
        </p>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
            <p>
              <span className="font-semibold text-xl">{alpha === undefined ? "–" : alpha.toFixed(2)}</span>{" "}
              <span className="text-ink-soft">
                {alphaWords(alpha).replace(/^[-\d.]+, /, "")}, over {callCountWords(calls, false)}
              </span>
            </p>
            {alpha === undefined ? null : <AlphaScale alpha={alpha} />}
          </div>
          <p className="max-w-2xl text-ink-soft text-sm">{ALPHA_EXPLAINED}</p>
          <div className="grid items-start gap-6 md:grid-cols-2">
            <QuestionsAgreement questions={questions} />
            <EvaluatorsLean evaluators={evaluators} />
          </div>
        </>
      )}
    </section>
  );
}

/** Where the figure lies between chance and always, with the marks from which it counts. */
function AlphaScale({ alpha }: Readonly<{ alpha: number }>) {
  const at = Math.max(0, Math.min(1, alpha)) * 200;
  return (
    <svg aria-hidden="true" viewBox="0 0 200 28" className="h-7 w-50">
      <rect y={6} width={200} height={6} className="fill-line forced-colors:fill-[GrayText]" />
      <rect y={6} width={at} height={6} className="fill-accent forced-colors:fill-[CanvasText]" />
      {[LEAST_ALPHA, GOOD_ALPHA].map((mark) => (
        <g key={mark}>
          <path d={`M${mark * 200} 3v12`} className="stroke-ink-soft forced-colors:stroke-[CanvasText]" />
          <text x={mark * 200} y={26} textAnchor="middle" className="fill-ink-faint text-xs">
            {mark.toFixed(2)}
          </text>
        </g>
      ))}
    </svg>
  );
}

function QuestionsAgreement({ questions }: Readonly<{ questions: Agreement["questions"] }>) {
  return (
    <div className="min-w-0 overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full text-left">
        <caption className="sr-only">Agreement by question, the least first</caption>
        <thead className="text-ink-faint text-sm">
          <tr>
            <th className="px-3 py-1.5 font-medium">Question</th>
            <th className="px-3 py-1.5 text-right font-medium">Answered alike</th>
            <th className="px-3 py-1.5 font-medium">Alpha</th>
          </tr>
        </thead>
        <tbody>
          {questions.map(({ scorecard, questionId, text, exact, alpha }) => (
            <tr key={`${scorecard}-${questionId}`} className="border-line border-t align-top">
              <td className="px-3 py-1">
                <bdi>{text}</bdi>
              </td>
              <td className="px-3 py-1 text-right">{shareWords(exact)}</td>
              <td className="px-3 py-1 text-ink-soft">
                {alpha === undefined ? "can't be told" : alphaWords(alpha)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EvaluatorsLean({ evaluators }: Readonly<{ evaluators: Agreement["evaluators"] }>) {
  const most = Math.max(5, ...evaluators.map(({ meanDifference }) => Math.abs(meanDifference)));
  return (
    <div className="min-w-0 overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full text-left">
        <caption className="sr-only">How evaluators score beside the others who heard the same calls</caption>
        <thead className="text-ink-faint text-sm">
          <tr>
            <th className="px-3 py-1.5 font-medium">Evaluator</th>
            <th className="px-3 py-1.5 font-medium">Scores</th>
            <th className="px-3 py-1.5 text-right font-medium">Calls</th>
          </tr>
        </thead>
        <tbody>
          {evaluators.map(({ key, name, meanDifference, calls }) => (
            <tr key={key} className="border-line border-t">
              <td className="max-w-40 truncate px-3 py-1">
                <bdi>{name}</bdi>
              </td>
              <td className="px-3 py-1">
                <span className="flex items-center gap-2">
                  <LeanBar share={meanDifference / most} />
                  {differenceWords(meanDifference)}
                </span>
              </td>
              <td className="px-3 py-1 text-right">{calls}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Left of the middle: below the others; right of it: above. `share` from −1 to 1. */
function LeanBar({ share }: Readonly<{ share: number }>) {
  return (
    <svg aria-hidden="true" viewBox="-50 0 100 10" className="h-2.5 w-25 shrink-0 max-sm:hidden">
      <rect
        x={Math.min(0, share * 50)}
        y={2}
        width={Math.abs(share) * 50}
        height={6}
        className="fill-customer forced-colors:fill-[CanvasText]"
      />
      <path d="M0 0v10" className="stroke-ink-faint forced-colors:stroke-[CanvasText]" />
    </svg>
  );
}
