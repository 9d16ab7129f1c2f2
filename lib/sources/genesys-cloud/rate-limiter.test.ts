import { describe, expect, test } from "vitest";
import { RATE } from "./config";
import { createRateLimiter, type Urgency } from "./rate-limiter";
import { clockAt, errorOf, signal } from "./test-kit";

const HALF = RATE.perMinute * RATE.shares.background;

function limited() {
  const clock = clockAt(1_000_000);
  const limiter = createRateLimiter({ ...clock, random: () => 0.5 });
  const takeMany = async (urgency: Urgency, times: number) => {
    for (let nth = 0; nth < times; nth += 1) await limiter.take(urgency, signal);
  };
  return { clock, limiter, takeMany };
}

const told = (count: number, allowed: number, reset: number) =>
  new Headers({
    "inin-ratelimit-count": String(count),
    "inin-ratelimit-allowed": String(allowed),
    "inin-ratelimit-reset": String(reset),
  });

describe("the rate of one token", () => {
  test("is used up to its end by people, to a half by history and follow-ups", async () => {
    const { limiter, takeMany } = limited();
    await takeMany("background", HALF);
    expect(await errorOf(limiter.take("background", signal))).toMatchObject({
      kind: "rateLimited",
      retryAfterMs: 60_000,
    });
    await takeMany("person", RATE.perMinute - HALF);
    expect((await errorOf(limiter.take("person", signal))).kind).toBe("rateLimited");
    expect((await errorOf(limiter.take("fresh", signal))).kind).toBe("rateLimited");
  });

  test("has room again a minute after", async () => {
    const { clock, limiter, takeMany } = limited();
    await takeMany("background", HALF);
    clock.advance(59_000);
    // A second is short enough to be waited for in place.
    await limiter.take("background", signal);
    expect(clock.slept).toEqual([1_250]);
  });

  test("is learnt from the vendor's headers: its limit, and what others used of it", async () => {
    const { clock, limiter, takeMany } = limited();
    limiter.learn(told(1, 10, 61));
    await takeMany("background", 4);
    expect((await errorOf(limiter.take("background", signal))).retryAfterMs).toBe(61_000);
    await takeMany("person", 5);
    expect((await errorOf(limiter.take("person", signal))).retryAfterMs).toBe(61_000);
    clock.advance(61_000);
    await takeMany("person", 10);
  });

  test.each(["", "many", "-1", "1.5"])("a header of %j teaches nothing", async (value) => {
    const { limiter, takeMany } = limited();
    limiter.learn(new Headers({ "inin-ratelimit-allowed": value, "inin-ratelimit-count": value }));
    await takeMany("person", RATE.perMinute);
  });

  test("closes for everybody after a 429, and opens for each at another moment", async () => {
    const { clock, limiter } = limited();
    limiter.refused(1_000);
    await limiter.take("background", signal);
    expect(clock.slept).toEqual([1_250]);
    limiter.refused(60_000);
    expect((await errorOf(limiter.take("person", signal))).retryAfterMs).toBe(60_000);
  });

  test("a waiting request ends with its signal", async () => {
    const { limiter } = limited();
    await expect(limiter.take("person", AbortSignal.abort(new Error("left")))).rejects.toThrow("left");
  });
});
