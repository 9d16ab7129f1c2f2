import type { Kind } from "./draft";

export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  yesNo: "Yes or no",
  scale: "A scale",
  choice: "Choices",
  text: "A text",
};

/** A share of the whole, 0 to 1, as `12.5 %`. */
export function shareWords(share: number): string {
  return percentWords(share * 100);
}

/** 0 to 100 with one decimal where it has one. Never rounded up to a 100 that was not reached, nor down to a 0. */
export function percentWords(percent: number): string {
  const rounded = Math.round(percent * 10) / 10;
  if (rounded === 100 && percent < 100) return "99.9 %";
  if (rounded === 0 && percent > 0) return "below 0.1 %";
  return `${rounded} %`;
}

/** How many reviews a scorecard has, in words. */
export function usedWords(reviews: Readonly<{ total: number; open: number }>): string {
  if (reviews.total === 0) return "not used yet";
  const open = reviews.open > 0 ? `, ${reviews.open} still open` : "";
  return `${reviews.total === 1 ? "1 review" : `${reviews.total.toLocaleString("en")} reviews`}${open}`;
}
