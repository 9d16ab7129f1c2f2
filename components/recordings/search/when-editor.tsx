"use client";

import { type FormEvent, useState } from "react";
import { fromLocalInput, toLocalInput } from "@/components/format/zoned-time";
import { usePreferences } from "@/components/shell/preferences";
import { Field, Input } from "@/components/ui/field";
import { withParts } from "../filters/chips";
import { PRESET_WORDS, PRESETS, presetOf, presetRange } from "../filters/when";
import { ApplyRow, type EditorProps } from "./editor-parts";
import { focusOnMount } from "./focus-on-mount";

/** When the call began: a preset of whole days, or a range of one's own, in the zone that is shown. */
export function WhenEditor({ filter, onApply }: EditorProps) {
  const { zone } = usePreferences();
  const [error, setError] = useState<string | undefined>();
  const current = presetOf(
    {
      ...(filter.startTime === undefined ? {} : { startTime: filter.startTime }),
      ...(filter.startBefore === undefined ? {} : { startBefore: filter.startBefore }),
    },
    Date.now(),
    zone,
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = (name: string) => fromLocalInput(String(form.get(name) ?? ""), zone) ?? undefined;
    const startTime = read("from");
    const startBefore = read("before");
    if (startTime === undefined && startBefore === undefined) return setError("Give a beginning or an end.");
    if (startTime !== undefined && startBefore !== undefined && startTime >= startBefore) {
      return setError("The end lies before the beginning.");
    }
    onApply(withParts(filter, { startTime, startBefore }));
  };
  const shown = (ms: number | undefined) => (ms === undefined ? "" : toLocalInput(ms, zone));
  return (
    <form onSubmit={submit} className="flex w-64 flex-col gap-3">
      <fieldset className="grid grid-cols-2 gap-1">
        <legend className="mb-1 font-medium text-ink-soft text-sm">Calls that began</legend>
        {PRESETS.map((preset, index) => (
          <button
            key={preset}
            type="button"
            ref={index === 0 ? focusOnMount : undefined}
            aria-pressed={preset === current}
            onClick={() => onApply(withParts(filter, presetRange(preset, Date.now(), zone)))}
            className="h-8 rounded border border-line px-2 text-left hover:bg-canvas aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
          >
            {PRESET_WORDS[preset]}
          </button>
        ))}
      </fieldset>
      <Field label="From">
        {(control) => (
          <Input {...control} type="datetime-local" name="from" defaultValue={shown(filter.startTime)} />
        )}
      </Field>
      <Field label="Until (not included)" error={error}>
        {(control) => (
          <Input {...control} type="datetime-local" name="before" defaultValue={shown(filter.startBefore)} />
        )}
      </Field>
      <p className="text-ink-faint text-sm">Times are in {zone}. Another zone: in the account panel.</p>
      <ApplyRow />
    </form>
  );
}
