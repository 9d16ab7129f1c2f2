"use client";

import { useAudioWait } from "@/components/player/use-audio-wait";
import type { OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";

/** Says that a file's audio is not there yet, and asks until it is: the call is then read again by itself. */
export function AudioNote({
  recording,
  file,
}: Readonly<{ recording: OutgoingRecording; file: OutgoingMediaFile }>) {
  const wait = useAudioWait(recording, { kind: "recording", id: recording.id }, file, false);
  return (
    <p role="status" className="flex flex-wrap gap-x-2 text-ink-soft text-sm empty:hidden">
      {wait.words}
      {wait.retry ? (
        <button type="button" onClick={wait.retry} className="rounded text-accent underline print:hidden">
          Try again
        </button>
      ) : null}
    </p>
  );
}
