/** `GET …/recordings`: window, month databases, order, pages, filters (fact sheet §7). */

import { csvOf } from "./csv";
import { ApiFailure, baseHeaders, chunkedTail, EmptyFailure, failures, success } from "./envelope";
import { decodeKey, encodeKey, type KeyPart } from "./erlang-keys";
import { readFilters, withPrivate } from "./filters";
import { monthOf, monthsBetween, toGregorian } from "./gregorian";
import { negotiateList } from "./negotiate";
import { databaseMonth, hasAudio, publicDocument, revisionOf } from "./recordings";
import { compareRows, type Row, type Span } from "./store";
import type { JsonObject, Stored } from "./wire";
import { type Call, profileOf } from "./world";

/** A positive whole number of Gregorian seconds; anything else is as if it had not been said. */
function readSeconds(query: URLSearchParams, name: string): number | null {
  const text = query.get(name) ?? "";
  return /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : null;
}

const outOfRange = (words: string, cause: number): ApiFailure =>
  new ApiFailure(400, "validation error", { created_from: { date_range: { message: words, cause } } });

function readWindow({ query, world }: Call): Span {
  const { maxRangeS } = world.switches;
  const toS = readSeconds(query, "created_to") ?? toGregorian(world.now());
  const fromS = readSeconds(query, "created_from") ?? toS - maxRangeS;
  if (fromS > toS) throw outOfRange("created_from is prior to created_to", fromS);
  if (toS - fromS > maxRangeS)
    throw outOfRange(`created_to is more than ${maxRangeS} seconds from created_from`, toS);
  return { fromS, toS };
}

function readSize(query: URLSearchParams, name: string, otherwise: number, most: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (!/^-?\d+$/.test(text)) throw failures.faulty("invalid page size");
  if (Number(text) < 1) throw failures.faulty("page size must be at least 1");
  if (Number(text) > most) throw failures.faulty("invalid page size");
  return Number(text);
}

/** Where a page begins: at this row or, where it is gone, at the next one. Null = a key that leads nowhere. */
function readStart(call: Call, ownerId: string | null): Pick<Row, "created" | "id"> | "first" | null {
  const text = call.query.get("start_key");
  if (text === null || text === "") return "first";
  const parts = decodeKey(text);
  if (parts === null) return null;
  const [created, id] = ownerId === null ? parts : parts[0] === ownerId ? parts.slice(1) : [];
  if (typeof created !== "number") return null;
  // The empty object sorts behind every id.
  return { created, id: typeof id === "string" ? id : "\uffff" };
}

/** The rows of a window that the caller may list, in order, filters applied. */
function* listed(call: Call, ownerId: string | null, span: Span, ascending: boolean): Iterable<Stored> {
  const { world, account, query } = call;
  const months = monthsBetween(span.fromS, span.toS);
  const test = readFilters(query);
  const hidesDeleted = profileOf(world).softDelete && query.get("include") !== "soft_delete";
  const start = readStart(call, ownerId);
  if (start === null) return;
  for (const row of world.store.rows(account.id, fromStart(span, start, ascending), ascending, world.now())) {
    if (start !== "first" && (ascending ? compareRows(row, start) < 0 : compareRows(row, start) > 0))
      continue;
    if (ownerId !== null && row.ownerId !== ownerId) continue;
    const stored = row.load();
    if (!months.has(databaseMonth(world, stored))) continue;
    if (hidesDeleted && publicDocument(world, stored).soft_delete !== undefined) continue;
    if (test !== null && !test(wholeDocument(call, stored))) continue;
    yield stored;
  }
}

/** The part of a window that lies behind a page's beginning, so that deep pages cost no more than the first. */
function fromStart(span: Span, start: Pick<Row, "created"> | "first", ascending: boolean): Span {
  if (start === "first") return span;
  return ascending
    ? { ...span, fromS: Math.max(span.fromS, start.created) }
    : { ...span, toS: Math.min(span.toS, start.created) };
}

function wholeDocument({ world }: Call, stored: Stored): JsonObject {
  return withPrivate(publicDocument(world, stored), {
    accountId: stored.accountId,
    created: stored.created,
    modified: world.store.change(stored.id)?.modifiedS ?? stored.created,
    rev: revisionOf(world, stored),
  });
}

/** A list row: the document with what only lists tell, whether there is audio. */
function rowOf({ world }: Call, stored: Stored): JsonObject {
  const types = hasAudio(world, stored) && stored.audio !== null ? [stored.audio.contentType] : [];
  return { ...publicDocument(world, stored), _read_only: { content_types: types } };
}

export function listRecordings(call: Call, ownerId: string | null): Response {
  const { query, world, request } = call;
  const form = negotiateList(request, query);
  if (form === null) throw new EmptyFailure(406);
  const span = readWindow(call);
  const ascending = query.get("ascending") === "true";
  const isPaged = (query.get("paginate") ?? "true") === "true";
  const size = readSize(query, "page_size", world.switches.pageSize, Number.MAX_SAFE_INTEGER);
  const key = (...parts: KeyPart[]) => encodeKey(ownerId === null ? parts : [ownerId, ...parts]);

  const most = isPaged ? size : world.switches.unpaginatedRows;
  const rows: Stored[] = [];
  let next: Stored | null = null;
  for (const stored of listed(call, ownerId, span, ascending)) {
    if (rows.length === most) {
      next = stored;
      break;
    }
    rows.push(stored);
  }
  if (!isPaged && next !== null) throw failures.range();
  const data = rows.map((stored) => rowOf(call, stored));
  if (form === "csv") return csvAnswer(call, data);
  const first = ascending ? key(span.fromS) : key(span.toS, {});
  const paging: JsonObject = isPaged
    ? {
        page_size: data.length,
        start_key: query.get("start_key") || first,
        ...(next === null ? {} : { next_start_key: key(next.created, next.id) }),
      }
    : {};
  return isChunked(call) ? chunkedAnswer(call, data, paging) : success(call.reply, data, { paging });
}

function csvAnswer({ reply }: Call, data: readonly JsonObject[]): Response {
  const headers = baseHeaders(reply);
  headers.set("content-type", "text/csv");
  headers.set(
    "content-disposition",
    `attachment; filename="recordings_${monthOf(toGregorian(reply.nowMs))}.csv"`,
  );
  return new Response(new TextEncoder().encode(csvOf(data)), { headers });
}

function isChunked({ query, world }: Call): boolean {
  const asked = query.get("is_chunked");
  return asked === null ? profileOf(world).chunked : asked === "true";
}

const MAX_CHUNK = 50;

/** Some rows at a time; a fault midway just ends the list, and the envelope still says success (fact sheet §7.5). */
function chunkedAnswer(call: Call, data: readonly JsonObject[], paging: JsonObject): Response {
  const chunkSize = readSize(call.query, "chunk_size", MAX_CHUNK, MAX_CHUNK);
  const rows = call.hasFault("truncatedChunks") ? data.slice(0, Math.floor(data.length / 2)) : data;
  const headers = baseHeaders(call.reply);
  headers.set("content-type", "application/json");
  const bytes = new TextEncoder();
  let at = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const part = rows.slice(at, at + chunkSize).map((row) => JSON.stringify(row));
        const lead = at === 0 ? '{"data":[' : part.length > 0 ? "," : "";
        at += part.length;
        const isLast = at >= rows.length;
        const told = { ...paging, ...(paging.page_size === undefined ? {} : { page_size: rows.length }) };
        const end = isLast ? `]${chunkedTail(call.reply, told)}}` : "";
        controller.enqueue(bytes.encode(`${lead}${part.join(",")}${end}`));
        if (isLast) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers });
}
