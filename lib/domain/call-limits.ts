/** So many calls in every stretch of so many seconds. */
export type CallLimit = Readonly<{ calls: number; seconds: number }>;

/**
 * Ms until one more call fits into every limit, by the times (epoch ms, any order) of those made: 0 = now. A limit holds
 * for every stretch of its length, wherever it begins.
 */
export function waitForRoomMs(
  takenMs: readonly number[],
  limits: readonly CallLimit[],
  nowMs: number,
): number {
  const newestFirst = [...takenMs].sort((a, b) => b - a);
  return limits.reduce((longestMs, { calls, seconds }) => {
    const oldestOfFull = newestFirst[calls - 1];
    if (oldestOfFull === undefined) return longestMs;
    return Math.max(longestMs, oldestOfFull + seconds * 1_000 - nowMs);
  }, 0);
}
