"use client";

import { Bookmark, Link2, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useNotify } from "@/components/shell/notices";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { copyText } from "../copy-text";
import type { Search } from "../use-search";

const SavedSearches = dynamic(() => import("./saved-searches").then((module) => module.SavedSearches), {
  ssr: false,
  loading: () => <div className="h-24" />,
});

type Props = Readonly<{ search: Search; hasParts: boolean }>;

/** Save the search under a name, open a saved one, copy its address, start anew. */
export function SearchActions({ search, hasParts }: Props) {
  const notify = useNotify();
  return (
    <>
      <Popover
        align="end"
        className="w-72"
        button={{ tone: "quiet", "aria-label": "Saved searches" }}
        label={
          <>
            <Bookmark aria-hidden className="size-4" />
            <span className="max-lg:hidden">Saved</span>
          </>
        }
      >
        {(close) => <SavedSearches search={search} hasParts={hasParts} close={close} />}
      </Popover>
      <Button
        tone="quiet"
        aria-label="Copy a link to this search"
        disabled={search.isStoring}
        onClick={() => void copyText(window.location.href, "Link to this search copied.", notify)}
      >
        <Link2 aria-hidden className="size-4" />
        <span className="max-lg:hidden">Link</span>
      </Button>
      {hasParts ? (
        <Button tone="quiet" size="icon" aria-label="Clear the search" onClick={() => search.change({})}>
          <X aria-hidden className="size-4" />
        </Button>
      ) : null}
    </>
  );
}
