import { type Cursor, decodeCursor, encodeCursor, searchRecordings as runSearch } from "@/lib/catalog/search";
import { storeSearch } from "@/lib/catalog/searches";
import type { SourceCoverage } from "@/lib/domain/answers";
import { MEASURED_PARAMETERS, type RecordingFilter } from "@/lib/domain/recording-filter";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { presentRecording } from "@/lib/privacy/present";
import { noted } from "../audited";
import type { ServiceContext } from "../context";
import { loadViewer } from "../privacy/load-viewer";
import { coverageOf } from "../sources/coverage";
import { allowQuery, resolveFilter } from "./recording-query";

export type SearchInput = Readonly<{
  filter: RecordingFilter;
  searchId?: string | undefined;
  labels: boolean;
  limit: number;
  offset: number;
  cursor?: string | undefined;
}>;

export type SearchResult = Readonly<{
  recordings: readonly OutgoingRecording[];
  totalCount: number;
  totalCountIsLowerBound?: true;
  /** The search asks for what only a measured sound tells: other recordings were not looked at. */
  measuredOnly?: true;
  nextPath?: string;
  prevPath?: string;
  sources: readonly SourceCoverage[];
}>;

/** One page of a search, newest first, masked for the caller, with how far each source can be trusted. */
export async function searchRecordings(ctx: ServiceContext, input: SearchInput): Promise<SearchResult> {
  const filter = await resolveFilter(ctx, input.searchId, input.filter);
  const after: Cursor | null = input.cursor === undefined ? null : decodeCursor(input.cursor);
  const query = await allowQuery(ctx, filter);
  const stored = await storeSearch(ctx.catalog.db, {
    userId: ctx.actor.userId,
    filter,
    saved: false,
    name: null,
    nowMs: ctx.now(),
  });
  await noted(ctx, {
    action: "recording.search",
    searchId: stored.id,
    details: { limit: input.limit, ...(after ? { page: "next" } : { offset: input.offset }) },
  });

  const page = await runSearch(ctx.scope, ctx.catalog.db, {
    filter: query.filter,
    restrictions: query.restrictions,
    page: { limit: input.limit, offset: after ? 0 : input.offset, after },
  });
  const viewer = await loadViewer(
    ctx,
    page.recordings.map((recording) => recording.sourceId),
  );
  return {
    recordings: page.recordings.map((recording) =>
      presentRecording(recording, viewer, {
        labels: input.labels,
        allowReveal: false,
      }),
    ),
    totalCount: page.totalCount,
    ...(page.totalCountIsLowerBound ? { totalCountIsLowerBound: true as const } : {}),
    ...(MEASURED_PARAMETERS.some((name) => filter[name] !== undefined)
      ? { measuredOnly: true as const }
      : {}),
    ...paths(stored.id, input, page.next, after !== null),
    sources: await coverageOf(ctx, query.filter, query.maskedSources),
  };
}

/** Paths name the stored search, so that no number and no name stands in an address or a log of addresses. */
function paths(
  searchId: string,
  input: SearchInput,
  next: Cursor | null,
  byCursor: boolean,
): Pick<SearchResult, "nextPath" | "prevPath"> {
  const path = (extra: Record<string, string>) => {
    const query = new URLSearchParams({
      search: searchId,
      limit: String(input.limit),
      ...(input.labels ? { subresources: "labels" } : {}),
      ...extra,
    });
    return `/recordings?${query.toString()}`;
  };
  return {
    ...(next ? { nextPath: path({ cursor: encodeCursor(next) }) } : {}),
    ...(!byCursor && input.offset > 0
      ? { prevPath: path({ offset: String(Math.max(0, input.offset - input.limit)) }) }
      : {}),
  };
}
