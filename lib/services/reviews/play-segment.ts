import type { MediaFile, StoredRecording } from "@/lib/domain/recording";
import type { ServiceContext } from "../context";
import { type PeaksInMaking, peaksOfFile } from "../playback/get-peaks";
import type { StoredPeaks } from "../playback/peaks-maker";
import { listenerOf, type PlayAnswer, serveFile } from "../playback/play-recording";
import { type OpenedReview, openReview, reviewNotFound } from "./open-review";

/** A segment's own sound, cut out of its file before it is stored or sent: whole or in ranges, nothing outside of it. */
export async function playSegment(
  ctx: ServiceContext,
  id: string,
  n: number,
  request: Readonly<{ method: "GET" | "HEAD"; headers: Headers }>,
): Promise<PlayAnswer> {
  const { recording, file } = segmentFile(await openReview(ctx, id), n);
  return serveFile(ctx, recording, file, {
    ...request,
    downloadName: null,
    audit: { review: id, segment: n },
  });
}

/** The waveform of a segment, made from its own sound. */
export async function segmentPeaks(
  ctx: ServiceContext,
  id: string,
  n: number,
): Promise<StoredPeaks | PeaksInMaking> {
  const { recording, file } = segmentFile(await openReview(ctx, id), n);
  return peaksOfFile(ctx, recording, file);
}

/** Takes the player's word for how much of a segment was heard, for the audit log. */
export async function reportSegmentHeard(
  ctx: ServiceContext,
  id: string,
  n: number,
  heardMs: number,
): Promise<void> {
  const { recording, file } = segmentFile(await openReview(ctx, id), n);
  const listener = listenerOf(ctx, recording, file.mediaKey, { review: id, segment: n });
  await ctx.listening.opened(listener);
  ctx.listening.heard(listener, heardMs);
}

function segmentFile(
  { review, call: { recording, part, cuts } }: OpenedReview,
  n: number,
): Readonly<{ recording: StoredRecording; file: MediaFile }> {
  const index = review.segments.findIndex((segment) => segment.n === n);
  const clipKey = cuts[index]?.clipKey;
  // What was taken back is played by nobody any more, those who took it back included.
  if (!recording || clipKey === undefined || review.state === "withdrawn") throw reviewNotFound();
  const file = part?.mediaFiles.find(({ mediaKey }) => mediaKey === clipKey);
  if (!file) throw reviewNotFound();
  return { recording, file };
}
