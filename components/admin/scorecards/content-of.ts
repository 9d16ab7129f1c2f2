import type { ScorecardContent } from "@/lib/domain/reviews/scorecard";

/** What of a stored version is its content: the rest of it is about the version. */
export function contentOf({ name, description, passPercent, sections }: ScorecardContent): ScorecardContent {
  return { name, description, passPercent, sections };
}
