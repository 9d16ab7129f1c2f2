import type { Operation } from "@/lib/http/openapi";
import * as comment from "../reviews/[reviewId]/comments/[commentId]/route";
import * as comments from "../reviews/[reviewId]/comments/route";
import * as review from "../reviews/[reviewId]/route";
import * as segmentPeaks from "../reviews/[reviewId]/segments/[segment]/peaks/route";
import * as segmentPlay from "../reviews/[reviewId]/segments/[segment]/play/route";
import * as draws from "../reviews/draws/route";
import * as evaluators from "../reviews/evaluators/route";
import * as reviews from "../reviews/route";
import * as rule from "../reviews/rules/[ruleId]/route";
import * as rules from "../reviews/rules/route";
import * as segments from "../reviews/segments/route";
import { operation } from "./operation";

const REVIEW = "/reviews/{reviewId}";
const SEGMENT = `${REVIEW}/segments/{segment}`;

/** The operations below `/api/v2/reviews`, results and rules aside. */
export const REVIEW_OPERATIONS: readonly Operation[] = [
  operation("GET", "/reviews", reviews.GET, {
    tag: "Reviews",
    summary: "Reviews: an evaluator's own, a manager's within their groups",
    success: {
      200: "reviews (open ones the most pressing first, others the newest), totalCount, nextPath and prevPath where there are more.",
    },
  }),
  operation("POST", "/reviews", reviews.POST, {
    tag: "Reviews",
    summary: "Assign parts of calls to evaluators: named segments, calls, a search, or a sample drawn by lot",
    success: {
      200: "With dryRun: picks, skipped, and of a sample seed and population. Nothing is written.",
      201: "assignment, reviews, skipped with reasons, and of a sample draw with its seed.",
    },
    refusals: ["unprocessable", "out_of_range", "not_found", "forbidden"],
  }),
  operation("GET", "/reviews/evaluators", evaluators.GET, {
    tag: "Reviews",
    summary: "Whom reviews can be given to, with how much waits for each of them",
    success: { 200: "evaluators: id, name, role, open." },
  }),
  operation("GET", "/reviews/segments", segments.GET, {
    tag: "Reviews",
    summary: "The parts of a call that are there by themselves: its media files, each agent's time",
    success: { 200: "segments: unit, mediaKey, startMs, endMs, name (masked for the caller)." },
    refusals: ["not_found"],
  }),
  operation("GET", REVIEW, review.GET, {
    tag: "Reviews",
    summary: "One review: the call cut to its segments, the scorecard as it stood, the answers",
    success: {
      200: "review. Answers and score only for who may see them: its evaluator, and managers once submitted and no calibration is blind.",
    },
    refusals: ["not_found"],
  }),
  operation("PUT", REVIEW, review.PUT, {
    tag: "Reviews",
    summary: "Keep answers: those named, over the revision named; by the review's evaluator",
    success: { 200: "revision, progress, state." },
    refusals: ["not_found", "cannot_update"],
  }),
  operation("POST", REVIEW, review.POST, {
    tag: "Reviews",
    summary: "Submit, take that back within a minute, dispute, uphold, re-open or withdraw",
    success: { 200: "review as it stands then; nothing of one withdrawn." },
    refusals: ["not_found", "cannot_update", "unprocessable", "forbidden_role"],
  }),
  operation("POST", `${REVIEW}/comments`, comments.POST, {
    tag: "Reviews",
    summary: "Comment in one's review, at a moment of a segment or about the whole",
    success: { 201: "id and path." },
    refusals: ["not_found", "cannot_update", "out_of_range"],
  }),
  operation("PUT", `${REVIEW}/comments/{commentId}`, comment.PUT, {
    tag: "Reviews",
    summary: "Change one's own comment",
    success: { 200: "Changed." },
    refusals: ["not_found", "cannot_update", "out_of_range"],
  }),
  operation("DELETE", `${REVIEW}/comments/{commentId}`, comment.DELETE, {
    tag: "Reviews",
    summary: "Remove one's own comment",
    success: { 200: "Removed." },
    refusals: ["not_found", "cannot_update"],
  }),
  operation("GET", `${SEGMENT}/play`, segmentPlay.GET, {
    tag: "Reviews",
    summary: "A segment's own audio, in ranges: cut out of its file, in that file's format",
    success: {
      200: "Audio.",
      202: "The vendor is still preparing it; Retry-After says when to ask again.",
      206: "The range asked for.",
    },
    refusals: ["not_found", "range_not_satisfiable", "source_refused", "source_unavailable"],
  }),
  operation("HEAD", `${SEGMENT}/play`, segmentPlay.HEAD, {
    tag: "Reviews",
    summary: "As GET, without the audio",
    success: { 200: "Its headers.", 202: "Not ready yet." },
    refusals: ["not_found", "source_refused", "source_unavailable"],
  }),
  operation("POST", `${SEGMENT}/play`, segmentPlay.POST, {
    tag: "Reviews",
    summary: "How much of a segment the player says was heard",
    success: { 200: "Noted." },
    refusals: ["not_found"],
  }),
  operation("GET", `${SEGMENT}/peaks`, segmentPeaks.GET, {
    tag: "Reviews",
    summary: "The waveform of a segment, made from its own sound",
    success: {
      200: "audiowaveform, version 2, 8 bit.",
      202: "Being made; its beginning, once there is one.",
    },
    refusals: ["not_found", "source_refused", "source_unavailable"],
  }),
  operation("GET", "/reviews/rules", rules.GET, {
    tag: "Reviews",
    summary: "Rules by which calls are drawn for review: one's own, an administrator's are everybody's",
    success: { 200: "rules" },
  }),
  operation("POST", "/reviews/rules", rules.POST, {
    tag: "Reviews",
    summary: "Make a rule; an active one draws by itself once a week is over",
    success: { 201: "id" },
    refusals: ["not_found"],
  }),
  operation("GET", "/reviews/rules/{ruleId}", rule.GET, {
    tag: "Reviews",
    summary: "One rule",
    success: { 200: "rule" },
    refusals: ["not_found"],
  }),
  operation("PUT", "/reviews/rules/{ruleId}", rule.PUT, {
    tag: "Reviews",
    summary: "Change a rule; weeks in which it was switched off are not made up for",
    success: { 200: "Changed." },
    refusals: ["not_found"],
  }),
  operation("DELETE", "/reviews/rules/{ruleId}", rule.DELETE, {
    tag: "Reviews",
    summary: "Remove a rule; what was drawn by it stays",
    success: { 200: "Removed." },
    refusals: ["not_found"],
  }),
  operation("POST", "/reviews/rules/{ruleId}", rule.POST, {
    tag: "Reviews",
    summary: "Draw now by a rule, for the time named, and assign what is drawn",
    success: { 201: "assignment, reviews, skipped, draw." },
    refusals: ["not_found", "out_of_range", "forbidden"],
  }),
  operation("GET", "/reviews/draws", draws.GET, {
    tag: "Reviews",
    summary: "What was drawn by lot, newest first, with the seeds by which it can be worked out again",
    success: { 200: "draws: id, rule, seed, population, picks, fromTime, toTime, perAgent, time, user." },
  }),
];
