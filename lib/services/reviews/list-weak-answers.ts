import { listReviews } from "@/lib/catalog/reviews";
import { type WeakAnswer, weakAnswers } from "@/lib/catalog/weak-answers";
import { type Answer, answerTo } from "@/lib/domain/reviews/answers";
import { questionsOf } from "@/lib/domain/reviews/scorecard";
import type { OutgoingPlace, OutgoingReview, OutgoingWeakAnswer } from "@/lib/privacy/outgoing-review";
import { presentReview } from "@/lib/privacy/present-review";
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
  const shown = await Promise.all(
    answers.map(async (weak) => {
      const own = opened.get(weak.reviewId);
      return own ? present(ctx, own, weak, input.question, viewer) : [];
    }),
  );
  const nextOffset = input.offset + input.limit;
  return {
    answers: shown.flat(),
    totalCount,
    ...(nextOffset < totalCount ? { nextPath: pathOf(input, nextOffset) } : {}),
  };
}

async function present(
  ctx: ServiceContext,
  { review, call, facts }: OpenedReview,
  { share, fails }: WeakAnswer,
  questionId: string,
  viewer: Viewer,
): Promise<OutgoingWeakAnswer[]> {
  const card = await cardOf(ctx, review);
  const question = questionsOf(card).find(({ id }) => id === questionId);
  if (!question || !facts.seesAnswers) return [];
  const { name, description, passPercent, sections } = card;
  // By the one presenter of answers, so that notes are masked here as they are in the review itself.
  const whole = presentReview(review, call, viewer, {
    ...facts,
    card: { name, description, passPercent, sections },
    answers: review.answers,
    scores: null,
    comments: [],
    history: [],
    agreement: null,
  });
  const answer = answerTo(whole.answers, questionId);
  return [{ review: rowOf(whole), question, answer, share, fails, places: placesOf(whole, answer) }];
}

function rowOf(review: OutgoingReview): OutgoingWeakAnswer["review"] {
  const {
    cut: _cut,
    segments: _segments,
    card: _card,
    answers: _answers,
    history: _history,
    ...row
  } = review;
  return row;
}

function placesOf({ recording, segments }: OutgoingReview, { moments }: Answer): readonly OutgoingPlace[] {
  if (recording.gone) return [];
  return moments.flatMap(({ segment, startMs, endMs }) => {
    const of = segments.find(({ n }) => n === segment)?.of;
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
