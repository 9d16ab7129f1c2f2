"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";

/** What the dock plays. `atMs` is in the media file's own time. */
export type Track = Readonly<{
  recordingId: string;
  mediaKey: string | null;
  atMs: number;
  /** Not null = a span is meant, from `atMs` to here. */
  toMs: number | null;
  autoplay: boolean;
}>;

/** A span that is played over and over, in call time (timeline.ts). */
export type Loop = Readonly<{ startMs: number; endMs: number }>;

type PlayerValue = Readonly<{
  track: Track | null;
  /** Opens a recording in the dock; the same one again seeks. */
  open: (
    recordingId: string,
    options?: Readonly<{ mediaKey?: string; atMs?: number; toMs?: number | null; autoplay?: boolean }>,
  ) => void;
  close: () => void;
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
  const [looped, setLooped] = useState<Readonly<{ recordingId: string; loop: Loop }> | null>(null);
  const recordingId = track?.recordingId ?? null;

  const open = useCallback<PlayerValue["open"]>((id, options = {}) => {
    setTrack({
      recordingId: id,
      mediaKey: options.mediaKey ?? null,
      atMs: options.atMs ?? 0,
      toMs: options.toMs ?? null,
      autoplay: options.autoplay ?? true,
    });
  }, []);
  const close = useCallback(() => setTrack(null), []);
  const setLoop = useCallback<PlayerValue["setLoop"]>(
    (loop) => {
      const isMeant = loop !== null && loop.endMs - loop.startMs >= SHORTEST_LOOP_MS;
      setLooped(isMeant && recordingId !== null ? { recordingId, loop } : null);
    },
    [recordingId],
  );
  const loop = looped !== null && looped.recordingId === recordingId ? looped.loop : null;

  const value = useMemo(
    () => ({ track, open, close, queue, setQueue, loop, setLoop }),
    [track, open, close, queue, loop, setLoop],
  );
  return <PlayerContext value={value}>{children}</PlayerContext>;
}

/** The one player of the page, wherever it is asked for. */
export function usePlayer(): PlayerValue {
  const value = useContext(PlayerContext);
  if (!value) throw new Error("usePlayer is used outside PlayerProvider");
  return value;
}
