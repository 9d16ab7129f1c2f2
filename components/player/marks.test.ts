import { describe, expect, test } from "vitest";
import type { MaskEvidence } from "@/lib/domain/mask-evidence";
import type { MaskedSpan } from "@/lib/domain/recording";
import type { OutgoingMediaFile } from "@/lib/privacy/outgoing";
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

function aFile(maskedSpans: readonly MaskedSpan[]): OutgoingMediaFile {
  return {
    mediaKey: "key",
    playPath: "/play",
    peaksPath: "/peaks",
    type: "audio/mpeg",
    masks: [],
    maskedSpans,
    audio: "ready",
  };
}

function told(span: MaskedSpan, rest: Partial<MaskEvidence> = {}): MaskEvidence {
  return {
    span,
    evidence: "none",
    startUncertainMs: span.uncertainMs,
    endUncertainMs: span.uncertainMs,
    alarms: [],
    speech: [],
    ...rest,
  };
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
  test("without peaks it is as the vendor told it", () => {
    const [mark] = maskMarks({ file: aFile([SPAN]), startMs: 0 }, null);
    expect(mark).toMatchObject({ span: SPAN, notes: [], warnings: [] });
  });

  test("edges found in the sound are taken, and said to be", () => {
    const doubtful = { ...SPAN, uncertainMs: 1_000 };
    const found = { ...SPAN, startMs: 134_600, uncertainMs: 20 };
    const evidence = told(found, { evidence: "silence", startUncertainMs: 20, endUncertainMs: 10 });
    const [mark] = maskMarks({ file: aFile([doubtful]), startMs: 0 }, [evidence]);
    expect(mark).toMatchObject({
      span: { startMs: 134_600 },
      startUncertainMs: 20,
      endUncertainMs: 10,
      notes: ["edges found in the sound"],
    });
  });

  test("speech inside is a warning, with where it is heard in the call", () => {
    const evidence = told(SPAN, {
      alarms: ["speechInMask"],
      speech: [{ startMs: 140_000, endMs: 142_000 }],
    });
    const [mark] = maskMarks({ file: aFile([SPAN]), startMs: 60_000 }, [evidence]);
    expect(mark?.warnings).toEqual(["speech inside this pause, at 3:20"]);
    expect(mark && maskLine(mark)).toBe("Paused 3:14–3:31; speech inside this pause, at 3:20");
  });

  test("silence to the end is a warning only where the vendor did not say so itself", () => {
    const alarms = ["neverResumed"] as const;
    const [silent] = maskMarks({ file: aFile([SPAN]), startMs: 0 }, [told(SPAN, { alarms })]);
    const open = { ...SPAN, open: true };
    const [marked] = maskMarks({ file: aFile([open]), startMs: 0 }, [told(open, { alarms })]);
    expect(silent?.warnings).toEqual(["no sound after it, to the end of the recording"]);
    expect(marked?.warnings).toEqual([]);
  });
});

test("the mark at a moment is the one it lies in, and a cut takes no time", () => {
  const marks = maskMarks({ file: aFile([CUT, { ...SPAN, startMs: 140_000 }]), startMs: 1_000 }, null);
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
