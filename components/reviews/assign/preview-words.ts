import { numberWords } from "@/components/format/words";
import type { AssignPreview } from "@/lib/api-client/reviews";

export type Share = Readonly<{
  evaluator: string;
  reviews: number;
  /** Of their segments together; null = a length is unknown. */
  lengthMs: number | null;
}>;

/** `1 review`, `1,204 reviews` */
export function reviewCountWords(count: number): string {
  return count === 1 ? "1 review" : `${numberWords(count)} reviews`;
}

/** How many reviews each evaluator would get, in the order in which they were chosen. */
export function sharesOf(
  { picks }: Pick<AssignPreview, "picks">,
  evaluators: readonly string[],
): readonly Share[] {
  return evaluators.map((evaluator) => {
    const own = picks.filter((pick) => pick.evaluator === evaluator);
    const lengths = own.flatMap(({ segments }) =>
      segments.map(({ startMs, endMs }) => (endMs === null ? null : endMs - startMs)),
    );
    return {
      evaluator,
      reviews: own.length,
      lengthMs: lengths.reduce<number | null>(
        (sum, length) => (sum === null || length === null ? null : sum + length),
        0,
      ),
    };
  });
}

/** What is left out, by reason, the most frequent first. */
export function skippedByReason(
  skipped: AssignPreview["skipped"],
): readonly Readonly<{ reason: string; calls: number }>[] {
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .sort(([, left], [, right]) => right - left)
    .map(([reason, calls]) => ({ reason, calls }));
}
