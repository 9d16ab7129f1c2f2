"use client";

import { DockedRecording } from "./docked-recording";
import { DockedReview } from "./docked-review";
import type { Track } from "./player-context";

/** The docked player, by where its call was opened. */
export function DockPlayer({ track }: Readonly<{ track: Track }>) {
  return track.call.kind === "review" ? <DockedReview track={track} /> : <DockedRecording track={track} />;
}
