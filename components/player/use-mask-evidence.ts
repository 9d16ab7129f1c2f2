"use client";

import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { peaksOptions } from "@/lib/api-client/peaks";
import { recordingOptions } from "@/lib/api-client/queries";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";

/** The server sends a waveform a moment before it has stored what that tells. Sound that can't be read never tells anything. */
const ASKED_AGAIN_MS = [300, 3_000, 12_000];

/** Asks for the recording once more when a waveform has come that tells where its pauses really lie. */
export function useMaskEvidence(recording: OutgoingRecording | undefined): void {
  const client = useQueryClient();
  const id = recording?.id;
  const untold = (recording?.mediaFiles ?? []).filter(
    ({ maskedSpans, maskEvidence }) => maskedSpans.length > 0 && !maskEvidence,
  );
  const isDue = useQueries({
    queries: untold.map(({ peaksPath }) => ({
      ...peaksOptions(peaksPath, recording?.vendor ?? "genesys-engage"),
      // Whoever plays the call fetches them.
      enabled: false,
    })),
    combine: (results) => results.some(({ data }) => data !== undefined),
  });
  useEffect(() => {
    if (!isDue || id === undefined) return;
    const timers = ASKED_AGAIN_MS.map((ms) =>
      setTimeout(() => void client.invalidateQueries({ queryKey: recordingOptions(id).queryKey }), ms),
    );
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, [isDue, id, client]);
}
