import { infiniteQueryOptions } from "@tanstack/react-query";
import type { OutgoingWeakAnswer } from "@/lib/privacy/outgoing-review";
import { fetchJson } from "./fetch-json";
import type { ResultsRequest } from "./review-results";
import { reviewKeys } from "./reviews";

export type WeakAnswersAnswer = Readonly<{
  answers: readonly OutgoingWeakAnswer[];
  totalCount: number;
  /** Relative to `/api/v2`. */
  nextPath?: string;
}>;

/** One question's answers that cost points, of the reviews that a request for results counts: the worst first. */
export const weakAnswersOptions = (
  { bucket: _bucket, zone: _zone, ...filters }: ResultsRequest,
  question: Readonly<{ scorecard: string; questionId: string }>,
) =>
  infiniteQueryOptions({
    queryKey: [...reviewKeys.all, "weak-answers", filters, question] as const,
    queryFn: ({ pageParam, signal }) =>
      fetchJson<WeakAnswersAnswer>(pageParam ?? "/reviews/results/answers", {
        query: pageParam ? {} : { ...filters, scorecard: question.scorecard, question: question.questionId },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextPath ?? null,
  });
