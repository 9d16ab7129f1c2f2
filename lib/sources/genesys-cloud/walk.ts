import type { SourcePage, TimeWindow, WalkPurpose } from "../source";
import { type ConversationPage, isRecordedCall, type RawConversation } from "./api-conversation";
import type { Asking, CloudClient } from "./client";
import { JOB, SEARCH } from "./config";
import { CloudError } from "./errors";
import type { HistoryJobs } from "./history-job";
import type { KeptConversations } from "./kept";
import { type Mapping, mapFound } from "./mapper";
import type { NameBook } from "./names";
import type { Sleep } from "./rate-limiter";
import {
  firstChunk,
  type JobPlace,
  nextChunk,
  type Place,
  type QueryPlace,
  queryPlace,
  readPlace,
  writePlace,
} from "./walk-place";

const DAY_MS = 86_400_000;

export type WalkParts = Readonly<{
  client: CloudClient;
  jobs: HistoryJobs;
  names: NameBook;
  kept: KeptConversations;
  mapping: Mapping;
  sleep: Sleep;
}>;

/**
 * One page of the recorded calls that started within the window, newest stretch first. `cursor` is one this function gave.
 * A page may be empty while a job is running.
 */
export async function walkPage(
  parts: WalkParts,
  window: TimeWindow,
  cursor: string | null,
  signal: AbortSignal,
  purpose: WalkPurpose,
): Promise<SourcePage> {
  signal.throwIfAborted();
  const asking: Asking = { urgency: purpose === "history" ? "background" : "fresh", signal };
  const place = cursor === null ? await begin(parts, firstChunk(window), asking) : readPlace(cursor);
  return place.kind === "job"
    ? jobPage(parts, window, place, asking)
    : queryPage(parts, window, place, asking);
}

/** A job where all of the stretch lies in the store that jobs read, and only for history: fresh calls can't wait for it. */
async function begin({ jobs }: WalkParts, chunk: TimeWindow, asking: Asking): Promise<Place> {
  if (asking.urgency !== "background") return queryPlace(chunk);
  const availableUntilMs = await jobs.availableUntilMs(asking);
  if (availableUntilMs === null || chunk.toMs > availableUntilMs) return queryPlace(chunk);
  const jobId = await jobs.start(queryOf(chunk, "desc"), asking);
  return jobId === null ? queryPlace(chunk) : { kind: "job", chunk, jobId, looks: 0, cursor: null };
}

/** The vendor's part of a query: voice calls of the stretch, by their start. It gives back whole days (fact sheet §4.1). */
function queryOf({ fromMs, toMs }: TimeWindow, order: "desc" | "asc") {
  return {
    interval: `${new Date(fromMs).toISOString()}/${new Date(toMs).toISOString()}`,
    order,
    orderBy: "conversationStart",
    segmentFilters: VOICE,
  };
}

export const VOICE = [
  {
    type: "and",
    predicates: [{ type: "dimension", dimension: "mediaType", operator: "matches", value: "voice" }],
  },
];

const TOO_MANY: SourcePage = { recordings: [], cursor: null, overflow: true, rejected: 0 };

async function queryPage(
  parts: WalkParts,
  window: TimeWindow,
  place: QueryPlace,
  asking: Asking,
): Promise<SourcePage> {
  const { chunk, order, page } = place;
  let found: ConversationPage;
  try {
    const paging = { pageSize: SEARCH.pageSize, pageNumber: page };
    found = await parts.client.search({ ...queryOf(chunk, order), paging }, asking);
  } catch (error) {
    if (!(error instanceof CloudError) || error.kind !== "invalid" || page === 1) throw error;
    return tooDeep(place);
  }
  // Days can't be halved at the vendor: only a stretch of several is better halved before it is paged through.
  if (page === 1 && (found.totalHits ?? 0) > SEARCH.mostListed && daysOf(chunk) > 1) return TOO_MANY;
  const next = nextPlace(found, place) ?? (await beginNext(parts, window, chunk, asking));
  return pageOf(parts, found, chunk, next, asking);
}

/** The vendor pages no deeper. Within one day the other end of it may still be reached; longer stretches are halved. */
function tooDeep(place: QueryPlace): SourcePage {
  if (place.order === "asc" || daysOf(place.chunk) > 1) return TOO_MANY;
  const other: QueryPlace = { ...queryPlace(place.chunk), order: "asc" };
  return { recordings: [], cursor: writePlace(other), overflow: false, rejected: 0 };
}

function daysOf({ fromMs, toMs }: TimeWindow): number {
  return Math.floor((toMs - 1) / DAY_MS) - Math.floor(fromMs / DAY_MS) + 1;
}

