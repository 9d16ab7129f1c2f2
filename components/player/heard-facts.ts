import type { Waveform } from "@/lib/domain/audiowaveform";
import { type MaskEvidence, maskEvidence } from "@/lib/domain/mask-evidence";
import type { MaskedSpan } from "@/lib/domain/recording";
import { type TalkMap, talkMap } from "@/lib/domain/talk-map";

/** What the sound of one file says: about its pauses, in their order, and who speaks when. */
export type HeardFacts = Readonly<{ evidence: readonly MaskEvidence[]; talk: TalkMap }>;

type Known = Readonly<{ maskedSpans: readonly MaskedSpan[]; durationMs: number; facts: HeardFacts }>;

/** A call of ten hours takes a second to read, and both the player and the details ask: it is read once. */
const known = new WeakMap<Waveform, Known>();

export function heardFacts(
  waveform: Waveform,
  maskedSpans: readonly MaskedSpan[],
  durationMs: number,
): HeardFacts {
  const before = known.get(waveform);
  if (before && before.maskedSpans === maskedSpans && before.durationMs === durationMs) return before.facts;
  const evidence = maskedSpans.length === 0 ? [] : maskEvidence({ maskedSpans, waveform, durationMs });
  const talk = talkMap(waveform, { durationMs, maskedSpans: evidence.map(({ span }) => span) });
  const facts = { evidence, talk };
  known.set(waveform, { maskedSpans, durationMs, facts });
  return facts;
}
