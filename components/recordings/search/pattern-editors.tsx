"use client";

import { type FormEvent, useState } from "react";
import { Field, Input, Select } from "@/components/ui/field";
import { stripPhone } from "@/lib/domain/phone-pattern";
import { PHONE_FIELDS, type PhoneField, withParts } from "../filters/chips";
import { MATCH_MODES, type MatchMode, MODE_WORDS, readPattern, writePattern } from "../filters/patterns";
import { ApplyRow, type EditorProps } from "./editor-parts";
import { focusOnMount } from "./focus-on-mount";

const ENDS = {
  phoneNumber: "Either end",
  callerPhoneNumber: "Caller",
  dialedPhoneNumber: "Dialed number",
} as const satisfies Record<PhoneField, string>;

const HINTS = {
  phone: "Spaces and punctuation don't count. * stands for any digits, ? for one.",
  userName: "First name, last name or user name, each on its own.",
  userData: "A value that was attached to the call.",
} as const;

function readMode(value: FormDataEntryValue | null): MatchMode {
  return MATCH_MODES.find((mode) => mode === value) ?? "contains";
}

function ModeField({ mode }: Readonly<{ mode: MatchMode }>) {
  return (
    <Field label="How">
      {(control) => (
        <Select {...control} name="mode" defaultValue={mode}>
          {MATCH_MODES.map((known) => (
            <option key={known} value={known}>
              {MODE_WORDS[known]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** A number at the caller's end, the dialed end, or either. */
export function PhoneEditor({
  filter,
  known,
  onApply,
  field,
}: EditorProps & Readonly<{ field: PhoneField | null }>) {
  const open = PHONE_FIELDS.filter((name) => !known.masked.includes(name));
  const current = field === null ? null : (filter[field] ?? null);
  const start = current === null ? { mode: "contains" as const, text: "" } : readPattern(current);
  const [error, setError] = useState<string | undefined>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const end = PHONE_FIELDS.find((name) => name === form.get("end")) ?? "phoneNumber";
    const text = String(form.get("text") ?? "").trim();
    if (stripPhone(text) === "" && !text.includes("*")) return setError("Give at least one digit or letter.");
    const cleared = field === null ? filter : withParts(filter, { [field]: undefined });
    onApply(withParts(cleared, { [end]: writePattern({ mode: readMode(form.get("mode")), text }) }));
  };
  return (
    <form onSubmit={submit} className="flex w-72 flex-col gap-3">
      <div className="grid grid-cols-2 gap-2">
        <Field label="Which number">
          {(control) => (
            <Select {...control} name="end" defaultValue={field ?? open[0] ?? "phoneNumber"}>
              {PHONE_FIELDS.map((name) => (
                <option key={name} value={name} disabled={!open.includes(name)}>
                  {open.includes(name) ? ENDS[name] : `${ENDS[name]} (masked for you)`}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <ModeField mode={start.mode} />
      </div>
      <Field label="Number" hint={HINTS.phone} error={error}>
        {(control) => (
          <Input
            {...control}
            ref={focusOnMount}
            name="text"
            inputMode="tel"
            defaultValue={start.text}
            maxLength={500}
            autoComplete="off"
          />
        )}
      </Field>
      <ApplyRow />
    </form>
  );
}

/** A person's name, or a value of attached data. */
export function TextEditor({
  filter,
  onApply,
  field,
}: EditorProps & Readonly<{ field: "userName" | "userData" }>) {
  const current = filter[field];
  const start = current === undefined ? { mode: "contains" as const, text: "" } : readPattern(current);
  return (
    <form
      className="flex w-72 flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = String(form.get("text") ?? "").trim();
        onApply(
          withParts(filter, { [field]: text && writePattern({ mode: readMode(form.get("mode")), text }) }),
        );
      }}
    >
      <ModeField mode={start.mode} />
      <Field label={field === "userName" ? "Name" : "Value"} hint={HINTS[field]}>
        {(control) => (
          <Input
            {...control}
            ref={focusOnMount}
            name="text"
            required
            defaultValue={start.text}
            maxLength={500}
            autoComplete="off"
          />
        )}
      </Field>
      <ApplyRow />
    </form>
  );
}
