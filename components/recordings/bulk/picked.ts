import { storeSearch } from "@/lib/api-client/queries";
import type { Chosen } from "@/lib/api-client/recordings";

/** The calls that an act over many takes, and how many they are as far as is known. */
export type Picked = Readonly<{
  count: number;
  choice: Readonly<{ ids: readonly string[] }> | Readonly<{ searchId: string | null }>;
}>;

/** As the API wants it named. The search for every call in reach has an id too, once it is stored. */
export async function chosenOf({ choice }: Picked): Promise<Chosen> {
  if ("ids" in choice) return { ids: choice.ids };
  return { search: choice.searchId ?? (await storeSearch({})).id };
}
