import type { Operation } from "@/lib/http/openapi";
import * as answers from "../reviews/results/answers/route";
import * as exporting from "../reviews/results/export/route";
import * as results from "../reviews/results/route";
import { operation } from "./operation";

/** What came of submitted reviews. */
export const REVIEW_RESULT_OPERATIONS: readonly Operation[] = [
  operation("GET", "/reviews/results", results.GET, {
    tag: "Reviews",
    summary: "What came of submitted reviews: a manager's within their groups, an evaluator's own",
    success: {
      200: "total, agents, teams, evaluators, scorecards, questions (worst first), trend, distribution, agreement. Calibrations count once all of their evaluators have submitted.",
    },
  }),
  operation("GET", "/reviews/results/answers", answers.GET, {
    tag: "Reviews",
    summary: "The answers to one question that cost points, what failed a review first",
    success: { 200: "answers: review, question, answer, share, fails, places; totalCount, and nextPath." },
    refusals: ["out_of_range"],
  }),
  operation("GET", "/reviews/results/export", exporting.GET, {
    tag: "Reviews",
    summary: "Submitted reviews with their scores, or with rows=questions each of their questions, masked",
    mediaType: "text/csv",
    success: { 200: "A stream of CSV, or of JSON with reviews or questions." },
  }),
];
