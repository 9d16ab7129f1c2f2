"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { usePlayer } from "@/components/player/player-context";
import { useNotify } from "@/components/shell/notices";
import { Button } from "@/components/ui/button";
import { reviewOptions } from "@/lib/api-client/reviews";

/** Plays the whole call in the dock from where the review's first segment begins, with that segment picked out. */
export function HearButton({
  reviewId,
  recordingId,
  words,
}: Readonly<{ reviewId: string; recordingId: string; words: string }>) {
  const { open } = usePlayer();
  const client = useQueryClient();
  const notify = useNotify();
  const hear = useMutation({
    mutationFn: async () => (await client.fetchQuery(reviewOptions(reviewId))).review.segments[0]?.of ?? null,
    onSuccess: (place) =>
      open(
        recordingId,
        place ? { mediaKey: place.mediaKey, atMs: place.startMs, toMs: place.endMs ?? null } : {},
      ),
    onError: (error) => notify(`The call can't be played: ${error.message}`, "danger"),
  });
  return (
    <Button
      tone="quiet"
      size="icon"
      aria-label={words}
      title="Play from the segment"
      disabled={hear.isPending}
      onClick={() => hear.mutate()}
    >
      <Play aria-hidden className="size-3.5" />
    </Button>
  );
}
