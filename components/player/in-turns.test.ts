import { expect, test } from "vitest";
import { inTurns } from "./in-turns";

/** Each step takes so long by the clock. */
function work(count: number, stepMs: number) {
  let clockMs = 0;
  let done = 0;
  function* steps(): Generator<undefined, string, undefined> {
    for (; done < count; done += 1) {
      clockMs += stepMs;
      yield;
    }
    return "all";
  }
  return { steps: steps(), now: () => clockMs, done: () => done };
}

const never = new AbortController().signal;

test("the browser has its turn whenever a few ms are over", async () => {
  const { steps, now, done } = work(6, 5);
  const answer = inTurns(steps, never, now);
  // Two steps are ten ms: then others are let in.
  expect(done()).toBe(1);
  expect(await answer).toBe("all");
  expect(done()).toBe(6);
});

test("short work is done in one turn", () => {
  const { steps, now, done } = work(3, 1);
  void inTurns(steps, never, now);
  expect(done()).toBe(3);
});

test("nobody wants it any more: it ends", async () => {
  const { steps, now, done } = work(100, 10);
  const controller = new AbortController();
  const answer = inTurns(steps, controller.signal, now);
  controller.abort(new Error("gone"));
  await expect(answer).rejects.toThrow("gone");
  expect(done()).toBeLessThan(100);
});
