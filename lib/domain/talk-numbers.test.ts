import { expect, test } from "vitest";
import { decodeAudiowaveform, encodeAudiowaveform } from "./audiowaveform";
import { callTalk, fileTalk, talkBasis } from "./talk-numbers";

const PIXEL_MS = 10;
const LENGTH_MS = 60_000;

/** Peaks in which each channel is loud within its spans and nearly still elsewhere. */
function waveformOf(...channels: readonly (readonly [startMs: number, endMs: number])[][]) {
  const pixels = LENGTH_MS / PIXEL_MS;
  const pairs = new Int8Array(pixels * channels.length * 2);
  channels.forEach((spans, channel) => {
    for (const [startMs, endMs] of spans) {
      for (let pixel = startMs / PIXEL_MS; pixel < endMs / PIXEL_MS; pixel += 1) {
        const at = (pixel * channels.length + channel) * 2;
        pairs[at] = -60;
        pairs[at + 1] = 60;
      }
    }
  });
  return decodeAudiowaveform(
    encodeAudiowaveform({ sampleRate: 8_000, samplesPerPixel: 80, channels: channels.length, pairs }),
  );
}

const FIRST: [number, number][] = [
  [0, 6_000],
  [50_000, 56_000],
];
const SECOND: [number, number][] = [
  [5_000, 9_000],
  [56_000, 60_000],
];
const stereo = waveformOf(FIRST, SECOND);
const span = (startMs: number, endMs: number) => ({
  startMs,
  endMs,
  pausedMs: 0,
  uncertainMs: 0,
  open: false,
  origin: "masks" as const,
});

test("a stereo file tells who spoke, the longest silence and what was spoken at once", () => {
  expect(
    fileTalk(stereo, { vendor: "genesys-engage", durationMs: LENGTH_MS, maskedSpans: [] }),
  ).toMatchObject({
    countedMs: 60_000,
    agentMs: 12_000,
    customerMs: 8_000,
    longestSilenceMs: 41_000,
    silenceMs: 41_000,
    crosstalkMs: 1_000,
    crosstalkCount: 1,
  });
});

test("our side is the channel that the vendor's recordings have it on", () => {
  const talk = fileTalk(stereo, { vendor: "ringcx", durationMs: LENGTH_MS, maskedSpans: [] });
  expect([talk.agentMs, talk.customerMs]).toEqual([8_000, 12_000]);
});

test("masked spans are neither silence nor part of the length", () => {
  const talk = fileTalk(stereo, {
    vendor: "kazoo",
    durationMs: LENGTH_MS,
    maskedSpans: [span(20_000, 50_000)],
  });
  expect(talk).toMatchObject({ countedMs: 30_000, longestSilenceMs: 11_000, silenceMs: 11_000 });
});

test("one channel tells silence and nothing else", () => {
  const talk = fileTalk(waveformOf(FIRST), { vendor: "kazoo", durationMs: LENGTH_MS, maskedSpans: [] });
  expect(talk).toMatchObject({
    longestSilenceMs: 44_000,
    agentMs: null,
    customerMs: null,
    crosstalkMs: null,
    crosstalkCount: null,
  });
  expect(callTalk([talk])).toMatchObject({ agentTalkShare: null, crosstalkMs: null, measuredFiles: 1 });
});

test("files of a call are added up; the longest silence is the longest of one file", () => {
  const two = fileTalk(stereo, { vendor: "kazoo", durationMs: LENGTH_MS, maskedSpans: [] });
  const one = fileTalk(waveformOf(FIRST), { vendor: "kazoo", durationMs: LENGTH_MS, maskedSpans: [] });
  expect(callTalk([two, two])).toMatchObject({
    countedMs: 120_000,
    agentMs: 24_000,
    customerMs: 16_000,
    crosstalkMs: 2_000,
    crosstalkCount: 2,
    agentTalkShare: 0.2,
  });
  expect(callTalk([two, one, two])).toEqual({
    countedMs: 180_000,
    silenceMs: 41_000 + 48_000 + 41_000,
    longestSilenceMs: 44_000,
    agentMs: null,
    customerMs: null,
    crosstalkMs: null,
    crosstalkCount: null,
    agentTalkShare: null,
    measuredFiles: 3,
  });
  expect(callTalk([])).toBeNull();
});

test("numbers lean on where the masked spans are", () => {
  expect(talkBasis({ maskedSpans: [span(0, 5), span(7, 9)] })).toBe("0-5,7-9");
  expect(talkBasis({ maskedSpans: [] })).toBe("");
});
