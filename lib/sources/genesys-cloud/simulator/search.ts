/** The synchronous details query, and conversations by id (§4.1). */
import { z } from "zod";
import { failures, json } from "./answers";
import { OPEN_DIVISIONS } from "./directory";
import type { Draft } from "./draft";
import { type Ctx, listOf, type Route } from "./route";
import { checkFilters, FilterSchema, type Filters, matches, wantsLiveOnly } from "./search-filters";
import type { WireConversation } from "./wire";
import { type Caller, findDraft, liveDrafts, type World } from "./world";

const DAY_MS = 86_400_000;
const DEFAULT_PAGE_SIZE = 25;
const MOST_IDS = 50;

export const QuerySchema = z.looseObject({
  interval: z.string(),
  order: z.enum(["asc", "desc", "unordered"]).nullish(),
  orderBy: z.enum(["conversationStart", "conversationEnd", "segmentStart", "segmentEnd"]).nullish(),
  paging: z.looseObject({ pageSize: z.int().nullish(), pageNumber: z.int().nullish() }).nullish(),
  conversationFilters: z.array(FilterSchema).nullish(),
  segmentFilters: z.array(FilterSchema).nullish(),
});
export type Query = z.infer<typeof QuerySchema>;

export type Interval = Readonly<{ fromMs: number; toMs: number }>;

/** `from/to`, at most so many days long; 400 for anything else. */
export function readInterval(text: string, maxDays: number): Interval {
  const [from = "", to = "", ...rest] = text.split("/");
  const [fromMs, toMs] = [from, to].map((one) =>
    /^\d{4}-\d\d-\d\dT/.test(one) ? Date.parse(one) : Number.NaN,
  );
  if (
    rest.length > 0 ||
    fromMs === undefined ||
    toMs === undefined ||
    Number.isNaN(fromMs + toMs) ||
    fromMs >= toMs
  ) {
    throw failures.badRequest("The interval must be two ISO-8601 dates, the earlier first.");
  }
  if (toMs - fromMs > maxDays * DAY_MS) {
    throw failures.badRequest(`The interval may not be longer than ${maxDays} days.`);
  }
  return { fromMs, toMs };
}

/** Whole days: a query finds what started on any day that its interval touches. */
export const wholeDays = ({ fromMs, toMs }: Interval): Interval => ({
  fromMs: Math.floor(fromMs / DAY_MS) * DAY_MS,
  toMs: Math.ceil(toMs / DAY_MS) * DAY_MS,
});

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

export const filtersOf = (query: Pick<Query, "conversationFilters" | "segmentFilters">): Filters => ({
  conversation: query.conversationFilters ?? [],
  segment: query.segmentFilters ?? [],
});

export type Found = Readonly<{ length: number; page: (from: number, to: number) => WireConversation[] }>;

/** Conversations of a span that match and that the caller sees, oldest first unless the query says otherwise. */
export function find(
  world: World,
  caller: Caller,
  span: Interval,
  query: Query,
  options: Readonly<{ withAttributes: boolean; keep?: (draft: Draft) => boolean }>,
): Found {
  const { withAttributes, keep } = options;
  const filters = filtersOf(query);
  const oldestMs = world.now() - world.switches.historyDays * DAY_MS;
  const sees = (draft: Draft) => caller.sees(draft.conversation.divisionIds) && (keep?.(draft) ?? true);
  const ordered = world.store.between(
    Math.max(span.fromMs, oldestMs),
    span.toMs,
    liveDrafts(world, span.fromMs, span.toMs),
    sees,
  );
  const show = (draft: Draft) => shownConversation(world, draft, withAttributes);
  const orderBy = query.orderBy ?? "conversationStart";
  const byStart = orderBy === "conversationStart" || orderBy === "segmentStart";
  const isPlain =
    keep === undefined &&
    filters.conversation.length + filters.segment.length === 0 &&
    seesAllDivisions(caller) &&
    byStart;
  // Without filters nothing needs to be looked at to be counted: a million conversations cost what a page costs.
  const length = isPlain ? ordered.length : 0;
  const kept = isPlain ? [] : select();
  const count = isPlain ? length : kept.length;
  const isReversed = query.order === "desc";
  return {
    length: count,
    page: (from, to) =>
      positions(from, Math.min(to, count)).flatMap((nth) => {
        const position = isReversed ? count - 1 - nth : nth;
        const draft = isPlain ? ordered.at(position) : draftOf(kept[position]);
        return draft === null ? [] : [show(draft)];
      }),
  };

  function draftOf(one: Draft | number | undefined): Draft | null {
    return typeof one === "number" ? ordered.at(one) : (one ?? null);
  }

  function select(): (Draft | number)[] {
    const candidates: readonly (Draft | number)[] = wantsLiveOnly(filters)
      ? ordered.specials
      : positions(0, ordered.length);
    const found = candidates.filter((candidate) => {
      const draft = draftOf(candidate);
      return draft !== null && sees(draft) && matches(show(draft), filters);
    });
    if (byStart) return found;
    const ends = new Map(found.map((one) => [one, draftOf(one)?.endMs ?? Number.POSITIVE_INFINITY]));
    return found.sort((a, b) => (ends.get(a) ?? 0) - (ends.get(b) ?? 0));
  }
}

