"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { searchOptions, storeSearch } from "@/lib/api-client/queries";
import { isEmptyFilter } from "./filters/chips";
import { type RecordingFilter, readStoredFilter } from "./filters/stored-filter";

const SETTLE_MS = 300;

/** A change on its way to the server: shown at once, in the address when the server has stored it. */
type Draft = Readonly<{ filter: RecordingFilter; onSearchId: string | null; error: Error | null }>;

export type Search = Readonly<{
  /** The stored search in the address; null = every call in reach. */
  searchId: string | null;
  filter: RecordingFilter;
  change: (filter: RecordingFilter) => void;
  /** True from a change until its results are asked for. */
  isStoring: boolean;
  /** Why the last change was refused, or why the search in the address can't be opened. */
  error: Error | null;
  /** True while the address names a search whose content is not there yet. */
  isOpening: boolean;
}>;

const NOTHING: RecordingFilter = {};

/**
 * The search of the screen. The address carries nothing but its id, so that numbers and names stay out of histories and
 * logs; each change is stored after a short rest, and one that is overtaken is aborted.
 */
export function useSearch(): Search {
  const searchId = useSearchParams().get("search");
  const client = useQueryClient();
  const stored = useQuery({ ...searchOptions(searchId ?? ""), enabled: searchId !== null });
  const [draft, setDraft] = useState<Draft | null>(null);
  const running = useRef<{ timer: ReturnType<typeof setTimeout>; abort: AbortController } | null>(null);
  const pushed = useRef<{ id: string | null; filter: RecordingFilter } | null>(null);
  // A draft made on another search was left behind by Back or Forward.
  const current = draft !== null && draft.onSearchId === searchId ? draft : null;

  const stop = useCallback(() => {
    if (!running.current) return;
    clearTimeout(running.current.timer);
    running.current.abort.abort();
    running.current = null;
  }, []);
  useEffect(() => stop, [stop]);

  // Outside React: the address. Arriving where a change of ours led keeps a newer change; going elsewhere drops it.
  useEffect(() => {
    const own = pushed.current;
    pushed.current = null;
    if (own === null || own.id !== searchId) {
      stop();
      setDraft(null);
      return;
    }
    setDraft((newer) =>
      newer === null || newer.filter === own.filter ? null : { ...newer, onSearchId: searchId },
    );
  }, [searchId, stop]);

  const change = useCallback(
    (filter: RecordingFilter) => {
      stop();
      setDraft({ filter, onSearchId: searchId, error: null });
      const abort = new AbortController();
      const store = async () => {
        try {
          const id = isEmptyFilter(filter) ? null : await storedId(filter, abort.signal);
          if (abort.signal.aborted) return;
          if (id !== null) client.setQueryData(searchOptions(id).queryKey, { search: rowOf(id, filter) });
          if (id === new URLSearchParams(window.location.search).get("search")) {
            setDraft(null);
            return;
          }
          pushed.current = { id, filter };
          window.history.pushState(null, "", id === null ? window.location.pathname : `?search=${id}`);
        } catch (error) {
          if (abort.signal.aborted) return;
          setDraft({ filter, onSearchId: searchId, error: toError(error) });
        }
      };
      running.current = { timer: setTimeout(() => void store(), SETTLE_MS), abort };
    },
    [client, searchId, stop],
  );

  const storedFilter = useMemo(
    () => (stored.data ? readStoredFilter(stored.data.filter) : NOTHING),
    [stored.data],
  );
  const isNamed = searchId !== null;
  return {
    searchId,
    filter: current?.filter ?? (isNamed ? storedFilter : NOTHING),
    change,
    isStoring: current !== null && current.error === null,
    error: current?.error ?? (isNamed ? stored.error : null),
    isOpening: isNamed && stored.isPending,
  };
}

async function storedId(filter: RecordingFilter, signal: AbortSignal): Promise<string> {
  return (await storeSearch(filter, { signal })).id;
}

function rowOf(id: string, filter: RecordingFilter) {
  return { id, path: `/searches/${id}`, saved: false, filter };
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error("Something went wrong.");
}
