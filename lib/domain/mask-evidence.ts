/**
 * What the sound itself says about masked spans: where silence really begins and ends, whether somebody speaks where nobody
 * should, and whether the recording ever went on. Pure: the spans come from the vendor's marks, the rest from stored peaks.
 */
import type { Waveform } from "./audiowaveform";
import {
  certainOf,
  type Edges,
  edgesOf,
  fillOf,
  readSound,
  type Sound,
  speechIn,
} from "./mask-evidence-sound";
import type { MaskedSpan } from "./recording";
import type { TimeSpan } from "./talk-map-levels";

/** `neverResumed`: marked so, or silent from there to the end. `speechInMask`: somebody is heard in it. */
export type MaskAlarm = "neverResumed" | "speechInMask";

export type MaskEvidence = Readonly<{
  /** The span as far as the sound bears it out: its edges moved within their uncertainty, never further. */
  span: MaskedSpan;
  /** `silence`: the sound bears it out. `speech`: it contradicts it. `none`: it says nothing either way. */
  evidence: "silence" | "speech" | "none";
  /** How far each edge may still be off; `span.uncertainMs` is the larger. */
  startUncertainMs: number;
  endUncertainMs: number;
  alarms: readonly MaskAlarm[];
  /** What is heard inside, when that is an alarm. */
  speech: readonly TimeSpan[];
}>;

export type MaskEvidenceInput = Readonly<{
  maskedSpans: readonly MaskedSpan[];
  waveform: Waveform;
  /** The file's true length. */
  durationMs: number;
}>;

/** Of what is surely inside a span, so much must be silent to bear the span out. */
const SILENT_SHARE = 0.9;
/** Speech in a mask for so long is an alarm; less is a click or a breath. */
const LEAST_SPEECH_MS = 300;
/** Silence to the end of the file from so long before it: the call had something to say still. */
const LEAST_LOST_MS = 3_000;
/** An edge is moved on the strength of mere quiet only when that makes it much surer. */
const WORTH_MOVING = 0.7;

/** One answer for each span, in their order. Pauses that were cut out have no sound to look at and stay as they are. */
export function maskEvidence(input: MaskEvidenceInput): MaskEvidence[] {
  const sound = readSound(input.waveform, input.durationMs, input.maskedSpans);
  return input.maskedSpans.map((span) =>
    span.startMs === span.endMs ? untouched(span) : examined(span, sound),
  );
}

function untouched(span: MaskedSpan): MaskEvidence {
  return {
    span,
    evidence: "none",
    startUncertainMs: span.uncertainMs,
    endUncertainMs: span.uncertainMs,
    alarms: span.open ? ["neverResumed"] : [],
    speech: [],
  };
}

function examined(span: MaskedSpan, sound: Sound): MaskEvidence {
  const edges = refined(span, sound);
  const isMoved = edges.startUncertainMs < span.uncertainMs || edges.endUncertainMs < span.uncertainMs;
  const inside = certainOf(edges, sound.pixelMs);
  const speech = speechIn(sound, inside);
  const isSpeech = speech.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) >= LEAST_SPEECH_MS;
  const isSilent = fillOf(sound, inside) >= SILENT_SHARE;
  const alarms: MaskAlarm[] = [];
  if (span.open || isSilentToTheEnd(span, sound)) alarms.push("neverResumed");
  if (isSpeech) alarms.push("speechInMask");
  return {
    span: isMoved ? withEdges(span, edges) : span,
    evidence: isSpeech ? "speech" : isSilent ? "silence" : "none",
    startUncertainMs: edges.startUncertainMs,
    endUncertainMs: edges.endUncertainMs,
    alarms,
    speech: isSpeech ? speech : [],
  };
}

function withEdges(span: MaskedSpan, edges: Edges): MaskedSpan {
  const startMs = Math.round(edges.startMs);
  const endMs = Math.round(edges.endMs);
  const uncertainMs = Math.ceil(Math.max(edges.startUncertainMs, edges.endUncertainMs));
  return { ...span, startMs, endMs, pausedMs: endMs - startMs, uncertainMs };
}

/** Both edges as the sound has them; where it says nothing, as they were. */
function refined(span: MaskedSpan, sound: Sound): Edges {
  const { startMs, endMs, uncertainMs } = span;
  const asMarked = { startMs, endMs, startUncertainMs: uncertainMs, endUncertainMs: uncertainMs };
  if (uncertainMs <= sound.pixelMs) return asMarked;
  const seen = edgesOf(sound, asMarked);
  const start = nearer({ atMs: startMs, uncertainMs }, seen.start);
  // An open span ends where the file does, and a span that reaches its end has no edge there to look for.
  const end =
    span.open || endMs >= sound.durationMs
      ? { atMs: endMs, uncertainMs }
      : nearer({ atMs: endMs, uncertainMs }, seen.end);
  if (start.atMs >= end.atMs) return asMarked;
  return {
    startMs: start.atMs,
    endMs: end.atMs,
    startUncertainMs: start.uncertainMs,
    endUncertainMs: end.uncertainMs,
  };
}

type Edge = Readonly<{ atMs: number; uncertainMs: number }>;

function nearer(marked: Edge, seen: (Edge & { exact: boolean }) | null): Edge {
  if (seen === null || seen.uncertainMs >= marked.uncertainMs) return marked;
  if (!seen.exact && seen.uncertainMs > marked.uncertainMs * WORTH_MOVING) return marked;
  return { atMs: seen.atMs, uncertainMs: seen.uncertainMs };
}

/** The recorder's silence goes on from the span to the file's end, long after it should have been over. */
function isSilentToTheEnd(span: MaskedSpan, sound: Sound): boolean {
  const resumedMs = span.endMs + span.uncertainMs;
  return (
    sound.durationMs - resumedMs >= LEAST_LOST_MS &&
    fillOf(sound, { startMs: resumedMs, endMs: sound.durationMs }) === 1
  );
}
