import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { MaskMark } from "@/components/player/marks";
import { usePlayer } from "@/components/player/player-context";
import { type PlacedTalk, useScene } from "@/components/player/use-scene";
import { peaksOptions } from "@/lib/api-client/peaks";
import { isSameCall } from "@/lib/domain/call-ref";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";

export type SoundFacts = Readonly<{
  masks: readonly MaskMark[];
  talk: readonly PlacedTalk[];
}>;

/**
 * What the sound of a call says: read once the call is in the player, so that looking at a list of calls fetches no audio
 * from any vendor. Times are each file's own.
 */
export function useSoundFacts(recording: OutgoingRecording): SoundFacts {
  const { track } = usePlayer();
  const isHeard = isSameCall(track?.call ?? null, { kind: "recording", id: recording.id });
  const { mediaFiles } = recording;
  const peaks = useQueries({
    queries: mediaFiles.map((file) => ({
      ...peaksOptions(file.peaksPath, recording.vendor),
      enabled: isHeard && file.audio === "ready",
    })),
    combine: (results) => results.map(({ data }) => data ?? null),
  });
  const files = useMemo(
    () => mediaFiles.map((file, index) => ({ file, startMs: 0, peaks: peaks[index] ?? null })),
    [mediaFiles, peaks],
  );
  const { masks, talk } = useScene(recording, files);
  return { masks, talk };
}
