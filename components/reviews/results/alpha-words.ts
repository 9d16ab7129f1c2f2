/** From here on evaluators agree well enough to compare agents by their scores (Krippendorff 2004). */
export const GOOD_ALPHA = 0.8;
/** Below it the scores say more about who scored than about the call. */
export const LEAST_ALPHA = 0.667;

export type Agreement = "good" | "fair" | "poor";

/** How far scores with this agreement can be relied on. */
export function agreementOf(alpha: number): Agreement {
  if (alpha >= GOOD_ALPHA) return "good";
  return alpha >= LEAST_ALPHA ? "fair" : "poor";
}

const WORDS = {
  good: "good agreement",
  fair: "fair: rough conclusions only",
  poor: "too low to rely on",
} as const satisfies Record<Agreement, string>;

/** `0.86, good agreement`; in words where it can't be told. */
export function alphaWords(alpha: number | undefined): string {
  return alpha === undefined
    ? "can't be told from so few"
    : `${alpha.toFixed(2)}, ${WORDS[agreementOf(alpha)]}`;
}

/** What the figure means, in one sentence. */
export const ALPHA_EXPLAINED =
  "Krippendorff's alpha tells how far evaluators agree beyond chance: 1 is always, 0 no better than guessing; 0.80 and above is good, from 0.67 on enough for rough conclusions, below it the question or the training needs work.";

/** How an evaluator's scores of calibrated calls lie to those of the others: `3.2 points above the others`. */
export function differenceWords(points: number): string {
  const shown = Math.round(Math.abs(points) * 10) / 10;
  if (shown === 0) return "like the others";
  return `${shown} ${shown === 1 ? "point" : "points"} ${points > 0 ? "above" : "below"} the others`;
}
