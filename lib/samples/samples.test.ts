import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { type Decoded, decodeMp3, levelDb } from "./decode-for-tests";
import { splitFrames, usesReservoir } from "./mp3-frames";
import {
  loadSampleCalls,
  readSampleAudio,
  readSampleFile,
  type SampleCall,
  type SampleFile,
} from "./samples";

const FRAME_MS = 72;
const HOUR_MS = 3_600_000;
const CHANNELS = ["agent", "customer"] as const;

type Line = SampleCall["transcript"][number];
type Spoken = Readonly<{ call: SampleCall; fileIndex: number; file: SampleFile; name: string }>;

const calls = loadSampleCalls();
const spoken: Spoken[] = calls.flatMap((call) =>
  call.files.flatMap((file, fileIndex) =>
    file.file === null ? [] : [{ call, fileIndex, file, name: file.file }],
  ),
);
const padded = spoken.flatMap(({ file, name }) =>
  file.masks.filter(({ fill }) => fill === "silence").map((mask) => ({ name, ...mask })),
);
const decoded = new Map<string, Decoded>();

function sound(name: string): Decoded {
  const found = decoded.get(name);
  if (!found) throw new Error(`${name} was not decoded`);
  return found;
}

function callOf(key: string): SampleCall {
  const call = calls.find((candidate) => candidate.key === key);
  if (!call) throw new Error(`no call ${key}`);
  return call;
}

function fileOf(key: string): SampleFile {
  const [file] = callOf(key).files;
  if (!file) throw new Error(`${key} has no file`);
  return file;
}

const linesOf = ({ call, fileIndex }: Spoken) =>
  call.transcript.filter((line) => line.fileIndex === fileIndex);
const overlapMs = (one: Line, other: Line) =>
  Math.min(one.endMs, other.endMs) - Math.max(one.startMs, other.startMs);

beforeAll(async () => {
  for (const { name } of spoken) decoded.set(name, await decodeMp3(await readSampleAudio(name)));
});

describe("the files", () => {
  test("are as large as said, and at most 4.5 MB together", async () => {
    let totalBytes = 0;
    for (const { name, file } of spoken) {
      const { size } = await stat(fileURLToPath(new URL(`./audio/${name}`, import.meta.url)));
      expect(size).toBe(file.sizeBytes);
      totalBytes += size;
    }
    expect(totalBytes).toBeLessThanOrEqual(4_500_000);
  });

  test("nothing but the sample folder can be read by name", async () => {
    await expect(readSampleAudio("../calls.json")).rejects.toThrow("sample file's name");
    await expect(readSampleAudio("../../../package.mp3")).rejects.toThrow("sample file's name");
  });

  test.each(spoken)(
    "$name: is as long as said and made of frames that stand alone",
    async ({ name, file }) => {
      expect(sound(name).sampleRate).toBe(8000);
      expect(Math.abs(sound(name).durationMs - file.durationMs)).toBeLessThanOrEqual(FRAME_MS);
      const frames = splitFrames(await readSampleAudio(name));
      expect(frames.length * FRAME_MS).toBe(file.durationMs);
      expect(frames.some(usesReservoir)).toBe(false);
    },
  );

  test.each(spoken)("$name: every line is heard on its channel, and starts where it should", (one) => {
    for (const line of linesOf(one)) {
      const own = sound(one.name)[line.channel];
      expect(levelDb(own, line.startMs, line.endMs)).toBeGreaterThan(-35);
      expect(levelDb(own, line.startMs, line.startMs + 100)).toBeGreaterThan(-48);
      expect(levelDb(own, line.endMs - 100, line.endMs)).toBeGreaterThan(-55);
    }
  });

  test.each(spoken)("$name: who is not speaking is not heard", (one) => {
    const lines = linesOf(one);
    const alone = lines.filter((line) =>
      lines.every((other) => other === line || overlapMs(line, other) < -200),
    );
    expect(alone.length).toBeGreaterThan(3);
    const { holds } = one.call;
    for (const line of alone) {
      if (holds.some(({ startMs, endMs }) => line.startMs >= startMs && line.endMs <= endMs)) continue;
      const other = line.channel === "agent" ? "customer" : "agent";
      const distance =
        levelDb(sound(one.name)[line.channel], line.startMs, line.endMs) -
        levelDb(sound(one.name)[other], line.startMs, line.endMs);
      expect(distance).toBeGreaterThan(25);
    }
  });

  test("in the cross-talk both speak at once, several times and loudly", () => {
    const [one] = spoken.filter(({ call }) => call.key === "cross-talk");
    if (!one) throw new Error("no cross-talk");
    const lines = linesOf(one);
    const both = lines.flatMap((line) =>
      lines
        .filter(
          (other) => line.channel === "agent" && other.channel === "customer" && overlapMs(line, other) > 800,
        )
        .map((other) => [Math.max(line.startMs, other.startMs), Math.min(line.endMs, other.endMs)] as const),
    );
    expect(both.length).toBeGreaterThanOrEqual(4);
    for (const [startMs, endMs] of both) {
      for (const channel of CHANNELS)
        expect(levelDb(sound(one.name)[channel], startMs, endMs)).toBeGreaterThan(-35);
    }
  });

  test("during the hold the customer hears music, and the customer is still recorded", () => {
    const [hold] = callOf("long-hold").holds;
    const [one] = spoken.filter(({ call }) => call.key === "long-hold");
    if (!hold || !one) throw new Error("no hold");
    expect(hold.endMs - hold.startMs).toBeGreaterThan(60_000);
    for (let ms = hold.startMs + 2000; ms < hold.endMs - 2000; ms += 5000) {
      expect(levelDb(sound(one.name).agent, ms, ms + 3000)).toBeGreaterThan(-40);
    }
    const heard = linesOf(one).filter(({ startMs, endMs }) => startMs > hold.startMs && endMs < hold.endMs);
    expect(heard.map(({ channel }) => channel)).toEqual(["customer", "customer"]);
  });
});

