import { listReviews, type StoredReview } from "@/lib/catalog/reviews";
import { type WeakAnswer, weakAnswers } from "@/lib/catalog/weak-answers";
import { type Answer, answerTo } from "@/lib/domain/reviews/answers";
import { questionsOf, type ScorecardVersion } from "@/lib/domain/reviews/scorecard";
import type { OutgoingPlace, OutgoingWeakAnswer } from "@/lib/privacy/outgoing-review";
import { presentAnswers } from "@/lib/privacy/present-review";
import { opensCalls, presentReviewRow, type ReviewedCall } from "@/lib/privacy/present-review-row";
import type { Viewer } from "@/lib/privacy/viewer";
import { noted } from "../audited";
import type { ServiceContext } from "../context";
import { loadViewer } from "../privacy/load-viewer";
import { cardOf, type OpenedReview, withCalls } from "./open-review";
import { resultsFilter } from "./results-filter";
import { sourceOfReview } from "./source-of-review";

export type WeakAnswersInput = Readonly<{
  scorecard: string;
  question: string;
  fromTime?: string | undefined;
  toTime?: string | undefined;
  agent?: string | undefined;
  team?: string | undefined;
  evaluator?: string | undefined;
  limit: number;
  offset: number;
}>;

export type ListedWeakAnswers = Readonly<{
  answers: readonly OutgoingWeakAnswer[];
  totalCount: number;
  nextPath?: string;
}>;

/** From a figure down to the moments: a question's answers that cost points, of the same reviews that the results count. */
export async function listWeakAnswers(
  ctx: ServiceContext,
  input: WeakAnswersInput,
): Promise<ListedWeakAnswers> {
  await noted(ctx, { action: "review.results", details: { ...input } });
  const filter = resultsFilter(ctx, input);
  if (!filter) return { answers: [], totalCount: 0 };
  const { answers, totalCount } = await weakAnswers(
    ctx.scope,
    ctx.catalog.db,
    { ...filter, scorecardId: input.scorecard },
    input.question,
    { limit: input.limit, offset: input.offset },
  );
  const { reviews } = await listReviews(
    ctx.scope,
    ctx.catalog.db,
    { ids: answers.map(({ reviewId }) => reviewId), order: "newest" },
    { limit: input.limit, offset: 0 },
  );
  const opened = new Map((await withCalls(ctx, reviews)).map((one) => [one.review.id, one]));
  const viewer = await loadViewer(ctx, reviews.map(sourceOfReview));
  const cards = await cardsOf(ctx, reviews);
  const shown = answers.flatMap((weak) => {
    const own = opened.get(weak.reviewId);
    const card = own && cards.get(own.review.scorecardVersion);
    return own && card ? present(own, card, weak, input.question, viewer) : [];
  });
  const nextOffset = input.offset + input.limit;
  return {
    answers: shown,
    totalCount,
    ...(nextOffset < totalCount ? { nextPath: pathOf(input, nextOffset) } : {}),
  };
}

/** The versions by which these reviews of one scorecard were assigned, each read once. */
async function cardsOf(
  ctx: ServiceContext,
  reviews: readonly StoredReview[],
): Promise<ReadonlyMap<number, ScorecardVersion>> {
  const byVersion = new Map(reviews.map((review) => [review.scorecardVersion, review]));
  const cards = await Promise.all([...byVersion.values()].map((review) => cardOf(ctx, review)));
  return new Map(cards.map((card) => [card.version, card]));
}

function present(
  { review, call, facts }: OpenedReview,
  card: ScorecardVersion,
  { share, fails }: WeakAnswer,
  questionId: string,
  viewer: Viewer,
): OutgoingWeakAnswer[] {
  const question = questionsOf(card).find(({ id }) => id === questionId);
  if (!question || !facts.seesAnswers) return [];
  const answer = answerTo(presentAnswers(review, call, viewer, review.answers), questionId);
  const row = presentReviewRow(review, call, viewer, facts);
  return [{ review: row, question, answer, share, fails, places: placesOf(review, call, viewer, answer) }];
}

function placesOf(
  { segments }: StoredReview,
  { recording }: ReviewedCall,
  viewer: Viewer,
  { moments }: Answer,
): readonly OutgoingPlace[] {
  if (!recording || !opensCalls(viewer)) return [];
  return moments.flatMap(({ segment, startMs, endMs }) => {
    const of = segments.find(({ n }) => n === segment);
    if (!of) return [];
    return [
      {
        mediaKey: of.mediaKey,
        startMs: of.startMs + startMs,
        ...(endMs === undefined ? {} : { endMs: of.startMs + endMs }),
      },
    ];
  });
}

function pathOf({ limit, offset: _offset, ...filters }: WeakAnswersInput, offset: number): string {
  const query = new URLSearchParams({ limit: String(limit), offset: String(offset) });
  for (const [name, value] of Object.entries(filters)) {
    if (value !== undefined) query.set(name, value);
  }
  return `/reviews/results/answers?${query}`;
}
