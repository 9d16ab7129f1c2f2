"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { position } from "@/components/format/time";
import { callTypeWords } from "@/components/format/words";
import { Field, Input } from "@/components/ui/field";
import {
  EDITOR_WORDS,
  type Editor,
  PHONE_FIELDS,
  withLabel,
  withoutLabel,
  withParts,
} from "../filters/chips";
import { parseLength } from "../filters/length";
import { readStoredFilter } from "../filters/stored-filter";
import { ApplyRow, type EditorProps } from "./editor-parts";
import { focusOnMount } from "./focus-on-mount";
import { PhoneEditor, TextEditor } from "./pattern-editors";
import { ShareEditor, SpanEditor } from "./talk-editors";
import { WhenEditor } from "./when-editor";

type Props = EditorProps & Readonly<{ editor: Editor; part: string | null }>;

/** The form of one part of the search. */
export function FilterEditor({ editor, part, ...rest }: Props): ReactNode {
  const { filter, known, onApply } = rest;
  switch (editor) {
    case "phone":
      return <PhoneEditor {...rest} field={PHONE_FIELDS.find((field) => field === part) ?? null} />;
    case "userName":
    case "userData":
      return <TextEditor {...rest} field={editor} />;
    case "includeLabels":
    case "excludeLabels":
      return <LabelEditor {...rest} field={editor} current={part} />;
    case "when":
      return <WhenEditor {...rest} />;
    case "length":
      return <LengthEditor {...rest} />;
    case "region":
      return <RegionEditor {...rest} />;
    case "minSilence":
    case "minCrosstalk":
    case "minHold":
      return <SpanEditor {...rest} field={editor} />;
    case "agentTalkShare":
      return <ShareEditor {...rest} />;
    case "callType":
      return (
        <ChoiceEditor
          label={EDITOR_WORDS.callType}
          value={filter.callType ?? null}
          choices={known.callTypes.map((type) => ({ value: type, words: callTypeWords(type) }))}
          onChoose={(callType) => onApply(withParts(filter, { callType }))}
        />
      );
    case "source":
      return (
        <ChoiceEditor
          label={EDITOR_WORDS.source}
          value={filter.source ?? null}
          choices={known.sources.map(({ id, name }) => ({ value: id, words: name }))}
          onChoose={(source) => onApply(readStoredFilter({ ...filter, source }))}
        />
      );
    case "screenRecording":
    case "nonDelete": {
      const [yes, no] =
        editor === "nonDelete"
          ? ["Protected from deletion", "Not protected"]
          : ["With a screen recording", "Without one"];
      return (
        <ChoiceEditor
          label={EDITOR_WORDS[editor]}
          value={filter[editor] === undefined ? null : String(filter[editor])}
          choices={[
            { value: "true", words: yes },
            { value: "false", words: no },
          ]}
          onChoose={(value) => onApply(withParts(filter, { [editor]: value === "true" }))}
        />
      );
    }
  }
}

type Choice = Readonly<{ value: string; words: string }>;

function ChoiceEditor({
  label,
  value,
  choices,
  onChoose,
}: Readonly<{
  label: string;
  value: string | null;
  choices: readonly Choice[];
  onChoose: (value: string) => void;
}>) {
  return (
    <fieldset className="flex w-56 flex-col">
      <legend className="mb-1 font-medium text-ink-soft text-sm">{label}</legend>
      {choices.map((choice, index) => (
        <button
          key={choice.value}
          type="button"
          ref={index === 0 ? focusOnMount : undefined}
          aria-pressed={choice.value === value}
          onClick={() => onChoose(choice.value)}
          className="-mx-1 truncate rounded px-2 py-1 text-left hover:bg-canvas aria-pressed:bg-accent-soft aria-pressed:text-accent"
        >
          <bdi>{choice.words}</bdi>
        </button>
      ))}
    </fieldset>
  );
}

function LabelEditor({
  filter,
  known,
  onApply,
  field,
  current,
}: EditorProps & Readonly<{ field: "includeLabels" | "excludeLabels"; current: string | null }>) {
  const [error, setError] = useState<string | undefined>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("label") ?? "").trim();
    if (name === "") return setError("Give a label's name.");
    if (name.includes(",")) return setError("A label's name has no comma.");
    onApply(withLabel(current === null ? filter : withoutLabel(filter, field, current), field, name));
  };
  return (
    <form onSubmit={submit} className="flex w-64 flex-col gap-3">
      <Field label={field === "includeLabels" ? "Has the label" : "Does not have the label"} error={error}>
        {(control) => (
          <>
            <Input
              {...control}
              ref={focusOnMount}
              name="label"
              defaultValue={current ?? ""}
              list={`${control.id}-known`}
              autoComplete="off"
              maxLength={100}
            />
            <datalist id={`${control.id}-known`}>
              {known.labels.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <ApplyRow />
    </form>
  );
}

function LengthEditor({ filter, onApply }: EditorProps) {
  const [errors, setErrors] = useState<Readonly<{ min?: string; max?: string }>>({});
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const texts = { min: String(form.get("min") ?? "").trim(), max: String(form.get("max") ?? "").trim() };
    const min = texts.min === "" ? undefined : parseLength(texts.min);
    const max = texts.max === "" ? undefined : parseLength(texts.max);
    const words = "Write minutes, or 6:12.";
    if (min === null || max === null) {
      return setErrors({ ...(min === null ? { min: words } : {}), ...(max === null ? { max: words } : {}) });
    }
    if (min !== undefined && max !== undefined && min > max) {
      return setErrors({ max: "This is less than the shortest length." });
    }
    onApply(withParts(filter, { minDuration: min, maxDuration: max }));
  };
  const shown = (ms: number | undefined) => (ms === undefined ? "" : position(ms));
  return (
    <form onSubmit={submit} className="flex w-64 flex-col gap-3">
      <div className="grid grid-cols-2 gap-2">
        <Field label="At least" error={errors.min}>
          {(control) => (
            <Input
              {...control}
              ref={focusOnMount}
              name="min"
              placeholder="1:00"
              defaultValue={shown(filter.minDuration)}
              autoComplete="off"
            />
          )}
        </Field>
        <Field label="At most" error={errors.max}>
          {(control) => (
            <Input
              {...control}
              name="max"
              placeholder="10:00"
              defaultValue={shown(filter.maxDuration)}
              autoComplete="off"
            />
          )}
        </Field>
      </div>
      <p className="text-ink-faint text-sm">Minutes, or minutes and seconds: 6:12</p>
      <ApplyRow />
    </form>
  );
}

function RegionEditor({ filter, onApply }: EditorProps) {
  return (
    <form
      className="flex w-64 flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const region = String(new FormData(event.currentTarget).get("region") ?? "").trim();
        onApply(withParts(filter, { region }));
      }}
    >
      <Field label="Region" hint="As the source writes it">
        {(control) => (
          <Input
            {...control}
            ref={focusOnMount}
            name="region"
            required
            maxLength={512}
            defaultValue={filter.region ?? ""}
            autoComplete="off"
          />
        )}
      </Field>
      <ApplyRow />
    </form>
  );
}
