import { beforeAll, describe, expect, test } from "vitest";
import { decodeMp3, levelDb } from "./decode-for-tests";
import {
  composeMp3,
  frameDurationMs,
  readFrameHeader,
  repeatFrames,
  silentFrames,
  splitFrames,
  usesReservoir,
} from "./mp3-frames";
import { readSampleAudio } from "./samples";

const FRAME_MS = 72;
const CHANNELS = ["agent", "customer"] as const;
let speech: Buffer = Buffer.alloc(0);
let firstFrame: Buffer = Buffer.alloc(0);

beforeAll(async () => {
  speech = await readSampleAudio("billing-dispute.mp3");
  firstFrame = splitFrames(speech)[0] ?? firstFrame;
});

describe("frames", () => {
  test("a sample frame is 72 ms of 8 kHz stereo at 32 kbit/s", () => {
    expect(readFrameHeader(firstFrame)).toEqual({
      sampleRate: 8000,
      channels: 2,
      bitsPerSecond: 32_000,
      samplesPerFrame: 576,
      sizeBytes: 288,
      isMpeg1: false,
      hasCrc: false,
    });
    expect(frameDurationMs(firstFrame)).toBe(FRAME_MS);
  });

  test.each([
    ["MPEG 1, 128 kbit/s, 44.1 kHz, padded", [0xff, 0xfb, 0x92, 0x00], 418, 44_100, 2],
    ["MPEG 1, 128 kbit/s, 48 kHz", [0xff, 0xfb, 0x94, 0x00], 384, 48_000, 2],
    ["MPEG 2, 64 kbit/s, 22.05 kHz, mono, checksum", [0xff, 0xf2, 0x80, 0xc0], 208, 22_050, 1],
  ])("reads %s", (_name, header, sizeBytes, sampleRate, channels) => {
    expect(readFrameHeader(Buffer.from(header))).toMatchObject({ sizeBytes, sampleRate, channels });
  });

  test.each([
    ["JSON", Buffer.from('{"statusCode":4}')],
    ["nothing", Buffer.alloc(0)],
    ["layer II", Buffer.from([0xff, 0xfd, 0x90, 0x00])],
    ["a free bit rate", Buffer.from([0xff, 0xfb, 0x00, 0x00])],
  ])("%s is no frame", (_name, bytes) => {
    expect(() => readFrameHeader(bytes)).toThrow("No MP3 frame");
  });

  test("tags in front and behind are left out, a frame cut short is refused", () => {
    const id3 = Buffer.concat([Buffer.from("ID3\u0003\0\0\0\0\u0001\u0002", "latin1"), Buffer.alloc(130)]);
    const tag = Buffer.alloc(128);
    tag.write("TAG");
    expect(Buffer.concat(splitFrames(Buffer.concat([id3, speech, tag]))).equals(speech)).toBe(true);
    expect(() => splitFrames(speech.subarray(0, speech.length - 1))).toThrow("cut short");
  });

  test("repeated frames are the same bytes again", () => {
    const thrice = repeatFrames(speech, 3);
    expect(thrice.length).toBe(3 * speech.length);
    expect(thrice.subarray(speech.length, 2 * speech.length).equals(speech)).toBe(true);
  });

  test("silent frames are digital silence of the length asked for", async () => {
    const silence = silentFrames(firstFrame, 10_000);
    const { agent, customer, durationMs } = await decodeMp3(silence);
    expect(Math.abs(durationMs - 10_000)).toBeLessThanOrEqual(FRAME_MS / 2);
    expect(agent.every((value) => value === 0) && customer.every((value) => value === 0)).toBe(true);
    expect(silentFrames(firstFrame, 10)).toHaveLength(0);
  });
});

describe("composing a call of any length", () => {
  test.each([72, 100, 1000, 33_100, 193_032, 200_000, 400_036])(
    "%i ms come out within one frame",
    async (wantedMs) => {
      const { durationMs, agent } = await decodeMp3(
        composeMp3({ source: speech, durationMs: wantedMs, silences: [] }),
      );
      expect(Math.abs(durationMs - wantedMs)).toBeLessThanOrEqual(FRAME_MS / 2);
      if (wantedMs > 30_000) expect(levelDb(agent, 0, durationMs)).toBeGreaterThan(-35);
    },
  );

  test("not a sample is heard inside its silences, and speech around them", async () => {
    const silences = [
      { startMs: 24_034, endMs: 26_098 },
      { startMs: 40_001, endMs: 40_002 },
      { startMs: 70_000, endMs: 95_500 },
      { startMs: 299_000, endMs: 301_000 },
    ];
    const sound = await decodeMp3(composeMp3({ source: speech, durationMs: 300_000, silences }));
    for (const channel of CHANNELS) {
      for (const { startMs, endMs } of silences) {
        expect(sound[channel].subarray(startMs * 8, endMs * 8).every((value) => value === 0)).toBe(true);
      }
    }
    const either = (fromMs: number, toMs: number) =>
      Math.max(...CHANNELS.map((channel) => levelDb(sound[channel], fromMs, toMs)));
    for (const { startMs, endMs } of silences) {
      expect(either(startMs - 2300, startMs - 300)).toBeGreaterThan(-45);
      if (endMs < 300_000) expect(either(endMs + 100, endMs + 2100)).toBeGreaterThan(-45);
    }
  });

  test("sound comes back less than one and a half frames after a silence and stops less than four before", async () => {
    for (let startMs = 30_000; startMs < 30_072; startMs += 5) {
      const span = { startMs, endMs: startMs + 3000 };
      const { agent, customer } = await decodeMp3(
        composeMp3({ source: speech, durationMs: 40_000, silences: [span] }),
      );
      const isSound = (index: number) => agent[index] !== 0 || customer[index] !== 0;
      const inside = startMs * 8;
      let firstZero = inside;
      while (firstZero > 0 && !isSound(firstZero - 1)) firstZero -= 1;
      let firstAfter = inside;
      while (firstAfter < agent.length && !isSound(firstAfter)) firstAfter += 1;
      expect(firstZero / 8).toBeGreaterThan(startMs - 4 * FRAME_MS);
      expect(firstAfter / 8).toBeGreaterThanOrEqual(span.endMs);
      expect(firstAfter / 8).toBeLessThan(span.endMs + 1.5 * FRAME_MS);
    }
  });

  test("two calls that begin at different places of the source differ", () => {
    const at = (offsetMs: number) => composeMp3({ source: speech, durationMs: 5000, silences: [], offsetMs });
    expect(at(0).equals(at(20_000))).toBe(false);
    expect(at(20_000).equals(at(20_000))).toBe(true);
  });

  test("a silence over the whole call leaves nothing", async () => {
    const composed = composeMp3({
      source: speech,
      durationMs: 5000,
      silences: [{ startMs: 0, endMs: 5000 }],
    });
    const { agent, customer } = await decodeMp3(composed);
    expect([...agent, ...customer].every((value) => value === 0)).toBe(true);
  });

  test("frames that lean on their neighbours are refused", () => {
    const leaning = Buffer.from(speech.subarray(0, 288));
    leaning[4] = 7;
    expect(usesReservoir(leaning)).toBe(true);
    expect(() => composeMp3({ source: leaning, durationMs: 100, silences: [] })).toThrow("cannot be moved");
    expect(() => composeMp3({ source: Buffer.alloc(0), durationMs: 100, silences: [] })).toThrow(
      "no MP3 frame",
    );
  });
});
