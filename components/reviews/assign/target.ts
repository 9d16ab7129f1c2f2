import { chosenOf, type Picked } from "@/components/recordings/bulk/picked";
import type { AssignmentRequest } from "@/lib/api-client/reviews";
import type { SegmentUnit } from "@/lib/domain/reviews/review";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";

/** A part of a media file, in that file's own time; `endMs` null = to its end. */
export type SegmentChoice = Readonly<{
  mediaKey: string;
  startMs: number;
  endMs: number | null;
  unit: SegmentUnit;
}>;

/** What is to be assigned: a span somebody picked, parts of one call still to be chosen, or the ticked calls. */
export type AssignTarget =
  | Readonly<{ kind: "span"; recording: OutgoingRecording; segments: readonly SegmentChoice[] }>
  | Readonly<{ kind: "call"; recording: OutgoingRecording }>
  | Readonly<{ kind: "picked"; picked: Picked; isLowerBound: boolean }>;

type What = Pick<AssignmentRequest, "segments" | "ids" | "search">;

/** What a span or chosen parts of one call are to the API. */
export function segmentsBody(recordingId: string, segments: readonly SegmentChoice[]): What {
  return { segments: segments.map((segment) => ({ recording: recordingId, ...segment })) };
}

/** What ticked calls are to the API. A search for every call in reach is stored first. */
export async function pickedBody(picked: Picked): Promise<What> {
  const chosen = await chosenOf(picked);
  return "ids" in chosen ? { ids: [...chosen.ids] } : { search: chosen.search };
}
