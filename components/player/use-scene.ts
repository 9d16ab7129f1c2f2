import { useMemo } from "react";
import type { Peaks } from "@/lib/api-client/peaks";
import type { TalkMap } from "@/lib/domain/talk-map";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { type MaskMark, maskMarks, type PlacedFile } from "./marks";
import { type Moment, momentsOf } from "./moments";
import { type ThreadMark, threadMarks, threadsOf } from "./threads";
import { useTalk } from "./use-talk";

/** Null = its waveform is not there. */
export type HeardFile = PlacedFile & Readonly<{ peaks: Peaks | null }>;

/** Who speaks when in one file of the call. */
export type PlacedTalk = Readonly<{ startMs: number; talk: TalkMap }>;

export type Scene = Readonly<{
  masks: readonly MaskMark[];
  threads: readonly ThreadMark[];
  moments: readonly Moment[];
  talk: readonly PlacedTalk[];
}>;

/** Everything that is drawn and listed of a call, out of what the server told and what the sound itself says. */
export function useScene(recording: OutgoingRecording, files: readonly HeardFile[]): Scene {
  const talk = useTalk(files);
  const told = useMemo(() => {
    const masks = files.flatMap(maskMarks);
    const threads = threadMarks(threadsOf(recording), files);
    return { masks, threads, moments: momentsOf(recording, files, masks, threads) };
  }, [recording, files]);
  const placed = useMemo(
    () =>
      files.flatMap(({ startMs }, index): PlacedTalk[] => {
        const known = talk[index];
        return known ? [{ startMs, talk: known }] : [];
      }),
    [files, talk],
  );
  return { ...told, talk: placed };
}
