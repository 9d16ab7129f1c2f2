import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RawAnnotation, RecordingSchema } from "./api-recording";
import { mapMasks } from "./map-masks";
import { iso, NOW_MS } from "./test-kit";

const START_MS = NOW_MS - 3_600_000;
const MINUTE = { startMs: START_MS, stopMs: START_MS + 60_000, durationMs: null };

/** Annotations as the vendor sends them, read as the adapter does. */
function read(...annotations: readonly unknown[]): RawAnnotation[] {
  return RecordingSchema.parse({ id: "r", annotations }).annotations;
}

/** The pause captured from a real org (fact sheet §5.2). */
const CAPTURED = {
  id: "7108",
  type: "Pause",
  location: 9_060,
  durationMs: 8_139,
  absoluteLocation: 8_660,
  absoluteDurationMs: 8_139,
  recordingLocation: 9_060,
  recordingDurationMs: 0,
  description: "Flow Or Queue",
  reason: "FlowOrQueue",
  realtimeLocation: 8_671,
};

const pause = (atMs: number, durationMs: number, rest: object = {}) => ({
  type: "Pause",
  reason: "SecurePause",
  recordingLocation: atMs,
  durationMs,
  ...rest,
});

const span = (startMs: number, endMs: number, pausedMs: number, open = false) => ({
  startMs,
  endMs,
  pausedMs,
  uncertainMs: 500,
  open,
  origin: "annotations",
});

const clock = (ms: number) => iso(START_MS + ms);
const timesOf = ({ masks }: ReturnType<typeof mapMasks>) =>
  masks.map(({ timeMs, type }) => [iso(timeMs), type]);