const positions = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, nth) => from + nth);

/** Generated conversations all lie in the divisions that clients can be granted. */
const seesAllDivisions = (caller: Caller): boolean => OPEN_DIVISIONS.every((one) => caller.sees([one.id]));

function pagingOf(query: Query, world: World): Readonly<{ size: number; number: number }> {
  const { maxPageSize, maxResults } = world.switches;
  const size = query.paging?.pageSize ?? DEFAULT_PAGE_SIZE;
  const number = query.paging?.pageNumber ?? 1;
  if (size < 1 || size > maxPageSize)
    throw failures.badRequest(`The page size must be between 1 and ${maxPageSize}.`);
  if (number < 1) throw failures.badRequest("Page numbers begin at 1.");
  if (size * number > maxResults) {
    throw failures.badRequest(
      `Paging may not exceed ${maxResults} results. Try a query with a shorter interval, or an asynchronous job.`,
    );
  }
  return { size, number };
}

async function details(ctx: Ctx): Promise<Response> {
  const { world, caller } = ctx;
  const { switches } = world;
  const query = await ctx.body(QuerySchema);
  const span = wholeDays(readInterval(query.interval, switches.maxIntervalDays));
  checkFilters(filtersOf(query));
  const { size, number } = pagingOf(query, world);
  const found = find(world, caller, span, query, { withAttributes: false });
  const drift = switches.driftPerPage * (number - 1);
  const from = Math.max(0, (number - 1) * size - drift);
  const conversations = found.page(from, from + size);
  return json(200, {
    ...(conversations.length === 0 && switches.omitsEmptyConversations ? {} : { conversations }),
    totalHits: found.length + drift,
  });
}

function byIds({ world, caller, query }: Ctx): Response {
  const ids = listOf(query, "id");
  if (ids.length === 0 || ids.length > MOST_IDS)
    throw failures.badRequest(`Give between 1 and ${MOST_IDS} ids.`);
  const conversations = ids.flatMap((id) => {
    try {
      return [shownConversation(world, findDraft(world, caller, id), false)];
    } catch {
      return [];
    }
  });
  return json(
    200,
    conversations.length === 0 && world.switches.omitsEmptyConversations ? {} : { conversations },
  );
}

export const SEARCH_PERMISSIONS = [
  "analytics:conversationDetail:view",
  "analytics:agentConversationDetail:view",
];

export const SEARCH_ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: "/analytics/conversations/details/query",
    family: "search",
    anyOf: SEARCH_PERMISSIONS,
    handle: details,
  },
  {
    method: "GET",
    path: "/analytics/conversations/details",
    family: "search",
    anyOf: SEARCH_PERMISSIONS,
    handle: byIds,
  },
  {
    method: "GET",
    path: "/analytics/conversations/{}/details",
    family: "search",
    anyOf: SEARCH_PERMISSIONS,
    handle: ({ world, caller, params }) =>
      json(200, shownConversation(world, findDraft(world, caller, params[0] ?? ""), false)),
  },
];
