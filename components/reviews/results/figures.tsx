import { numberWords } from "@/components/format/words";
import type { ResultFigures } from "@/lib/domain/reviews/results";
import { percentWords } from "../list/review-words";

/** `83 %` of a share from 0 to 1; a dash where nothing was judged. */
export function shareWords(share: number | undefined): string {
  return share === undefined ? "–" : `${Math.round(share * 100)} %`;
}

/** What came of the reviews, at a glance. */
export function Figures({ total }: Readonly<{ total: ResultFigures }>) {
  const figures = [
    ["Reviews submitted", numberWords(total.reviews)],
    ["Mean score", total.meanPercent === undefined ? "–" : percentWords(total.meanPercent)],
    ["Passed", shareWords(total.passShare)],
    ["Auto-fails", numberWords(total.autoFailed)],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-2 sm:flex sm:gap-x-10">
      {figures.map(([name, value]) => (
        <div key={name} className="flex flex-col-reverse">
          <dt className="text-ink-soft text-sm">{name}</dt>
          <dd className="font-semibold text-xl">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
