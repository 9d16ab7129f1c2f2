import { listReviews as readReviews } from "@/lib/catalog/reviews";
import { REVIEW_STATES, type ReviewState } from "@/lib/domain/reviews/review";
import type { OutgoingReviewRow } from "@/lib/privacy/outgoing-review";
import { presentReviewRow } from "@/lib/privacy/present-review-row";
import { noted } from "../audited";
import type { ServiceContext } from "../context";
import { loadViewer } from "../privacy/load-viewer";
import { withCalls } from "./open-review";
import { sourceOfReview } from "./source-of-review";

export const REVIEW_LISTS = ["open", "submitted", "disputed", "withdrawn", "all"] as const;
export type ReviewList = (typeof REVIEW_LISTS)[number];

const STATES = {
  open: ["assigned", "started", "reopened"],
  submitted: ["submitted"],
  disputed: ["disputed"],
  withdrawn: ["withdrawn"],
  all: REVIEW_STATES.filter((state) => state !== "withdrawn"),
} as const satisfies Record<ReviewList, readonly ReviewState[]>;

export type ListInput = Readonly<{
  state: ReviewList;
  mine: boolean;
  evaluator?: string | undefined;
  scorecard?: string | undefined;
  agent?: string | undefined;
  assignment?: string | undefined;
  limit: number;
  offset: number;
}>;

export type ListedReviews = Readonly<{
  reviews: readonly OutgoingReviewRow[];
  totalCount: number;
  nextPath?: string;
  prevPath?: string;
}>;

/** A page of the reviews that the caller may know: open ones the most pressing first, others the newest first. */
export async function listReviews(ctx: ServiceContext, input: ListInput): Promise<ListedReviews> {
  const { limit, offset, ...asked } = input;
  await noted(ctx, { action: "review.list", details: { ...asked, limit, offset } });
  const evaluatorId = input.mine ? ctx.actor.userId : input.evaluator;
  const { reviews, totalCount } = await readReviews(
    ctx.scope,
    ctx.catalog.db,
    {
      states: STATES[input.state],
      order: input.state === "open" ? "due" : "newest",
      ...(evaluatorId === undefined ? {} : { evaluatorId }),
      ...(input.scorecard === undefined ? {} : { scorecardId: input.scorecard }),
      ...(input.agent === undefined ? {} : { agentKey: input.agent }),
      ...(input.assignment === undefined ? {} : { assignmentId: input.assignment }),
    },
    { limit: input.limit, offset: input.offset },
  );
  const opened = await withCalls(ctx, reviews);
  const viewer = await loadViewer(
    ctx,
    opened.map(({ review }) => sourceOfReview(review)),
  );
  const nextOffset = input.offset + input.limit;
  return {
    reviews: opened.map(({ review, call, facts }) => presentReviewRow(review, call, viewer, facts)),
    totalCount,
    ...(nextOffset < totalCount ? { nextPath: pathOf(input, nextOffset) } : {}),
    ...(input.offset > 0 ? { prevPath: pathOf(input, Math.max(0, input.offset - input.limit)) } : {}),
  };
}

function pathOf(input: ListInput, offset: number): string {
  const { mine, limit, ...filters } = input;
  const query = new URLSearchParams({ limit: String(limit), ...(mine ? { mine: "1" } : {}) });
  for (const name of ["state", "evaluator", "scorecard", "agent", "assignment"] as const) {
    const value = filters[name];
    if (value !== undefined) query.set(name, value);
  }
  query.set("offset", String(offset));
  return `/reviews?${query.toString()}`;
}
