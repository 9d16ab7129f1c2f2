"use client";

import { type RefObject, useEffect } from "react";
import type { Peaks } from "@/lib/api-client/peaks";

const LANES = ["--agent", "--customer"] as const;
/** What changes the colours that a canvas was drawn with. */
const SCHEMES = ["(prefers-color-scheme: dark)", "(forced-colors: active)"] as const;

/**
 * Draws stored peaks with wavesurfer.js into `container`, in step with `audio`. The only place that makes a WaveSurfer:
 * given peaks and a length it never fetches or decodes the call itself.
 */
export function useWaveform(
  container: RefObject<HTMLElement | null>,
  audio: RefObject<HTMLAudioElement | null>,
  peaks: Omit<Peaks, "waveform"> | null,
  laneHeight: number,
): void {
  useEffect(() => {
    const element = container.current;
    const media = audio.current;
    if (!element || !media || !peaks) return;
    let isGone = false;
    let destroy = () => {};
    void import("wavesurfer.js").then(({ default: WaveSurfer }) => {
      if (isGone) return;
      const waveform = WaveSurfer.create({
        container: element,
        media,
        peaks: peaks.channels.map((channel) => channel),
        duration: peaks.durationMs / 1_000,
        height: laneHeight,
        splitChannels: laneColours(element, peaks.channels.length),
        cursorWidth: 0,
        barWidth: 2,
        barGap: 1,
        barMinHeight: 1,
        interact: false,
        hideScrollbar: true,
        normalize: false,
        maxPeak: peaks.loudest,
      });
      const stopFollowing = followColours(() =>
        waveform.setOptions({ splitChannels: laneColours(element, peaks.channels.length) }),
      );
      destroy = () => {
        stopFollowing();
        waveform.destroy();
      };
    });
    return () => {
      isGone = true;
      destroy();
    };
  }, [container, audio, peaks, laneHeight]);
}

function laneColours(element: HTMLElement, lanes: number) {
  const colours = getComputedStyle(element);
  // With forced colours the lanes are told apart by their place and their names; a canvas is not recoloured by the browser.
  const isForced = window.matchMedia("(forced-colors: active)").matches;
  return Array.from({ length: lanes }, (_, lane) => {
    const colour = isForced ? colours.color : colours.getPropertyValue(LANES[lane] ?? "--ink-soft");
    return { waveColor: colour, progressColor: colour };
  });
}

function followColours(redraw: () => void): () => void {
  const queries = SCHEMES.map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener("change", redraw);
  const themes = new MutationObserver(redraw);
  themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    for (const query of queries) query.removeEventListener("change", redraw);
    themes.disconnect();
  };
}
