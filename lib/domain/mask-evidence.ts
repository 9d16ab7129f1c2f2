/**
 * What the sound itself says about masked spans: where silence really begins and ends, what was put in its place, whether
 * somebody speaks where nobody should, and whether the recording ever went on. Pure: the spans come from the vendor's marks,
 * the rest from stored peaks.
 */
import type { Waveform } from "./audiowaveform";
import { apart, certainOf, type Edges, foundEdges, toldEdges } from "./mask-evidence-edges";
import {
  BEEP,
  firstSpeechMs,
  kindsIn,
  NOISE,
  QUIET,
  readSound,
  SILENCE,
  type Sound,
  SPEECH,
} from "./mask-evidence-sound";
import type { MaskedSpan } from "./recording";

/** `neverResumed`: marked so, or silent from there to the end. `speechInMask`: somebody is heard in it. */
export type MaskAlarm = "neverResumed" | "speechInMask";

/**
 * What stands in a pause: digital silence, beeps, noise, a line on which nobody speaks, or a call that goes on (`sound`).
 * `cut` = nothing, it was taken out; `unknown` = too short, or too doubtful, to tell.
 */
export type MaskFill = "silence" | "beeps" | "noise" | "quiet" | "sound" | "cut" | "unknown";

/** About one masked span, beside what its vendor told. */
export type MaskEvidence = Readonly<{
  /** How far the sound moved each edge, within its uncertainty; null = it says nothing, and the vendor's word stands. */
  startMovedMs: number | null;
  endMovedMs: number | null;
  /** How far each edge may still be off. */
  startUncertainMs: number;
  endUncertainMs: number;
  fill: MaskFill;
  /** How long somebody is heard in what is surely inside. Less than an alarm is a click, or a breath. */
  speechMs: number;
  /** Where that begins, when it is an alarm. */
  speechAtMs: number | null;
  alarms: readonly MaskAlarm[];
}>;

export type MaskEvidenceInput = Readonly<{
  /** As the vendor told them: sorted and apart. */
  maskedSpans: readonly MaskedSpan[];
  waveform: Waveform;
  /** The file's true length. */
  durationMs: number;
}>;

/** Speech in a mask for so long is an alarm. */
const LEAST_SPEECH_MS = 300;
/** Silence to the end of the file from so long before it: the call had something to say still. */
const LEAST_LOST_MS = 3_000;
/** Of what is not speech, so much must be of one kind to name a pause by it. */
const NAMING_SHARE = 0.5;

/** One answer for each span, in their order. Pauses that were cut out have no sound to look at and stay as they are. */
export function maskEvidence({ maskedSpans, waveform, durationMs }: MaskEvidenceInput): MaskEvidence[] {
  if (maskedSpans.length === 0) return [];
  const sound = readSound(waveform, durationMs, maskedSpans);
  const found = maskedSpans.map((span) => (isCut(span) ? toldEdges(span) : foundEdges(span, sound)));
  return apart(maskedSpans, found).flatMap((edges, index) => {
    const span = maskedSpans[index];
    return span ? [evidenceOf(span, edges, sound)] : [];
  });
}

/** The span as far as the sound bears it out. Nothing but what the vendor told where there is no evidence. */
export function heardSpan(told: MaskedSpan, evidence: MaskEvidence | undefined): MaskedSpan {
  if (!evidence || (evidence.startMovedMs === null && evidence.endMovedMs === null)) return told;
  const startMs = told.startMs + (evidence.startMovedMs ?? 0);
  const endMs = told.endMs + (evidence.endMovedMs ?? 0);
  return {
    ...told,
    startMs,
    endMs,
    pausedMs: endMs - startMs,
    uncertainMs: Math.max(evidence.startUncertainMs, evidence.endUncertainMs),
  };
}

/** All spans of a file so; evidence that is not of as many spans is none of theirs. */
export function heardSpans(
  told: readonly MaskedSpan[],
  evidence: readonly MaskEvidence[] | undefined,
): readonly MaskedSpan[] {
  return evidence?.length === told.length
    ? told.map((span, index) => heardSpan(span, evidence[index]))
    : told;
}

function isCut({ startMs, endMs }: MaskedSpan): boolean {
  return startMs === endMs;
}

function evidenceOf(span: MaskedSpan, { start, end }: Edges, sound: Sound): MaskEvidence {
  const edges = {
    startMovedMs: start.isFound ? Math.round(start.atMs) - span.startMs : null,
    endMovedMs: end.isFound ? Math.round(end.atMs) - span.endMs : null,
    startUncertainMs: Math.ceil(start.uncertainMs),
    endUncertainMs: Math.ceil(end.uncertainMs),
  };
  if (isCut(span)) {
    const alarms: readonly MaskAlarm[] = span.open ? ["neverResumed"] : [];
    return { ...edges, fill: "cut", speechMs: 0, speechAtMs: null, alarms };
  }
  const inside = certainOf({ start, end }, sound.pixelMs);
  const kinds = kindsIn(sound, inside);
  const speechMs = Math.round((kinds[SPEECH] ?? 0) * sound.pixelMs);
  const isSpeech = speechMs >= LEAST_SPEECH_MS;
  const alarms: MaskAlarm[] = [];
  if (span.open || isSilentToTheEnd(span, sound)) alarms.push("neverResumed");
  if (isSpeech) alarms.push("speechInMask");
  const speechAtMs = isSpeech ? firstSpeechMs(sound, inside) : null;
  return {
    ...edges,
    fill: fillOf(kinds),
    speechMs,
    speechAtMs: speechAtMs === null ? null : Math.round(speechAtMs),
    alarms,
  };
}

function fillOf(kinds: Uint32Array): MaskFill {
  const pixels = kinds.reduce((sum, one) => sum + one, 0);
  const countOf = (kind: number) => kinds[kind] ?? 0;
  if (pixels === 0) return "unknown";
  if (countOf(SPEECH) > pixels / 2) return "sound";
  const least = (pixels - countOf(SPEECH)) * NAMING_SHARE;
  if (countOf(SILENCE) + countOf(BEEP) > least) return countOf(BEEP) > 0 ? "beeps" : "silence";
  if (countOf(NOISE) > least) return "noise";
  return countOf(QUIET) > least ? "quiet" : "unknown";
}

/** Nobody speaks any more from the span to the file's end, long after it should have been over. */
function isSilentToTheEnd({ endMs, uncertainMs }: MaskedSpan, sound: Sound): boolean {
  const resumedMs = endMs + uncertainMs;
  const last = sound.unspoken.at(-1);
  return (
    last !== undefined &&
    sound.durationMs - resumedMs >= LEAST_LOST_MS &&
    last[1] >= Math.floor(sound.durationMs / sound.pixelMs) &&
    last[0] * sound.pixelMs <= resumedMs + sound.pixelMs
  );
}
