/**
 * Any number of calls in a few bytes each: everything about call n follows from the seed and n, what searches
 * test is kept in typed arrays, and documents are built when somebody asks for them.
 */
import { FRAME_MS } from "@/lib/samples/audio-plan";
import {
  AGENTS,
  CUSTOMERS_FROM,
  EXTENSIONS_FROM,
  HOTLINES,
  HOTLINES_FROM,
  LANGUAGES,
  NUMBERS,
  PARTITIONS,
  QUEUES,
  REASONS,
  TIERS,
} from "@/lib/samples/directory";
import { below, fraction, hash, hex } from "@/lib/samples/random";
import { startTimes } from "./call-times";

export const NO_AGENT = 255;

export const CALL_TYPES = ["Inbound", "Outbound", "Internal", "Consult", "Unknown"] as const;

/** Labels a generated call may carry, by bit. */
export const LABEL_BITS = [
  "complaint",
  "review",
  "vip",
  "comment",
  "__screenRecording",
  "Review",
  "callback",
  "billing",
] as const;

export type GeneratedCalls = Readonly<{
  count: number;
  seed: number;
  startS: Uint32Array;
  /** stopTime - startTime, in seconds. */
  lengthS: Uint16Array;
  /** Audio of all files of the call together. */
  frames: Uint16Array;
  caller: Uint16Array;
  dialed: Uint16Array;
  agent: Uint8Array;
  secondAgent: Uint8Array;
  traits: Uint32Array;
  labels: Uint8Array;
}>;

export type Traits = Readonly<{
  callType: number;
  queue: number;
  tier: number;
  reason: number;
  language: number;
  partition: number;
  pauses: number;
  screen: boolean;
  nonDelete: boolean;
  encrypted: boolean;
  transfer: boolean;
}>;

/** The traits packed in a generated call's word. */
export function readTraits(word: number): Traits {
  return {
    callType: word & 7,
    queue: (word >> 3) & 7,
    tier: (word >> 6) & 3,
    reason: (word >> 8) & 7,
    language: (word >> 11) & 3,
    partition: (word >> 13) & 3,
    pauses: (word >> 15) & 3,
    screen: (word & (1 << 17)) !== 0,
    nonDelete: (word & (1 << 18)) !== 0,
    encrypted: (word & (1 << 19)) !== 0,
    transfer: (word & (1 << 20)) !== 0,
  };
}

function chooseCallType(x: number): number {
  if (x < 0.62) return 0;
  if (x < 0.85) return 1;
  if (x < 0.92) return 2;
  return x < 0.97 ? 3 : 4;
}

function chooseTraits(seed: number, index: number, callType: number, lengthMs: number): number {
  const chance = (salt: number, share: number) => (fraction(seed, index, salt) < share ? 1 : 0);
  const pauses = lengthMs < 60_000 ? 0 : chance(10, 0.14) + chance(11, 0.04);
  return (
    callType |
    (below(QUEUES.length, seed, index, 12) << 3) |
    (below(TIERS.length, seed, index, 13) << 6) |
    (below(REASONS.length, seed, index, 14) << 8) |
    (below(LANGUAGES.length, seed, index, 15) << 11) |
    ((chance(16, 0.25) ? 1 + below(PARTITIONS.length - 1, seed, index, 17) : 0) << 13) |
    (pauses << 15) |
    (chance(18, 0.22) << 17) |
    (chance(19, 0.03) << 18) |
    (chance(20, 0.06) << 19) |
    ((callType < 2 && lengthMs > 90_000 ? chance(21, 0.07) : 0) << 20)
  );
}

/** Files of a transferred call: how many frames each has, and when the second begins, in whole seconds. */
export function splitTransfer(frames: number): { first: number; second: number; secondStartS: number } {
  const first = Math.floor(frames * 0.4);
  return { first, second: frames - first, secondStartS: Math.ceil((first * FRAME_MS) / 1000) + 2 };
}

/** Makes the calls; about a third of a second for a million. */
export function generateCalls(count: number, seed: number, baseMs: number): GeneratedCalls {
  const startS = startTimes(count, seed, baseMs);
  const calls: GeneratedCalls = {
    count,
    seed,
    startS,
    lengthS: new Uint16Array(count),
    frames: new Uint16Array(count),
    caller: new Uint16Array(count),
    dialed: new Uint16Array(count),
    agent: new Uint8Array(count),
    secondAgent: new Uint8Array(count).fill(NO_AGENT),
    traits: new Uint32Array(count),
    labels: new Uint8Array(count),
  };
  const baseS = Math.floor(baseMs / 1000);
  for (let index = 0; index < count; index += 1) fillCall(calls, index, baseS);
  return calls;
}

