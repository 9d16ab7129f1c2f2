"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { createHeardMeter, type HeardMeter } from "./heard-meter";

export type AudioState = Readonly<{
  /** The browser knows the file: its position is the truth. */
  isLoaded: boolean;
  isPlaying: boolean;
  /** Playing was asked for and no sound has come yet. */
  isWaiting: boolean;
  currentMs: number;
  /** What the browser knows of the length; null until it does. */
  durationMs: number | null;
  failure: "unreachable" | "unreadable" | null;
}>;

const IDLE: AudioState = {
  isLoaded: false,
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
        isLoaded: element.readyState >= HTMLMediaElement.HAVE_METADATA,
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
  "emptied",
] as const;

function failureOf(error: MediaError | null): AudioState["failure"] {
  if (!error) return null;
  return error.code === MediaError.MEDIA_ERR_NETWORK ? "unreachable" : "unreadable";
}

const STALLED_AFTER_MS = 12_000;

/** True when sound was asked for and none has come for long: nobody should look at "loading" for ever. */
export function useStalled(isWaiting: boolean, currentMs: number): boolean {
  const [stalledAtMs, setStalledAtMs] = useState<number | null>(null);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setStalledAtMs(currentMs), STALLED_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setStalledAtMs(null);
    };
  }, [isWaiting, currentMs]);
  return isWaiting && stalledAtMs === currentMs;
}

const REPORT_EVERY_MS = 5_000;
const LEAST_REPORT_MS = 100;

/**
 * Adds up what was really heard and hands it over in pieces, and the rest when listening ends. The answer must be called
 * before the element is sent elsewhere, so that the sound since the last look at it counts.
 */
export function useHeard(
  audio: RefObject<HTMLAudioElement | null>,
  src: string | null,
  report: (heardMs: number) => void,
): () => void {
  const meter = useRef<HeardMeter | null>(null);

  useEffect(() => {
    const element = audio.current;
    if (!element || src === null) return;
    const own = createHeardMeter(element.currentTime * 1_000);
    meter.current = own;
    const follow = () => {
      // Also when paused just now: the sound before its end counts.
      if (element.seeking) own.jumped(element.currentTime * 1_000);
      else own.moved(element.currentTime * 1_000, element.playbackRate);
      if (own.heardMs() >= REPORT_EVERY_MS) flush();
    };
    const jump = () => own.jumped(element.currentTime * 1_000);
    const stop = () => {
      // Paused already, but sound until here.
      if (!element.seeking) own.moved(element.currentTime * 1_000, element.playbackRate);
      flush();
    };
    const flush = () => {
      if (own.heardMs() >= LEAST_REPORT_MS) report(own.take());
    };
    element.addEventListener("timeupdate", follow);
    element.addEventListener("seeking", jump);
    element.addEventListener("pause", stop);
    return () => {
      element.removeEventListener("timeupdate", follow);
      element.removeEventListener("seeking", jump);
      element.removeEventListener("pause", stop);
      meter.current = null;
      flush();
    };
  }, [audio, src, report]);

  return useCallback(() => {
    const element = audio.current;
    if (!element || element.paused || element.seeking) return;
    meter.current?.moved(element.currentTime * 1_000, element.playbackRate);
  }, [audio]);
}
