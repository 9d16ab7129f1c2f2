"use client";

import { type RefObject, useEffect, useRef } from "react";
import type Maker from "wavesurfer.js";
import type { DrawnPeaks } from "./join-peaks";

const LANES = ["--agent", "--customer"] as const;
/** What changes the colours that a canvas was drawn with. */
const SCHEMES = ["(prefers-color-scheme: dark)", "(forced-colors: active)"] as const;

type Drawing = Readonly<{ show: (peaks: DrawnPeaks) => void; end: () => void }>;

/**
 * Draws peaks with wavesurfer.js into `container`, in step with `audio`. The only place that makes a WaveSurfer: given peaks
 * and a length it never fetches or decodes the call itself. Peaks that grow are drawn into the same one.
 */
export function useWaveform(
  container: RefObject<HTMLElement | null>,
  audio: RefObject<HTMLAudioElement | null>,
  peaks: DrawnPeaks | null,
  laneHeight: number,
): void {
  const lanes = peaks?.channels.length ?? 0;
  const latest = useRef(peaks);
  const drawing = useRef<Drawing | null>(null);

  useEffect(() => {
    latest.current = peaks;
    if (peaks) drawing.current?.show(peaks);
  }, [peaks]);

  useEffect(() => {
    const element = container.current;
    const media = audio.current;
    if (!element || !media || lanes === 0) return;
    let isGone = false;
    void import("wavesurfer.js").then(({ default: WaveSurfer }) => {
      if (!isGone && latest.current)
        drawing.current = drawingOf(WaveSurfer, element, media, latest.current, laneHeight);
    });
    return () => {
      isGone = true;
      drawing.current?.end();
      drawing.current = null;
    };
  }, [container, audio, lanes, laneHeight]);
}

function drawingOf(
  WaveSurfer: typeof Maker,
  container: HTMLElement,
  media: HTMLAudioElement,
  first: DrawnPeaks,
  height: number,
): Drawing {
  const lanes = first.channels.length;
  const waveform = WaveSurfer.create({
    container,
    media,
    peaks: heightsOf(first),
    duration: first.durationMs / 1_000,
    height,
    splitChannels: laneColours(container, lanes),
    cursorWidth: 0,
    barWidth: 2,
    barGap: 1,
    barMinHeight: 1,
    interact: false,
    hideScrollbar: true,
    normalize: false,
    maxPeak: 1,
  });
  const stopFollowing = followColours(() =>
    waveform.setOptions({ splitChannels: laneColours(container, lanes) }),
  );
  return {
    show(peaks) {
      // The address that the element has anyway: any other would be loaded, and the sound cut off.
      waveform
        .load(media.currentSrc || media.src, heightsOf(peaks), peaks.durationMs / 1_000)
        .catch(() => undefined);
    },
    end() {
      stopFollowing();
      waveform.destroy();
    },
  };
}

/** As shares of the loudest: a scale that grows with what is known needs no second drawing. */
function heightsOf({ channels, loudest }: DrawnPeaks): Float32Array[] {
  return channels.map((channel) => channel.map((height) => height / loudest));
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
