import { describe, expect, test } from "vitest";
import { decodeIfPossible, readSegments, readSegmentsAsTheyAre } from "./paths";
import { declareLength, readRange, type SoundFaults, soundOfRange, soundStream } from "./sound";
import { FIXED_NOW_MS, startOf } from "./start";

const WELL: SoundFaults = { slowFirstByteMs: 0, throttleBytesPerSecond: null, dropAudioAfterBytes: null };
const FILE = Uint8Array.from({ length: 10 }, (_, at) => at);

/** Ten bytes, three at a time. */
const sound = (from = 0, to = FILE.length) =>
  soundOfRange({ from, to }, async (begin, end) => FILE.slice(begin, Math.min(end, begin + 3)));

const bytesOf = async (stream: ReadableStream<Uint8Array>): Promise<number[]> => [
  ...new Uint8Array(await new Response(stream).arrayBuffer()),
];

describe("a stream of sound", () => {
  test("is the range, byte for byte", async () => {
    expect(await bytesOf(soundStream(sound(), WELL))).toEqual([...FILE]);
    expect(await bytesOf(soundStream(sound(2, 7), WELL))).toEqual([2, 3, 4, 5, 6]);
  });

  test("makes nothing before it is read", () => {
    soundStream(async () => {
      throw new Error("nobody has asked");
    }, WELL);
  });

  test("breaks after exactly so many bytes", async () => {
    const reader = soundStream(sound(1), { ...WELL, dropAudioAfterBytes: 4 }).getReader();
    expect((await reader.read()).value).toEqual(FILE.slice(1, 4));
    expect((await reader.read()).value).toEqual(FILE.slice(4, 5));
    await expect(reader.read()).rejects.toThrow("dropped");
  });

  test("that breaks behind its end is whole", async () => {
    expect(await bytesOf(soundStream(sound(), { ...WELL, dropAudioAfterBytes: 11 }))).toHaveLength(10);
  });

  test("waits for nobody who has left, and says that he has", async () => {
    let left = 0;
    const slow = { ...WELL, slowFirstByteMs: 2_000_000_000 };
    const reader = soundStream(sound(), slow, async () => {
      left += 1;
    }).getReader();
    const reading = reader.read();
    await reader.cancel();
    expect(await reading).toEqual({ done: true, value: undefined });
    expect(left).toBe(1);
  });
});

test.each([
  [null, null],
  ["bytes=-", null],
  ["bytes=0-1,3-4", null],
  ["bytes=5-3", null],
  ["bytes=0-", { from: 0, to: 10 }],
  ["bytes=2-4", { from: 2, to: 5 }],
  ["bytes=2-400", { from: 2, to: 10 }],
  ["bytes=-3", { from: 7, to: 10 }],
  ["bytes=-30", { from: 0, to: 10 }],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=10-", "unsatisfiable"],
] as const)("the range of %j", (header, range) => {
  expect(readRange(header, 10)).toEqual(range);
});

test.each([
  ["none", null],
  ["right", "10"],
  ["short", "7"],
  ["long", "12"],
] as const)("a length told %s", (told, length) => {
  const headers = new Headers();
  declareLength(headers, 10, told);
  expect(headers.get("content-length")).toBe(length);
});

test("paths come apart at their slashes, and a broken escape is none or stands as it is", () => {
  expect(readSegments("/a/b%2Fc/")).toEqual(["a", "b/c"]);
  expect(readSegments("/a/%E0%A4%A")).toBeNull();
  expect(readSegmentsAsTheyAre("/a%20b/%E0%A4%A")).toEqual(["a b", "%E0%A4%A"]);
  expect(decodeIfPossible("%")).toBe("%");
});

test("a simulator starts at its own address and a clock that stands still, unless told otherwise", () => {
  const own = startOf({}, "http://x.example/");
  expect(own).toMatchObject({ baseMs: FIXED_NOW_MS, baseUrl: "http://x.example" });
  expect(own.clockMs()).toBe(FIXED_NOW_MS);
  expect(own.pathBelow("/pbx/v2")).toBe("/pbx/v2");
  const given = startOf({ now: () => new Date(5), baseUrl: "http://y.example/pbx/" }, "http://x.example");
  expect(given).toMatchObject({ baseMs: 5, baseUrl: "http://y.example/pbx" });
  expect(given.pathBelow("/pbx/v2")).toBe("/v2");
  expect(given.pathBelow("/pbxv2")).toBe("/pbxv2");
  expect(startOf({ baseTime: new Date(7) }, "http://x.example").baseMs).toBe(7);
});
