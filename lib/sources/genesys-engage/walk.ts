import { SourceError, type SourcePage, type TimeWindow } from "../source";
import type { RawPage } from "./api-types";
import type { EngageClient } from "./client";
import { EngageError } from "./envelope";
import { type MapperOptions, mapRecording } from "./mapper";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * How much longer than the window the search reaches: start and end test different fields, so a call that is still
 * going on at the window's end would not be found (fact sheet §4.1). Twelve hours hold any call; the shorter reaches are
 * for sites with more calls in twelve hours than a search can list.
 */
const REACHES_MS = [12 * HOUR_MS, 4 * HOUR_MS, HOUR_MS, 15 * MINUTE_MS, 5 * MINUTE_MS] as const;
const PAGE_ROWS = 100;
/** Offsets beyond are refused (fact sheet §4.5). */
const MOST_LISTED = 10_000;
const OUT_OF_RANGE = 10;
/** Rows asked for twice, in case as many vanished from in front of the next page. */
const OVERLAP_ROWS = 5;
const MOST_REWINDS = 20;

/** Where a walk stands. */
type Place = Readonly<{ offset: number; reachMs: number; totalCount: number | null; rewinds: number }>;

/** One page of the recordings that started within the window, labels included. `cursor` is one this function gave. */
export async function walkPage(
  client: EngageClient,
  mapping: MapperOptions,
  window: TimeWindow,
  cursor: string | null,
  signal: AbortSignal,
): Promise<SourcePage> {
  if (cursor === null) return firstPage(client, mapping, window, signal);
  const place = readPlace(cursor);
  const page = await ask(client, window, place.reachMs, place.offset, signal);
  return page === null ? TOO_FAR : pageOf(page, mapping, window, place);
}

const TOO_FAR: SourcePage = { recordings: [], cursor: null, overflow: true, rejected: 0 };

/**
 * Reaches as far past the window as the vendor's cap allows. While the window is longer than the reach, it is the window
 * that is too long: overflow.
 */
async function firstPage(
  client: EngageClient,
  mapping: MapperOptions,
  window: TimeWindow,
  signal: AbortSignal,
): Promise<SourcePage> {
  let found: SourcePage = TOO_FAR;
  for (const reachMs of REACHES_MS) {
    const page = await ask(client, window, reachMs, 0, signal);
    if (page === null) return TOO_FAR;
    found = pageOf(page, mapping, window, { offset: 0, reachMs, totalCount: null, rewinds: 0 });
    if (!found.overflow || window.toMs - window.fromMs > reachMs) return found;
  }
  return found;
}

/** Null = the vendor lists no further than this. */
async function ask(
  client: EngageClient,
  window: TimeWindow,
  reachMs: number,
  offset: number,
  signal: AbortSignal,
): Promise<RawPage | null> {
  try {
    const query = {
      startFromMs: window.fromMs,
      stopUntilMs: window.toMs + reachMs,
      offset,
      limit: PAGE_ROWS,
    };
    return await client.search(query, signal);
  } catch (error) {
    if (error instanceof EngageError && error.statusCode === OUT_OF_RANGE) return null;
    // No search is ours to be forbidden: the account is an administrator's, so a feature must be off (fact sheet §14.10).
    if (error instanceof EngageError && error.kind === "forbidden") {
      throw new SourceError(
        "refused",
        "Genesys Engage forbids searching. Is the feature api-supervisor-recording switched on there?",
      );
    }
    throw error;
  }
}

function pageOf(page: RawPage, mapping: MapperOptions, window: TimeWindow, place: Place): SourcePage {
  const mapped = page.recordings.map((raw) => mapRecording(raw, mapping));
  const readable = mapped.filter((row) => row !== null);
  return {
    recordings: readable.filter(({ recording: { startMs } }) => isWithin(startMs, window)),
    cursor: nextCursor(page, place),
    overflow: page.totalCount !== null && page.totalCount > MOST_LISTED,
    rejected: page.rejected + mapped.length - readable.length,
  };
}

/** Rows whose start is unknown are kept: the vendor has found them within the window. */
function isWithin(startMs: number | null, window: TimeWindow): boolean {
  return startMs === null || (startMs >= window.fromMs && startMs < window.toMs);
}

/**
 * Goes on by the rows received, never by the vendor's `nextPath`, which may stand on the last page too. Ends on an empty
 * page, or when the count is reached. When the count has shrunk, rows have moved forward past this page: it goes back.
 */
function nextCursor(page: RawPage, place: Place): string | null {
  const { received, totalCount } = page;
  const lost = totalCount === null || place.totalCount === null ? 0 : place.totalCount - totalCount;
  if (lost > OVERLAP_ROWS && place.offset > 0 && place.rewinds < MOST_REWINDS) {
    const offset = Math.max(0, place.offset - lost);
    return writePlace({ ...place, offset, totalCount, rewinds: place.rewinds + 1 });
  }
  if (received === 0) return null;
  const end = place.offset + received;
  if (totalCount !== null && end >= totalCount) return null;
  const overlap = totalCount === null ? 0 : Math.min(OVERLAP_ROWS, Math.floor(received / 10));
  return writePlace({ ...place, offset: end - overlap, totalCount });
}

function writePlace({ offset, reachMs, totalCount, rewinds }: Place): string {
  return [offset, reachMs, totalCount ?? "", rewinds].join("_");
}

function readPlace(cursor: string): Place {
  const match = /^(\d{1,9})_(\d{1,9})_(\d{0,15})_(\d{1,3})$/.exec(cursor);
  if (match === null) throw new SourceError("invalid", "This cursor is none of Genesys Engage's.");
  const [, offset, reachMs, totalCount, rewinds] = match;
  return {
    offset: Number(offset),
    reachMs: Number(reachMs),
    totalCount: totalCount === "" ? null : Number(totalCount),
    rewinds: Number(rewinds),
  };
}
