"use client";

import { type RefObject, useEffect } from "react";
import type { Peaks } from "@/lib/api-client/peaks";

/**
 * Draws stored peaks with wavesurfer.js into `container`, in step with `audio`. The only place that makes a WaveSurfer:
 * given peaks and a length it never fetches or decodes the call itself.
 */
export function useWaveform(
  container: RefObject<HTMLElement | null>,
  audio: RefObject<HTMLAudioElement | null>,
  peaks: Peaks | null,
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
      const colours = getComputedStyle(element);
      const lanes = peaks.channels.map((_, index) => ({
        waveColor: colours.getPropertyValue(index === 0 ? "--agent" : "--customer"),
        progressColor: colours.getPropertyValue(index === 0 ? "--agent" : "--customer"),
      }));
      const waveform = WaveSurfer.create({
        container: element,
        media,
        peaks: peaks.channels.map((channel) => channel),
        duration: peaks.durationMs / 1_000,
        height: laneHeight,
        splitChannels: lanes,
        cursorWidth: 0,
        barWidth: 2,
        barGap: 1,
        barMinHeight: 1,
        interact: false,
        hideScrollbar: true,
        normalize: false,
        maxPeak: peaks.loudest,
      });
      destroy = () => waveform.destroy();
    });
    return () => {
      isGone = true;
      destroy();
    };
  }, [container, audio, peaks, laneHeight]);
}
