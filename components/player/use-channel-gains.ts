"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { agentChannelOf } from "@/lib/domain/sides";
import type { VendorName } from "@/lib/domain/vendors";
import { type ChannelMixer, createChannelMixer, type Gains } from "./channel-mixer";

const FULL: Gains = [1, 1];

export type ChannelGains = Readonly<{
  gains: Gains;
  /** The browser refused; the sound stays as it is. */
  isRefused: boolean;
  change: (gains: Gains) => void;
}>;

/** Volumes of the agent's and the customer's side of the call that is played. Plain playback until one is changed for the first time. */
export function useChannelGains(
  audio: RefObject<HTMLAudioElement | null>,
  channels: number,
  vendor: VendorName,
): ChannelGains {
  const mixer = useRef<Promise<ChannelMixer> | null>(null);
  const [gains, setGains] = useState<Gains>(FULL);
  const [isRefused, setIsRefused] = useState(false);

  // Web Audio is outside: it ends with the element, and wakes with it.
  useEffect(() => {
    const element = audio.current;
    const resume = () => void mixer.current?.then((own) => own.resume(), ignore);
    element?.addEventListener("play", resume);
    return () => {
      element?.removeEventListener("play", resume);
      void mixer.current?.then((own) => own.close(), ignore);
      mixer.current = null;
    };
  }, [audio]);
  useEffect(() => {
    const [agent, customer] = gains;
    const inFile: Gains = agentChannelOf(vendor) === 0 ? gains : [customer, agent];
    void mixer.current?.then((own) => own.set(inFile, channels), ignore);
  }, [gains, channels, vendor]);

  const change = useCallback(
    (wanted: Gains) => {
      const element = audio.current;
      if (!element) return;
      // Made here, within the person's own press: browsers let nothing else begin to sound.
      mixer.current ??= createChannelMixer(element);
      mixer.current.then(
        () => setGains(wanted),
        () => {
          mixer.current = null;
          setIsRefused(true);
        },
      );
    },
    [audio],
  );
  return { gains, isRefused, change };
}

const ignore = () => undefined;
