import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { ResultsAnswer, ResultsExport, ResultsQuerySchema } from "@/lib/domain/reviews/results";
import { apiUrl, fetchJson } from "./fetch-json";
import { reviewKeys } from "./reviews";

/** What is asked of the results; what the server fills in by itself may be left out. */
export type ResultsRequest = z.input<typeof ResultsQuerySchema>;

/** What came of the submitted reviews that the caller may know. */
export const resultsOptions = (request: ResultsRequest = {}) =>
  queryOptions({
    queryKey: [...reviewKeys.all, "results", request] as const,
    queryFn: ({ signal }) => fetchJson<ResultsAnswer>("/reviews/results", { query: request, signal }),
  });

/** Where the reviews behind these results are downloaded from, one row for each, or for each of their questions. */
export function resultsExportUrl(
  { bucket: _bucket, zone: _zone, ...filters }: ResultsRequest,
  format: ResultsExport["format"],
  rows: ResultsExport["rows"] = "reviews",
): string {
  return apiUrl("/reviews/results/export", { ...filters, format, rows });
}
