import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closePeaks, computePeaks } from "@/lib/audio/peaks/peaks";
import { sourceOf } from "@/lib/audio/peaks/test-files";
import { loadSampleCalls, readSampleAudio } from "@/lib/samples/samples";
import { decodeAudiowaveform, type Waveform } from "./audiowaveform";
import { heardSpan, maskEvidence } from "./mask-evidence";
import type { MaskedSpan } from "./recording";

afterAll(closePeaks);

function marked(startMs: number, endMs: number): MaskedSpan {
  return { startMs, endMs, pausedMs: endMs - startMs, uncertainMs: 1_000, open: false, origin: "masks" };
}

describe("the card payment whose pause was filled with silence", () => {
  const [mask] = loadSampleCalls().find(({ key }) => key === "card-payment-padded")?.files[0]?.masks ?? [];
  let waveform: Waveform;
  let durationMs = 0;
  beforeAll(async () => {
    const peaks = await computePeaks(sourceOf(await readSampleAudio("card-payment-padded.mp3")));
    waveform = decodeAudiowaveform(peaks.data);
    durationMs = peaks.durationMs;
  });
  if (mask === undefined) throw new Error("The sample call has no mask.");

  const marks: [string, (ms: number) => number][] = [
    ["cut down to whole seconds", (ms) => Math.floor(ms / 1_000) * 1_000],
    ["rounded up", (ms) => Math.ceil(ms / 1_000) * 1_000],
    ["rounded", (ms) => Math.round(ms / 1_000) * 1_000],
    ["900 ms early", (ms) => ms - 900],
    ["900 ms late", (ms) => ms + 900],
    ["exact", (ms) => ms],
  ];
  test.each(marks)("marks %s: right within 100 ms", (_, shifted) => {
    const told = marked(shifted(mask.startMs), shifted(mask.endMs));
    const [found] = maskEvidence({ maskedSpans: [told], waveform, durationMs });
    expect(found).toMatchObject({ fill: "silence", alarms: [] });
    const heard = heardSpan(told, found);
    expect(Math.abs(heard.startMs - mask.startMs)).toBeLessThanOrEqual(100);
    expect(Math.abs(heard.endMs - mask.endMs)).toBeLessThanOrEqual(100);
    expect(heard.uncertainMs).toBeLessThanOrEqual(100);
  });

  test("marks that belong to another call are an alarm", () => {
    const [found] = maskEvidence({ maskedSpans: [marked(20_000, 45_000)], waveform, durationMs });
    expect(found?.alarms).toEqual(["speechInMask"]);
  });
});
