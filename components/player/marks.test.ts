import { describe, expect, test } from "vitest";
import type { MaskedSpan } from "@/lib/domain/recording";
import type { OutgoingMaskEvidence, OutgoingMediaFile } from "@/lib/privacy/outgoing";
import { markAt, maskLine, maskMarks, maskWords, spanWords } from "./marks";

const SPAN: MaskedSpan = {
  startMs: 134_000,
  endMs: 151_000,
  pausedMs: 17_000,
  uncertainMs: 0,
  open: false,
  origin: "masks",
};
const CUT: MaskedSpan = { ...SPAN, endMs: 134_000, pausedMs: 27_000 };

function aFile(
  maskedSpans: readonly MaskedSpan[],
  maskEvidence?: readonly OutgoingMaskEvidence[],
): OutgoingMediaFile {
  return {
    mediaKey: "key",
    playPath: "/play",
    peaksPath: "/peaks",
    type: "audio/mpeg",
    masks: [],
    maskedSpans,
    audio: "ready",
    ...(maskEvidence ? { maskEvidence } : {}),
  };
}

function heard(rest: Partial<OutgoingMaskEvidence> = {}): OutgoingMaskEvidence {
  return { startUncertainMs: 0, endUncertainMs: 0, fill: "silence", speechMs: 0, alarms: [], ...rest };
}

test.each([
  ["a pause", SPAN, "Paused 2:14–2:31"],
  ["one whose edges are doubtful", { ...SPAN, uncertainMs: 1_000 }, "Paused 2:14–2:31, edges ±1 s"],
  ["one with no doubt worth a word", { ...SPAN, uncertainMs: 40 }, "Paused 2:14–2:31"],
  ["one found just before the second", { ...SPAN, startMs: 133_980 }, "Paused 2:14–2:31"],
  ["a cut", CUT, "Paused at 2:14: 0:27 cut out here"],
  ["an open one", { ...SPAN, open: true }, "Paused at 2:14, never resumed"],
])("%s in words", (_name, span, words) => {
  expect(maskWords(span)).toBe(words);
});

describe("what the sound says about a pause", () => {
  test("until it is measured it is as the vendor told it", () => {
    const doubtful = { ...SPAN, uncertainMs: 1_000 };
    const [mark] = maskMarks({ file: aFile([doubtful]), startMs: 0 });
    expect(mark).toMatchObject({
      span: doubtful,
      startUncertainMs: 1_000,
      endUncertainMs: 1_000,
      notes: [],
      warnings: [],
    });
  });

  test.each<[Partial<OutgoingMaskEvidence>, readonly string[]]>([
    [{}, []],
    [
      { startMovedMs: 600, endMovedMs: 0, startUncertainMs: 20, endUncertainMs: 10 },
      ["edges found in the sound"],
    ],
    [{ startMovedMs: -5, startUncertainMs: 20, endUncertainMs: 900 }, ["start found in the sound"]],
    [{ endMovedMs: -5, startUncertainMs: 900, endUncertainMs: 400 }, ["end narrowed by the sound"]],
    [{ fill: "beeps" }, ["beeps in it"]],
    [
      { startMovedMs: 1, endMovedMs: 1, startUncertainMs: 20, endUncertainMs: 20, fill: "noise" },
      ["edges found in the sound", "noise in it"],
    ],
  ])("%j says %j", (evidence, notes) => {
    const [mark] = maskMarks({ file: aFile([SPAN], [heard(evidence)]), startMs: 0 });
    expect(mark?.notes).toEqual(notes);
    expect(mark?.startUncertainMs).toBe(evidence.startUncertainMs ?? 0);
  });

  test("speech inside is a warning, with where it is heard in the call", () => {
    const evidence = heard({ alarms: ["speechInMask"], speechMs: 2_000, speechAtMs: 140_000 });
    const [mark] = maskMarks({ file: aFile([SPAN], [evidence]), startMs: 60_000 });
    expect(mark?.warnings).toEqual(["speech inside this pause, at 3:20"]);
    expect(mark && maskLine(mark)).toBe("Paused 3:14–3:31; speech inside this pause, at 3:20");
  });

  test("silence to the end is a warning only where the vendor did not say so itself", () => {
    const evidence = [heard({ alarms: ["neverResumed"] })];
    const [silent] = maskMarks({ file: aFile([SPAN], evidence), startMs: 0 });
    const [marked] = maskMarks({ file: aFile([{ ...SPAN, open: true }], evidence), startMs: 0 });
    expect(silent?.warnings).toEqual(["no sound after it, to the end of the recording"]);
    expect(marked?.warnings).toEqual([]);
  });
});

test("the mark at a moment is the one it lies in, and a cut takes no time", () => {
  const marks = maskMarks({ file: aFile([CUT, { ...SPAN, startMs: 140_000 }]), startMs: 1_000 });
  expect(markAt(marks, 135_000)).toBeUndefined();
  expect(markAt(marks, 141_000)?.key).toBe("mask-key-1");
  expect(markAt(marks, 152_000)).toBeUndefined();
});

test.each([
  [48_000, null, "0:48"],
  [48_000, 62_000, "0:48–1:02"],
  [48_000, 48_000, "0:48"],
])("%i to %s is %s", (startMs, endMs, words) => {
  expect(spanWords(startMs, endMs)).toBe(words);
});
