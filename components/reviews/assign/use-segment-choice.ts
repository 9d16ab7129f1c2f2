import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type NaturalSegment, naturalSegmentsOptions } from "@/lib/api-client/reviews";
import type { AssignTarget, SegmentChoice } from "./target";

export type SegmentChoiceState = Readonly<{
  /** The parts that suggest themselves; null = not known yet. */
  offered: readonly NaturalSegment[] | null;
  failure: string | null;
  chosen: readonly SegmentChoice[];
  toggle: (segment: NaturalSegment, isOn: boolean) => void;
}>;

/** True when both are the same part of the call. */
export function isSamePart(one: SegmentChoice, other: SegmentChoice): boolean {
  return one.unit === other.unit && one.mediaKey === other.mediaKey && one.startMs === other.startMs;
}

/** Which parts of the call are assigned: the picked span; of a whole call its media files, until somebody chooses otherwise. */
export function useSegmentChoice(target: AssignTarget): SegmentChoiceState {
  const isCall = target.kind === "call";
  const segments = useQuery({
    ...naturalSegmentsOptions(isCall ? target.recording.id : ""),
    enabled: isCall,
  });
  const [picked, setPicked] = useState<readonly SegmentChoice[] | null>(null);
  const offered = segments.data ?? null;
  const suggested = (offered ?? []).filter(({ unit }) => unit === "mediaFile").map(choiceOf);
  const chosen = target.kind === "span" ? target.segments : (picked ?? suggested);
  return {
    offered,
    failure: segments.error?.message ?? null,
    chosen,
    toggle: (segment, isOn) => {
      const others = chosen.filter((known) => !isSamePart(known, segment));
      setPicked(isOn ? [...others, choiceOf(segment)] : others);
    },
  };
}

function choiceOf({ unit, mediaKey, startMs, endMs }: NaturalSegment): SegmentChoice {
  return { unit, mediaKey, startMs, endMs };
}
