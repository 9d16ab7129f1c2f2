import { useQuery } from "@tanstack/react-query";
import { usePreferences } from "@/components/shell/preferences";
import { facetsOptions, meOptions } from "@/lib/api-client/queries";

const STATIC_CALL_TYPES = ["Inbound", "Outbound", "Internal", "Consult", "Unknown"];

export type KnownValues = Readonly<{
  labels: readonly string[];
  callTypes: readonly string[];
  sources: readonly Readonly<{ id: string; name: string }>[];
  /** Search fields that this person may not use. */
  masked: readonly string[];
  sourceName: (id: string) => string;
}>;

/** What fields of a search can be filled with: all calls in reach count, not only those found. */
export function useKnownValues(): KnownValues {
  const { zone } = usePreferences();
  const me = useQuery(meOptions());
  const facets = useQuery({ ...facetsOptions(null, zone), staleTime: 60_000 });
  const sources = me.data?.sources ?? [];
  const found = facets.data?.callTypes.map((type) => type.value) ?? [];
  return {
    labels: facets.data?.labels.map((label) => label.value).filter((name) => !name.startsWith("__")) ?? [],
    callTypes: [...new Set([...STATIC_CALL_TYPES, ...found])],
    sources: sources.map(({ id, name }) => ({ id, name })),
    masked: me.data?.maskedParameters ?? [],
    sourceName: (id) => sources.find((source) => source.id === id)?.name ?? id,
  };
}
