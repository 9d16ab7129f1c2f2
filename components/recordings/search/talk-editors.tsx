"use client";

import { type FormEvent, useState } from "react";
import { Field, Input } from "@/components/ui/field";
import { parseShareRange } from "@/lib/domain/talk-share";
import { withParts } from "../filters/chips";
import { MEASURED_WORDS, parsePercent, parseSpan, percent, shareText, spanWords } from "../filters/talk";
import { ApplyRow, type EditorProps } from "./editor-parts";
import { focusOnMount } from "./focus-on-mount";

const SPANS = {
  minSilence: { label: "Nobody speaks for at least", usualMs: 30_000 },
  minCrosstalk: { label: "Both speak at once for at least", usualMs: 5_000 },
  minHold: { label: "On hold at one time for at least", usualMs: 60_000 },
} as const;

/** The least length of the longest silence, of all cross-talk, or of the longest hold. */
export function SpanEditor({
  filter,
  onApply,
  field,
}: EditorProps & Readonly<{ field: keyof typeof SPANS }>) {
  const [error, setError] = useState<string | undefined>();
  const { label, usualMs } = SPANS[field];
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const ms = parseSpan(String(new FormData(event.currentTarget).get("span") ?? ""));
    if (ms === null) return setError("Write seconds, or 1:30.");
    onApply(withParts(filter, { [field]: ms }));
  };
  return (
    <form onSubmit={submit} className="flex w-64 flex-col gap-3">
      <Field label={label} hint="Seconds, or minutes and seconds: 1:30" error={error}>
        {(control) => (
          <Input
            {...control}
            ref={focusOnMount}
            name="span"
            defaultValue={spanWords(filter[field] ?? usualMs)}
            autoComplete="off"
          />
        )}
      </Field>
      <MeasuredNote />
      <ApplyRow />
    </form>
  );
}

/** How much of the call the agent talks, in per cent. */
export function ShareEditor({ filter, onApply }: EditorProps) {
  const [errors, setErrors] = useState<Readonly<{ min?: string; max?: string }>>({});
  const range = parseShareRange(filter.agentTalkShare ?? "");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const texts = { min: String(form.get("min") ?? "").trim(), max: String(form.get("max") ?? "").trim() };
    const min = texts.min === "" ? null : parsePercent(texts.min);
    const max = texts.max === "" ? null : parsePercent(texts.max);
    const words = "Write a number from 0 to 100.";
    const isWrong = { min: texts.min !== "" && min === null, max: texts.max !== "" && max === null };
    if (isWrong.min || isWrong.max) {
      return setErrors({ ...(isWrong.min ? { min: words } : {}), ...(isWrong.max ? { max: words } : {}) });
    }
    if (min !== null && max !== null && min > max) {
      return setErrors({ max: "This is less than the least share." });
    }
    onApply(withParts(filter, { agentTalkShare: shareText({ min, max }) }));
  };
  const shown = (share: number | null | undefined) => (share == null ? "" : String(percent(share)));
  return (
    <form onSubmit={submit} className="flex w-64 flex-col gap-3">
      <fieldset className="grid grid-cols-2 gap-2">
        <legend className="mb-1 text-ink-soft text-sm">The agent talks, % of the call</legend>
        <Field label="At least" error={errors.min}>
          {(control) => (
            <Input
              {...control}
              ref={focusOnMount}
              name="min"
              inputMode="decimal"
              placeholder="20"
              defaultValue={shown(range?.min)}
              autoComplete="off"
            />
          )}
        </Field>
        <Field label="At most" error={errors.max}>
          {(control) => (
            <Input
              {...control}
              name="max"
              inputMode="decimal"
              placeholder="60"
              defaultValue={shown(range?.max)}
              autoComplete="off"
            />
          )}
        </Field>
      </fieldset>
      <MeasuredNote />
      <ApplyRow />
    </form>
  );
}

function MeasuredNote() {
  return <p className="text-ink-faint text-sm">{MEASURED_WORDS}</p>;
}
