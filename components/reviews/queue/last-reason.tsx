"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { reviewOptions } from "@/lib/api-client/reviews";

/** The reason that was given last for what was done with a review: why it is disputed, upheld or reopened. */
export function LastReason({ reviewId, className }: Readonly<{ reviewId: string; className?: string }>) {
  const review = useQuery(reviewOptions(reviewId));
  const event = [...(review.data?.history ?? [])].reverse().find(({ reason }) => reason !== undefined);
  if (!event) return null;
  return (
    <span className={clsx("wrap-anywhere text-sm text-warn", className)}>
      <bdi>{event.user}</bdi>: <bdi>“{event.reason}”</bdi>
    </span>
  );
}
