"use client";

import { type QueryClient, queryOptions, useQueries, useQueryClient } from "@tanstack/react-query";
import type { Peaks } from "@/lib/api-client/peaks";
import { type TalkMap, talkMapSteps } from "@/lib/domain/talk-map";
import type { OutgoingMediaFile } from "@/lib/privacy/outgoing";
import { inTurns } from "./in-turns";
import { fileDurationMs } from "./marks";

/** Null = its waveform is not there, or not whole. */
type HeardFile = Readonly<{ file: OutgoingMediaFile; peaks: Peaks | null }>;

/** Who speaks when in each of the files, null while that is not known. Read once, whoever asks, and never in one go. */
export function useTalk(files: readonly HeardFile[]): readonly (TalkMap | null)[] {
  const client = useQueryClient();
  return useQueries({
    queries: files.map((file) => ({
      ...talkOptions(file),
      // Its pauses are told better now: until it is read anew, what was known of it stands.
      placeholderData: () => lastTalk(client, file.file),
    })),
    combine: (results) => results.map(({ data }) => data ?? null),
  });
}

function lastTalk(client: QueryClient, { peaksPath }: OutgoingMediaFile): TalkMap | undefined {
  const known = client.getQueriesData<TalkMap>({ queryKey: ["talk", peaksPath] });
  return known.map(([, talk]) => talk).findLast((talk) => talk !== undefined);
}

function talkOptions({ file, peaks }: HeardFile) {
  const { maskedSpans, holds = [] } = file;
  const drawnMs = peaks?.durationMs ?? 0;
  // Peaks are up to a pixel longer than the sound.
  const durationMs = Math.min(drawnMs, fileDurationMs(file) ?? drawnMs);
  return queryOptions({
    queryKey: ["talk", file.peaksPath, durationMs, maskedSpans, holds],
    queryFn: ({ signal }) => {
      if (!peaks) throw new Error("There is no waveform to read it from.");
      return inTurns(talkMapSteps(peaks.waveform, { durationMs, maskedSpans, holds }), signal);
    },
    enabled: peaks !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
    retry: false,
    // Thousands of spans, and never the same ones again.
    structuralSharing: false,
  });
}
