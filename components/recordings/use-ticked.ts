import { useState } from "react";
import type { Picked } from "./bulk/picked";
import type { Selection } from "./table/tick";

type Ticked = Readonly<{ searchId: string | null; selection: Selection; isAll: boolean }>;

const NONE: Selection = {};

/** The ticked calls of a search, or all that it finds; another search begins with none. */
export function useTicked(searchId: string | null, totalCount: number) {
  const [state, setState] = useState<Ticked>({ searchId, selection: NONE, isAll: false });
  const ticked = state.searchId === searchId ? state : { searchId, selection: NONE, isAll: false };
  const ids = Object.keys(ticked.selection);
  const picked: Picked = ticked.isAll
    ? { count: totalCount, choice: { searchId } }
    : { count: ids.length, choice: { ids } };
  return {
    selection: ticked.selection,
    isAll: ticked.isAll,
    picked,
    change: (next: (known: Selection) => Selection) =>
      setState((known) => ({
        searchId,
        selection: next(known.searchId === searchId ? known.selection : NONE),
        isAll: false,
      })),
    tickAll: () => setState({ ...ticked, isAll: true }),
    clear: () => setState({ searchId, selection: NONE, isAll: false }),
  };
}
