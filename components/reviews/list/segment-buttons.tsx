"use client";

import { useMutation } from "@tanstack/react-query";
import { Maximize2, Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { usePlayer } from "@/components/player/player-context";
import { linkPath } from "@/components/player/share-link";
import { useNotify } from "@/components/shell/notices";
import { Button } from "@/components/ui/button";
import { useSegmentPlace } from "./use-segment-place";

type Props = Readonly<{ reviewId: string; recordingId: string; about: string }>;

/** Plays the whole call in the dock, or opens its page: from where the first segment begins, with that segment picked out. */
export function SegmentButtons({ reviewId, recordingId, about }: Props) {
  const router = useRouter();
  const { open } = usePlayer();
  const notify = useNotify();
  const placeOf = useSegmentPlace();
  const go = useMutation({
    mutationFn: async (way: "play" | "page") => ({ way, place: await placeOf(reviewId) }),
    onSuccess: ({ way, place }) => {
      if (way === "page") {
        router.push(place ? linkPath(recordingId, place) : `/recordings/${recordingId}`);
      } else {
        open(recordingId, place ? { mediaKey: place.mediaKey, atMs: place.startMs, toMs: place.endMs } : {});
      }
    },
    onError: (error) => notify(`The call can't be opened: ${error.message}`, "danger"),
  });
  return (
    <>
      <Button
        tone="quiet"
        size="icon"
        aria-label={`Play from the segment: ${about}`}
        title="Play from the segment"
        disabled={go.isPending}
        onClick={() => go.mutate("play")}
      >
        <Play aria-hidden className="size-3.5" />
      </Button>
      <Button
        tone="quiet"
        size="icon"
        aria-label={`Open the whole call at the segment: ${about}`}
        title="Open the whole call at the segment"
        disabled={go.isPending}
        onClick={() => go.mutate("page")}
        className="max-sm:hidden"
      >
        <Maximize2 aria-hidden className="size-3.5" />
      </Button>
    </>
  );
}
