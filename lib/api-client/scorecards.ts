import { queryOptions } from "@tanstack/react-query";
import type { ScorecardContent } from "@/lib/domain/reviews/scorecard";
import type { ScorecardDetails, ScorecardRow } from "@/lib/domain/reviews/scorecard-answers";
import { fetchJson } from "./fetch-json";

export const scorecardKeys = {
  all: ["scorecards"],
  list: ["scorecards", "list"],
  versions: (id: string) => ["scorecards", "one", id],
} as const;

/** Every scorecard as it stands now, archived ones too, by name. */
export const scorecardsOptions = () =>
  queryOptions({
    queryKey: scorecardKeys.list,
    queryFn: ({ signal }) => fetchJson<{ scorecards: readonly ScorecardRow[] }>("/scorecards", { signal }),
    select: (answer) => answer.scorecards,
  });

/** One version of a scorecard, the latest when none is named. A named one never changes. */
export const scorecardOptions = (id: string, version: number | null = null) =>
  queryOptions({
    queryKey: [...scorecardKeys.versions(id), version],
    queryFn: ({ signal }) =>
      fetchJson<{ scorecard: ScorecardDetails }>(`/scorecards/${encodeURIComponent(id)}`, {
        query: { version: version ?? undefined },
        signal,
      }),
    select: (answer) => answer.scorecard,
    ...(version === null ? {} : { staleTime: Number.POSITIVE_INFINITY }),
  });

export const createScorecard = (content: ScorecardContent) =>
  fetchJson<{ id: string; version: number }>("/scorecards", { method: "POST", body: content });

/** Adds a version; the content of the latest once more adds none. Throws ApiError 409/15 when `basedOn` is not the latest. */
export const changeScorecard = (id: string, content: ScorecardContent, basedOn: number) =>
  fetchJson<{ version: number }>(`/scorecards/${encodeURIComponent(id)}`, {
    method: "PUT",
    query: { version: basedOn },
    body: content,
  });

/** Nothing more is assigned by it; reviews keep it. */
export const archiveScorecard = (id: string) =>
  fetchJson(`/scorecards/${encodeURIComponent(id)}`, { method: "DELETE" });

export const restoreScorecard = (id: string) =>
  fetchJson(`/scorecards/${encodeURIComponent(id)}`, {
    method: "POST",
    body: { operationName: "restore" },
  });
