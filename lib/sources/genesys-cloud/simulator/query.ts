/** What a conversation query is: its body, its interval, its filters (§4.1). */
import { z } from "zod";
import { failures } from "./answers";
import { FilterSchema, type Filters } from "./search-filters";

const DAY_MS = 86_400_000;

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

export const filtersOf = (query: Pick<Query, "conversationFilters" | "segmentFilters">): Filters => ({
  conversation: query.conversationFilters ?? [],
  segment: query.segmentFilters ?? [],
});
