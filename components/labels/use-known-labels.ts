"use client";

import { useQuery } from "@tanstack/react-query";
import { usePreferences } from "@/components/shell/preferences";
import { facetsOptions } from "@/lib/api-client/queries";

/**
 * The names of every label there is, for a field to choose from. Taken from the facets: the definitions themselves are
 * for administrators.
 */
export function useKnownLabels(): readonly string[] {
  const { zone } = usePreferences();
  const facets = useQuery({ ...facetsOptions(null, zone), staleTime: 60_000 });
  return (facets.data?.labels ?? [])
    .map((label) => label.value)
    .filter((name) => name !== "comment" && !name.startsWith("__"));
}
