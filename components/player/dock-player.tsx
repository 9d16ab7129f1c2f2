"use client";

import { useQuery } from "@tanstack/react-query";
import { useMay } from "@/components/recordings/use-may";
import { Failure, Skeleton } from "@/components/ui/feedback";
import { recordingOptions } from "@/lib/api-client/queries";
import { PlayerBar } from "./player-bar";
import { type Track, usePlayer } from "./player-context";
import { NO_AUDIO } from "./use-audio-wait";

/** Brings the recording of the track, and shows the bar for it. */
export function DockPlayer({ track }: Readonly<{ track: Track }>) {
  const { close } = usePlayer();
  const may = useMay();
  const recording = useQuery(recordingOptions(track.recordingId));
  const file = recording.data?.mediaFiles[0];

  return (
    <section
      aria-label="Player"
      className="shrink-0 border-line border-t bg-surface px-3 py-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:px-4 print:hidden"
    >
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
        />
      ) : null}
    </section>
  );
}
