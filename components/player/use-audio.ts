"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";

export type AudioState = Readonly<{
  isPlaying: boolean;
  /** Playing was asked for and no sound has come yet. */
  isWaiting: boolean;
  currentMs: number;
  /** What the browser knows of the length; null until it does. */
  durationMs: number | null;
  failure: "unreachable" | "unreadable" | null;
}>;

const IDLE: AudioState = {
  isPlaying: false,
  isWaiting: false,
  currentMs: 0,
  durationMs: null,
  failure: null,
};

/**
 * The state of an `<audio>` element, followed through its events. `onRefused` hears of a file that gave no sound at all: its
 * server may still be preparing it.
 */
export function useAudioState(
  audio: RefObject<HTMLAudioElement | null>,
  src: string | null,
  onRefused: () => void,
): AudioState {
  const [state, setState] = useState<AudioState>(IDLE);

  useEffect(() => {
    const element = audio.current;
    if (!element || src === null) return;
    setState(IDLE);
    const read = () =>
      setState({
        isPlaying: !element.paused && !element.ended,
        isWaiting:
          !element.paused && element.readyState < HTMLMediaElement.HAVE_FUTURE_DATA && !element.ended,
        currentMs: Math.round(element.currentTime * 1_000),
        durationMs: Number.isFinite(element.duration) ? Math.round(element.duration * 1_000) : null,
        failure: failureOf(element.error),
      });
    const listenForRefusal = () => {
      if (element.error?.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED) onRefused();
    };
    for (const name of EVENTS) element.addEventListener(name, read);
    element.addEventListener("error", listenForRefusal);
    return () => {
      for (const name of EVENTS) element.removeEventListener(name, read);
      element.removeEventListener("error", listenForRefusal);
    };
  }, [audio, src, onRefused]);

  return state;
}

const EVENTS = [
  "play",
  "playing",
  "pause",
  "ended",
  "waiting",
  "canplay",
  "timeupdate",
  "seeking",
  "seeked",
  "durationchange",
  "error",
] as const;

function failureOf(error: MediaError | null): AudioState["failure"] {
  if (!error) return null;
  return error.code === MediaError.MEDIA_ERR_NETWORK ? "unreachable" : "unreadable";
}

const REPORT_EVERY_MS = 5_000;

/** Adds up what was really heard and hands it over in pieces, and the rest when listening ends. */
export function useHeard(
  audio: RefObject<HTMLAudioElement | null>,
  src: string | null,
  report: (heardMs: number) => void,
): void {
  const latest = useCallback((heardMs: number) => report(heardMs), [report]);

  useEffect(() => {
    const element = audio.current;
    if (!element || src === null) return;
    let lastSeconds = element.currentTime;
    let heardMs = 0;
    const follow = () => {
      const stepMs = (element.currentTime - lastSeconds) * 1_000;
      lastSeconds = element.currentTime;
      // A larger step is a seek, not sound.
      if (!element.paused && stepMs > 0 && stepMs < 2_000 * element.playbackRate) heardMs += stepMs;
      if (heardMs >= REPORT_EVERY_MS) flush();
    };
    const flush = () => {
      if (heardMs < 100) return;
      latest(Math.round(heardMs));
      heardMs = 0;
    };
    element.addEventListener("timeupdate", follow);
    element.addEventListener("pause", flush);
    return () => {
      element.removeEventListener("timeupdate", follow);
      element.removeEventListener("pause", flush);
      flush();
    };
  }, [audio, src, latest]);
}
