import { maskedSpans } from "@/lib/domain/masks";
import type { CallEvent, EpochMs, Mask, MaskedSpan, MaskOrigin } from "@/lib/domain/recording";
import type { RawMediaFile } from "./api-types";

/** How far a mask may be off: its clock and the file's start differ by about a second (fact sheet §7). */
const UNCERTAIN_MS = 1_000;

/** Where a file lies on the wall clock. */
export type FileTimes = Readonly<{
  startMs: EpochMs | null;
  stopMs: EpochMs | null;
  durationMs: number | null;
  callId: string | null;
}>;

export type FileMasks = Readonly<{ masks: readonly Mask[]; maskedSpans: readonly MaskedSpan[] }>;

/**
 * The pauses of one file: the vendor's own masks, else what attached data `GSIP_RECORD` tells. `isOnlyFile` = every event
 * of the recording is about it.
 */
export function mapMasks(
  raw: RawMediaFile["masks"],
  file: FileTimes,
  events: readonly CallEvent[],
  options: Readonly<{ fill: "silence" | "cut"; isOnlyFile: boolean }>,
): FileMasks {
  const own = raw.flatMap(readMask);
  const origin: MaskOrigin = own.length > 0 ? "masks" : "events";
  const masks = own.length > 0 ? own : masksOfEvents(file, events, options.isOnlyFile);
  const spans = maskedSpans({
    masks,
    fileStartMs: file.startMs,
    durationMs: file.durationMs ?? lengthOf(file),
    origin,
    uncertainMs: UNCERTAIN_MS,
    fill: options.fill,
  });
  return { masks, maskedSpans: spans };
}

function readMask(raw: RawMediaFile["masks"][number]): Mask[] {
  const word = raw.type?.trim().toLowerCase() ?? "";
  if (raw.time === null) return [];
  if (word === "paused" || word === "pause") return [{ timeMs: raw.time, type: "paused" }];
  if (word === "resume" || word === "resumed") return [{ timeMs: raw.time, type: "resume" }];
  return [];
}

function lengthOf({ startMs, stopMs }: FileTimes): number | null {
  return startMs !== null && stopMs !== null && stopMs > startMs ? stopMs - startMs : null;
}

type Pause = Readonly<{ fromMs: EpochMs; toMs: EpochMs | null }>;

/** Pauses known only from `GSIP_RECORD` going to PAUSED and back to ON, as far as they touch this file. */
function masksOfEvents(file: FileTimes, events: readonly CallEvent[], isOnlyFile: boolean): Mask[] {
  const pauses: Pause[] = [];
  let pausedFromMs: EpochMs | null = null;
  for (const event of events) {
    const isOurs = isOnlyFile || event.callId === null || event.callId === file.callId;
    if (!isOurs || event.occurredAtMs === null || event.data === null) continue;
    const state = (event.data.updated.GSIP_RECORD ?? event.data.added.GSIP_RECORD)?.trim().toUpperCase();
    if (state === "PAUSED") pausedFromMs ??= event.occurredAtMs;
    if (state === "ON" && pausedFromMs !== null) {
      pauses.push({ fromMs: pausedFromMs, toMs: event.occurredAtMs });
      pausedFromMs = null;
    }
  }
  if (pausedFromMs !== null) pauses.push({ fromMs: pausedFromMs, toMs: null });
  return pauses.filter((pause) => touches(pause, file)).flatMap(toMasks);
}

function touches(pause: Pause, file: FileTimes): boolean {
  const begins = file.startMs ?? Number.NEGATIVE_INFINITY;
  const ends = file.stopMs ?? Number.POSITIVE_INFINITY;
  return (
    pause.fromMs < ends + UNCERTAIN_MS && (pause.toMs ?? Number.POSITIVE_INFINITY) > begins - UNCERTAIN_MS
  );
}

function toMasks({ fromMs, toMs }: Pause): Mask[] {
  const paused: Mask = { timeMs: fromMs, type: "paused" };
  return toMs === null ? [paused] : [paused, { timeMs: toMs, type: "resume" }];
}
