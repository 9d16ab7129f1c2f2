import { describe, expect, test } from "vitest";
import type { Peaks } from "@/lib/api-client/peaks";
import { brokenOffWords, failureWords, lengthWords } from "./audio-words";
import { beginningWords, crossingWords, firstOrder, hasLeft, isTwin, loopStep } from "./call-orders";
import { createHeardMeter } from "./heard-meter";
import { joinPeaks } from "./join-peaks";
import { isWorthKeeping, keepPosition, lastPosition, positionKey } from "./positions";
import { parseSoundSettings, rateBeside } from "./sound-settings";
import { buildTimeline, nextPart } from "./timeline";

describe("what was heard", () => {
  test("counts sound, not time: the same at any speed", () => {
    const meter = createHeardMeter(0);
    for (let atMs = 750; atMs <= 7_500; atMs += 750) meter.moved(atMs, 3);
    expect(meter.take()).toBe(7_500);
    expect(meter.take()).toBe(0);
  });

  test("does not count what was jumped, and counts a loop each time", () => {
    const meter = createHeardMeter(0);
    meter.moved(1_000, 1);
    meter.jumped(2_200);
    meter.moved(2_700, 1);
    meter.jumped(0);
    meter.moved(1_000, 1);
    expect(meter.heardMs()).toBe(2_500);
  });

  test("a way that no sound can run is a jump that nobody told of; going back is no sound", () => {
    const meter = createHeardMeter(0);
    meter.moved(60_000, 1);
    meter.moved(59_000, 1);
    expect(meter.take()).toBe(0);
  });
});

const peaks = (durationMs: number, ...channels: readonly (readonly number[])[]): Peaks => ({
  durationMs,
  channels: channels.map((heights) => Float32Array.from(heights)),
  loudest: 1,
  waveform: { sampleRate: 8_000, samplesPerPixel: 80, channels: [], durationMs },
});

describe("one waveform of several files", () => {
  const timeline = buildTimeline([
    { mediaKey: "a", startMs: 0, lengthMs: 2_000, cutMs: 0 },
    { mediaKey: "b", startMs: 3_000, lengthMs: 2_000, cutMs: 0 },
  ]);

  test("is flat in the gap, and shows one channel in both lanes", () => {
    const joined = joinPeaks(
      timeline,
      new Map([
        ["a", peaks(2_000, [0.5, 0.25], [1, 0.75])],
        ["b", peaks(2_000, [0.5, 1])],
      ]),
    );
    expect(joined?.durationMs).toBe(5_000);
    expect(joined?.channels.map((lane) => [...lane])).toEqual([
      [0.5, 0.25, 0, 0.5, 1],
      [1, 0.75, 0, 0.5, 1],
    ]);
  });

  test("is there as soon as one file's is, and null before", () => {
    expect(joinPeaks(timeline, new Map())).toBeNull();
    expect([...(joinPeaks(timeline, new Map([["b", peaks(2_000, [1, 1])]]))?.channels[0] ?? [])]).toEqual([
      0, 0, 0, 1, 1,
    ]);
  });

  test("of one file stands at its place from the start, also while only its beginning is known", () => {
    const one = buildTimeline([{ mediaKey: "a", startMs: 0, lengthMs: 10_000, cutMs: 0 }]);
    const part = joinPeaks(one, new Map([["a", peaks(4_000, [0.5, 1, 0.25, 0.5])]]));
    expect(part?.durationMs).toBe(10_000);
    expect([...(part?.channels[0] ?? [])]).toEqual([0.5, 1, 0.25, 0.5, 0, 0, 0, 0, 0, 0]);
    const whole = peaks(10_000, [0.5, 1, 0.25, 0.5, 1, 1, 1, 1, 1, 1]);
    expect(joinPeaks(one, new Map([["a", whole]]))).toBe(whole);
  });

  test("of ten hours of which a second is known takes no more memory than can be seen", () => {
    const long = buildTimeline([{ mediaKey: "a", startMs: 0, lengthMs: 36_000_000, cutMs: 0 }]);
    const part = joinPeaks(
      long,
      new Map([
        [
          "a",
          peaks(
            1_000,
            Array.from({ length: 50 }, () => 1),
          ),
        ],
      ]),
    );
    expect(part?.channels[0]?.length).toBeLessThanOrEqual(40_000);
    expect([...(part?.channels[0] ?? [])].filter((height) => height === 1)).toHaveLength(2);
  });
});

