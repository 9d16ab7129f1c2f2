"use client";

import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { readTime } from "@/components/format/time";
import { type Peaks, peaksOptions } from "@/lib/api-client/peaks";
import type { TimeSpan } from "@/lib/domain/talk-map-levels";
import type { OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";
import { type DrawnPeaks, joinPeaks } from "./join-peaks";
import { fileDurationMs } from "./marks";
import { skipsOf } from "./silence";
import { buildTimeline, type Timeline, type TimelinePart } from "./timeline";

export type CallPart = TimelinePart & Readonly<{ file: OutgoingMediaFile; peaks: Peaks | null }>;

export type CallTimeline = Readonly<{
  timeline: Timeline;
  /** In the order of hearing. */
  parts: readonly CallPart[];
  /** Of the whole call; null while there are none at all. */
  peaks: DrawnPeaks | null;
  /** Why there are none, in words. */
  peaksFailure: string | null;
  /** What skipping silence leaves out, per file in file time. */
  skips: ReadonlyMap<string, readonly TimeSpan[]>;
  /** All of it together, in ms of sound. */
  skippedMs: number;
}>;

const NOTHING: ReadonlyMap<string, readonly TimeSpan[]> = new Map();

/**
 * The files of a call as one: where each lies, their waveforms joined, their silences. Waveforms are asked for where
 * `isReady` holds.
 */
export function useCallTimeline(
  recording: OutgoingRecording,
  isReady: (file: OutgoingMediaFile) => boolean,
): CallTimeline {
  const { mediaFiles } = recording;
  const queries = useQueries({
    queries: mediaFiles.map((file) => ({
      ...peaksOptions(file.peaksPath, recording.vendor),
      enabled: isReady(file),
    })),
    combine: (results) => ({
      peaks: results.map(({ data }) => data ?? null),
      failure: results.find(({ error }) => error)?.error?.message ?? null,
    }),
  });
  const { peaks: found, failure } = queries;

  const placed = useMemo(() => {
    const peaksOf = new Map(
      mediaFiles.flatMap((file, index) => {
        const peaks = found[index];
        return peaks ? [[file.mediaKey, peaks] as const] : [];
      }),
    );
    const timeline = buildTimeline(
      mediaFiles.map((file) => ({
        mediaKey: file.mediaKey,
        startMs: readTime(file.startTime),
        lengthMs: peaksOf.get(file.mediaKey)?.durationMs ?? fileDurationMs(file),
        cutMs: file.maskedSpans.reduce(
          (sum, { startMs, endMs, pausedMs }) => (startMs === endMs ? sum + pausedMs : sum),
          0,
        ),
      })),
    );
    const parts = timeline.parts.flatMap((part): CallPart[] => {
      const file = mediaFiles.find(({ mediaKey }) => mediaKey === part.mediaKey);
      return file ? [{ ...part, file, peaks: peaksOf.get(part.mediaKey) ?? null }] : [];
    });
    return { timeline, parts, peaks: joinPeaks(timeline, peaksOf) };
  }, [mediaFiles, found]);

  const skips = useMemo(
    () =>
      placed.parts.some(({ peaks }) => peaks)
        ? new Map(
            placed.parts.map(({ mediaKey, file, peaks }) => [
              mediaKey,
              peaks ? skipsOf(peaks.waveform, file.maskedSpans, peaks.durationMs) : [],
            ]),
          )
        : NOTHING,
    [placed.parts],
  );
  const skippedMs = useMemo(
    () => [...skips.values()].flat().reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
    [skips],
  );
  return { ...placed, peaksFailure: failure, skips, skippedMs };
}
