/** Which conversations a query finds, and how they are shown (§4.1). */
import { OPEN_DIVISIONS } from "./directory";
import type { Draft } from "./draft";
import { filtersOf, type Interval, type Query } from "./query";
import { matches, wantsLiveOnly } from "./search-filters";
import type { Ordered } from "./store";
import type { WireConversation } from "./wire";
import { type Caller, liveDrafts, type World } from "./world";

const DAY_MS = 86_400_000;

/** The document as a caller of a synchronous call gets it: no attributes, the tag as it is seen by now. */
export function shownConversation(world: World, draft: Draft, withAttributes: boolean): WireConversation {
  const { conversation } = draft;
  const tag = world.changes.tags.get(conversation.conversationId);
  const isSeen = tag !== undefined && world.now() >= tag.seenFromMs;
  const { externalTag, ...rest } = conversation;
  const tagged = isSeen ? tag.value : externalTag;
  return {
    ...rest,
    ...(tagged === null || tagged === undefined ? {} : { externalTag: tagged }),
    participants: conversation.participants.map(({ attributes, ...participant }) => {
      const written = world.changes.attributes.get(participant.participantId);
      return withAttributes ? { ...participant, attributes: { ...attributes, ...written } } : participant;
    }),
  };
}

export type Found = Readonly<{ length: number; page: (from: number, to: number) => WireConversation[] }>;

type FindOptions = Readonly<{ withAttributes: boolean; keep?: (draft: Draft) => boolean }>;

/** A position among the generated conversations of the span, or one of the others. */
type Place = Draft | number;

/** Conversations of a span that match and that the caller sees, oldest first unless the query says otherwise. */
export function find(
  world: World,
  caller: Caller,
  span: Interval,
  query: Query,
  options: FindOptions,
): Found {
  const filters = filtersOf(query);
  const fromMs = Math.max(span.fromMs, world.now() - world.switches.historyDays * DAY_MS);
  const sees = (draft: Draft) =>
    caller.sees(draft.conversation.divisionIds) && (options.keep?.(draft) ?? true);
  const ordered = world.store.between(fromMs, span.toMs, liveDrafts(world, span.fromMs, span.toMs), sees);
  const show = (draft: Draft) => shownConversation(world, draft, options.withAttributes);
  const byStart = !(query.orderBy ?? "conversationStart").endsWith("End");
  const hasFilters = filters.conversation.length + filters.segment.length > 0;
  // Without filters nothing needs to be looked at to be counted: a million conversations cost what a page costs.
  const isPlain = options.keep === undefined && !hasFilters && seesAllDivisions(caller) && byStart;
  const places = isPlain ? null : select();
  const count = places?.length ?? ordered.length;
  return {
    length: count,
    page: (from, to) =>
      positions(from, Math.min(to, count)).flatMap((nth) => {
        const position = query.order === "desc" ? count - 1 - nth : nth;
        const draft = places === null ? ordered.at(position) : draftOf(places[position]);
        return draft === null ? [] : [show(draft)];
      }),
  };

  function draftOf(place: Place | undefined): Draft | null {
    return typeof place === "number" ? ordered.generatedAt(place) : (place ?? null);
  }

  function select(): Place[] {
    const passes = (draft: Draft) => sees(draft) && matches(show(draft), filters);
    const choose = () => positions(0, ordered.generated).filter((nth) => passes(ordered.generatedAt(nth)));
    const generated = wantsLiveOnly(filters) ? [] : world.selections.take(selectionKey(), choose);
    const found = merged(ordered, generated, passes);
    if (byStart) return found;
    const ends = new Map(found.map((one) => [one, draftOf(one)?.endMs ?? Number.POSITIVE_INFINITY]));
    return found.sort((a, b) => (ends.get(a) ?? 0) - (ends.get(b) ?? 0));
  }

  /** Null when the selection among the generated ones may change: by tags, or by what a job keeps. */
  function selectionKey(): string | null {
    const divisions = caller.client.divisions.map((division) => division.id);
    const text = JSON.stringify([divisions, fromMs, span.toMs, filters]);
    return options.keep !== undefined || text.includes("externalTag") ? null : text;
  }
}

/** Chosen generated conversations and those of the others that pass, in the order of their start. */
function merged(ordered: Ordered, generated: readonly number[], passes: (draft: Draft) => boolean): Place[] {
  const places: Place[] = [];
  let next = 0;
  for (const { draft, before } of ordered.specials) {
    for (let nth = generated[next]; nth !== undefined && nth < before; nth = generated[next]) {
      places.push(nth);
      next += 1;
    }
    if (passes(draft)) places.push(draft);
  }
  for (; next < generated.length; next += 1) places.push(generated[next] ?? 0);
  return places;
}

/** The generated conversations that passed the last few filters: the pages of one search look at each only once. */
export class Selections {
  static readonly #KEPT = 4;
  readonly #known = new Map<string, readonly number[]>();

  /** A null key is never kept. */
  take(key: string | null, choose: () => readonly number[]): readonly number[] {
    if (key === null) return choose();
    const known = this.#known.get(key) ?? choose();
    this.#known.delete(key);
    this.#known.set(key, known);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= Selections.#KEPT) break;
      this.#known.delete(oldest);
    }
    return known;
  }
}

const positions = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, nth) => from + nth);

/** Generated conversations all lie in the divisions that clients can be granted. */
const seesAllDivisions = (caller: Caller): boolean => OPEN_DIVISIONS.every((one) => caller.sees([one.id]));