describe("the masks of one file", () => {
  test("a captured pause was cut out: it lies where the file says and takes no time there", () => {
    const found = mapMasks(read(CAPTURED), MINUTE, undefined);
    expect(found.maskedSpans).toEqual([span(9_060, 9_060, 8_139)]);
    expect(timesOf(found)).toEqual([
      [clock(9_060), "paused"],
      [clock(17_199), "resume"],
    ]);
    expect(found.cutMs).toBe(8_139);
  });

  test("pauses after a cut lie earlier in the file, and where they were on the clock", () => {
    const found = mapMasks(
      read(
        pause(20_000, 4_000, { recordingDurationMs: 0, realtimeLocation: 25_000 }),
        pause(10_000, 5_000, { recordingDurationMs: 0, realtimeLocation: 10_000 }),
      ),
      MINUTE,
      undefined,
    );
    expect(found.maskedSpans).toEqual([span(10_000, 10_000, 5_000), span(20_000, 20_000, 4_000)]);
    expect(timesOf(found)).toEqual([
      [clock(10_000), "paused"],
      [clock(15_000), "resume"],
      [clock(25_000), "paused"],
      [clock(29_000), "resume"],
    ]);
  });

  test("a pause with a length in the file stands there as silence", () => {
    const found = mapMasks(read(pause(10_000, 5_000, { recordingDurationMs: 5_000 })), MINUTE, undefined);
    expect(found.maskedSpans).toEqual([span(10_000, 15_000, 5_000)]);
    expect(found.cutMs).toBe(0);
  });

  test("one file may have lost one pause and kept the other", () => {
    const found = mapMasks(
      read(
        pause(10_000, 5_000, { recordingDurationMs: 0, realtimeLocation: 10_000 }),
        pause(20_000, 4_000, { recordingDurationMs: 4_000, realtimeLocation: 25_000 }),
      ),
      MINUTE,
      undefined,
    );
    expect(found.maskedSpans).toEqual([span(10_000, 10_000, 5_000), span(20_000, 24_000, 4_000)]);
    expect(timesOf(found).map(([time]) => time)).toEqual([10_000, 15_000, 25_000, 29_000].map(clock));
  });

  test("the file's own length is the better witness, and the operator's setting the best", () => {
    const told = read(pause(10_000, 5_000, { recordingDurationMs: 0, realtimeLocation: 10_000 }));
    const whole = { ...MINUTE, durationMs: 60_000 };
    expect(mapMasks(told, whole, undefined).maskedSpans).toEqual([span(10_000, 15_000, 5_000)]);
    const shorter = { ...MINUTE, durationMs: 55_000 };
    expect(mapMasks(told, shorter, undefined).maskedSpans).toEqual([span(10_000, 10_000, 5_000)]);
    expect(mapMasks(told, shorter, "silence").maskedSpans).toEqual([span(10_000, 15_000, 5_000)]);
    expect(mapMasks(told, whole, "cut").maskedSpans).toEqual([span(10_000, 10_000, 5_000)]);
  });

  test("location stands in for recordingLocation, realtimeLocation for both", () => {
    const at = (rest: object) =>
      mapMasks(read({ type: "Pause", durationMs: 5_000, ...rest }), MINUTE, "cut").maskedSpans[0]?.startMs;
    expect(at({ recordingLocation: 1, location: 2, realtimeLocation: 3 })).toBe(1);
    expect(at({ location: 2, realtimeLocation: 3 })).toBe(2);
    expect(at({ realtimeLocation: 3 })).toBe(3);
    expect(at({})).toBeUndefined();
  });

  test("holds and bookmarks are no masks; a pause without a reason is one", () => {
    const others = read(
      { type: "Hold", location: 1_000, durationMs: 500 },
      { type: "Pause", reason: "Hold", location: 2_000, durationMs: 500 },
      { type: "Bookmark", location: 3_000, durationMs: 500 },
      { type: "Pause", location: 4_000, durationMs: 500 },
      { location: 5_000, durationMs: 500 },
      "nonsense",
      null,
    );
    expect(mapMasks(others, MINUTE, "silence").maskedSpans).toEqual([span(4_000, 4_500, 500)]);
  });

  test("a merged pause and those nested in it, which overlap, are one; without a place they stand for it", () => {
    const children = [
      pause(10_000, 3_000, { realtimeLocation: 10_000 }),
      pause(12_000, 4_000, { realtimeLocation: 12_000 }),
      { type: "Pause", reason: "Hold", recordingLocation: 30_000, durationMs: 9_000 },
    ];
    const merged = pause(10_000, 5_000, { realtimeLocation: 10_000, annotations: children });
    expect(mapMasks(read(merged), MINUTE, "silence").maskedSpans).toEqual([span(10_000, 16_000, 6_000)]);
    const placeless = { type: "Pause", reason: "Pause", annotations: children };
    expect(mapMasks(read(placeless), MINUTE, "silence").maskedSpans).toEqual([span(10_000, 16_000, 6_000)]);
  });

  test("a merged pause that was cut out is cut out once, and one nested far away is its own", () => {
    const inner = pause(10_000, 5_000, { recordingDurationMs: 0, realtimeLocation: 10_000 });
    const far = pause(25_000, 4_000, { recordingDurationMs: 0, realtimeLocation: 30_000 });
    const merged = { ...inner, annotations: [inner, far] };
    const found = mapMasks(read(merged, inner, far), MINUTE, undefined);
    expect(found.maskedSpans).toEqual([span(10_000, 10_000, 5_000), span(25_000, 25_000, 4_000)]);
    expect(found.cutMs).toBe(9_000);
  });

  test("without the clock's time the file's own is enough: cuts of one place are one after the other's end", () => {
    const found = mapMasks(
      read(pause(10_000, 5_000), pause(10_000, 6_000), pause(10_500, 1_000)),
      MINUTE,
      "cut",
    );
    expect(found.maskedSpans).toEqual([span(10_000, 10_000, 6_000), span(10_500, 10_500, 1_000)]);
    expect(timesOf(found).map(([time]) => time)).toEqual([10_000, 16_000, 16_500, 17_500].map(clock));
  });

  test("pauses that share an id are still each their own", () => {
    const found = mapMasks(
      read({ id: "same", ...pause(1_000, 500) }, { id: "same", ...pause(5_000, 500) }),
      MINUTE,
      "silence",
    );
    expect(found.maskedSpans).toHaveLength(2);
  });

  test("what lies before the file or beyond its end is clamped or dropped", () => {
    const found = mapMasks(
      read(pause(-5_000, 7_000), pause(-9_000, 1_000), pause(58_000, 9_000), pause(90_000, 1_000)),
      MINUTE,
      "silence",
    );
    expect(found.maskedSpans).toEqual([span(0, 2_000, 2_000), span(58_000, 60_000, 2_000)]);
  });

  test("a pause that never ended is open; one of no length is none", () => {
    const unending = { type: "Pause", reason: "SecurePause", recordingLocation: 50_000 };
    const found = mapMasks(read(unending, pause(5_000, 0), pause(6_000, -4)), MINUTE, "silence");
    expect(found.maskedSpans).toEqual([span(50_000, 60_000, 10_000, true)]);
    expect(found.masks).toEqual([{ timeMs: START_MS + 50_000, type: "paused" }]);
  });

  test("a file whose start is not known has no spans, and yet knows how much was cut", () => {
    const found = mapMasks(read(CAPTURED), { startMs: null, stopMs: null, durationMs: null }, undefined);
    expect(found).toEqual({ masks: [], maskedSpans: [], cutMs: 8_139 });
  });

  test("whatever comes, spans are sorted and lie inside the file", () => {
    const number = fc.option(fc.integer({ min: -300_000, max: 300_000 }), { nil: undefined });
    const flat = {
      type: fc.constantFrom("Pause", "pause", "Hold"),
      reason: fc.constantFrom(undefined, "SecurePause", "FlowOrQueue", "Pause", "Hold"),
      location: number,
      durationMs: number,
      recordingLocation: number,
      recordingDurationMs: number,
      realtimeLocation: number,
    };
    const nested = fc.record({ ...flat, annotations: fc.array(fc.record(flat), { maxLength: 3 }) });
    const fill = fc.constantFrom("silence", "cut", undefined);
    fc.assert(
      fc.property(
        fc.array(nested, { maxLength: 8 }),
        fill,
        fc.nat(120_000),
        (annotations, setting, lengthMs) => {
          const file = { ...MINUTE, durationMs: lengthMs };
          const { cutMs, maskedSpans, masks } = mapMasks(read(...annotations), file, setting);
          expect(cutMs).toBeGreaterThanOrEqual(0);
          for (const [index, one] of maskedSpans.entries()) {
            expect(one.startMs).toBeGreaterThanOrEqual(maskedSpans[index - 1]?.startMs ?? 0);
            expect(one.endMs).toBeGreaterThanOrEqual(one.startMs);
            expect(one.endMs).toBeLessThanOrEqual(lengthMs);
          }
          const times = masks.map(({ timeMs }) => timeMs);
          expect(times).toEqual([...times].sort((a, b) => a - b));
          // Pauses and resumes take turns: nobody has to pair them again.
          for (const [index, mask] of masks.entries()) {
            expect(mask.type).toBe(index % 2 === 0 ? "paused" : "resume");
          }
        },
      ),
    );
  });
});
