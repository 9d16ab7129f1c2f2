/** The synchronous details query, and conversations by id (§4.1). */
import { failures, json } from "./answers";
import { find, shownConversation } from "./find-conversations";
import { filtersOf, type Query, QuerySchema, readInterval, wholeDays } from "./query";
import { type Ctx, listOf, type Route } from "./route";
import { checkFilters } from "./search-filters";
import { anyDraft, findDraft, type World } from "./world";

const DEFAULT_PAGE_SIZE = 25;
const MOST_IDS = 50;

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
    const draft = anyDraft(world, id);
    const isSeen = draft !== null && caller.sees(draft.conversation.divisionIds);
    return isSeen ? [shownConversation(world, draft, false)] : [];
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
