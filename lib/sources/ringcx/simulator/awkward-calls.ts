/** Awkward cases; filled below. */
import type { Dialog } from "./model";
export const AWKWARD: Readonly<Record<number, readonly string[]>> = {};
export const AWKWARD_WORDS: Readonly<Record<string, string>> = {};
export const awkwardCalls = (_baseMs: number, _seed: number): Dialog[] => [];
