"use client";

import { useRef } from "react";
import { usePreferences } from "@/components/shell/preferences";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import { Button } from "@/components/ui/button";
import { chipsOf } from "../filters/chips";
import type { Search } from "../use-search";
import { AddFilter } from "./add-filter";
import { FilterChip } from "./filter-chip";
import { useKnownValues } from "./known-values";
import { QuickBox } from "./quick-box";
import { SearchActions } from "./search-actions";

/** The search: its parts as chips, a free box, and what can be done with the search as a whole. */
export function SearchBar({
  search,
  onShowFilters,
}: Readonly<{ search: Search; onShowFilters: () => void }>) {
  const { zone } = usePreferences();
  const known = useKnownValues();
  const box = useRef<HTMLInputElement>(null);
  const { filter, change } = search;
  const chips = chipsOf(filter, { nowMs: Date.now(), zone, sourceName: known.sourceName });
  useShortcuts({
    "/": () => {
      box.current?.focus();
      box.current?.select();
    },
  });
  const changeAndStay = (next: typeof filter) => {
    change(next);
    box.current?.focus();
  };

  return (
    <search aria-label="Calls" className="flex items-start gap-2 px-3 pt-2 sm:px-4">
      <div className="min-w-0 flex-1 rounded-md border border-line-strong bg-surface outline-accent has-[[role=combobox]:focus-visible]:outline-2">
        <ul className="flex flex-wrap items-center gap-1 p-1">
          {chips.map((chip) => (
            <FilterChip key={chip.key} chip={chip} filter={filter} known={known} onChange={changeAndStay} />
          ))}
          <li className="flex min-w-44 flex-1">
            <QuickBox
              field={box}
              filter={filter}
              known={known}
              onChange={changeAndStay}
              onRemoveLast={() => {
                const last = chips.at(-1);
                if (last) changeAndStay(last.without);
              }}
            />
            <span className="flex max-sm:hidden">
              <AddFilter filter={filter} known={known} onChange={changeAndStay} />
            </span>
          </li>
        </ul>
      </div>
      <div className="flex h-[38px] shrink-0 items-center gap-1">
        <Button onClick={onShowFilters} className="min-[1100px]:hidden">
          Filters
          {chips.length > 0 ? <span className="text-accent">{chips.length}</span> : null}
        </Button>
        <SearchActions search={search} hasParts={chips.length > 0} />
      </div>
    </search>
  );
}
