"use client";

import { clsx } from "clsx";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useRef } from "react";
import { Failure, Skeleton } from "@/components/ui/feedback";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import type { Desk } from "./desk";
import { PlayerBar } from "./player-bar";
import { type Track, usePlayer } from "./player-context";
import { NO_AUDIO } from "./use-audio-wait";
import { useFullScreen } from "./use-full-screen";

const LANE_PX = 32;
const TALL_LANE_PX = 72;

type DockFrameProps = Readonly<{
  track: Track;
  /** Undefined = it is on its way, or won't come. */
  recording: OutgoingRecording | undefined;
  /** It was deleted, and what is left of it has no sound. */
  isGone?: boolean;
  error: Error | null;
  desk: Desk;
}>;

/** The place of the player at the foot of every screen, with the bar for the call of the track. */
export function DockFrame({ track, recording, isGone = false, error, desk }: DockFrameProps) {
  const { close } = usePlayer();
  const file = recording?.mediaFiles[0];
  const isSilent = isGone || (recording !== undefined && !file);

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
      {error ? (
        <div className="flex items-center justify-between gap-4">
          <Failure title="This call can't be opened">{error.message}</Failure>
          <button type="button" className="underline" onClick={close}>
            Close the player
          </button>
        </div>
      ) : null}
      {recording || isGone || error ? null : <Skeleton className="h-24 w-full" />}
      {isSilent ? (
        <div className="flex items-center justify-between gap-4 py-2">
          <p role="status" className="text-ink-soft">
            {NO_AUDIO}
          </p>
          <button type="button" className="underline" onClick={close}>
            Close the player
          </button>
        </div>
      ) : null}
      {recording && file ? (
        <PlayerBar
          key={`${track.call.kind} ${track.call.id}`}
          recording={recording}
          file={file}
          track={track}
          desk={desk}
          laneHeight={screen.isFull ? TALL_LANE_PX : LANE_PX}
        />
      ) : null}
    </section>
  );
}
