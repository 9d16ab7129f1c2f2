import { beforeEach, describe, expect, test } from "vitest";
import { createThrottle, type Throttle } from "./throttle";

describe("wrong passwords", () => {
  let nowMs = 0;
  let throttle: Throttle;
  beforeEach(() => {
    nowMs = 1_000_000;
    throttle = createThrottle(() => nowMs);
  });

  const wrong = (times: number, account = "a@b.test", address = "192.0.2.1") => {
    for (let index = 0; index < times; index += 1) throttle.begin(account, address);
  };

  test("the sixth attempt within a minute waits until the first is a minute old", () => {
    wrong(4);
    nowMs += 20_000;
    wrong(1);
    expect(throttle.begin("a@b.test", "192.0.2.1")).toEqual({ allowed: false, retryAfterSeconds: 40 });
    expect(throttle.waitSeconds("A@B.test ", "192.0.2.1")).toBe(40);
    nowMs += 40_001;
    expect(throttle.begin("a@b.test", "192.0.2.1").allowed).toBe(true);
  });

  test("other accounts, and the same account from elsewhere, are not braked", () => {
    wrong(5);
    expect(throttle.begin("a@b.test", "192.0.2.1").allowed).toBe(false);
    expect(throttle.begin("c@b.test", "192.0.2.1").allowed).toBe(true);
    expect(throttle.begin("a@b.test", "192.0.2.2").allowed).toBe(true);
  });

  test("attempts count from their beginning, right ones are taken back", () => {
    const attempts = Array.from({ length: 5 }, () => throttle.begin("a@b.test", "192.0.2.1"));
    expect(throttle.begin("a@b.test", "192.0.2.1").allowed).toBe(false);
    for (const attempt of attempts) if (attempt.allowed) attempt.succeeded();
    expect(throttle.begin("a@b.test", "192.0.2.1").allowed).toBe(true);
  });

  test("attempts while braked do not lengthen the wait", () => {
    wrong(5);
    nowMs += 30_000;
    wrong(20);
    expect(throttle.waitSeconds("a@b.test", "192.0.2.1")).toBe(30);
  });

  test("one address, or one IPv6 subscriber, may be wrong fifty times a minute over all accounts", () => {
    for (let index = 0; index < 50; index += 1)
      wrong(1, `user${index}@b.test`, `2001:db8:1:2::${index.toString(16)}`);
    expect(throttle.begin("other@b.test", "2001:db8:1:2:ffff::1").allowed).toBe(false);
    expect(throttle.begin("other@b.test", "2001:db8:1:3::1").allowed).toBe(true);
  });
});
