import type { EpochMs, Mask, MaskedSpan, MaskOrigin } from "./recording";

export type MaskInput = Readonly<{
  masks: readonly Mask[];
  /** Wall-clock start of the file. Null = spans can't be placed, so there are none. */
  fileStartMs: EpochMs | null;
  /** Length of the file. Null = unknown: nothing is clamped at the end. */
  durationMs: number | null;
  origin: MaskOrigin;
  /** How far either edge may be off, in ms (fact sheet genesys-engage §7: 1000). */
  uncertainMs: number;
  /** Whether a pause stands in the file as silence or was cut out of it. */
  fill: "silence" | "cut";
}>;

/** A pause in ms since the file's wall-clock start. `toMs` null = never resumed. */
type Pause = Readonly<{ fromMs: number; toMs: number | null }>;

/**
 * The masked spans of one file in that file's own time: sorted, joined, clamped. Copes with masks that are unsorted,
 * doubled, unpaired or outside the file (fact sheet genesys-engage §14 case 3): a resume before any pause began at 0,
 * a pause without a resume runs to the end and is `open`, what lies wholly outside is dropped.
 * `pausedMs` is the length of the pause; a cut pause has `startMs === endMs`, and later positions lie earlier by what was cut.
 * An open pause in a file of unknown length, or an open cut, has no known length: `endMs` is its start.
 */
export function maskedSpans(input: MaskInput): MaskedSpan[] {
  const { fileStartMs } = input;
  if (fileStartMs === null) return [];
  const pauses = pausesOf(
    input.masks
      .filter((mask) => Number.isFinite(mask.timeMs))
      .map((mask) => ({ atMs: mask.timeMs - fileStartMs, type: mask.type })),
  );
  return input.fill === "cut" ? cutSpans(pauses, input) : silentSpans(pauses, input);
}

/**
 * Pairs pauses with resumes, in order of time. Vendors report per channel, so a pause may be doubled: as many of the
 * resumes that follow it are read as its own as there were pauses, so that the span ends when the last channel resumes.
 */
function pausesOf(marks: readonly Readonly<{ atMs: number; type: Mask["type"] }>[]): Pause[] {
  const sorted = [...marks].sort((a, b) => a.atMs - b.atMs);
  const pauses: Pause[] = [];
  let openFromMs: number | null = null;
  let waiting = 0;
  for (const [index, mark] of sorted.entries()) {
    if (mark.type === "paused") {
      if (openFromMs === null) {
        openFromMs = mark.atMs;
        waiting = 0;
      }
      waiting += 1;
      continue;
    }
    if (openFromMs !== null) {
      pauses.push({ fromMs: openFromMs, toMs: mark.atMs });
      openFromMs = null;
      waiting -= 1;
    } else if (index === 0) {
      pauses.push({ fromMs: 0, toMs: mark.atMs });
    } else if (waiting > 0) {
      const last = pauses.pop();
      if (last) pauses.push({ fromMs: last.fromMs, toMs: mark.atMs });
      waiting -= 1;
    }
  }
  if (openFromMs !== null) pauses.push({ fromMs: openFromMs, toMs: null });
  return pauses;
}

function silentSpans(pauses: readonly Pause[], input: MaskInput): MaskedSpan[] {
  const lengthMs = input.durationMs ?? Number.POSITIVE_INFINITY;
  const spans: MaskedSpan[] = [];
  for (const pause of pauses) {
    const open = pause.toMs === null;
    const startMs = Math.max(0, pause.fromMs);
    const endMs = Math.min(lengthMs, pause.toMs ?? input.durationMs ?? startMs);
    const endless = open && input.durationMs === null;
    if (startMs >= lengthMs || (endMs <= startMs && !endless)) continue;
    const last = spans.at(-1);
    if (last && startMs <= last.endMs) {
      spans[spans.length - 1] = spanOf(input, last.startMs, endMs, endMs - last.startMs, open);
    } else {
      spans.push(spanOf(input, startMs, endMs, endMs - startMs, open));
    }
  }
  return spans;
}

function cutSpans(pauses: readonly Pause[], input: MaskInput): MaskedSpan[] {
  const spans: MaskedSpan[] = [];
  let cutMs = 0;
  for (const pause of pauses) {
    const fromMs = Math.max(0, pause.fromMs);
    const pausedMs = pause.toMs === null ? 0 : pause.toMs - fromMs;
    if (pause.toMs !== null && pausedMs <= 0) continue;
    const placedMs = fromMs - cutMs;
    cutMs += pausedMs;
    if (input.durationMs !== null && placedMs > input.durationMs + input.uncertainMs) continue;
    const atMs = Math.min(placedMs, input.durationMs ?? placedMs);
    const last = spans.at(-1);
    if (last && last.startMs === atMs) {
      spans[spans.length - 1] = spanOf(input, atMs, atMs, last.pausedMs + pausedMs, pause.toMs === null);
    } else {
      spans.push(spanOf(input, atMs, atMs, pausedMs, pause.toMs === null));
    }
  }
  return spans;
}

function spanOf(
  input: MaskInput,
  startMs: number,
  endMs: number,
  pausedMs: number,
  open: boolean,
): MaskedSpan {
  return { startMs, endMs, pausedMs, uncertainMs: input.uncertainMs, open, origin: input.origin };
}
