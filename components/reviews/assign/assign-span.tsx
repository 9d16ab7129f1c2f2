import { type Span, spanInFile } from "@/components/player/use-selection";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { AssignButton } from "./assign-button";
import type { SegmentChoice } from "./target";

/** A review segment can't be shorter (contract of `POST /reviews`). */
const SHORTEST_SEGMENT_MS = 500;

type PlacedFile = Readonly<{ mediaKey: string; startMs: number; endMs: number }>;

/** Assigns the span that is picked out in the player: what of it lies in each file is a segment of its own. */
export function AssignSpan({
  recording,
  files,
  span,
}: Readonly<{ recording: OutgoingRecording; files: readonly PlacedFile[]; span: Span }>) {
  const segments = segmentsOf(files, span);
  if (segments.length === 0) return null;
  return (
    <AssignButton size="small" target={{ kind: "span", recording, segments }} words="Assign for review…" />
  );
}

/** The parts of a span by file, each in its file's own time; what is too short to be heard as a segment is left out. */
export function segmentsOf(files: readonly PlacedFile[], span: Span): readonly SegmentChoice[] {
  return files.flatMap((file) => {
    const part = spanInFile(span, file);
    return part && part.endMs - part.startMs >= SHORTEST_SEGMENT_MS
      ? [{ mediaKey: file.mediaKey, ...part, unit: "span" as const }]
      : [];
  });
}
