import { expect, test } from "vitest";
import type { MaskEvidence } from "@/lib/domain/mask-evidence";
import type { MaskedSpan } from "@/lib/domain/recording";
import { aMediaFile, anEvent, aRecording } from "@/lib/testing/stored-recording";
import { presentSpans, presentTalk } from "./present-sound";

const TOLD: MaskedSpan = {
  startMs: 20_000,
  endMs: 40_000,
  pausedMs: 20_000,
  uncertainMs: 1_000,
  open: false,
  origin: "masks",
};
const EVIDENCE: MaskEvidence = {
  startMovedMs: 340,
  endMovedMs: null,
  startUncertainMs: 20,
  endUncertainMs: 1_000,
  fill: "beeps",
  speechMs: 0,
  speechAtMs: null,
  alarms: [],
};
const file = aMediaFile({ maskedSpans: [TOLD] });
const withEvidence = (evidence: readonly MaskEvidence[]) =>
  aRecording({ mediaFiles: [file], maskEvidence: new Map([[file.mediaKey, evidence]]) });

test("spans carry the better edges and nothing else; what moved them stands beside", () => {
  const stored = { ...EVIDENCE, vendorNote: "not for anybody" };
  expect(presentSpans(withEvidence([stored]), file)).toEqual({
    maskedSpans: [{ ...TOLD, startMs: 20_340, pausedMs: 19_660 }],
    maskEvidence: [
      {
        startMovedMs: 340,
        startUncertainMs: 20,
        endUncertainMs: 1_000,
        fill: "beeps",
        speechMs: 0,
        alarms: [],
      },
    ],
  });
});

test.each([
  ["none", aRecording({ mediaFiles: [file] })],
  ["that of other spans", withEvidence([EVIDENCE, EVIDENCE])],
])("without evidence (%s) the vendor's words stand, and no key of it is sent", (_, recording) => {
  expect(presentSpans(recording, file)).toEqual({ maskedSpans: [TOLD] });
});

test("holds are told where there are any", () => {
  const startMs = Date.UTC(2026, 9, 1, 12);
  const held = aMediaFile({ startMs, stopMs: startMs + 60_000, durationMs: 60_000, callId: null });
  const events = ["Hold", "Retrieved"].map((event, nth) =>
    anEvent({ event, occurredAtMs: startMs + 10_000 + nth * 5_000, callId: null, contact: null }),
  );
  expect(presentSpans(aRecording({ mediaFiles: [held], events }), held)).toEqual({
    maskedSpans: [],
    holds: [{ startMs: 10_000, endMs: 15_000, open: false }],
  });
});

test("numbers that are not known are not sent", () => {
  const talk = {
    measuredFiles: 1,
    countedMs: 5,
    silenceMs: 4,
    longestSilenceMs: 3,
    agentMs: null,
    customerMs: null,
    crosstalkMs: null,
    crosstalkCount: null,
    agentTalkShare: null,
    holdMs: null,
    longestHoldMs: null,
  };
  expect(presentTalk(talk)).toEqual({ measuredFiles: 1, countedMs: 5, silenceMs: 4, longestSilenceMs: 3 });
  expect(presentTalk({ ...talk, holdMs: 7, longestHoldMs: 6 })).toMatchObject({
    holdMs: 7,
    longestHoldMs: 6,
  });
});
