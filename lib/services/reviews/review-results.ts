import { questionWords, scorecardNames } from "@/lib/catalog/review-questions";
import { calibrationRatings } from "@/lib/catalog/review-ratings";
import {
  questionReviews,
  questionTallies,
  type ResultsFilter,
  type ResultsGroup,
  reviewGroups,
  submissionSpan,
  type Tally,
} from "@/lib/catalog/review-results";
import { calendarEdges } from "@/lib/catalog/time-buckets";
import { type CalibrationAgreement, calibrationAgreement } from "@/lib/domain/reviews/calibration-agreement";
import type {
  QuestionResult,
  ResultFigures,
  ResultGroup,
  ResultsAnswer,
  ResultsQuery,
} from "@/lib/domain/reviews/results";
import { formatDialectTime } from "@/lib/domain/time";
import { presentAgentName } from "@/lib/privacy/present-review-row";
import { noted } from "../audited";
import type { ServiceContext } from "../context";
import { loadViewer } from "../privacy/load-viewer";
import { checkedZone } from "../searches/facets";
import { filterDetails, knowsTeam, resultsFilter } from "./results-filter";
import { sourceOfReview } from "./source-of-review";

const MOST_BUCKETS = 400;
const DECILES = 10;

const NOTHING: ResultsAnswer = {
  total: { reviews: 0, autoFailed: 0 },
  agents: [],
  teams: [],
  evaluators: [],
  scorecards: [],
  questions: [],
  questionReviews: 0,
  trend: [],
  distribution: Array.from({ length: DECILES }, () => 0),
  agreement: { calls: 0, questions: [], evaluators: [] },
};

/** What came of the submitted reviews: a manager's within their groups, an evaluator's own. */
export async function getReviewResults(ctx: ServiceContext, query: ResultsQuery): Promise<ResultsAnswer> {
  const { bucket, zone, ...asked } = query;
  const knownZone = checkedZone(zone);
  await noted(ctx, { action: "review.results", details: filterDetails(asked) });
  const filter = resultsFilter(ctx, asked);
  const span = filter ? await submissionSpan(ctx.scope, ctx.catalog.db) : null;
  if (!filter || !span) return NOTHING;
  const edges = calendarEdges(
    {
      fromMs: Math.max(filter.fromMs ?? span.fromMs, span.fromMs),
      toMs: Math.min(filter.toMs === undefined ? span.toMs : filter.toMs - 1, span.toMs),
      zone: knownZone,
    },
    bucket,
    MOST_BUCKETS,
  );
  const [groups, questions, agreement] = await Promise.all([
    reviewGroups(ctx.scope, ctx.catalog.db, filter, edges),
    questionTallies(ctx.scope, ctx.catalog.db, filter),
    agreementOf(ctx, filter),
  ]);
  const ofKind = (kind: ResultsGroup["kind"]) => groups.filter((group) => group.kind === kind);
  const [total] = ofKind("total");
  if (!total) return NOTHING;
  const scorecardIds = ofKind("scorecard").map(({ key }) => key);
  const [names, words] = await Promise.all([
    scorecardNames(ctx.scope, ctx.catalog.db, scorecardIds),
    wordsOf(ctx, scorecardIds),
  ]);
  return {
    total: figuresOf(total),
    agents: await agentsOf(ctx, ofKind("agent")),
    teams: ofKind("team")
      .filter(({ key }) => knowsTeam(ctx, key))
      .map((group) => groupOf(group, group.key)),
    evaluators: ofKind("evaluator").map((group) => groupOf(group, group.evaluatorName)),
    scorecards: ofKind("scorecard").map((group) => groupOf(group, names.get(group.key) ?? "")),
    questions: questions
      .map(({ scorecardId, questionId, answered, notApplicable, failed, meanPercent }) => ({
        ...words(scorecardId, questionId),
        answered,
        notApplicable,
        failed,
        ...(meanPercent === null ? {} : { meanPercent }),
      }))
      .sort(byMean),
    questionReviews: questionReviews(total.reviews),
    trend: trendOf(ofKind("bucket"), edges),
    distribution: NOTHING.distribution.map(
      (_, decile) => ofKind("decile").find(({ key }) => key === String(decile))?.reviews ?? 0,
    ),
    agreement: presentAgreement(ctx, agreement, words),
  };
}

