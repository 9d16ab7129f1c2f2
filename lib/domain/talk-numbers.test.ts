import { expect, test } from "vitest";
import { aMediaFile } from "@/lib/testing/stored-recording";
import { decodeAudiowaveform, encodeAudiowaveform } from "./audiowaveform";
import type { CallEvent, MediaFile } from "./recording";
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

const T0 = Date.UTC(2026, 9, 1, 12);
const hold = (startMs: number, endMs: number, open = false) => ({ startMs, endMs, open });

const FIRST: [number, number][] = [
  [0, 6_000],
  [50_000, 56_000],
];
const SECOND: [number, number][] = [
  [5_000, 9_000],
  [56_000, 60_000],
];
const stereo = waveformOf(FIRST, SECOND);
const PLAIN = { durationMs: LENGTH_MS, maskedSpans: [], holds: [] };
const span = (startMs: number, endMs: number) => ({
  startMs,
  endMs,
  pausedMs: 0,
  uncertainMs: 0,
  open: false,
  origin: "masks" as const,
});

test("a stereo file tells who spoke, the longest silence and what was spoken at once", () => {
  expect(fileTalk(stereo, { vendor: "genesys-engage", ...PLAIN })).toMatchObject({
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
  const talk = fileTalk(stereo, { vendor: "ringcx", ...PLAIN });
  expect([talk.agentMs, talk.customerMs]).toEqual([8_000, 12_000]);
});

test("masked spans are neither silence nor part of the length", () => {
  const talk = fileTalk(stereo, {
    ...PLAIN,
    vendor: "kazoo",
    maskedSpans: [span(20_000, 50_000)],
  });
  expect(talk).toMatchObject({ countedMs: 30_000, longestSilenceMs: 11_000, silenceMs: 11_000 });
});

test("one channel tells silence and nothing else", () => {
  const talk = fileTalk(waveformOf(FIRST), { vendor: "kazoo", ...PLAIN });
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
  const two = fileTalk(stereo, { vendor: "kazoo", ...PLAIN });
  const one = fileTalk(waveformOf(FIRST), { vendor: "kazoo", ...PLAIN });
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
    holdMs: 0,
    longestHoldMs: 0,
    measuredFiles: 3,
  });
  expect(callTalk([])).toBeNull();
});

test("a hold is nobody's talk and no silence, and what sounds in it is known", () => {
  const held = { vendor: "kazoo", ...PLAIN, holds: [hold(52_000, 58_000), hold(20_000, 22_000)] } as const;
  expect(fileTalk(stereo, held)).toMatchObject({
    countedMs: 52_000,
    agentMs: 6_000 + 2_000,
    customerMs: 4_000 + 2_000,
    longestSilenceMs: 28_000,
    holdMs: 8_000,
    longestHoldMs: 6_000,
  });
  const masked = { ...held, maskedSpans: [span(50_000, 55_000)] };
  expect(fileTalk(stereo, masked)).toMatchObject({ holdMs: 5_000, longestHoldMs: 3_000, countedMs: 50_000 });
  const open = { ...held, holds: [hold(52_000, 52_000, true)] };
  expect(fileTalk(stereo, open)).toMatchObject({ holdMs: 8_000, countedMs: 52_000 });
});

test("holds of a call's files: all of them, and the longest; unknown of one is unknown of all", () => {
  const [one, two] = [20_000, 5_000].map((ms) =>
    fileTalk(stereo, { vendor: "kazoo", ...PLAIN, holds: [hold(10_000, 10_000 + ms)] }),
  );
  if (!one || !two) throw new Error("Two files were measured.");
  expect(callTalk([one, two])).toMatchObject({ holdMs: 25_000, longestHoldMs: 20_000 });
  expect(callTalk([one, { ...two, holdMs: null, longestHoldMs: null }])).toMatchObject({
    holdMs: null,
    longestHoldMs: null,
  });
});

test("what is measured leans on the masked spans, their doubt, and the holds", () => {
  const file = aMediaFile({ startMs: T0, maskedSpans: [span(0, 5)] });
  const basis = (changed: Partial<MediaFile>, events: readonly CallEvent[] = []) =>
    talkBasis({ events, mediaFiles: [{ ...file, ...changed }] }, { ...file, ...changed });
  const event = (name: string, atMs: number): CallEvent => ({
    occurredAtMs: T0 + atMs,
    event: name,
    callId: null,
    contact: null,
    data: null,
  });
  const all = [
    basis({}),
    basis({ maskedSpans: [] }),
    basis({ maskedSpans: [span(0, 6)] }),
    basis({ maskedSpans: [{ ...span(0, 5), uncertainMs: 500 }] }),
    basis({ maskedSpans: [{ ...span(0, 5), open: true }] }),
    basis({}, [event("Hold", 1_000), event("Retrieved", 2_000)]),
    basis({}, [event("Hold", 1_000), event("Retrieved", 2_001)]),
  ];
  expect(new Set(all).size).toBe(all.length);
  expect(basis({ sizeBytes: 5 }, [event("Joined", 0)])).toBe(basis({}));
});
