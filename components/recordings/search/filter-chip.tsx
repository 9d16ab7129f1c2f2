"use client";

import { X } from "lucide-react";
import { Popover } from "@/components/ui/popover";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import type { Chip } from "../filters/chips";
import type { KnownValues } from "./known-values";
import { FilterEditor } from "./lazy-editor";

type Props = Readonly<{
  chip: Chip;
  filter: RecordingFilter;
  known: KnownValues;
  onChange: (filter: RecordingFilter) => void;
}>;

/** One part of the search: press to change it, × or Backspace to take it away. */
export function FilterChip({ chip, filter, known, onChange }: Props) {
  const { editor } = chip;
  const words = (
    <span className="flex min-w-0 max-w-72 items-baseline gap-1">
      <span className="shrink-0 text-ink-soft">{chip.name}</span>
      <bdi className="truncate font-medium" title={chip.value}>
        {chip.value}
      </bdi>
    </span>
  );
  return (
    <li
      className="inline-flex h-7 min-w-0 max-w-full items-center rounded border border-line bg-canvas"
      onKeyDown={(event) => {
        const isButton = event.target instanceof HTMLElement && event.target.closest("[popover]") === null;
        if (!isButton || (event.key !== "Backspace" && event.key !== "Delete")) return;
        event.preventDefault();
        onChange(chip.without);
      }}
    >
      {editor === null ? (
        <span className="px-2">{words}</span>
      ) : (
        <Popover
          label={words}
          button={{ tone: "quiet", className: "h-6! min-w-0 rounded-r-none px-2! font-normal! text-ink!" }}
        >
          {(close) => (
            <FilterEditor
              editor={editor}
              part={chip.part}
              filter={filter}
              known={known}
              onApply={(changed) => {
                close();
                onChange(changed);
              }}
            />
          )}
        </Popover>
      )}
      <button
        type="button"
        aria-label={`Remove ${chip.name} ${chip.value}`}
        onClick={() => onChange(chip.without)}
        className="flex size-6 shrink-0 items-center justify-center rounded text-ink-faint hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </li>
  );
}
