"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { queueOptions, reviewOptions } from "@/lib/api-client/reviews";
import { DockFrame } from "./dock-frame";
import { type Track, usePlayer } from "./player-context";

/** What a review has of a call, in the dock, with the reviews that wait as its neighbours. Asks for nothing but reviews. */
export function DockedReview({ track }: Readonly<{ track: Track }>) {
  const { id } = track.call;
  const router = useRouter();
  const { openReview } = usePlayer();
  const review = useQuery(reviewOptions(id));
  // What the queue has shown: the player asks for none by itself.
  const queue = useInfiniteQuery({ ...queueOptions(), enabled: false });
  const waiting = (queue.data?.pages ?? []).flatMap((page) => page.reviews);
  const place = waiting.findIndex((row) => row.id === id);
  const stepTo = (by: number) => {
    const other = place < 0 ? undefined : waiting[place + by];
    if (!other) return null;
    return () => {
      openReview(other.id);
      router.push(`/reviews/${other.id}`);
    };
  };
  return (
    <DockFrame
      track={track}
      recording={review.data?.cut}
      isGone={review.data !== undefined && review.data.cut === undefined}
      error={review.error}
      desk={{
        href: `/reviews/${id}`,
        mayComment: review.data?.can.includes("comment") ?? false,
        linkTo: null,
        listed: "review",
        previous: stepTo(-1),
        next: stepTo(1),
        nextId: null,
        hasStepKeys: false,
      }}
    />
  );
}
