import type { ReviewFilter } from "@/lib/api-client/reviews";
import type { Address } from "../use-address";

export const LIST_STATES = ["open", "submitted", "disputed", "withdrawn", "all"] as const;
export type ListState = (typeof LIST_STATES)[number];

export const LIST_STATE_WORDS = {
  open: "Open",
  submitted: "Submitted",
  disputed: "Disputed",
  withdrawn: "Withdrawn",
  all: "All",
} as const satisfies Record<ListState, string>;

const PAGE_SIZE = 50;
const KEYS = ["evaluator", "scorecard", "agent"] as const;

/** Which reviews the address asks for: open ones where it does not say. */
export function readReviewFilter(
  address: Pick<Address, "get">,
): ReviewFilter & Readonly<{ state: ListState }> {
  const state = LIST_STATES.find((known) => known === address.get("state")) ?? "open";
  const keys = KEYS.flatMap((key) => (address.get(key) === "" ? [] : [[key, address.get(key)] as const]));
  return { state, limit: PAGE_SIZE, ...Object.fromEntries(keys) };
}
