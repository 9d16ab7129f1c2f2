import type { RecordingId } from "@/lib/domain/ids";
import { naturalSegments } from "@/lib/domain/reviews/natural-segments";
import type { SegmentUnit } from "@/lib/domain/reviews/review";
import { nameOfAgent } from "@/lib/privacy/present-review-row";
import type { ServiceContext } from "../context";
import { loadViewer } from "../privacy/load-viewer";
import { realId } from "../recordings/real-id";
import { visibleRecording } from "../recordings/visible-recording";

export type SuggestedSegment = Readonly<{
  unit: Exclude<SegmentUnit, "span">;
  mediaKey: string;
  startMs: number;
  endMs: number | null;
  /** Whose time it is, masked for the caller; empty = not known. */
  name: string;
}>;

/** The parts of a call that are there by themselves: its media files, and each agent's time in them. */
export async function suggestSegments(
  ctx: ServiceContext,
  asked: RecordingId,
): Promise<readonly SuggestedSegment[]> {
  const recording = await visibleRecording(ctx, await realId(ctx, asked), { labels: false });
  const viewer = await loadViewer(ctx, [recording.sourceId]);
  return naturalSegments(recording).map(({ unit, mediaKey, startMs, endMs, agent }) => ({
    unit,
    mediaKey,
    startMs,
    endMs,
    name: agent ? nameOfAgent(recording, agent.name, viewer) : "",
  }));
}
