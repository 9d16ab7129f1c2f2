import { describe, expect, test } from "vitest";
import { nextInQueue } from "./next-in-queue";
import { waitingWords } from "./queue-words";

const WAITING = [{ id: "a" }, { id: "b" }, { id: "c" }];

describe("the review to go on with", () => {
  test.each([
    ["a", "b"],
    ["c", "a"],
    ["submitted meanwhile", "a"],
  ])("after %s is %s", (id, next) => {
    expect(nextInQueue(WAITING, id)?.id).toBe(next);
  });

  test("is none when nothing else waits", () => {
    expect(nextInQueue([{ id: "a" }], "a")).toBeNull();
    expect(nextInQueue([], "a")).toBeNull();
  });
});

test("the queue in words", () => {
  const nowMs = Date.UTC(2026, 10, 25, 17);
  const due = (day: number) => `2026-11-${day}T12:00:00.000+0000`;
  const rows = [
    { state: "assigned", dueTime: due(24) },
    { state: "reopened", dueTime: due(26) },
    { state: "started" },
  ] as const;
  expect(waitingWords(rows, 3, nowMs)).toBe("3 to do, 1 overdue, 1 reopened");
  expect(waitingWords([], 0, nowMs)).toBe("Nothing to do");
});