/** The next page of the same stretch; null = it is done: the rows have passed its end, or there are no more. */
function nextPlace(found: ConversationPage, place: QueryPlace): QueryPlace | null {
  const { page, rewinds } = place;
  const { received, totalHits } = found;
  const lost = totalHits === null || place.totalHits === null ? 0 : place.totalHits - totalHits;
  if (lost > 0 && page > 1 && rewinds < SEARCH.mostRewinds) {
    // Rows have vanished from in front of this page: what moved forward past it is asked for again.
    const back = Math.max(1, page - Math.ceil(lost / SEARCH.pageSize));
    return { ...place, page: back, totalHits, rewinds: rewinds + 1 };
  }
  const isLast = received === 0 || (totalHits !== null && page * SEARCH.pageSize >= totalHits);
  if (isLast || hasPassed(found.conversations, place)) return null;
  return { ...place, page: page + 1, totalHits };
}

function hasPassed(rows: readonly RawConversation[], { chunk, order }: QueryPlace): boolean {
  const starts = rows.flatMap(({ startMs }) => startMs ?? []);
  if (starts.length === 0) return false;
  return order === "desc" ? Math.min(...starts) < chunk.fromMs : Math.max(...starts) >= chunk.toMs;
}

async function beginNext(
  parts: WalkParts,
  window: TimeWindow,
  chunk: TimeWindow,
  asking: Asking,
): Promise<Place | null> {
  const next = nextChunk(window, chunk);
  return next === null ? null : begin(parts, next, asking);
}

async function jobPage(
  parts: WalkParts,
  window: TimeWindow,
  place: JobPlace,
  asking: Asking,
): Promise<SourcePage> {
  const { chunk, jobId } = place;
  // A cursor of the vendor's proves that the job was done once.
  const state = place.cursor === null ? await settled(parts, jobId, asking) : "done";
  if (state === "running" && place.looks < JOB.mostWalks) {
    return empty({ ...place, looks: place.looks + 1 });
  }
  const found = state === "done" ? await parts.jobs.results(jobId, place.cursor, asking) : null;
  if (found === null) return empty(queryPlace(chunk));
  const next =
    found.cursor === null || found.cursor === place.cursor
      ? await beginNext(parts, window, chunk, asking)
      : { ...place, cursor: found.cursor };
  return pageOf(parts, found, chunk, next, asking);
}

/** Looks a few times; a job that takes longer is looked at again by the next walk. */
async function settled({ jobs, sleep }: WalkParts, jobId: string, asking: Asking) {
  for (const waitMs of JOB.waitsMs) {
    const state = await jobs.state(jobId, asking);
    if (state !== "running") return state;
    await sleep(waitMs, asking.signal);
  }
  return jobs.state(jobId, asking);
}

function empty(next: Place): SourcePage {
  return { recordings: [], cursor: writePlace(next), overflow: false, rejected: 0 };
}

async function pageOf(
  { client, kept, mapping, names }: WalkParts,
  found: ConversationPage,
  chunk: TimeWindow,
  next: Place | null,
  asking: Asking,
): Promise<SourcePage> {
  const byId = new Map(found.conversations.map((conversation) => [conversation.id, conversation]));
  const calls = [...byId.values()].filter((one) => isWithin(one, chunk) && isRecordedCall(one));
  kept.remember(calls, await heldAmong(client, calls, asking));
  const known = await names.of(calls, asking);
  const recordings = calls.flatMap((one) => mapFound(kept.withAttributes(one), known, mapping) ?? []);
  return {
    recordings,
    cursor: next === null ? null : writePlace(next),
    overflow: false,
    rejected: found.rejected + calls.length - recordings.length,
  };
}

/** Asked here for all at once, so that the follow-ups need not, each for its own. No trouble with it delays the rows. */
async function heldAmong(
  client: CloudClient,
  calls: readonly RawConversation[],
  asking: Asking,
): Promise<ReadonlySet<string> | null> {
  const ids = calls.filter(({ endMs }) => endMs !== null).map(({ id }) => id);
  const held = new Set<string>();
  try {
    for (let from = 0; from < ids.length; from += SEARCH.pageSize) {
      const some = await client.protectedAmong(ids.slice(from, from + SEARCH.pageSize), asking);
      if (some === null) return null;
      for (const id of some) held.add(id);
    }
    return held;
  } catch (error) {
    if (error instanceof CloudError) return null;
    throw error;
  }
}

/** Rows whose start is unknown are kept: the vendor has found them within the stretch. */
function isWithin({ startMs }: RawConversation, { fromMs, toMs }: TimeWindow): boolean {
  return startMs === null || (startMs >= fromMs && startMs < toMs);
}
