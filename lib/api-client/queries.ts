import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type {
  AuditRow,
  AuditVerifyAnswer,
  FacetsAnswer,
  HistogramAnswer,
  LabelDefinitionRow,
  MeAnswer,
  SourceCoverage,
  SourceDetails,
  StoredSearchRow,
  UserRow,
} from "@/lib/domain/answers";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { fetchJson } from "./fetch-json";

export type SearchAnswer = Readonly<{
  statusCode: 0;
  recordings: readonly OutgoingRecording[];
  totalCount: number;
  totalCountIsLowerBound?: true;
  /** Only calls were looked at whose sound has been measured. */
  measuredOnly?: true;
  /** Relative to `/api/v2`; carries a cursor. */
  nextPath?: string;
  sources: readonly SourceCoverage[];
}>;

export const meOptions = () =>
  queryOptions({
    queryKey: ["me"],
    queryFn: ({ signal }) => fetchJson<MeAnswer>("/me", { signal }),
    refetchInterval: 30_000,
  });

/** `searchId` null = every recording in reach. */
export const recordingListOptions = (searchId: string | null) =>
  infiniteQueryOptions({
    queryKey: ["recordings", "list", searchId],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<SearchAnswer>(pageParam ?? "/recordings", {
        query: pageParam ? {} : { search: searchId ?? undefined, limit: 100, subresources: "labels" },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextPath ?? null,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });

export const recordingOptions = (id: string) =>
  queryOptions({
    queryKey: ["recordings", "one", id],
    queryFn: ({ signal }) =>
      fetchJson<{ recording: OutgoingRecording }>(`/recordings/${id}`, {
        query: { subresources: "*" },
        signal,
      }),
    select: (answer) => answer.recording,
  });

export const facetsOptions = (searchId: string | null, zone: string) =>
  queryOptions({
    queryKey: ["facets", searchId, zone],
    queryFn: ({ signal }) =>
      fetchJson<FacetsAnswer>("/facets", { query: { search: searchId ?? undefined, zone }, signal }),
    placeholderData: keepPreviousData,
  });

export const histogramOptions = (searchId: string | null, zone: string) =>
  queryOptions({
    queryKey: ["histogram", searchId, zone],
    queryFn: ({ signal }) =>
      fetchJson<HistogramAnswer>("/histogram", { query: { search: searchId ?? undefined, zone }, signal }),
    placeholderData: keepPreviousData,
  });

export const searchOptions = (id: string) =>
  queryOptions({
    queryKey: ["searches", "one", id],
    queryFn: ({ signal }) => fetchJson<{ search: StoredSearchRow }>(`/searches/${id}`, { signal }),
    select: (answer) => answer.search,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const savedSearchesOptions = () =>
  queryOptions({
    queryKey: ["searches", "saved"],
    queryFn: ({ signal }) => fetchJson<{ searches: readonly StoredSearchRow[] }>("/searches", { signal }),
    select: (answer) => answer.searches,
  });

export const sourcesOptions = () =>
  queryOptions({
    queryKey: ["sources"],
    queryFn: ({ signal }) => fetchJson<{ sources: readonly SourceDetails[] }>("/sources", { signal }),
    select: (answer) => answer.sources,
    refetchInterval: 5_000,
  });

export const usersOptions = () =>
  queryOptions({
    queryKey: ["users"],
    queryFn: ({ signal }) => fetchJson<{ users: readonly UserRow[] }>("/users", { signal }),
    select: (answer) => answer.users,
  });

export const labelDefinitionsOptions = () =>
  queryOptions({
    queryKey: ["label-definitions"],
    queryFn: ({ signal }) =>
      fetchJson<{ recordingLabelDefinitions: readonly LabelDefinitionRow[] }>(
        "/recording-label-definitions",
        { signal },
      ),
    select: (answer) => answer.recordingLabelDefinitions,
  });

export const recordingSettingsOptions = () =>
  queryOptions({
    queryKey: ["settings", "recording"],
    queryFn: ({ signal }) =>
      fetchJson<{ settings: readonly { name: string; value: string }[] }>("/settings/recording", { signal }),
    select: (answer) => answer.settings,
  });

export type AuditFilter = Readonly<{ action?: string; user?: string; recording?: string }>;

export const auditOptions = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ["audit", "list", filter],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<{ rows: readonly AuditRow[]; nextPath?: string }>(pageParam ?? "/audit", {
        query: pageParam ? {} : filter,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextPath ?? null,
  });

export const verifyAudit = (head?: string) =>
  fetchJson<AuditVerifyAnswer>("/audit/verify", { query: { head } });

/** Stores the search and gives its id: the address bar carries the id, never a number or a name. */
export const storeSearch = (
  filter: RecordingFilter,
  options: { saved?: boolean; name?: string; signal?: AbortSignal } = {},
) =>
  fetchJson<{ id: string; path: string }>("/searches", {
    method: "POST",
    body: {
      ...filter,
      ...(options.saved ? { saved: true } : {}),
      ...(options.name ? { name: options.name } : {}),
    },
    signal: options.signal,
  });
