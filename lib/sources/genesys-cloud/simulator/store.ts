/** All conversations, in the order of their start: generated ones by number, the written ones and the live ones beside them. */
import { type CallTimes, startedSince, startOf } from "./call-times";
import type { Draft } from "./draft";
import { generatedDraft, generatedIndex } from "./generated-calls";

/** Conversations of a span of time, oldest first, without building those that are not looked at. */
export type Ordered = Readonly<{
  length: number;
  at: (position: number) => Draft | null;
  /** Only the written and live ones: generated ones have all ended. */
  specials: readonly Draft[];
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
    const specials = [...this.#written, ...live]
      .filter((draft) => draft.startMs >= fromMs && draft.startMs < toMs && isSeen(draft))
      .sort(
        (a, b) =>
          a.startMs - b.startMs || (a.conversation.conversationId < b.conversation.conversationId ? -1 : 1),
      );
    const newest = startedSince(this.times, toMs);
    const end = startedSince(this.times, fromMs);
    const generated = end - newest;
    const generatedStart = (nth: number) => startOf(this.times, end - 1 - nth);
    // How many generated conversations stand before each special one.
    const before = specials.map((special) =>
      firstAtLeast(generated, (nth) => generatedStart(nth) > special.startMs),
    );
    return {
      length: generated + specials.length,
      specials,
      at: (position) => {
        let passed = 0;
        for (const [nth, count] of before.entries()) {
          if (count + nth > position) break;
          if (count + nth === position) return specials[nth] ?? null;
          passed += 1;
        }
        const nth = position - passed;
        return nth >= 0 && nth < generated ? generatedDraft(this.times, end - 1 - nth) : null;
      },
    };
  }
}

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
