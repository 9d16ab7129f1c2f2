"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiError } from "@/lib/api-client/fetch-json";
import { recordingOptions } from "@/lib/api-client/queries";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { RecordingDetails } from "./recording-details";

const REST_MS = 180;

/** The id once it has stayed the same for a moment, so that walking down the list does not open every call on the way. */
function useSettled(id: string): string | null {
  const [settled, setSettled] = useState<string | null>(null);
  // Outside React: a timer.
  useEffect(() => {
    const timer = setTimeout(() => setSettled(id), REST_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return settled === id ? id : null;
}

/** Details of the call picked in the list: the row at once, everything else when it is there. */
export function DetailsPane({
  recording,
  onDeleted,
}: Readonly<{ recording: OutgoingRecording; onDeleted: () => void }>) {
  const settledId = useSettled(recording.id);
  const whole = useQuery({ ...recordingOptions(recording.id), enabled: settledId !== null });
  if (whole.error instanceof ApiError && whole.error.status === 404) {
    return <p className="text-ink-soft">This call is not there any more, or not for you.</p>;
  }
  return (
    <RecordingDetails
      recording={whole.data ?? recording}
      isCurrent={whole.data !== undefined}
      error={whole.error}
      layout="pane"
      onDeleted={onDeleted}
    />
  );
}
