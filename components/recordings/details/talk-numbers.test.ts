import { expect, test } from "vitest";
import type { TalkMap } from "@/lib/domain/talk-map";
import { talkNumbers } from "./talk-numbers";

function aMap(talkMs: readonly number[], rest: Partial<TalkMap> = {}): TalkMap {
  return {
    durationMs: 60_000,
    countedMs: 60_000,
    maskedMs: 0,
    holds: [],
    holdSound: [],
    channels: talkMs.map((ms) => ({ intervals: [], talkMs: ms, talkShare: ms / 60_000 })),
    silenceMs: 15_000,
    silenceShare: 0.25,
    crossTalk: talkMs.length < 2 ? null : { count: 2, totalMs: 3_000, spans: [] },
    longestSilence: { startMs: 0, endMs: 4_000 },
    ...rest,
  };
}

test("several files are one call: shares of all its time, the longest silence of any", () => {
  const longer = aMap([0, 30_000], { longestSilence: { startMs: 10_000, endMs: 19_000 } });
  expect(talkNumbers([aMap([30_000, 15_000]), longer])).toEqual({
    shares: [
      { name: "Agent", share: 0.25 },
      { name: "Customer", share: 0.375 },
    ],
    silenceShare: 0.25,
    crossTalk: { count: 4, totalMs: 6_000 },
    longestSilenceMs: 9_000,
    holdMs: 0,
    longestHoldMs: 0,
  });
  const held = aMap([0, 0], {
    holds: [
      { startMs: 0, endMs: 2_000 },
      { startMs: 5_000, endMs: 10_000 },
    ],
  });
  expect(talkNumbers([held, held])).toMatchObject({ holdMs: 14_000, longestHoldMs: 5_000 });
});

test("one channel tells that somebody speaks, not who, nor whether two do", () => {
  expect(talkNumbers([aMap([30_000])])).toMatchObject({
    shares: [{ name: "Somebody", share: 0.5 }],
    crossTalk: null,
  });
  expect(talkNumbers([aMap([30_000]), aMap([1, 2])])).toMatchObject({ shares: [], crossTalk: null });
});

test("a call that is masked from end to end has no numbers", () => {
  expect(talkNumbers([])).toBeNull();
  expect(talkNumbers([aMap([0, 0], { countedMs: 0 })])).toBeNull();
});
