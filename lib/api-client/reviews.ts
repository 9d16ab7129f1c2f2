import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import type { z } from "zod";
import type { Answers } from "@/lib/domain/reviews/answers";
import type { AssignmentSchema, ReviewAct, ReviewState, SegmentUnit } from "@/lib/domain/reviews/review";
import type { OutgoingReview, OutgoingReviewRow } from "@/lib/privacy/outgoing-review";
import { fetchJson } from "./fetch-json";

/** Which reviews a list holds. `mine` = those of the person who asks; evaluators see no others in any case. */
export type ReviewFilter = Readonly<{
  state?: "open" | "submitted" | "disputed" | "withdrawn" | "all";
  mine?: boolean;
  evaluator?: string;
  scorecard?: string;
  agent?: string;
  assignment?: string;
  limit?: number;
}>;

export type ReviewsAnswer = Readonly<{
  statusCode: 0;
  reviews: readonly OutgoingReviewRow[];
  totalCount: number;
  /** Relative to `/api/v2`. */
  nextPath?: string;
  prevPath?: string;
}>;

/** Every list of reviews, and every review, as this browser knows them. */
export const reviewKeys = {
  all: ["reviews"],
  lists: ["reviews", "list"],
  one: (id: string) => ["reviews", "one", id],
  evaluators: ["reviews", "evaluators"],
} as const;

/** Page by page: open ones the most pressing first, others the newest first. */
export const reviewListOptions = (filter: ReviewFilter) =>
  infiniteQueryOptions({
    queryKey: [...reviewKeys.lists, filter] as const,
    queryFn: ({ pageParam, signal }) => {
      const { mine, ...query } = filter;
      return fetchJson<ReviewsAnswer>(pageParam ?? "/reviews", {
        query: pageParam ? {} : { ...query, ...(mine ? { mine: 1 } : {}) },
        signal,
      });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextPath ?? null,
    placeholderData: keepPreviousData,
  });

/** What the signed-in person has to do, the most pressing first. */
export const queueOptions = () => reviewListOptions({ state: "open", mine: true, limit: 100 });

/** One review: the call cut to its segments, its scorecard and its answers. Never asked for again while it is worked on. */
export const reviewOptions = (id: string) =>
  queryOptions({
    queryKey: reviewKeys.one(id),
    queryFn: ({ signal }) => fetchJson<{ review: OutgoingReview }>(`/reviews/${id}`, { signal }),
    select: (answer) => answer.review,
    refetchOnWindowFocus: false,
  });

export type SavedAnswers = Readonly<{
  revision: number;
  progress: OutgoingReviewRow["progress"];
  state: ReviewState;
}>;

/**
 * Stores the answers named, and only those. Throws ApiError 409/15 when `revision` is not the stored one. `keepalive` = it
 * is sent even while the page goes away.
 */
export const saveAnswers = (
  id: string,
  body: Readonly<{ answers: Answers; revision: number }>,
  { keepalive = false }: Readonly<{ keepalive?: boolean }> = {},
) => fetchJson<SavedAnswers>(`/reviews/${id}`, { method: "PUT", body, keepalive });

/** Submits, disputes, re-opens …; gives the review as it stands then. `reason` where the act must be explained. */
export const actOnReview = (id: string, operationName: ReviewAct, reason?: string) =>
  fetchJson<{ review: OutgoingReview }>(`/reviews/${id}`, {
    method: "POST",
    body: { operationName, ...(reason === undefined ? {} : { reason }) },
  });

/**
 * Writes a comment into a review: `text`, and where it stands (`mediaKey` = the cut file's, `startMs`, `endMs` in segment
 * time) or what it answers (`replyTo`). One's own are changed and removed by the `path` that comes with the label.
 */
export const addReviewComment = (id: string, content: Readonly<Record<string, unknown>>) =>
  fetchJson<{ id: string; path: string }>(`/reviews/${id}/comments`, { method: "POST", body: { content } });

export type EvaluatorRow = Readonly<{
  id: string;
  name: string;
  role: string;
  /** Reviews waiting for them. */
  open: number;
}>;

/** Whom one may assign reviews to. */
export const evaluatorsOptions = () =>
  queryOptions({
    queryKey: reviewKeys.evaluators,
    queryFn: ({ signal }) =>
      fetchJson<{ evaluators: readonly EvaluatorRow[] }>("/reviews/evaluators", { signal }),
    select: (answer) => answer.evaluators,
  });

/** A span of a call that suggests itself: a whole media file, or one agent's time on the call. */
export type NaturalSegment = Readonly<{
  unit: Exclude<SegmentUnit, "span">;
  mediaKey: string;
  startMs: number;
  /** Null = to the end of the file. */
  endMs: number | null;
  name: string;
}>;

export const naturalSegmentsOptions = (recordingId: string) =>
  queryOptions({
    queryKey: [...reviewKeys.all, "segments", recordingId] as const,
    queryFn: ({ signal }) =>
      fetchJson<{ segments: readonly NaturalSegment[] }>("/reviews/segments", {
        query: { recording: recordingId },
        signal,
      }),
    select: (answer) => answer.segments,
  });

/** What the server takes; what it fills in by itself may be left out. */
export type AssignmentRequest = Omit<z.input<typeof AssignmentSchema>, "dryRun">;

type Skipped = readonly Readonly<{ recording: string; reason: string }>[];

export type AssignAnswer = Readonly<{
  assignment: string;
  reviews: readonly Readonly<{ id: string; recording: string; evaluator: string }>[];
  skipped: Skipped;
  /** Of a sample: what it was drawn with, and from how many. */
  draw?: Readonly<{ id: string; seed: string; population: number }>;
}>;

/** Assigns reviews. */
export const assignReviews = (request: AssignmentRequest) =>
  fetchJson<AssignAnswer>("/reviews", { method: "POST", body: request });

export type AssignPreview = Readonly<{
  picks: readonly Readonly<{
    recording: string;
    evaluator: string;
    segments: readonly Readonly<{
      mediaKey: string;
      startMs: number;
      endMs: number | null;
      unit: SegmentUnit;
    }>[];
  }>[];
  skipped: Skipped;
  seed?: string;
  population?: number;
}>;

/** Tells what would be assigned, by the same rules, and assigns nothing. */
export const previewAssignment = (request: AssignmentRequest, signal?: AbortSignal) =>
  fetchJson<AssignPreview>("/reviews", { method: "POST", body: { ...request, dryRun: true }, signal });

/** Puts a review, as the server has just given it, in the place of what was known of it; lists are asked for again. */
export async function keepReview(client: QueryClient, review: OutgoingReview): Promise<void> {
  client.setQueryData(reviewOptions(review.id).queryKey, { review });
  await client.invalidateQueries({ queryKey: reviewKeys.lists });
}