describe("pauses", () => {
  test("three are padded, in two files", () => {
    expect(padded.map(({ name }) => name)).toEqual([
      "card-payment-padded.mp3",
      "transfer-2.mp3",
      "transfer-2.mp3",
    ]);
  });

  test.each(padded)("$name at $startMs: silent on both channels inside", ({ name, startMs, endMs }) => {
    for (const channel of CHANNELS) {
      const samples = sound(name)[channel];
      for (let ms = startMs + 30; ms + 100 <= endMs - 30; ms += 100) {
        expect(levelDb(samples, ms, ms + 100)).toBeLessThan(-70);
      }
      expect(levelDb(samples, startMs + 150, endMs - 150)).toBeLessThan(-100);
    }
  });

  test.each(padded)("$name at $startMs: the edges are where the manifest says, within 5 ms", (mask) => {
    for (const channel of CHANNELS) {
      const samples = sound(mask.name)[channel];
      expect(levelDb(samples, mask.startMs - 15, mask.startMs - 5)).toBeGreaterThan(-66);
      expect(levelDb(samples, mask.startMs + 5, mask.startMs + 15)).toBeLessThan(-69);
      expect(levelDb(samples, mask.endMs - 15, mask.endMs - 5)).toBeLessThan(-69);
      expect(levelDb(samples, mask.endMs + 5, mask.endMs + 15)).toBeGreaterThan(-66);
    }
  });

  test.each(padded)(
    "$name at $startMs: somebody speaks just before and just after",
    ({ name, startMs, endMs }) => {
      const loudest = (fromMs: number, toMs: number) =>
        Math.max(...CHANNELS.map((channel) => levelDb(sound(name)[channel], fromMs, toMs)));
      expect(loudest(startMs - 600, startMs - 200)).toBeGreaterThan(-40);
      expect(loudest(endMs + 200, endMs + 900)).toBeGreaterThan(-40);
    },
  );

  test("cut out, the same talk is shorter by the pause and has no gap at the cut", () => {
    const [padding] = fileOf("card-payment-padded").masks;
    const [cut] = fileOf("card-payment-cut").masks;
    if (!padding || !cut) throw new Error("no masks");
    expect(cut).toEqual({
      startMs: padding.startMs,
      endMs: padding.startMs,
      pausedMs: padding.pausedMs,
      fill: "cut",
    });
    const shorterMs = fileOf("card-payment-padded").durationMs - fileOf("card-payment-cut").durationMs;
    expect(Math.abs(shorterMs - padding.pausedMs)).toBeLessThanOrEqual(FRAME_MS);
    for (const channel of CHANNELS) {
      const samples = sound("card-payment-cut.mp3")[channel];
      for (let ms = cut.startMs - 100; ms < cut.startMs + 100; ms += 20) {
        expect(levelDb(samples, ms, ms + 20)).toBeGreaterThan(-66);
      }
    }
    const shifted = callOf("card-payment-padded").transcript.map((line) =>
      line.startMs < padding.startMs
        ? line
        : { ...line, startMs: line.startMs - padding.pausedMs, endMs: line.endMs - padding.pausedMs },
    );
    expect(callOf("card-payment-cut").transcript).toEqual(shifted);
  });
});

describe("the hour", () => {
  test("is the billing dispute over and over, for an hour or little more", async () => {
    const file = fileOf("hour-long");
    const source = fileOf("billing-dispute");
    expect(file.durationMs).toBeGreaterThanOrEqual(HOUR_MS);
    expect(file.durationMs).toBeLessThan(HOUR_MS + source.durationMs);
    expect(file.durationMs).toBe(source.durationMs * (file.times ?? 0));
    const bytes = await readSampleFile(file);
    expect(bytes.length).toBe(file.sizeBytes);
    expect(splitFrames(bytes).length * FRAME_MS).toBe(file.durationMs);
  });

  test("every repetition is heard where its transcript says", async () => {
    const { transcript, files } = callOf("hour-long");
    const source = callOf("billing-dispute");
    const times = files[0]?.times ?? 0;
    expect(transcript).toHaveLength(source.transcript.length * times);
    const seamMs = source.durationMs;
    const twice = (await readSampleFile(fileOf("hour-long"))).subarray(
      0,
      2 * fileOf("billing-dispute").sizeBytes,
    );
    const { durationMs, ...channels } = await decodeMp3(twice);
    expect(durationMs).toBe(2 * seamMs);
    for (const line of transcript.filter(({ startMs }) => startMs > seamMs && startMs < 2 * seamMs)) {
      expect(levelDb(channels[line.channel], line.startMs, line.endMs)).toBeGreaterThan(-35);
    }
    // No click where one repetition follows the other.
    for (const channel of CHANNELS)
      expect(levelDb(channels[channel], seamMs - 100, seamMs + 200)).toBeLessThan(-55);
  });
});
