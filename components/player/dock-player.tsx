"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { clsx } from "clsx";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useRef } from "react";
import { useMay } from "@/components/recordings/use-may";
import { Failure, Skeleton } from "@/components/ui/feedback";
import { recordingOptions } from "@/lib/api-client/queries";
import { listedRecording } from "@/lib/api-client/recording-cache";
import { PlayerBar } from "./player-bar";
import { type Track, usePlayer } from "./player-context";
import { NO_AUDIO } from "./use-audio-wait";
import { useFullScreen } from "./use-full-screen";

const LANE_PX = 32;
const TALL_LANE_PX = 72;

/** Brings the recording of the track, and shows the bar for it. */
export function DockPlayer({ track }: Readonly<{ track: Track }>) {
  const { close } = usePlayer();
  const may = useMay();
  const client = useQueryClient();
  const recording = useQuery({
    ...recordingOptions(track.recordingId),
    // The list knows what to play: the sound does not wait until the vendor has been asked about the call.
    placeholderData: () => listedRecording(client, track.recordingId),
  });
  const file = recording.data?.mediaFiles[0];

  const section = useRef<HTMLElement>(null);
  const screen = useFullScreen(section);
  const Chevron = screen.isFull ? ChevronDown : ChevronUp;

  return (
    <section
      ref={section}
      aria-label="Player"
      data-full={screen.isFull}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !screen.isFull) return;
        event.preventDefault();
        screen.leave();
      }}
      className={clsx(
        "group/player shrink-0 border-line border-t bg-surface px-3 py-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:px-4 print:hidden",
        screen.isFull && "fixed inset-0 z-40 overflow-auto",
      )}
    >
      <button
        type="button"
        aria-expanded={screen.isFull}
        onClick={screen.isFull ? screen.leave : screen.open}
        className="-mt-2 mb-1 flex h-8 w-full items-center justify-center gap-1 rounded text-ink-soft text-sm sm:hidden"
      >
        <Chevron aria-hidden className="size-4" />
        {screen.isFull ? "Make the player small" : "Waveform, pauses and comments"}
      </button>
      {recording.isError ? (
        <div className="flex items-center justify-between gap-4">
          <Failure title="This call can't be opened">{recording.error.message}</Failure>
          <button type="button" className="underline" onClick={close}>
            Close the player
          </button>
        </div>
      ) : null}
      {recording.isPending ? <Skeleton className="h-24 w-full" /> : null}
      {recording.data && !file ? (
        <div className="flex items-center justify-between gap-4 py-2">
          <p role="status" className="text-ink-soft">
            {NO_AUDIO}
          </p>
          <button type="button" className="underline" onClick={close}>
            Close the player
          </button>
        </div>
      ) : null}
      {recording.data && file ? (
        <PlayerBar
          key={track.recordingId}
          recording={recording.data}
          file={file}
          track={track}
          mayComment={may("recording.label")}
          laneHeight={screen.isFull ? TALL_LANE_PX : LANE_PX}
        />
      ) : null}
    </section>
  );
}
