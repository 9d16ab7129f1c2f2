import {
  type ExportCursor,
  type ScoredQuestion,
  type ScoredReview,
  scoredQuestions,
  scoredReviews,
} from "@/lib/catalog/review-export";
import { findScorecard } from "@/lib/catalog/scorecards";
import type { ResultsExport } from "@/lib/domain/reviews/results";
import { type Question, questionsOf, type ScorecardContent } from "@/lib/domain/reviews/scorecard";
import { formatDialectTime } from "@/lib/domain/time";
import { presentAgentName } from "@/lib/privacy/present-review-row";
import type { Viewer } from "@/lib/privacy/viewer";
import { noted } from "../audited";
import type { ServiceContext } from "../context";
import { loadViewer } from "../privacy/load-viewer";
import { csvLine } from "../recordings/csv";
import { textStream } from "../text-stream";
import { filterDetails, knowsTeam, resultsFilter } from "./results-filter";
import { sourceOfReview } from "./source-of-review";

const BATCH = 250;

const REVIEW_COLUMNS = [
  "review",
  "recording",
  "source",
  "callTime",
  "submittedTime",
  "state",
  "calibration",
  "scorecard",
  "scorecardVersion",
  "evaluator",
  "agentKey",
  "agent",
  "team",
  "scorePercent",
  "passed",
  "autoFailed",
] as const;
const QUESTION_COLUMNS = [
  "section",
  "questionId",
  "question",
  "answer",
  "notApplicable",
  "earnedPercent",
  "weight",
  "failsReview",
] as const;

/** One line of the export; absent = unknown. */
type Row = Readonly<
  Partial<
    Record<(typeof REVIEW_COLUMNS)[number] | (typeof QUESTION_COLUMNS)[number], string | number | boolean>
  >
>;

/** The submitted reviews with their scores, or the questions of each, as CSV or JSON text, masked for the caller. */
export async function exportResults(
  ctx: ServiceContext,
  { format, rows, ...asked }: ResultsExport,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  await noted(ctx, { action: "review.export", details: { format, rows, ...filterDetails(asked) } });
  const batches = batchesOf(ctx, { format, rows, ...asked });
  const columns = rows === "questions" ? [...REVIEW_COLUMNS, ...QUESTION_COLUMNS] : REVIEW_COLUMNS;
  return textStream(format === "csv" ? csvOf(columns, batches) : jsonOf(rows, batches));
}

type Batches = AsyncGenerator<readonly Row[], void, undefined>;

async function* batchesOf(ctx: ServiceContext, { rows, ...asked }: ResultsExport): Batches {
  const filter = resultsFilter(ctx, asked);
  const cards = cardReader(ctx);
  let after: ExportCursor | null = null;
  while (filter && !ctx.signal.aborted) {
    const reviews: readonly ScoredReview[] = await scoredReviews(ctx.scope, ctx.catalog.db, filter, {
      limit: BATCH,
      after,
    });
    const viewer = await loadViewer(ctx, reviews.map(sourceOfReview));
    const presented = reviews.map((review) => ({ review, row: reviewRow(ctx, review, viewer) }));
    yield rows === "reviews" ? presented.map(({ row }) => row) : await withQuestions(ctx, presented, cards);
    after = reviews.at(-1) ?? null;
    if (reviews.length < BATCH) return;
  }
}

function reviewRow(ctx: ServiceContext, review: ScoredReview, viewer: Viewer): Row {
  const source = sourceOfReview(review);
  return {
    review: review.id,
    recording: review.recordingId,
    source,
    ...(review.callMs === null ? {} : { callTime: formatDialectTime(review.callMs) }),
    submittedTime: formatDialectTime(review.submittedMs),
    state: review.state,
    calibration: review.isCalibration,
    scorecard: review.scorecardName,
    scorecardVersion: review.scorecardVersion,
    evaluator: review.evaluatorName,
    ...(review.agent
      ? {
          agentKey: review.agent.key,
          agent: presentAgentName(review.agent.name, viewer.maskSetOf(source)),
        }
      : {}),
    ...(review.team !== null && knowsTeam(ctx, review.team) ? { team: review.team } : {}),
    ...(review.scorePercent === null ? {} : { scorePercent: review.scorePercent }),
    ...(review.isPassed === null ? {} : { passed: review.isPassed }),
    autoFailed: review.isAutoFailed,
  };
}

type CardReader = (review: ScoredReview) => Promise<Pick<ScorecardContent, "sections">>;

/** Reads each version of a scorecard once. */
function cardReader(ctx: ServiceContext): CardReader {
  const known = new Map<string, Promise<Pick<ScorecardContent, "sections">>>();
  return ({ scorecardId, scorecardVersion }) => {
    const key = `${scorecardId}/${scorecardVersion}`;
    const card =
      known.get(key) ??
      findScorecard(ctx.catalog.db, scorecardId, scorecardVersion).then((found) => found ?? { sections: [] });
    known.set(key, card);
    return card;
  };
}

/** A row for each scored question, in the order in which the scorecard asks them. */
async function withQuestions(
  ctx: ServiceContext,
  presented: readonly Readonly<{ review: ScoredReview; row: Row }>[],
  cards: CardReader,
): Promise<readonly Row[]> {
  const scores = await scoredQuestions(
    ctx.scope,
    ctx.catalog.db,
    presented.map(({ review }) => review.id),
  );
  const byKey = new Map(scores.map((score) => [`${score.reviewId}/${score.questionId}`, score]));
  const rows: Row[] = [];
  for (const { review, row } of presented) {
    const card = await cards(review);
    for (const question of questionsOf(card)) {
      const score = byKey.get(`${review.id}/${question.id}`);
      const section = card.sections.find(({ questions }) => questions.includes(question));
      if (score) rows.push({ ...row, ...questionRow(question, section?.title ?? "", score) });
    }
  }
  return rows;
}

function questionRow(question: Question, sectionTitle: string, score: ScoredQuestion): Row {
  const choice =
    question.kind === "choice" ? question.choices.find(({ id }) => id === score.value)?.text : undefined;
  return {
    section: sectionTitle,
    questionId: question.id,
    question: question.text,
    ...(score.value === null ? {} : { answer: choice ?? score.value }),
    notApplicable: score.notApplicable,
    ...(score.share === null ? {} : { earnedPercent: score.share * 100 }),
    weight: score.weight,
    failsReview: score.fails,
  };
}

async function* csvOf(
  columns: readonly (keyof Row)[],
  batches: Batches,
): AsyncGenerator<string, void, undefined> {
  // The mark tells spreadsheets that the text is UTF-8.
  yield `\ufeff${csvLine(columns)}`;
  for await (const rows of batches) {
    const lines = rows.map((row) => csvLine(columns.map((column) => cellOf(row[column]))));
    if (lines.length > 0) yield lines.join("");
  }
}

function cellOf(value: Row[keyof Row]): string | number | undefined {
  return typeof value === "boolean" ? (value ? "yes" : "no") : value;
}

async function* jsonOf(
  name: ResultsExport["rows"],
  batches: Batches,
): AsyncGenerator<string, void, undefined> {
  yield `{"statusCode":0,"${name}":[`;
  let isFirst = true;
  for await (const rows of batches) {
    for (const row of rows) {
      yield `${isFirst ? "" : ","}\n${JSON.stringify(row)}`;
      isFirst = false;
    }
  }
  yield "\n]}\n";
}
