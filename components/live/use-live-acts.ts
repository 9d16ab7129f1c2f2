import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { type LiveStatus, liveOptions, setLiveStatus } from "@/lib/api-client/live";
import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";
import { outcomeWords } from "./live-words";

/** A refusal beside a call's row, until it is put away or something new is asked. */
export type Note = Readonly<{ call: OutgoingLiveCall; words: string }>;

export type Said = Readonly<{ words: string; isRefusal: boolean; atMs: number }>;

export type LiveActs = Readonly<{
  /** What is being asked now, by call. */
  running: ReadonlyMap<string, LiveStatus>;
  notes: ReadonlyMap<string, Note>;
  /** The newest outcome, read out; refusals stand beside their row besides. Null = nothing was asked yet. */
  said: Said | null;
  act: (call: OutgoingLiveCall, status: LiveStatus) => void;
  dismiss: (id: string) => void;
}>;

function without<T>(map: ReadonlyMap<string, T>, id: string): ReadonlyMap<string, T> {
  const rest = new Map(map);
  rest.delete(id);
  return rest;
}

/**
 * Pauses, resumes and stops. Nothing is shown as done before the list has been read again, one call is asked one thing at
 * a time, and nothing is repeated by itself.
 */
export function useLiveActs(sourceName: (id: string) => string): LiveActs {
  const client = useQueryClient();
  const [running, setRunning] = useState<ReadonlyMap<string, LiveStatus>>(new Map());
  const [notes, setNotes] = useState<ReadonlyMap<string, Note>>(new Map());
  const [said, setSaid] = useState<Said | null>(null);
  // State is a render late: two presses within one would both pass.
  const busy = useRef(new Set<string>());

  const act = useCallback(
    (call: OutgoingLiveCall, status: LiveStatus) => {
      if (busy.current.has(call.id)) return;
      busy.current.add(call.id);
      setRunning((known) => new Map(known).set(call.id, status));
      setNotes((known) => without(known, call.id));
      const settle = async () => {
        try {
          const outcome = await setLiveStatus(call.id, status);
          await client.invalidateQueries({ queryKey: liveOptions().queryKey });
          const words = outcomeWords(call, status, outcome, sourceName(call.source));
          setSaid({ words, isRefusal: false, atMs: Date.now() });
        } catch (error) {
          const words = error instanceof Error ? error.message : "Something went wrong.";
          setNotes((known) => new Map(known).set(call.id, { call, words }));
          setSaid({ words, isRefusal: true, atMs: Date.now() });
          await client.invalidateQueries({ queryKey: liveOptions().queryKey });
        } finally {
          busy.current.delete(call.id);
          setRunning((known) => without(known, call.id));
        }
      };
      void settle();
    },
    [client, sourceName],
  );
  const dismiss = useCallback((id: string) => setNotes((known) => without(known, id)), []);
  return { running, notes, said, act, dismiss };
}
