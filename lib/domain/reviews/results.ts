import { z } from "zod";
import { TimeSchema } from "../time-schema";

export const RESULT_BUCKETS = ["day", "week", "month"] as const;

/** Which submitted reviews count. */
const FILTERS = {
  scorecard: z.string().max(64).optional(),
  /** Of submission: from here on, and up to there, that instant left out. */
  fromTime: TimeSchema.optional(),
  toTime: TimeSchema.optional(),
  /** Keys of the answer's groups. */
  agent: z.string().max(64).optional(),
  team: z.string().max(200).optional(),
  evaluator: z.string().max(64).optional(),
};

/** Query of `GET /reviews/results`. */
export const ResultsQuerySchema = z.strictObject({
  ...FILTERS,
  bucket: z.enum(RESULT_BUCKETS).default("week"),
  /** IANA name: where days, weeks and months begin. */
  zone: z.string().max(64).default("UTC"),
});
export type ResultsQuery = z.output<typeof ResultsQuerySchema>;

/** Query of `GET /reviews/results/export`. */
export const ResultsExportSchema = z.strictObject({
  ...FILTERS,
  format: z.enum(["csv", "json"]),
  /** One row for each review, or for each question of each review. */
  rows: z.enum(["reviews", "questions"]).default("reviews"),
});
export type ResultsExport = z.output<typeof ResultsExportSchema>;

/** Reviews taken together. Percent 0 to 100; absent = nothing of them counts. */
export type ResultFigures = Readonly<{
  reviews: number;
  meanPercent?: number;
  /** Share of the judged ones that passed, 0 to 1. */
  passShare?: number;
  autoFailed: number;
}>;

export type ResultGroup = ResultFigures & Readonly<{ key: string; name: string }>;

export type QuestionResult = Readonly<{
  scorecard: string;
  questionId: string;
  text: string;
  sectionTitle: string;
  answered: number;
  notApplicable: number;
  failed: number;
  /** Mean share of the points earned, 0 to 100. */
  meanPercent?: number;
}>;

/**
 * `GET /reviews/results`, `statusCode` aside. Reviews that have been submitted, disputed ones too; calibrations only when
 * all of their evaluators have submitted. Names are masked for the viewer: groups whose names are `*******` are still told
 * apart by their keys. Of each kind the 1,000 groups with the most reviews, in that order, ties by key.
 */
export type ResultsAnswer = Readonly<{
  total: ResultFigures;
  /** Reviews of nobody known are in none of these. */
  agents: readonly ResultGroup[];
  /** Only teams that the viewer's own access groups hold. */
  teams: readonly ResultGroup[];
  evaluators: readonly ResultGroup[];
  scorecards: readonly ResultGroup[];
  /** Worst first, without texts. Of one scorecard when one is asked for, else of all. */
  questions: readonly QuestionResult[];
  /** How many reviews, the newest of them, `questions` come from: all, up to 10,000. */
  questionReviews: number;
  /** In order of time, buckets without reviews left out, the newest 400; `time` = the bucket's start. */
  trend: readonly (ResultFigures & Readonly<{ time: string }>)[];
  /** Reviews per ten percent: 0–10, 10–20, … 90–100 (100 in the last). */
  distribution: readonly number[];
  /** Of calibrated calls with a review that counts: of all evaluators of these calls, whoever was asked for. */
  agreement: Readonly<{
    /** Calls that two or more have scored, their calibration complete: the newest 500. */
    calls: number;
    /** Krippendorff's alpha of the scores (interval); absent = can't be told. */
    alpha?: number;
    /** The least alike first. Alpha is nominal for yes/no and choices, ordinal for scales; `exact` = share of calls answered alike. */
    questions: readonly Readonly<{
      scorecard: string;
      questionId: string;
      text: string;
      alpha?: number;
      exact: number;
      calls: number;
    }>[];
    /** How many points more than the others they gave, on average over the calls they scored with others. Evaluators see themselves. */
    evaluators: readonly Readonly<{ key: string; name: string; calls: number; meanDifference: number }>[];
  }>;
}>;
