import { z } from "zod";
import { DEFAULT_PAGE_SIZE, MAX_OFFSET, MAX_PAGE_SIZE } from "@/lib/domain/recording-filter";
import { intParam } from "@/lib/http/query";
import { recordingQueryShape, toFilter, wantsLabels } from "@/lib/http/recording-params";
import { route } from "@/lib/http/route";
import { searchRecordings } from "@/lib/services/recordings/search-recordings";

// GET /api/v2/recordings
export const GET = route({
  permission: "recording.search",
  query: z.strictObject({
    ...recordingQueryShape,
    search: z.string().max(64).optional(),
    cursor: z.string().max(1_000).optional(),
    subresources: z.string().max(200).optional(),
    limit: intParam({ min: 1, max: MAX_PAGE_SIZE }).default(DEFAULT_PAGE_SIZE),
    offset: intParam({ min: 0, max: MAX_OFFSET }).default(0),
  }),
  handler: ({ ctx, query }) => {
    const { search, cursor, subresources, limit, offset, ...filter } = query;
    return searchRecordings(ctx, {
      filter: toFilter(filter),
      searchId: search,
      cursor,
      labels: wantsLabels(subresources),
      limit,
      offset,
    });
  },
});