function memory(): Pick<Storage, "getItem" | "setItem"> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

describe("the position of the last time", () => {
  test("is kept under a name that gives away neither person nor call", () => {
    const store = memory();
    const key = positionKey("user-7", "engage.13125550142");
    keepPosition(store, key, { mediaKey: "m1", atMs: 134_000.4 });
    expect(lastPosition(store, key)).toEqual({ mediaKey: "m1", atMs: 134_000 });
    expect(lastPosition(store, positionKey("user-8", "engage.13125550142"))).toBeNull();
    expect(store.getItem("earmark.positions")).not.toMatch(/3125550142|user-7/);
    keepPosition(store, key, null);
    expect(lastPosition(store, key)).toBeNull();
  });

  test("keys of many calls differ", () => {
    const keys = Array.from({ length: 5_000 }, (_, index) => positionKey("u", `kazoo.i-${index}`));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("is bounded, the oldest give way, and rubbish in the storage is none", () => {
    const store = memory();
    for (let index = 0; index < 300; index += 1)
      keepPosition(store, `k${index}`, { mediaKey: "m", atMs: index });
    expect(lastPosition(store, "k99")).toBeNull();
    expect(lastPosition(store, "k299")?.atMs).toBe(299);
    store.setItem("earmark.positions", '{"not":[1');
    expect(lastPosition(store, "k299")).toBeNull();
    store.setItem("earmark.positions", '[1,null,{"k":"x","m":2,"t":3}]');
    expect(lastPosition(store, "x")).toBeNull();
  });

  test("beginnings and endings are not worth it", () => {
    expect([5_000, 60_000, 295_000].map((atMs) => isWorthKeeping(atMs, 300_000))).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe("orders", () => {
  const part = (mediaKey: string, index: number, audio: "ready" | "pending" | "missing") => ({
    mediaKey,
    index,
    startMs: index * 1_000,
    endMs: index * 1_000 + 1_000,
    overlapMs: 0,
    file: { audio },
  });
  const track = {
    call: { kind: "recording", id: "r" } as const,
    mediaKey: null,
    atMs: 0,
    toMs: null,
    autoplay: true,
  };
  const parts = [part("a", 0, "missing"), part("b", 1, "pending"), part("c", 2, "ready")];

  test("a call begins with its first sound, and says what has none", () => {
    expect(firstOrder(track, parts).mediaKey).toBe("c");
    expect(beginningWords(track, parts)).toBe("Part 1 has no audio · Part 2 is still being prepared");
  });

  test("a link's file stays the link's, whatever it sounds like", () => {
    const linked = { ...track, mediaKey: "a", atMs: 500 };
    expect(firstOrder(linked, parts)).toEqual({ mediaKey: "a", fileMs: 500, isPlay: true });
    expect(beginningWords(linked, parts)).toBeNull();
  });

  test("crossing says how long nothing was recorded, and what was passed over", () => {
    const timeline = buildTimeline([
      { mediaKey: "a", startMs: 0, lengthMs: 1_000, cutMs: 0 },
      { mediaKey: "b", startMs: 3_000, lengthMs: 1_000, cutMs: 0 },
      { mediaKey: "c", startMs: 9_000, lengthMs: 1_000, cutMs: 0 },
    ]);
    const [from] = timeline.parts;
    if (!from) throw new Error("there are three parts");
    const own = [part("a", 0, "ready"), part("b", 1, "missing"), part("c", 2, "ready")];
    const all = nextPart(timeline, 0, () => true);
    expect(crossingWords(timeline, own, from, all)).toBe("Part 2 of 3 · 0:02 between the files");
    const over = nextPart(timeline, 0, (key) => key === "c");
    expect(crossingWords(timeline, own, from, over)).toBe(
      "Part 2 has no audio · Part 3 of 3 · 0:07 between the files",
    );
    expect(
      crossingWords(
        timeline,
        own,
        from,
        nextPart(timeline, 2, () => true),
      ),
    ).toBeNull();
  });

  test("a second recording of the same time is not heard after the first by itself, and that is said", () => {
    const timeline = buildTimeline([
      { mediaKey: "a", startMs: 0, lengthMs: 60_000, cutMs: 0 },
      { mediaKey: "b", startMs: 1_000, lengthMs: 60_000, cutMs: 0 },
      { mediaKey: "c", startMs: 50_000, lengthMs: 60_000, cutMs: 0 },
    ]);
    expect(timeline.parts.map(isTwin)).toEqual([false, true, false]);
    const own = timeline.parts.map((one) => ({ ...one, file: { audio: "ready" as const } }));
    const [from] = own;
    if (!from) throw new Error("there are three parts");
    const onward = nextPart(timeline, 0, (key) => own.some((one) => one.mediaKey === key && !isTwin(one)));
    expect(crossingWords(timeline, own, from, onward)).toBe(
      "Part 2 was recorded at the same time · Part 3 of 3 · began 0:11 before the part before it ended",
    );
  });

  test("a loop is set from here to here, in either order, then off", () => {
    const begun = loopStep(null, null, 5_000);
    expect(begun).toEqual({ loop: null, fromMs: 5_000 });
    const on = loopStep(null, begun.fromMs, 2_000);
    expect(on.loop).toEqual({ startMs: 2_000, endMs: 5_000 });
    expect(loopStep(on.loop, null, 3_000)).toEqual({ loop: null, fromMs: null });
  });

  test("only playing leaves a loop", () => {
    const loop = { startMs: 1_000, endMs: 2_000 };
    expect(hasLeft(loop, 1_900, 2_050)).toBe(true);
    expect(hasLeft(loop, 2_500, 2_750)).toBe(false);
    expect(hasLeft(loop, 500, 900)).toBe(false);
  });
});

describe("words about broken sound", () => {
  test.each([
    ["unreachable", 62_000, "1000", "The sound stopped at 1:02: the recording system can't be reached."],
    [
      "unreadable",
      0,
      "1000",
      "This audio can't be played: it is damaged, or of a kind this browser doesn't know.",
    ],
    ["unreadable", 5_000, "1000", "The audio is damaged after 0:05."],
    ["unreadable", 0, "0", "The recording system's file is empty."],
  ] as const)("%s at %d ms of %s bytes", (failure, atMs, size, words) => {
    expect(failureWords(failure, false, atMs, { size })).toBe(words);
  });

  test("sound that never comes gets a word, sound that plays none", () => {
    expect(failureWords(null, true, 0, {})).toMatch(/^No sound comes/);
    expect(failureWords(null, false, 0, {})).toBeNull();
  });

  test("sound that ends long before its file is said to have broken off", () => {
    expect(brokenOffWords(10_000, 109_000)).toBe("The audio broke off at 0:10 of 1:49");
    expect(brokenOffWords(108_000, 109_000)).toBeNull();
    expect(brokenOffWords(108_000, 0)).toBeNull();
  });

  test("a lie about the length is told, a rounding is not", () => {
    expect(lengthWords(600_000, 120_000)).toBe(
      "The audio ends 8:00 earlier than the recording system says: it may be cut off.",
    );
    expect(lengthWords(60_000, 90_000)).toBe("The audio is 0:30 longer than the recording system says.");
    expect(lengthWords(60_000, 58_500)).toBeNull();
    expect(lengthWords(null, 58_500)).toBeNull();
  });
});

describe("how somebody listens", () => {
  test("what was stored is taken only where it makes sense", () => {
    expect(parseSoundSettings('{"volume":0.4,"rate":1.5,"skipsSilence":true}')).toEqual({
      volume: 0.4,
      rate: 1.5,
      skipsSilence: true,
    });
    const usual = { volume: 1, rate: 1, skipsSilence: false };
    for (const text of [null, "", "7", "null", '{"volume":9,"rate":17,"skipsSilence":1}']) {
      expect(parseSoundSettings(text)).toEqual(usual);
    }
  });

  test("speeds go up and down one at a time, and no further than 0.5 and 3", () => {
    expect([rateBeside(1, 1), rateBeside(1, -1), rateBeside(3, 1), rateBeside(0.5, -1)]).toEqual([
      1.25, 0.75, 3, 0.5,
    ]);
  });
});
