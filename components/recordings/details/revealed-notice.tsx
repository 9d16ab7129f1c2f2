"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { position, readTime } from "@/components/format/time";
import { recordingOptions } from "@/lib/api-client/queries";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";

const TICK_MS = 1_000;

/** Says how long revealed fields stay clear, and drops them from the open page when their time is over. */
export function RevealedNotice({ recording }: Readonly<{ recording: OutgoingRecording }>) {
  const untilMs = readTime(recording.revealedUntil);
  if (untilMs === null) return null;
  return <Countdown key={untilMs} recordingId={recording.id} untilMs={untilMs} />;
}

function Countdown({ recordingId, untilMs }: Readonly<{ recordingId: string; untilMs: number }>) {
  const client = useQueryClient();
  const [leftMs, setLeftMs] = useState(() => untilMs - Date.now());

  // Outside React: the clock. Resetting throws the clear values away before masked ones are asked for.
  useEffect(() => {
    const timer = setInterval(() => {
      const left = untilMs - Date.now();
      setLeftMs(left);
      if (left > 0) return;
      clearInterval(timer);
      void client.resetQueries({ queryKey: recordingOptions(recordingId).queryKey });
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [client, recordingId, untilMs]);

  return (
    <p className="rounded bg-accent-soft px-2 py-1 text-accent print:hidden">
      Revealed for you. Masked again in <span aria-hidden>{position(Math.max(0, leftMs))}</span>
      <span className="sr-only">{Math.ceil(leftMs / 60_000)} minutes</span>
    </p>
  );
}
