"use client";

import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { chipsOf } from "../filters/chips";
import { AddFilter } from "../search/add-filter";
import { FilterChip } from "../search/filter-chip";
import { useKnownValues } from "../search/known-values";
import type { Search } from "../use-search";
import { Facets } from "./facets";

/** The whole search on a narrow screen: its parts, and the counts to choose from. */
export function FiltersSheet({
  search,
  count,
  onClose,
}: Readonly<{ search: Search; count: string | null; onClose: () => void }>) {
  const { zone } = usePreferences();
  const known = useKnownValues();
  const { filter, change } = search;
  const chips = chipsOf(filter, { nowMs: Date.now(), zone, sourceName: known.sourceName });
  return (
    <Dialog open title="Filters" shape="sheet" onClose={onClose}>
      <div className="flex flex-col gap-4">
        <ul aria-label="Filters in use" className="flex flex-wrap items-center gap-1">
          {chips.map((chip) => (
            <FilterChip key={chip.key} chip={chip} filter={filter} known={known} onChange={change} />
          ))}
          <li>
            <AddFilter filter={filter} known={known} onChange={change} />
          </li>
        </ul>
        <Facets search={search} />
        <div className="sticky bottom-0 flex gap-2 bg-raised py-2">
          {chips.length > 0 ? <Button onClick={() => change({})}>Clear</Button> : null}
          <Button tone="primary" className="flex-1" onClick={onClose}>
            {count ? `Show ${count}` : "Show the calls"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
