import type { TalkMap } from "@/lib/domain/talk-map";

export type TalkNumbers = Readonly<{
  shares: readonly Readonly<{ name: string; share: number }>[];
  silenceShare: number;
  /** Null = it can't be told from one channel. */
  crossTalk: Readonly<{ count: number; totalMs: number }> | null;
  longestSilenceMs: number;
  holdMs: number;
  longestHoldMs: number;
}>;

const NAMES = ["Agent", "Customer"] as const;

/** The talk of all files of a call in one: shares of all the time that counts. Null = nothing is known. */
export function talkNumbers(maps: readonly TalkMap[]): TalkNumbers | null {
  const countedMs = sum(maps.map((map) => map.countedMs));
  if (countedMs === 0) return null;
  const lanes = Math.max(...maps.map(({ channels }) => channels.length));
  const holdsMs = maps.flatMap(({ holds }) => holds.map(({ startMs, endMs }) => endMs - startMs));
  const crossed = maps.flatMap(({ crossTalk }) => (crossTalk ? [crossTalk] : []));
  // Files of one channel beside files of two: who speaks in them can't be told, so nobody's share of the whole can.
  const isEven = maps.every(({ channels }) => channels.length === lanes);
  const shares = Array.from({ length: isEven ? lanes : 0 }, (_, lane) => ({
    name: lanes === 1 ? "Somebody" : (NAMES[lane] ?? `Channel ${lane + 1}`),
    share: sum(maps.map(({ channels }) => channels[lane]?.talkMs ?? 0)) / countedMs,
  }));
  return {
    shares,
    silenceShare: sum(maps.map(({ silenceMs }) => silenceMs)) / countedMs,
    crossTalk:
      crossed.length === maps.length
        ? {
            count: sum(crossed.map(({ count }) => count)),
            totalMs: sum(crossed.map(({ totalMs }) => totalMs)),
          }
        : null,
    longestSilenceMs: Math.max(
      0,
      ...maps.map(({ longestSilence }) =>
        longestSilence ? longestSilence.endMs - longestSilence.startMs : 0,
      ),
    ),
    holdMs: sum(holdsMs),
    longestHoldMs: Math.max(0, ...holdsMs),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