async function agreementOf(ctx: ServiceContext, filter: ResultsFilter): Promise<CalibrationAgreement> {
  const { calls, questions } = await calibrationRatings(ctx.scope, ctx.catalog.db, filter);
  return calibrationAgreement(calls, questions);
}

type Words = (
  scorecardId: string,
  questionId: string,
) => Pick<QuestionResult, "scorecard" | "questionId" | "text" | "sectionTitle">;

async function wordsOf(ctx: ServiceContext, scorecardIds: readonly string[]): Promise<Words> {
  const all = await questionWords(ctx.scope, ctx.catalog.db, scorecardIds);
  const byKey = new Map(all.map((one) => [`${one.scorecardId}\n${one.questionId}`, one]));
  return (scorecard, questionId) => {
    const found = byKey.get(`${scorecard}\n${questionId}`);
    return { scorecard, questionId, text: found?.text ?? "", sectionTitle: found?.sectionTitle ?? "" };
  };
}

/** Names as each call's source lets the caller see them; the order, by key, tells nothing of a name. */
async function agentsOf(ctx: ServiceContext, groups: readonly ResultsGroup[]): Promise<ResultGroup[]> {
  const viewer = await loadViewer(ctx, groups.map(sourceOfReview));
  return groups.map((group) =>
    groupOf(group, presentAgentName(group.agentName ?? "", viewer.maskSetOf(sourceOfReview(group)))),
  );
}

function groupOf(group: ResultsGroup, name: string): ResultGroup {
  return { key: group.key, name, ...figuresOf(group) };
}

function figuresOf({ reviews, meanPercent, judged, passed, autoFailed }: Tally): ResultFigures {
  return {
    reviews,
    ...(meanPercent === null ? {} : { meanPercent }),
    ...(judged === 0 ? {} : { passShare: passed / judged }),
    autoFailed,
  };
}

function trendOf(buckets: readonly ResultsGroup[], edges: readonly number[]): ResultsAnswer["trend"] {
  return buckets
    .flatMap((bucket) => {
      // What lies before the first edge has no place in the trend.
      const startMs = edges[Number(bucket.key) - 1];
      return startMs === undefined ? [] : [{ startMs, ...figuresOf(bucket) }];
    })
    .sort((a, b) => a.startMs - b.startMs)
    .map(({ startMs, ...figures }) => ({ time: formatDialectTime(startMs), ...figures }));
}

/** The lowest first, those that never counted last. */
function byMean(one: QuestionResult, other: QuestionResult): number {
  const [a, b] = [one, other].map(({ meanPercent }) => meanPercent ?? Number.POSITIVE_INFINITY);
  return a === b ? (one.questionId < other.questionId ? -1 : 1) : (a ?? 0) - (b ?? 0);
}

function presentAgreement(
  { actor }: ServiceContext,
  { calls, alpha, questions, evaluators }: CalibrationAgreement,
  words: Words,
): ResultsAnswer["agreement"] {
  return {
    calls,
    ...(alpha === null ? {} : { alpha }),
    questions: questions.map((one) => {
      const { sectionTitle: _notTold, ...question } = words(one.scorecardId, one.questionId);
      return {
        ...question,
        ...(one.alpha === null ? {} : { alpha: one.alpha }),
        exact: one.exact,
        calls: one.calls,
      };
    }),
    evaluators: evaluators
      .filter(({ evaluatorId }) => actor.role !== "evaluator" || evaluatorId === actor.userId)
      .map((one) => ({
        key: one.evaluatorId,
        name: one.evaluatorName,
        calls: one.calls,
        meanDifference: one.meanDifference,
      })),
  };
}
