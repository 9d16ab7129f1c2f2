import { SourceError, type SourcePage, type TimeWindow } from "../source";
import type { RawDocument } from "./api-types";
import type { KazooClient } from "./client";
import { type MapperContext, mapGroup, vendorIdOf } from "./mapper";
import { newestPart, olderPart, type Part, reachedPart, wholeOf } from "./windows";

/** Kazoo sets no upper limit and takes 50 by itself (fact sheet §7.3). */
const PAGE_ROWS = 100;

/** Where a walk stands: the part of the window, and the key of the next page in it (null = its first). */
type Place = Readonly<{ part: Part; startKey: string | null }>;

const NOTHING: SourcePage = { recordings: [], cursor: null, overflow: false, rejected: 0 };

/**
 * One page of what was stored within the window, newest first. The documents of one interaction become one recording;
 * others of it may lie on other pages, so that each row tells only some of the files. `cursor` is one this function gave.
 */
export async function walkPage(
  client: KazooClient,
  contextFor: (documents: readonly RawDocument[], signal: AbortSignal) => Promise<MapperContext>,
  window: TimeWindow,
  cursor: string | null,
  signal: AbortSignal,
): Promise<SourcePage> {
  const whole = wholeOf(window);
  if (whole === null) return NOTHING;
  const place = cursor === null ? { part: newestPart(whole), startKey: null } : readPlace(cursor);
  const asked = reachedPart(place.part);
  const page = await client.list(
    { createdFrom: asked.from, createdTo: asked.to, startKey: place.startKey, pageSize: PAGE_ROWS },
    signal,
  );
  const context = await contextFor(page.documents, signal);
  const mapped = [...groupsOf(page.documents)].map(([vendorId, documents]) =>
    mapGroup(vendorId, documents, "some", context),
  );
  const recordings = mapped.filter((row) => row !== null);
  return {
    recordings,
    cursor: nextCursor(whole, place, page.nextKey),
    overflow: false,
    rejected: page.rejected + mapped.length - recordings.length,
  };
}

/** Documents of one recording together, in the order in which the vendor sent the first of each. */
export function groupsOf(documents: readonly RawDocument[]): Map<string, RawDocument[]> {
  const groups = new Map<string, Map<string, RawDocument>>();
  for (const document of documents) {
    const vendorId = vendorIdOf(document);
    const group = groups.get(vendorId) ?? new Map<string, RawDocument>();
    group.set(document.id, document);
    groups.set(vendorId, group);
  }
  return new Map([...groups].map(([vendorId, group]) => [vendorId, [...group.values()]]));
}

/** A next key that is the one just sent would go round for ever (fact sheet §7.3): the part is taken to be finished. */
function nextCursor(whole: Part, place: Place, nextKey: string | null): string | null {
  if (nextKey !== null && nextKey !== place.startKey) return writePlace({ ...place, startKey: nextKey });
  const part = olderPart(whole, place.part);
  return part === null ? null : writePlace({ part, startKey: null });
}

function writePlace({ part, startKey }: Place): string {
  return `${part.from}_${part.to}_${startKey ?? ""}`;
}

function readPlace(cursor: string): Place {
  const match = /^(\d{1,12})_(\d{1,12})_(.*)$/s.exec(cursor);
  if (match === null) throw new SourceError("invalid", "This cursor is none of Kazoo's.");
  const [, from, to, startKey = ""] = match;
  return { part: { from: Number(from), to: Number(to) }, startKey: startKey === "" ? null : startKey };
}
