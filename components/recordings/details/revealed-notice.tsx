"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { position, readTime } from "@/components/format/time";
import { recordingOptions } from "@/lib/api-client/queries";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";

const TICK_MS = 1_000;
const REVEAL_MS = 10 * 60_000;
const SHORTEST_MS = 30_000;
const ASK_AGAIN_TICKS = 60;

/** Says how long revealed fields stay clear, and drops them from the open page when their time is over. */
export function RevealedNotice({ recording }: Readonly<{ recording: OutgoingRecording }>) {
  const untilMs = readTime(recording.revealedUntil);
  if (untilMs === null) return null;
  return <Countdown key={untilMs} recordingId={recording.id} untilMs={untilMs} />;
}

/**
 * The end is the server's time and this clock may be wrong either way: never longer than a reveal lasts, never so short
 * that the page asks in a loop, and the server is asked again each minute.
 */
function Countdown({ recordingId, untilMs }: Readonly<{ recordingId: string; untilMs: number }>) {
  const client = useQueryClient();
  const [endMs] = useState(
    () => Date.now() + Math.min(REVEAL_MS, Math.max(SHORTEST_MS, untilMs - Date.now())),
  );
  const [leftMs, setLeftMs] = useState(() => endMs - Date.now());

  // Outside React: the clock. Resetting throws the clear values away before masked ones are asked for.
  useEffect(() => {
    const { queryKey } = recordingOptions(recordingId);
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
      const left = endMs - Date.now();
      setLeftMs(left);
      if (left <= 0) {
        clearInterval(timer);
        void client.resetQueries({ queryKey });
      } else if (ticks % ASK_AGAIN_TICKS === 0) {
        void client.invalidateQueries({ queryKey });
      }
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [client, recordingId, endMs]);

  return (
    <p className="rounded bg-accent-soft px-2 py-1 text-accent print:hidden">
      Revealed for you. Masked again in <span aria-hidden>{position(Math.max(0, leftMs))}</span>
      <span className="sr-only">{Math.ceil(leftMs / 60_000)} minutes</span>
    </p>
  );
}
