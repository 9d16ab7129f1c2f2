import { expect, test } from "vitest";
import { failureWords } from "./failure-words";

test("failures of a job are told by reason, the most frequent first", () => {
  const failures = [
    { id: "a", statusCode: 6 },
    { id: "b", statusCode: 3 },
    { id: "c", statusCode: 3 },
    { id: "d", statusCode: 99 },
  ];
  expect(failureWords({ failures, failed: 4 })).toEqual([
    "2 calls: protected, or not allowed",
    "1 call: not there any more, or not for you",
    "1 call: something went wrong",
  ]);
  expect(failureWords({ failures: [], failed: 1_200 })).toEqual(["1,200 calls: no reason given"]);
});
