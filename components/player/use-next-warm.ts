import { type QueryClient, QueryObserver, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { audioWarmOptions } from "@/lib/api-client/audio";
import { peaksOptions } from "@/lib/api-client/peaks";
import { listedRecording } from "@/lib/api-client/recording-cache";
import type { VendorName } from "@/lib/domain/vendors";
import type { OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";
import { fileDurationMs } from "./marks";

/** Who only looks into a call goes on before that. */
const PLAYED_MS = 4_000;
/** A longer call is not brought from its vendor on a guess. */
const LONGEST_MS = 30 * 60_000;
/** "Next" was pressed: the player that opens takes over what is under way, if it is not called off at once. */
const HANDOVER_MS = 1_000;

/**
 * Once a call has played for a few seconds, makes the next one ready: its waveform comes here, its sound to the server. None of
 * its sound is sent to this browser before it is pressed, and its details are not asked for: that would be opening it.
 */
export function useNextWarm(nextId: string | null, isPlaying: boolean): void {
  const client = useQueryClient();
  // The server is the outside system; what is not wanted any more is called off.
  useEffect(() => {
    if (nextId === null || !isPlaying) return;
    let release = () => {};
    const timer = setTimeout(() => {
      const recording = listedRecording(client, nextId)?.recording;
      const file = recording && fileToWarm(recording);
      if (file) release = warm(client, recording.vendor, file);
    }, PLAYED_MS);
    return () => {
      clearTimeout(timer);
      release();
    };
  }, [client, nextId, isPlaying]);
}

/** The file that the next call would begin with; undefined = it is not brought on a guess. Pure. */
export function fileToWarm({
  mediaFiles,
}: Pick<OutgoingRecording, "mediaFiles">): OutgoingMediaFile | undefined {
  const first = mediaFiles.find(({ audio }) => audio === "ready");
  if (!first) return undefined;
  const lengthMs = fileDurationMs(first);
  return lengthMs !== null && lengthMs <= LONGEST_MS ? first : undefined;
}

/** Asks for what the file needs, until the answer is called. */
export function warm(client: QueryClient, vendor: VendorName, file: OutgoingMediaFile): () => void {
  const sound = new QueryObserver(client, audioWarmOptions(file.playPath));
  const waveform = new QueryObserver(client, peaksOptions(file.peaksPath, vendor));
  const leave = [sound.subscribe(() => undefined), waveform.subscribe(() => undefined)];
  return () => {
    setTimeout(() => {
      for (const one of leave) one();
    }, HANDOVER_MS);
  };
}
