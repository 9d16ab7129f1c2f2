import { describe, expect, test } from "vitest";
import type { Role } from "../permissions";
import { allowedActs, isBlind, seesAnswers } from "./acts";
import { REVIEW_STATES, type ReviewState, UNDO_MS } from "./review";

const NOW = 1_000_000_000;
const ALONE = { reviews: 1, submitted: 0 };
const review = (state: ReviewState, more: object = {}) => ({
  state,
  evaluatorId: "e",
  isCalibration: false,
  submittedMs: state === "submitted" ? NOW - 1_000 : null,
  ...more,
});
const evaluator = { userId: "e", role: "evaluator" as Role };
const supervisor = { userId: "s", role: "supervisor" as Role };
const acts = (given: ReturnType<typeof review>, asker = evaluator, progress = ALONE) =>
  allowedActs(given, asker, progress, NOW);

describe("what an evaluator may do with their review", () => {
  test.each([
    ["assigned", ["answer", "comment", "submit"]],
    ["started", ["answer", "comment", "submit"]],
    ["reopened", ["answer", "comment", "submit"]],
    ["submitted", ["undoSubmit"]],
    ["disputed", ["comment"]],
    ["withdrawn", []],
  ] as const)("%s", (state, expected) => {
    expect(acts(review(state))).toEqual(expected);
    expect(acts(review(state), { userId: "other", role: "evaluator" })).toEqual([]);
  });

  test("a submission can be taken back for a minute", () => {
    expect(acts(review("submitted", { submittedMs: NOW - UNDO_MS }))).toEqual(["undoSubmit"]);
    expect(acts(review("submitted", { submittedMs: NOW - UNDO_MS - 1 }))).toEqual([]);
  });

  test("not once the others' scores have been seen", () => {
    const calibrated = review("submitted", { isCalibration: true });
    expect(acts(calibrated, evaluator, { reviews: 2, submitted: 1 })).toEqual(["undoSubmit"]);
    expect(acts(calibrated, evaluator, { reviews: 2, submitted: 2 })).toEqual([]);
  });
});

describe("what a manager may do with somebody's review", () => {
  test.each([
    ["assigned", ["withdraw"]],
    ["started", ["withdraw"]],
    ["reopened", ["withdraw"]],
    ["submitted", ["dispute", "reopen"]],
    ["disputed", ["uphold", "reopen"]],
    ["withdrawn", []],
  ] as const)("%s", (state, expected) => {
    expect(acts(review(state), supervisor)).toEqual(expected);
    expect(acts(review(state), { userId: "a", role: "administrator" })).toEqual(expected);
    expect(acts(review(state), { userId: "x", role: "agent" })).toEqual([]);
  });

  test("nothing that would show a blind score", () => {
    const calibrated = review("submitted", { isCalibration: true });
    expect(acts(calibrated, supervisor, { reviews: 3, submitted: 2 })).toEqual([]);
    expect(acts(calibrated, supervisor, { reviews: 3, submitted: 3 })).toEqual(["dispute", "reopen"]);
  });

  test("nothing with their own in a calibration", () => {
    const own = { userId: "e", role: "supervisor" as Role };
    for (const state of REVIEW_STATES) {
      const calibrated = review(state, { isCalibration: true, submittedMs: 0 });
      const seen = acts(calibrated, own, { reviews: 2, submitted: 2 });
      expect(
        seen.filter((act) => act === "withdraw" || act === "reopen"),
        state,
      ).toEqual([]);
    }
  });

  test("not judge what they scored themselves", () => {
    const own = { userId: "e", role: "supervisor" as Role };
    expect(acts(review("disputed"), own)).toEqual(["comment", "reopen"]);
    expect(acts(review("submitted", { submittedMs: 0 }), own)).toEqual(["reopen"]);
  });
});

test("answers are their evaluator's until they are submitted, and of a calibration until all are", () => {
  for (const state of REVIEW_STATES) {
    const submitted = state === "submitted" || state === "disputed";
    expect([state, seesAnswers(review(state), evaluator, ALONE)]).toEqual([state, true]);
    expect([state, seesAnswers(review(state), supervisor, ALONE)]).toEqual([state, submitted]);
    const calibrated = review(state, { isCalibration: true });
    expect([state, seesAnswers(calibrated, supervisor, { reviews: 2, submitted: 1 })]).toEqual([
      state,
      false,
    ]);
    expect([state, seesAnswers(review(state), { userId: "e2", role: "evaluator" }, ALONE)]).toEqual([
      state,
      false,
    ]);
  }
  expect(isBlind({ isCalibration: true }, { reviews: 2, submitted: 2 })).toBe(false);
});
