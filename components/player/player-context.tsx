"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { type CallRef, isSameCall } from "@/lib/domain/call-ref";

/** What the dock plays. `atMs` is in the media file's own time. */
export type Track = Readonly<{
  call: CallRef;
  mediaKey: string | null;
  atMs: number;
  /** Not null = a span is meant, from `atMs` to here. */
  toMs: number | null;
  autoplay: boolean;
}>;

/** A span that is played over and over, in call time (timeline.ts). */
export type Loop = Readonly<{ startMs: number; endMs: number }>;

/** Where the sound stands in one file, in that file's own time; with `endMs`, the span that is picked out there. */
export type HeardPlace = Readonly<{
  call: CallRef;
  mediaKey: string;
  startMs: number;
  endMs: number | null;
  /** It has sounded since it was opened. */
  hasPlayed: boolean;
}>;

type OpenOptions = Readonly<{ mediaKey?: string; atMs?: number; toMs?: number | null; autoplay?: boolean }>;

type PlayerValue = Readonly<{
  track: Track | null;
  /** Opens a recording in the dock; the same one again seeks. */
  open: (recordingId: string, options?: OpenOptions) => void;
  /** The same for what a review has of a call. */
  openReview: (reviewId: string, options?: OpenOptions) => void;
  close: () => void;
  /** Null = nothing is open, or not yet. */
  placeNow: () => HeardPlace | null;
  /** For the bar that plays: who can be asked, until the answer is called. */
  tellPlace: (ask: () => HeardPlace) => () => void;
  /** The ids of the list on screen, for next and previous. */
  queue: readonly string[];
  setQueue: (ids: readonly string[]) => void;
  /** Null = none. Ends with the recording it was set in. */
  loop: Loop | null;
  /** Too short a span to be meant is none. */
  setLoop: (loop: Loop | null) => void;
}>;

export const SHORTEST_LOOP_MS = 300;

const PlayerContext = createContext<PlayerValue | null>(null);

export function PlayerProvider({ children }: Readonly<{ children: ReactNode }>) {
  const [track, setTrack] = useState<Track | null>(null);
  const [queue, setQueue] = useState<readonly string[]>([]);
  const [looped, setLooped] = useState<Readonly<{ call: CallRef; loop: Loop }> | null>(null);
  const asked = useRef<(() => HeardPlace) | null>(null);
  const call = track?.call ?? null;

  const openCall = useCallback((of: CallRef, options: OpenOptions) => {
    setTrack({
      call: of,
      mediaKey: options.mediaKey ?? null,
      atMs: options.atMs ?? 0,
      toMs: options.toMs ?? null,
      autoplay: options.autoplay ?? true,
    });
  }, []);
  const open = useCallback<PlayerValue["open"]>(
    (id, options = {}) => openCall({ kind: "recording", id }, options),
    [openCall],
  );
  const openReview = useCallback<PlayerValue["openReview"]>(
    (id, options = {}) => openCall({ kind: "review", id }, options),
    [openCall],
  );
  const close = useCallback(() => setTrack(null), []);
  const placeNow = useCallback(() => asked.current?.() ?? null, []);
  const tellPlace = useCallback<PlayerValue["tellPlace"]>((ask) => {
    asked.current = ask;
    return () => {
      if (asked.current === ask) asked.current = null;
    };
  }, []);
  const setLoop = useCallback<PlayerValue["setLoop"]>(
    (loop) => {
      const isMeant = loop !== null && loop.endMs - loop.startMs >= SHORTEST_LOOP_MS;
      setLooped(isMeant && call !== null ? { call, loop } : null);
    },
    [call],
  );
  const loop = looped !== null && isSameCall(looped.call, call) ? looped.loop : null;

  const value = useMemo(
    () => ({ track, open, openReview, close, placeNow, tellPlace, queue, setQueue, loop, setLoop }),
    [track, open, openReview, close, placeNow, tellPlace, queue, loop, setLoop],
  );
  return <PlayerContext value={value}>{children}</PlayerContext>;
}

/** The one player of the page, wherever it is asked for. */
export function usePlayer(): PlayerValue {
  const value = useContext(PlayerContext);
  if (!value) throw new Error("usePlayer is used outside PlayerProvider");
  return value;
}
