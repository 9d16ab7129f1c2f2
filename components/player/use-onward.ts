"use client";

import { type RefObject, useEffect, useRef } from "react";

type Onward = Readonly<{
  /** The file has been played to its end. */
  atEnd: () => void;
  /** Sound has come to `atMs` of the file; `lastMs` = at the last look, null after a jump. */
  follow: (atMs: number, lastMs: number | null) => void;
}>;

/** Looks on while sound plays: at each of the element's own reports and, when `isClose`, at every frame that is drawn. */
export function useOnward(
  audio: RefObject<HTMLAudioElement | null>,
  src: string | null,
  isClose: boolean,
  onward: Onward,
): void {
  const latest = useRef(onward);
  useEffect(() => {
    latest.current = onward;
  });

  useEffect(() => {
    const element = audio.current;
    if (!element || src === null) return;
    let lastMs: number | null = null;
    let frame = 0;
    const look = () => {
      if (element.paused || element.seeking || element.readyState === 0) return;
      const atMs = element.currentTime * 1_000;
      const before = lastMs;
      lastMs = atMs;
      latest.current.follow(atMs, before);
    };
    const draw = () => {
      look();
      frame = element.paused ? 0 : requestAnimationFrame(draw);
    };
    const begin = () => {
      if (isClose && frame === 0) frame = requestAnimationFrame(draw);
    };
    const jump = () => {
      lastMs = null;
    };
    const end = () => latest.current.atEnd();
    if (!element.paused) begin();
    element.addEventListener("timeupdate", look);
    element.addEventListener("playing", begin);
    element.addEventListener("seeking", jump);
    element.addEventListener("ended", end);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener("timeupdate", look);
      element.removeEventListener("playing", begin);
      element.removeEventListener("seeking", jump);
      element.removeEventListener("ended", end);
    };
  }, [audio, src, isClose]);
}
