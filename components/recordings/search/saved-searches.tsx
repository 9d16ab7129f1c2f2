"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Failure, Skeleton } from "@/components/ui/feedback";
import { Field, Input } from "@/components/ui/field";
import { savedSearchesOptions, storeSearch } from "@/lib/api-client/queries";
import { forgetSearch } from "@/lib/api-client/recordings";
import type { Search } from "../use-search";

type Props = Readonly<{ search: Search; hasParts: boolean; close: () => void }>;

/** Keeps the search under a name, and opens or forgets those kept before. */
export function SavedSearches({ search, hasParts, close }: Props) {
  const client = useQueryClient();
  const saved = useQuery(savedSearchesOptions());
  const refresh = () => client.invalidateQueries({ queryKey: savedSearchesOptions().queryKey });
  const save = useMutation({
    mutationFn: (name: string) => storeSearch(search.filter, { saved: true, name }),
    onSuccess: refresh,
  });
  const forget = useMutation({ mutationFn: forgetSearch, onSuccess: refresh });
  const current = saved.data?.find((row) => row.id === search.searchId);

  return (
    <div className="flex flex-col gap-3">
      {hasParts ? (
        <form
          key={current?.id}
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
            if (name !== "") save.mutate(name);
          }}
        >
          <Field
            label={current ? "Saved as" : "Save this search as"}
            className="min-w-0 flex-1"
            error={save.error?.message}
          >
            {(control) => (
              <Input
                {...control}
                name="name"
                required
                maxLength={100}
                autoComplete="off"
                defaultValue={current?.name ?? ""}
              />
            )}
          </Field>
          <Button type="submit" tone="primary" disabled={save.isPending}>
            {current ? "Rename" : "Save"}
          </Button>
        </form>
      ) : (
        <p className="text-ink-soft">Add a filter, then the search can be saved here under a name.</p>
      )}
      {saved.isPending ? <Skeleton className="h-12 w-full" /> : null}
      {saved.isError ? <Failure title="Saved searches can't be read">{saved.error.message}</Failure> : null}
      {forget.isError ? <Failure title="It is still there">{forget.error.message}</Failure> : null}
      {saved.data && saved.data.length > 0 ? (
        <ul aria-label="Saved searches" className="flex flex-col border-line border-t pt-2">
          {saved.data.map((row) => (
            <li key={row.id} className="flex items-center gap-1">
              <button
                type="button"
                aria-current={row.id === search.searchId}
                onClick={() => {
                  window.history.pushState(null, "", `?search=${row.id}`);
                  close();
                }}
                className="min-w-0 flex-1 truncate rounded px-2 py-1 text-left hover:bg-canvas aria-[current=true]:text-accent"
              >
                <bdi>{row.name ?? "No name"}</bdi>
              </button>
              <Button
                tone="quiet"
                size="icon"
                aria-label={`Forget ${row.name ?? "this search"}`}
                disabled={forget.isPending}
                onClick={() => forget.mutate(row.id)}
              >
                <Trash2 aria-hidden className="size-3.5" />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
