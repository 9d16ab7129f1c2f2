import { z } from "zod";

export const RESULT_BUCKETS = ["day", "week", "month"] as const;

/** Query of `GET /reviews/results`: which submitted reviews count. Times are of submission. */
export const ResultsQuerySchema = z.strictObject({
  scorecard: z.string().max(64).optional(),
  fromTime: z.iso.datetime({ offset: true }).optional(),
  toTime: z.iso.datetime({ offset: true }).optional(),
  /** Keys of this very answer's groups. */
  agent: z.string().max(64).optional(),
  team: z.string().max(200).optional(),
  evaluator: z.string().max(64).optional(),
  bucket: z.enum(RESULT_BUCKETS).default("week"),
  /** IANA name: where days, weeks and months begin. */
  zone: z.string().max(64).default("UTC"),
});
export type ResultsQuery = z.output<typeof ResultsQuerySchema>;

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

/** `GET /reviews/results`, `statusCode` aside. Names masked for the viewer; blind calibrations left out. */
export type ResultsAnswer = Readonly<{
  total: ResultFigures;
  agents: readonly ResultGroup[];
  teams: readonly ResultGroup[];
  evaluators: readonly ResultGroup[];
  scorecards: readonly ResultGroup[];
  /** Worst first. Of one scorecard when one is asked for, else of all. */
  questions: readonly QuestionResult[];
  /** In order of time, buckets without reviews left out; `time` = the bucket's start. */
  trend: readonly (ResultFigures & Readonly<{ time: string }>)[];
  /** Reviews per ten percent: 0–10, 10–20, … 90–100 (100 in the last). */
  distribution: readonly number[];
  agreement: Readonly<{
    /** Calibrated calls whose evaluators have all submitted. */
    calls: number;
    /** Krippendorff's alpha of the scores (interval); absent = can't be told. */
    alpha?: number;
    questions: readonly Readonly<{
      scorecard: string;
      questionId: string;
      text: string;
      alpha?: number;
      exact: number;
      calls: number;
    }>[];
    evaluators: readonly Readonly<{ key: string; name: string; calls: number; meanDifference: number }>[];
  }>;
}>;
