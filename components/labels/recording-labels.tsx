"use client";

import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import type { OutgoingLabel } from "@/lib/privacy/outgoing";
import { LabelChip } from "./label-chip";
import { isPendingLabel, useCallLabels } from "./use-call-labels";
import { useKnownLabels } from "./use-known-labels";

type Props = Readonly<{
  recordingId: string;
  /** Without comments and derived labels. */
  labels: readonly OutgoingLabel[];
  mayAdd: boolean;
  /** Where labels would be held that Earmark does not keep itself. */
  sourceName: string;
}>;

/** The labels of one recording, with a field to add one; each that this person may take off has a button for it. */
export function RecordingLabels({ recordingId, labels, mayAdd, sourceName }: Props) {
  const { add, remove } = useCallLabels({ kind: "recording", id: recordingId });
  const refusal = add.error?.message ?? remove.error?.message;
  const forgetRefusals = () => {
    if (add.isError) add.reset();
    if (remove.isError) remove.reset();
  };
  const takeOff = (label: OutgoingLabel) => {
    forgetRefusals();
    remove.mutate(label);
  };
  return (
    <div className="flex flex-col gap-2">
      {labels.length > 0 ? (
        <ul aria-label="Labels" className="flex flex-wrap gap-1">
          {labels.map((label) => (
            <li key={label.id} className="flex min-w-0 max-w-full">
              <LabelChip
                name={label.name}
                title={titleOf(label, sourceName)}
                isPending={isPendingLabel(label)}
                {...(label.removable ? { onRemove: () => takeOff(label) } : {})}
              />
            </li>
          ))}
        </ul>
      ) : mayAdd ? null : (
        <p className="text-ink-faint">None</p>
      )}
      {labels.some((label) => label.kept === "earmark" && !isPendingLabel(label)) ? (
        <p className="text-ink-faint text-sm">{keptWords(labels, sourceName)}</p>
      ) : null}
      {mayAdd ? (
        <AddLabel
          taken={labels.map((label) => label.name)}
          error={refusal}
          onEdit={forgetRefusals}
          onAdd={(name) => {
            forgetRefusals();
            add.mutate({ name });
          }}
        />
      ) : null}
    </div>
  );
}

function titleOf(label: OutgoingLabel, sourceName: string): string {
  const by = label.createUser ? `, set by ${label.createUser}` : "";
  return `${label.name}${by}, kept ${label.kept === "earmark" ? "by Earmark" : `at ${sourceName}`}`;
}

/** Which of the labels other programs of the vendor will not find. */
function keptWords(labels: readonly OutgoingLabel[], sourceName: string): string {
  const here = labels.filter((label) => label.kept === "earmark");
  if (here.length === labels.length) return `Kept by Earmark, not at ${sourceName}.`;
  return `Kept by Earmark, not at ${sourceName}: ${here.map((label) => label.name).join(", ")}.`;
}

type AddProps = Readonly<{
  taken: readonly string[];
  error: string | undefined;
  /** Something else is being typed: the refusal of what stood there before is over. */
  onEdit: () => void;
  onAdd: (name: string) => void;
}>;

function AddLabel({ taken, error, onEdit, onAdd }: AddProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const known = useKnownLabels();
  const [own, setOwn] = useState<string | undefined>();
  const isTaken = (name: string) => taken.some((known) => known.toLowerCase() === name.toLowerCase());
  const free = known.filter((name) => !isTaken(name));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get("label") ?? "").trim();
    if (name === "") return field.current?.focus();
    if (isTaken(name)) return setOwn("This call has that label already.");
    if (name.toLowerCase() === "comment") return setOwn("Comments have a field of their own.");
    setOwn(undefined);
    onAdd(name);
    form.reset();
  };
  const words = own ?? error;
  return (
    <form onSubmit={submit} className="print:hidden">
      <div className="flex gap-2">
        <label htmlFor={id} className="sr-only">
          Add a label
        </label>
        <Input
          ref={field}
          id={id}
          name="label"
          list={`${id}-known`}
          placeholder="Add a label"
          autoComplete="off"
          maxLength={100}
          aria-invalid={words ? true : undefined}
          aria-describedby={words ? `${id}-error` : undefined}
          onChange={() => {
            setOwn(undefined);
            onEdit();
          }}
        />
        <datalist id={`${id}-known`}>
          {free.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Button type="submit" aria-label="Add label">
          Add
        </Button>
      </div>
      {words ? (
        <p id={`${id}-error`} role="alert" className="mt-1 text-danger text-sm">
          {words}
        </p>
      ) : null}
    </form>
  );
}
