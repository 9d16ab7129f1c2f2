import { useQuery, useQueryClient } from "@tanstack/react-query";
import { audioProbeOptions, hasGivenUp } from "@/lib/api-client/audio";
import { callKey } from "@/lib/api-client/calls";
import type { CallRef } from "@/lib/domain/call-ref";
import type { OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";

export const PREPARING = "The audio is still being prepared.";
const STILL_PREPARING = "The audio is not there yet, and may take longer than usual.";
export const STILL_LIVE = "The audio comes when the call has ended.";
export const NO_AUDIO = "The recording system has no audio for this call.";

export type AudioWait = Readonly<{
  isReady: boolean;
  /** Why it is not, in words; null while nothing needs saying. */
  words: string | null;
  isWaiting: boolean;
  /** Asks once more, when waiting by itself has ended. */
  retry: (() => void) | null;
}>;

/**
 * Whether a file's audio can be played: at once for one that is known to be there, else as its server says, asked again
 * until it is there, has turned out to be missing, or nobody can expect it any more. `mustAsk` = playing it has failed.
 */
export function useAudioWait(
  recording: OutgoingRecording,
  call: CallRef,
  file: OutgoingMediaFile,
  mustAsk: boolean,
): AudioWait {
  const client = useQueryClient();
  const isMissing = file.audio === "missing";
  const isLive = recording.live !== undefined && file.audio === "pending";
  const asks = !isMissing && !isLive && (mustAsk || file.audio === "pending");
  const options = audioProbeOptions(callKey(call), file.playPath);
  const probe = useQuery({ ...options, enabled: asks });
  if (isMissing) return { isReady: false, words: NO_AUDIO, isWaiting: false, retry: null };
  if (isLive) return { isReady: false, words: STILL_LIVE, isWaiting: true, retry: null };
  if (!asks || probe.data?.state === "ready") {
    return { isReady: true, words: null, isWaiting: false, retry: null };
  }
  const again = () => void client.resetQueries({ queryKey: options.queryKey });
  if (probe.error) return { isReady: false, words: probe.error.message, isWaiting: false, retry: again };
  if (probe.data?.state === "gone")
    return { isReady: false, words: NO_AUDIO, isWaiting: false, retry: again };
  if (!probe.isFetching && hasGivenUp(client, callKey(call), file.playPath)) {
    return { isReady: false, words: STILL_PREPARING, isWaiting: false, retry: again };
  }
  return { isReady: false, words: PREPARING, isWaiting: true, retry: null };
}
