"use client";

import { useState } from "react";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import { EDITOR_WORDS, EDITORS, type Editor, PHONE_FIELDS } from "../filters/chips";
import { FilterEditor } from "./editors";
import { focusOnMount } from "./focus-on-mount";
import type { KnownValues } from "./known-values";

type Props = Readonly<{
  filter: RecordingFilter;
  known: KnownValues;
  onChange: (filter: RecordingFilter) => void;
  close: () => void;
}>;

/** Everything that a search can ask for, then the form of what was chosen. */
export function AddFilterPanel({ filter, known, onChange, close }: Props) {
  const [editor, setEditor] = useState<Editor | null>(null);
  if (editor !== null) {
    return (
      <FilterEditor
        editor={editor}
        part={editor === "phone" ? freePhoneField(filter, known) : null}
        filter={filter}
        known={known}
        onApply={(changed) => {
          close();
          onChange(changed);
        }}
      />
    );
  }
  return (
    <ul aria-label="Filters" className="flex w-60 flex-col">
      {EDITORS.map((name, index) => {
        const isMasked = isMaskedEditor(name, known.masked);
        return (
          <li key={name}>
            <button
              type="button"
              ref={index === 0 ? focusOnMount : undefined}
              disabled={isMasked}
              onClick={() => setEditor(name)}
              className="flex w-full items-baseline justify-between gap-2 rounded px-2 py-1 text-left hover:bg-canvas disabled:text-ink-faint"
            >
              {EDITOR_WORDS[name]}
              {isMasked ? <span className="text-sm">masked for you</span> : null}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function isMaskedEditor(editor: Editor, masked: readonly string[]): boolean {
  if (editor === "phone") return PHONE_FIELDS.every((field) => masked.includes(field));
  return masked.includes(editor);
}

/** The first end that is neither in use nor masked, so that a second number does not replace the first. */
function freePhoneField(filter: RecordingFilter, known: KnownValues): string | null {
  const free = PHONE_FIELDS.find((field) => filter[field] === undefined && !known.masked.includes(field));
  return free ?? null;
}
