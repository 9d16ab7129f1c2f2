"use client";

import { useEffect, useRef } from "react";

export type SessionActs = Readonly<{
  play: () => void;
  pause: () => void;
  seekBy: (ms: number) => void;
  seekTo: (ms: number) => void;
  previous: (() => void) | null;
  next: (() => void) | null;
}>;

const STEP_MS = 15_000;

/**
 * The media keys of the operating system, headsets' buttons too. What it shows on locked screens says neither who called
 * nor what about.
 */
export function useMediaSession(
  acts: SessionActs,
  now: Readonly<{ isPlaying: boolean; currentMs: number; durationMs: number; rate: number }>,
): void {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  const hasPrevious = acts.previous !== null;
  const hasNext = acts.next !== null;

  useEffect(() => {
    if (!("mediaSession" in navigator)) return;
    const session = navigator.mediaSession;
    session.metadata = new MediaMetadata({ title: "Recorded call", artist: "Earmark" });
    const handlers: readonly (readonly [MediaSessionAction, MediaSessionActionHandler | null])[] = [
      ["play", () => latest.current.play()],
      ["pause", () => latest.current.pause()],
      ["seekbackward", (details) => latest.current.seekBy(-toMs(details.seekOffset))],
      ["seekforward", (details) => latest.current.seekBy(toMs(details.seekOffset))],
      ["seekto", (details) => latest.current.seekTo((details.seekTime ?? 0) * 1_000)],
      ["previoustrack", hasPrevious ? () => latest.current.previous?.() : null],
      ["nexttrack", hasNext ? () => latest.current.next?.() : null],
    ];
    for (const [action, handler] of handlers) setHandler(session, action, handler);
    return () => {
      for (const [action] of handlers) setHandler(session, action, null);
      session.metadata = null;
      session.playbackState = "none";
    };
  }, [hasPrevious, hasNext]);

  const { isPlaying, currentMs, durationMs, rate } = now;
  useEffect(() => {
    if (!("mediaSession" in navigator)) return;
    navigator.mediaSession.playbackState = isPlaying ? "playing" : "paused";
    if (durationMs <= 0) return;
    navigator.mediaSession.setPositionState?.({
      duration: durationMs / 1_000,
      position: Math.max(0, Math.min(currentMs, durationMs)) / 1_000,
      playbackRate: rate,
    });
  }, [isPlaying, currentMs, durationMs, rate]);
}

const toMs = (seconds: number | undefined | null) => (seconds ? seconds * 1_000 : STEP_MS);

/** Browsers throw for an action they don't know. */
function setHandler(
  session: MediaSession,
  action: MediaSessionAction,
  handler: MediaSessionActionHandler | null,
): void {
  try {
    session.setActionHandler(action, handler);
  } catch {
    // One key less.
  }
}
