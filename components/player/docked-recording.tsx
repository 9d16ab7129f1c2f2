"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMay } from "@/components/recordings/use-may";
import { recordingOptions } from "@/lib/api-client/queries";
import { listedRecording } from "@/lib/api-client/recording-cache";
import { DockFrame } from "./dock-frame";
import { type Track, usePlayer } from "./player-context";
import { linkPath } from "./share-link";
import { useMaskEvidence } from "./use-mask-evidence";

/** A recording in the dock, with the results on screen as its neighbours. */
export function DockedRecording({ track }: Readonly<{ track: Track }>) {
  const { id } = track.call;
  const { open, queue } = usePlayer();
  const may = useMay();
  const client = useQueryClient();
  const recording = useQuery({
    ...recordingOptions(id),
    // The list knows what to play: the sound does not wait until the vendor has been asked about the call.
    placeholderData: () => listedRecording(client, id),
  });
  useMaskEvidence(recording.data);
  const place = queue.indexOf(id);
  const beside = (by: number) => (place < 0 ? null : (queue[place + by] ?? null));
  const stepTo = (by: number) => {
    const other = beside(by);
    return other === null ? null : () => open(other);
  };
  return (
    <DockFrame
      track={track}
      recording={recording.data}
      error={recording.error}
      desk={{
        href: `/recordings/${id}`,
        mayComment: may("recording.label"),
        linkTo: (at) => linkPath(id, at),
        listed: "result",
        previous: stepTo(-1),
        next: stepTo(1),
        nextId: beside(1),
        hasStepKeys: true,
      }}
    />
  );
}
