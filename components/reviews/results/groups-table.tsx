"use client";

import { ClearValue } from "@/components/format/clear-value";
import type { ResultGroup, ResultsAnswer } from "@/lib/domain/reviews/results";
import { shareWords } from "./figures";
import { MeanBar } from "./mean-bar";

export const GROUPINGS = ["agent", "team", "evaluator"] as const;
export type Grouping = (typeof GROUPINGS)[number];

const GROUPING_WORDS = { agent: "Agents", team: "Teams", evaluator: "Evaluators" } as const;
const LISTS = { agent: "agents", team: "teams", evaluator: "evaluators" } as const satisfies Record<
  Grouping,
  keyof ResultsAnswer
>;

/** The groups of an answer, the lowest mean first; those without one last. */
export function worstFirst(groups: readonly ResultGroup[]): readonly ResultGroup[] {
  return [...groups].sort(
    (one, other) =>
      (one.meanPercent ?? Number.POSITIVE_INFINITY) - (other.meanPercent ?? Number.POSITIVE_INFINITY) ||
      other.reviews - one.reviews,
  );
}

type Props = Readonly<{
  answer: ResultsAnswer;
  by: Grouping;
  onBy: (by: Grouping) => void;
  /** One group was pressed: only its reviews are looked at from then on. */
  onGroup: (by: Grouping, key: string) => void;
}>;

/** Results by whose work was scored, by team, or by who scored it; the lowest first. */
export function GroupsTable({ answer, by, onBy, onGroup }: Props) {
  const groups = worstFirst(answer[LISTS[by]]);
  return (
    <section aria-label={GROUPING_WORDS[by]} className="flex min-w-0 flex-col gap-2">
      <fieldset className="flex gap-1">
        <legend className="sr-only">Results by</legend>
        {GROUPINGS.map((grouping) => (
          <button
            key={grouping}
            type="button"
            aria-pressed={grouping === by}
            onClick={() => onBy(grouping)}
            className="h-7 rounded border border-transparent px-2 font-semibold text-ink-soft hover:bg-canvas aria-pressed:border-line aria-pressed:bg-surface aria-pressed:text-ink forced-colors:aria-pressed:bg-[Highlight] forced-colors:aria-pressed:text-[HighlightText]"
          >
            {GROUPING_WORDS[grouping]}
          </button>
        ))}
      </fieldset>
      {groups.length === 0 ? <p className="text-ink-faint">None is known.</p> : null}
      {groups.length > 0 ? (
        <div className="max-h-96 overflow-auto rounded-lg border border-line bg-surface">
          <table className="w-full text-left">
            <thead className="text-ink-faint text-sm">
              <tr>
                <th className="px-3 py-1.5 font-medium">Name</th>
                <th className="px-3 py-1.5 font-medium">Mean</th>
                <th className="px-3 py-1.5 text-right font-medium">Reviews</th>
                <th className="px-3 py-1.5 text-right font-medium">Passed</th>
                <th className="px-3 py-1.5 text-right font-medium max-sm:hidden">Auto-fails</th>
              </tr>
            </thead>
            <tbody>
              {groups.map((group) => (
                <tr key={group.key} className="border-line border-t">
                  <td className="max-w-40 px-3 py-1">
                    <button
                      type="button"
                      title="Only these reviews"
                      onClick={() => onGroup(by, group.key)}
                      className="flex min-h-6 max-w-full items-center rounded text-left text-accent hover:underline"
                    >
                      <ClearValue value={group.name} />
                    </button>
                  </td>
                  <td className="px-3 py-1">
                    <MeanBar percent={group.meanPercent} />
                  </td>
                  <td className="px-3 py-1 text-right">{group.reviews}</td>
                  <td className="px-3 py-1 text-right">{shareWords(group.passShare)}</td>
                  <td className="px-3 py-1 text-right max-sm:hidden">{group.autoFailed}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}
