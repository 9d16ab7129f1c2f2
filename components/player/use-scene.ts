import { useDeferredValue, useMemo } from "react";
import type { Peaks } from "@/lib/api-client/peaks";
import type { TalkMap } from "@/lib/domain/talk-map";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { talkIn } from "./heard-facts";
import { type MaskMark, maskMarks, type PlacedFile } from "./marks";
import { type Moment, momentsOf } from "./moments";
import { type ThreadMark, threadMarks, threadsOf } from "./threads";

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
export function useScene(recording: OutgoingRecording, given: readonly HeardFile[]): Scene {
  // Reading a long call takes its time: the waveform and the sound come first.
  const files = useDeferredValue(given);
  const heard = useMemo(() => files.map(heardIn), [files]);
  return useMemo(() => {
    const masks = heard.flatMap((one) => one.masks);
    const threads = threadMarks(threadsOf(recording), files);
    return {
      masks,
      threads,
      moments: momentsOf(recording, files, masks, threads),
      talk: heard.flatMap((one) => (one.talk ? [one.talk] : [])),
    };
  }, [recording, files, heard]);
}

function heardIn(placed: HeardFile): Readonly<{ masks: readonly MaskMark[]; talk: PlacedTalk | null }> {
  const { file, startMs, peaks } = placed;
  return { masks: maskMarks(placed), talk: peaks ? { startMs, talk: talkIn(file, peaks) } : null };
}
