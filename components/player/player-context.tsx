"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";

/** What the dock plays. `atMs` is in the media file's own time. */
export type Track = Readonly<{
  recordingId: string;
  mediaKey: string | null;
  atMs: number;
  autoplay: boolean;
}>;

type PlayerValue = Readonly<{
  track: Track | null;
  /** Opens a recording in the dock; the same one again seeks. */
  open: (recordingId: string, options?: { mediaKey?: string; atMs?: number; autoplay?: boolean }) => void;
  close: () => void;
  /** The ids of the list on screen, for next and previous. */
  queue: readonly string[];
  setQueue: (ids: readonly string[]) => void;
}>;

const PlayerContext = createContext<PlayerValue | null>(null);

export function PlayerProvider({ children }: Readonly<{ children: ReactNode }>) {
  const [track, setTrack] = useState<Track | null>(null);
  const [queue, setQueue] = useState<readonly string[]>([]);

  const open = useCallback<PlayerValue["open"]>((recordingId, options = {}) => {
    setTrack({
      recordingId,
      mediaKey: options.mediaKey ?? null,
      atMs: options.atMs ?? 0,
      autoplay: options.autoplay ?? true,
    });
  }, []);
  const close = useCallback(() => setTrack(null), []);

  const value = useMemo(() => ({ track, open, close, queue, setQueue }), [track, open, close, queue]);
  return <PlayerContext value={value}>{children}</PlayerContext>;
}

/** The one player of the page, wherever it is asked for. */
export function usePlayer(): PlayerValue {
  const value = useContext(PlayerContext);
  if (!value) throw new Error("usePlayer is used outside PlayerProvider");
  return value;
}
