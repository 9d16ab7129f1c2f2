import fc from "fast-check";
import { expect, test } from "vitest";
import { callTimes } from "./call-times";
import { Limiter } from "./limits";
import { dialogOf, isRecording, type LiveCall } from "./live-call";
import { queueNamed } from "./people";
import { recordedMs } from "./sound";
import { BASE_MS, HOUR_MS, MINUTE_MS, testClient } from "./test-client";
import { readLocalTime } from "./time-zones";

const ZONES = ["UTC", "US/Eastern", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"] as const;

test("a moment written on a zone's clock is read back as itself, or as its earlier twin", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2020, 0) / 1000, max: Date.UTC(2030, 0) / 1000 }),
      fc.constantFrom(...ZONES),
      (second, zone) => {
        // The Swedish form of a date is the vendor's.
        const written = (epochMs: number) =>
          new Intl.DateTimeFormat("sv-SE", {
            timeZone: zone,
            dateStyle: "short",
            timeStyle: "medium",
          }).format(epochMs);
        const read = readLocalTime(written(second * 1000), zone) ?? Number.NaN;
        expect(written(read)).toBe(written(second * 1000));
        expect(second * 1000 - read === 0 || (second * 1000 > read && second * 1000 - read <= HOUR_MS)).toBe(
          true,
        );
      },
    ),
  );
});

test("no window of a limit ever holds more calls than it says, and a refused call may come after the wait it was told", () => {
  const limits = [
    { calls: 3, seconds: 60 },
    { calls: 9, seconds: 900 },
  ];
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 60 }), (gaps) => {
      const limiter = new Limiter();
      const taken: number[] = [];
      let nowMs = 0;
      for (const gap of gaps) {
        nowMs += gap;
        const waitMs = limiter.take("metadata", limits, nowMs);
        if (waitMs > 0) {
          nowMs += waitMs;
          expect(limiter.take("metadata", limits, nowMs)).toBe(0);
        }
        taken.push(nowMs);
      }
      for (const { calls, seconds } of limits) {
        for (const [nth, atMs] of taken.entries()) {
          const earlier = taken[nth - calls];
          if (earlier !== undefined) expect(atMs - earlier).toBeGreaterThanOrEqual(seconds * 1000);
        }
      }
    }),
  );
});

test("whatever is toggled, the recording is on for just the time that it was on, ordered, inside the call", () => {
  const queue = fc.constantFrom("Billing", "Payments", "Retention", "Moves");
  const toggle = fc.record({ atMs: fc.integer({ min: 0, max: 300 }), record: fc.boolean() });
  fc.assert(
    fc.property(queue, fc.array(toggle, { maxLength: 8 }), (name, toggles) => {
      const endMs = 300_000;
      const call: LiveCall = {
        uii: "u",
        hexDigits: "h",
        number: 1,
        startMs: 0,
        endMs,
        customer: "2125550100",
        origination: "INBOUND",
        queueId: queueNamed(name).queueId,
        callState: "ACTIVE",
        archive: false,
        legs: [{ agentNumber: 0, fromMs: 0 }],
        toggles: toggles.map((one) => ({ ...one, atMs: one.atMs * 1000 })).sort((a, b) => a.atMs - b.atMs),
      };
      const spans = dialogOf(call, 1, endMs).segments[0]?.spans ?? [];
      let lastMs = 0;
      for (const span of spans) {
        expect(span.startMs).toBeGreaterThanOrEqual(lastMs);
        expect(span.endMs).toBeGreaterThan(span.startMs);
        lastMs = span.endMs;
      }
      expect(lastMs).toBeLessThanOrEqual(endMs);
      const seconds = Array.from({ length: 300 }, (_, second) => second).filter((second) =>
        isRecording(call, second * 1000),
      );
      expect(recordedMs(spans)).toBe(seconds.length * 1000);
    }),
  );
});

test("windows of any cut find every segment once", () => {
  const { simulator } = testClient({ calls: 400 });
  const fromMs = BASE_MS - 40 * HOUR_MS;
  const ids = (from: number, to: number) =>
    simulator
      .dialogsEnded(from, to)
      .flatMap((dialog) =>
        dialog.segments.filter((one) => one.endMs >= from && one.endMs < to).map((one) => one.segmentId),
      );
  const all = ids(fromMs, BASE_MS).sort();
  expect(all.length).toBeGreaterThan(20);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: fromMs, max: BASE_MS }), { maxLength: 6 }), (cuts) => {
      const edges = [fromMs, ...cuts.sort((a, b) => a - b), BASE_MS];
      const found = edges.slice(1).flatMap((to, nth) => ids(edges[nth] ?? fromMs, to));
      expect(found.sort()).toEqual(all);
    }),
    { numRuns: 30 },
  );
});

test("generated calls begin newest first, within five weeks, at any number of them", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer(), (count, seed) => {
      const { startMs, firstBefore } = callTimes(count, seed, BASE_MS);
      const last = count - 1;
      const some = [0, Math.floor(last / 3), Math.floor(last / 2), last].map(startMs);
      expect(some).toEqual([...some].sort((a, b) => b - a));
      expect(startMs(0)).toBeLessThanOrEqual(BASE_MS - 2 * MINUTE_MS);
      expect(startMs(last)).toBeGreaterThanOrEqual(BASE_MS - 36 * 24 * HOUR_MS);
      const first = firstBefore(startMs(last) + 1);
      expect(startMs(first)).toBe(startMs(last));
    }),
    { numRuns: 40 },
  );
});
