/** How a label stands at its mark: to its right, or (`isBefore`) to its left; `room` in per cent of the waveform. */
export type LabelRoom = Readonly<{ isBefore: boolean; room: number }>;

const LATE = 75;

/**
 * The room of each label, given where the marks stand (per cent, in order): up to the next mark. The last one may stand
 * before its mark, where the end of the call leaves it less room than it finds there; the two then share what is between.
 */
export function labelRooms(shares: readonly number[]): readonly LabelRoom[] {
  const last = shares.length - 1;
  const lastShare = shares[last] ?? 0;
  const before = lastShare - (shares[last - 1] ?? 0);
  const isTurned = lastShare > LATE && before / 2 > 100 - lastShare;
  return shares.map((share, index) => {
    if (index === last) return { isBefore: isTurned, room: isTurned ? before / 2 : 100 - share };
    const room = (shares[index + 1] ?? 100) - share;
    return { isBefore: false, room: isTurned && index === last - 1 ? room / 2 : room };
  });
}
