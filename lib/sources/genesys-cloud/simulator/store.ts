/** All conversations, in the order of their start: generated ones by number, the written ones and the live ones beside them. */
import { type CallTimes, startedSince, startOf } from "./call-times";
import type { Draft } from "./draft";
import { generatedDraft, generatedIndex } from "./generated-calls";

/** Conversations of a span of time, oldest first, without building those that are not looked at. */
export type Ordered = Readonly<{
  length: number;
  at: (position: number) => Draft | null;
  /** The written and live ones, and how many generated ones stand before each; generated ones have all ended. */
  specials: readonly Readonly<{ draft: Draft; before: number }>[];
  generated: number;
  generatedAt: (nth: number) => Draft;
}>;

export class Store {
  readonly times: CallTimes;
  readonly #written: readonly Draft[];
  readonly #byId: ReadonlyMap<string, Draft>;

  constructor(times: CallTimes, written: readonly Draft[]) {
    this.times = times;
    this.#written = written;
    this.#byId = new Map(written.map((draft) => [draft.conversation.conversationId, draft]));
  }

  find(id: string): Draft | null {
    const written = this.#byId.get(id);
    if (written !== undefined) return written;
    const index = generatedIndex(this.times, id);
    return index === null ? null : generatedDraft(this.times, index);
  }

  /** Half-open in starts; `live` are further conversations, of any time; `isSeen` picks among those and the written ones. */
  between(fromMs: number, toMs: number, live: readonly Draft[], isSeen: (draft: Draft) => boolean): Ordered {
    const newest = startedSince(this.times, toMs);
    const end = startedSince(this.times, fromMs);
    const generated = Math.max(0, end - newest);
    const generatedAt = (nth: number) => generatedDraft(this.times, end - 1 - nth);
    const startsAfter = (ms: number) => (nth: number) => startOf(this.times, end - 1 - nth) > ms;
    const specials = [...this.#written, ...live]
      .filter((draft) => draft.startMs >= fromMs && draft.startMs < toMs && isSeen(draft))
      .sort((a, b) => a.startMs - b.startMs || (idOf(a) < idOf(b) ? -1 : 1))
      .map((draft) => ({ draft, before: firstAtLeast(generated, startsAfter(draft.startMs)) }));
    return {
      length: generated + specials.length,
      specials,
      generated,
      generatedAt,
      at: (position) => {
        // Special number nth stands at `before + nth`.
        const nth = firstAtLeast(specials.length, (at) => (specials[at]?.before ?? 0) + at >= position);
        const special = specials[nth];
        if (special !== undefined && special.before + nth === position) return special.draft;
        const among = position - nth;
        return among >= 0 && among < generated ? generatedAt(among) : null;
      },
    };
  }
}

const idOf = (draft: Draft): string => draft.conversation.conversationId;

/** The first position in 0…length at which a condition, false before and true after, holds. */
function firstAtLeast(length: number, holds: (position: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
