import type { Peaks } from "@/lib/api-client/peaks";
import type { Waveform } from "@/lib/domain/audiowaveform";
import { type TalkMap, talkMap } from "@/lib/domain/talk-map";
import type { OutgoingMediaFile } from "@/lib/privacy/outgoing";
import { fileDurationMs } from "./marks";

type Heard = Pick<OutgoingMediaFile, "maskedSpans" | "holds"> & Readonly<{ durationMs: number }>;

/** The talk strip, skipping silence and the details ask for the same: it is read once. */
const known = new WeakMap<Waveform, Heard & Readonly<{ talk: TalkMap }>>();

/** Who speaks when in a file whose waveform is whole. */
export function talkIn(file: OutgoingMediaFile, { waveform, durationMs: drawnMs }: Peaks): TalkMap {
  // Peaks are up to a pixel longer than the sound.
  const durationMs = Math.min(drawnMs, fileDurationMs(file) ?? drawnMs);
  const { maskedSpans, holds } = file;
  const before = known.get(waveform);
  if (before?.maskedSpans === maskedSpans && before.holds === holds && before.durationMs === durationMs) {
    return before.talk;
  }
  const talk = talkMap(waveform, { durationMs, maskedSpans, ...(holds ? { holds } : {}) });
  known.set(waveform, { maskedSpans, durationMs, talk, ...(holds ? { holds } : {}) });
  return talk;
}