function fillCall(calls: GeneratedCalls, index: number, baseS: number): void {
  const { seed } = calls;
  // Most calls last two to six minutes; a long tail goes to about half an hour. None ends after the base time.
  const wanted =
    20_000 + 140_000 * (-Math.log(1 - fraction(seed, index, 2) * 0.999) + fraction(seed, index, 3));
  const roomMs = Math.max(6000, (baseS - (calls.startS[index] ?? 0) - 5) * 1000);
  const frames = Math.floor(Math.min(wanted, 1_700_000, roomMs) / FRAME_MS);
  const callType = chooseCallType(fraction(seed, index, 4));
  const traits = chooseTraits(seed, index, callType, Math.min(frames * FRAME_MS, roomMs - 5000));
  const split = splitTransfer(frames);
  const isTransfer = readTraits(traits).transfer;
  calls.frames[index] = frames;
  calls.traits[index] = traits;
  calls.lengthS[index] = isTransfer
    ? split.secondStartS + Math.floor((split.second * FRAME_MS) / 1000)
    : Math.floor((frames * FRAME_MS) / 1000);

  const agent = below(AGENTS.length, seed, index, 5);
  const other = (agent + 1 + below(AGENTS.length - 1, seed, index, 6)) % AGENTS.length;
  const customer =
    fraction(seed, index, 7) < 0.015
      ? 0
      : CUSTOMERS_FROM + below(NUMBERS.length - CUSTOMERS_FROM, seed, index, 8);
  const hotline = HOTLINES_FROM + below(HOTLINES.length, seed, index, 9);
  const isBetweenAgents = callType === 2 || callType === 3;
  calls.agent[index] = agent;
  if (isBetweenAgents || isTransfer) calls.secondAgent[index] = other;
  calls.caller[index] = isBetweenAgents ? EXTENSIONS_FROM + agent : callType === 1 ? hotline : customer;
  calls.dialed[index] = isBetweenAgents
    ? EXTENSIONS_FROM + other
    : callType === 1
      ? customer || CUSTOMERS_FROM
      : hotline;
  calls.labels[index] = chooseLabels(seed, index, readTraits(traits).screen);
}

function chooseLabels(seed: number, index: number, screen: boolean): number {
  const shares = [0.09, 0.06, 0.05, 0.08, 0, 0.01, 0.03, 0.04];
  let bits = screen ? 1 << LABEL_BITS.indexOf("__screenRecording") : 0;
  shares.forEach((share, bit) => {
    if (fraction(seed, index, 30 + bit) < share) bits |= 1 << bit;
  });
  return bits;
}

const STEM = "021EP643CSAPR4FKQGQE31TAES";

/** Some ids are dashed lower-case UUIDs; never where a tie in time would make the order of ids matter. */
function isDashed(calls: GeneratedCalls, index: number): boolean {
  const start = calls.startS[index];
  return index % 29 === 7 && start !== calls.startS[index - 1] && start !== calls.startS[index + 1];
}

/** The id of generated call `index`; it carries the index, so that no table of ids is needed. */
export function generatedId(calls: GeneratedCalls, index: number): string {
  if (!isDashed(calls, index)) return STEM + index.toString(36).toUpperCase().padStart(6, "0");
  const random = hex(calls.seed, index, 40) + hex(calls.seed, index, 41);
  return `${random.slice(0, 8)}-${random.slice(8, 12)}-46f1-b840-${index.toString(16).padStart(12, "0")}`;
}

/** The index behind an id; null when no generated call has it. */
export function generatedIndex(calls: GeneratedCalls, id: string): number | null {
  const index = id.startsWith(STEM)
    ? Number.parseInt(id.slice(STEM.length), 36)
    : Number.parseInt(id.slice(-12), 16);
  return index >= 0 && index < calls.count && generatedId(calls, index) === id ? index : null;
}

/** The call UUID of the second file of a transferred call: another site's, so another stem. */
export function secondCallUuid(calls: GeneratedCalls, index: number): string {
  return `00MT0${(hash(calls.seed, index, 42) % 10).toString()}5FS4APRCEK4SL131TAES${index.toString(36).toUpperCase().padStart(6, "0")}`;
}
