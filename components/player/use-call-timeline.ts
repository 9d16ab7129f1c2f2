"use client";

import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { readTime } from "@/components/format/time";
import { growingPeaksOptions, type Peaks, peaksOptions } from "@/lib/api-client/peaks";
import type { TimeSpan } from "@/lib/domain/talk-map-levels";
import type { OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";
import { type DrawnPeaks, joinPeaks } from "./join-peaks";
import { fileDurationMs } from "./marks";
import { skipsOf } from "./silence";
import { buildTimeline, type Timeline, type TimelinePart } from "./timeline";
import { useTalk } from "./use-talk";

export type CallPart = TimelinePart & Readonly<{ file: OutgoingMediaFile; peaks: Peaks | null }>;

export type CallTimeline = Readonly<{
  timeline: Timeline;
  /** In the order of hearing; their peaks are there when they are whole. */
  parts: readonly CallPart[];
  /** Of the whole call, flat where they are not known; null while there are none at all. */
  peaks: DrawnPeaks | null;
  /** Where they are still to come, in call time. */
  awaited: readonly TimeSpan[];
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
  const growing = useQueries({
    queries: mediaFiles.map((file) => growingPeaksOptions(file.peaksPath)),
    combine: (results) => ({
      peaks: results.map(({ data }) => data ?? null),
      // Apart from the peaks: these stay the same while a waveform of known length grows.
      lengthsMs: mediaFiles.map((file, index) => {
        const lengthMs = Math.max(fileDurationMs(file) ?? 0, results[index]?.data?.durationMs ?? 0);
        return lengthMs === 0 ? null : lengthMs;
      }),
    }),
  });
  const { lengthsMs } = growing;

  const placed = useMemo(() => {
    const timeline = buildTimeline(
      mediaFiles.map((file, index) => ({
        mediaKey: file.mediaKey,
        startMs: readTime(file.startTime),
        lengthMs: found[index]?.durationMs ?? lengthsMs[index] ?? null,
        cutMs: file.maskedSpans.reduce(
          (sum, { startMs, endMs, pausedMs }) => (startMs === endMs ? sum + pausedMs : sum),
          0,
        ),
      })),
    );
    const parts = timeline.parts.flatMap((part): CallPart[] => {
      const index = mediaFiles.findIndex(({ mediaKey }) => mediaKey === part.mediaKey);
      const file = mediaFiles[index];
      return file ? [{ ...part, file, peaks: found[index] ?? null }] : [];
    });
    return { timeline, parts };
  }, [mediaFiles, found, lengthsMs]);

  const drawn = useMemo(() => {
    const { timeline, parts } = placed;
    const peaksOf = new Map(
      mediaFiles.flatMap((file, index) => {
        const peaks = found[index] ?? growing.peaks[index];
        return peaks ? [[file.mediaKey, peaks] as const] : [];
      }),
    );
    const awaited = parts.flatMap(({ mediaKey, file, startMs, endMs, peaks }) => {
      const knownToMs = startMs + (peaksOf.get(mediaKey)?.durationMs ?? 0);
      return peaks || !isReady(file) || knownToMs >= endMs ? [] : [{ startMs: knownToMs, endMs }];
    });
    return { peaks: joinPeaks(timeline, peaksOf), awaited };
  }, [placed, mediaFiles, found, growing.peaks, isReady]);

  const talk = useTalk(placed.parts);
  const skips = useMemo(
    () =>
      talk.some((one) => one)
        ? new Map(
            placed.parts.map(({ mediaKey, file }, index) => {
              const known = talk[index];
              return [mediaKey, known ? skipsOf(known, file.maskedSpans) : []];
            }),
          )
        : NOTHING,
    [placed.parts, talk],
  );
  const skippedMs = useMemo(
    () => [...skips.values()].flat().reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
    [skips],
  );
  return { ...placed, ...drawn, peaksFailure: failure, skips, skippedMs };
}
