"use client";

import { useSyncExternalStore } from "react";

/** How this person listens, in every call and the next time too. */
export type SoundSettings = Readonly<{ volume: number; rate: number; skipsSilence: boolean }>;

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

const KEY = "earmark.sound";
const DEFAULTS: SoundSettings = { volume: 1, rate: 1, skipsSilence: false };
const listeners = new Set<() => void>();
let cache: { text: string | null; value: SoundSettings } = { text: null, value: DEFAULTS };

export function parseSoundSettings(text: string | null): SoundSettings {
  try {
    const raw: unknown = JSON.parse(text ?? "{}");
    if (typeof raw !== "object" || raw === null) return DEFAULTS;
    const { volume, rate, skipsSilence } = { volume: 1, rate: 1, skipsSilence: false, ...raw };
    return {
      volume: typeof volume === "number" && volume >= 0 && volume <= 1 ? volume : 1,
      rate: RATES.find((known) => known === rate) ?? 1,
      skipsSilence: skipsSilence === true,
    };
  } catch {
    return DEFAULTS;
  }
}

/** The next speed up or down. */
export function rateBeside(rate: number, by: number): number {
  const index = RATES.findIndex((known) => known >= rate);
  return RATES[Math.max(0, Math.min(RATES.length - 1, index + by))] ?? 1;
}

function read(): SoundSettings {
  const text = window.localStorage.getItem(KEY);
  if (text !== cache.text) cache = { text, value: parseSoundSettings(text) };
  return cache.value;
}

function change(part: Partial<SoundSettings>): void {
  window.localStorage.setItem(KEY, JSON.stringify({ ...read(), ...part }));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

export function useSoundSettings(): readonly [SoundSettings, (part: Partial<SoundSettings>) => void] {
  return [useSyncExternalStore(subscribe, read, () => DEFAULTS), change];
}
