import { expect, test } from "vitest";
import { reviewCountWords, sharesOf, skippedByReason } from "./preview-words";

const segment = (startMs: number, endMs: number | null) =>
  ({ mediaKey: "m", startMs, endMs, unit: "mediaFile" }) as const;

test("each evaluator's share, those without one included; one unknown length makes the sum unknown", () => {
  const picks = [
    { recording: "a.1", evaluator: "ann", segments: [segment(0, 60_000), segment(90_000, 120_000)] },
    { recording: "a.2", evaluator: "bob", segments: [segment(0, null)] },
    { recording: "a.3", evaluator: "ann", segments: [segment(0, 1_000)] },
  ];
  expect(sharesOf({ picks }, ["bob", "ann", "eve"])).toEqual([
    { evaluator: "bob", reviews: 1, lengthMs: null },
    { evaluator: "ann", reviews: 2, lengthMs: 91_000 },
    { evaluator: "eve", reviews: 0, lengthMs: 0 },
  ]);
});

test("what is left out is told by reason, the most frequent first", () => {
  const skipped = [
    { recording: "a.1", reason: "It has no audio." },
    { recording: "a.2", reason: "Being deleted." },
    { recording: "a.3", reason: "Being deleted." },
  ];
  expect(skippedByReason(skipped)).toEqual([
    { reason: "Being deleted.", calls: 2 },
    { reason: "It has no audio.", calls: 1 },
  ]);
});

test("reviews are counted in words", () => {
  expect([reviewCountWords(0), reviewCountWords(1), reviewCountWords(1_204)]).toEqual([
    "0 reviews",
    "1 review",
    "1,204 reviews",
  ]);
});
