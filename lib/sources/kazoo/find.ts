import { SourceError } from "../source";
import type { RawDocument } from "./api-types";
import type { KazooClient } from "./client";
import { gregorianFrom, nextMonthOf } from "./gregorian";
import { readVendorId } from "./mapper";
import { LONGEST_SPAN, MONTH_REACH, type Part } from "./windows";

const HOUR = 3_600;
/** How long after a call's start its recordings are looked for first: longer than calls last, transfers included. */
const USUAL_REACH = 48 * HOUR;
/** Filters that match one call leave a page or two; a server that ignores them is not read to its end. */
const MOST_PAGES = 40;
const PAGE_ROWS = 200;

/**
 * Every document of a recording. None = it is gone, in two answers of the vendor's own: for an interaction two lists, for a
 * lone document the answer by its id and a list of where it could still be. Throws when the vendor does not say so clearly.
 * `audio` also finds out whether there is any, which only lists tell; `seesAll` = an empty list is believed.
 */
export async function documentsOf(
  client: KazooClient,
  vendorId: string,
  signal: AbortSignal,
  { audio = false, seesAll = false } = {},
): Promise<readonly RawDocument[]> {
  const asked = readVendorId(vendorId);
  if (asked === null) return [];
  if (asked.kind === "interaction") {
    const found = await interaction(client, asked.interactionId, asked.startedAt, signal);
    if (found.length === 0 && !seesAll) await refuseToBelieve(client, signal);
    return found;
  }
  const document = await loneDocument(client, asked.documentId, signal, audio);
  return document === null ? [] : [document];
}

/** Six hours earlier than the call began, so that the month before is touched where that matters (fact sheet §7.2). */
async function interaction(
  client: KazooClient,
  interactionId: string,
  startedAt: number,
  signal: AbortSignal,
): Promise<readonly RawDocument[]> {
  const from = startedAt - MONTH_REACH;
  const filters = { filter_interaction_id: interactionId };
  const isOurs = (document: RawDocument) => document.interactionId === interactionId;
  const near = await listed(client, { from, to: startedAt + USUAL_REACH }, filters, isOurs, signal);
  if (near.length > 0) return near;
  return listed(client, { from, to: from + LONGEST_SPAN }, filters, isOurs, signal);
}

/**
 * Some servers (openkazoo) silently list only their own recordings to a user who is no administrator (fact sheet §4): an
 * empty list then proves nothing to be gone.
 */
async function refuseToBelieve(client: KazooClient, signal: AbortSignal): Promise<void> {
  const userId = await client.userId(signal);
  if (userId === null) return;
  const user = await client.user(userId, signal).catch((error: unknown) => {
    if (error instanceof SourceError && !signal.aborted) return null;
    throw error;
  });
  if (user === null || user.privLevel === null || user.privLevel.toLowerCase() === "admin") return;
  throw new SourceError(
    "refused",
    "Earmark's account is no administrator at Kazoo, so that an empty list may hide recordings of others.",
  );
}

async function loneDocument(
  client: KazooClient,
  id: string,
  signal: AbortSignal,
  audio: boolean,
): Promise<RawDocument | null> {
  const document = await client.document(id, signal);
  if (document === null) return atMonthsEnd(client, id, signal);
  // Hidden from every list by someone's wish (fact sheet §8.9): for us it is deleted.
  if (document.isSoftDeleted) return null;
  return audio ? ((await asListed(client, document, signal)) ?? document) : document;
}

/** The same document as a list tells it, with the types of its audio; null where no list shows it. */
async function asListed(
  client: KazooClient,
  document: RawDocument,
  signal: AbortSignal,
): Promise<RawDocument | null> {
  const isIt = ({ id }: RawDocument) => id === document.id;
  const { callId, start, durationMs } = document;
  const filters: Record<string, string> =
    callId === null ? { key_missing: "call_id" } : { filter_call_id: callId };
  const stop = start === null ? null : Math.ceil(start + (durationMs ?? 0) / 1_000);
  const parts =
    stop === null ? monthsParts(document.id) : [{ from: stop - MONTH_REACH, to: stop + USUAL_REACH }];
  for (const part of parts) {
    const [found] = await listed(client, part, filters, isIt, signal, 1);
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * A recording that ran over a month's end is listed with the new month, but answers 404 by an id of the old one (master, fact
 * sheet §7.2). So the hours about the end of the id's month are the only place where it can still be.
 */
async function atMonthsEnd(
  client: KazooClient,
  id: string,
  signal: AbortSignal,
): Promise<RawDocument | null> {
  const month = monthOf(id);
  if (month === null) return null;
  const part = { from: month.end - MONTH_REACH, to: month.end + MONTH_REACH };
  const filters = { key_missing: "interaction_id" };
  const [found] = await listed(client, part, filters, (document) => document.id === id, signal, 1);
  return found ?? null;
}

/** The whole month of the id and six hours more at both ends, in windows that Kazoo takes. */
function monthsParts(id: string): Part[] {
  const month = monthOf(id);
  if (month === null) return [];
  const middle = month.start + Math.floor((month.end - month.start) / 2);
  return [
    { from: middle, to: month.end + MONTH_REACH },
    { from: month.start - MONTH_REACH, to: middle - 1 },
  ];
}

/** The month that a document's id begins with (fact sheet §7.2), as Gregorian seconds; null for another kind of id. */
function monthOf(id: string): Readonly<{ start: number; end: number }> | null {
  const [, year, month] = /^(\d{4})(0[1-9]|1[0-2])-/.exec(id) ?? [];
  if (year === undefined || month === undefined) return null;
  const start = gregorianFrom(Date.UTC(Number(year), Number(month) - 1, 1));
  return { start, end: nextMonthOf(start) };
}

/** The documents of a window that are meant, from all its pages or until there are enough. */
async function listed(
  client: KazooClient,
  { from, to }: Part,
  filters: Readonly<Record<string, string>>,
  isMeant: (document: RawDocument) => boolean,
  signal: AbortSignal,
  enough = Number.POSITIVE_INFINITY,
): Promise<RawDocument[]> {
  const found = new Map<string, RawDocument>();
  let startKey: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const query = { createdFrom: from, createdTo: to, startKey, pageSize: PAGE_ROWS, filters };
    const page: Awaited<ReturnType<KazooClient["list"]>> = await client.list(query, signal);
    for (const document of page.documents) if (isMeant(document)) found.set(document.id, document);
    if (found.size >= enough || page.nextKey === null || page.nextKey === startKey)
      return [...found.values()];
    startKey = page.nextKey;
  }
  throw new SourceError("internal", "Kazoo lists more for one recording than can be true.");
}
