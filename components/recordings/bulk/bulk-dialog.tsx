"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { callCountWords } from "@/components/format/words";
import { useKnownLabels } from "@/components/labels/use-known-labels";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Failure } from "@/components/ui/feedback";
import { Field, Input, TextArea } from "@/components/ui/field";
import { startBulk } from "@/lib/api-client/recordings";
import type { BulkAct } from "./bulk-bar";
import { chosenOf, type Picked } from "./picked";

type Props = Readonly<{
  act: BulkAct;
  picked: Picked;
  isLowerBound: boolean;
  onClose: () => void;
  onJob: (job: string) => void;
}>;

const TITLES = {
  addLabel: "Add a label to",
  removeLabel: "Remove a label from",
  applyNonDelete: "Protect",
  delete: "Delete",
} as const satisfies Record<BulkAct, string>;

type Errors = Readonly<{ name?: string; typed?: string }>;

/** Asks for what an act over many calls needs, and starts it. Deleting wants the number typed and a reason. */
export function BulkDialog({ act, picked, isLowerBound, onClose, onJob }: Props) {
  const calls = callCountWords(picked.count, isLowerBound);
  const confirmation = `delete ${picked.count}`;
  const [errors, setErrors] = useState<Errors>({});
  const start = useMutation({
    mutationFn: async (parts: { name?: string; reason?: string }) =>
      startBulk({ ...(await chosenOf(picked)), operation: act, ...parts }),
    onSuccess: ({ job }) => onJob(job),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (field: string) => String(form.get(field) ?? "").trim();
    const [name, reason] = [text("name"), text("reason")];
    const found: Errors = {
      ...(act.endsWith("Label") && name === "" ? { name: "Give the label's name." } : {}),
      ...(act === "delete" && text("typed").toLowerCase() !== confirmation
        ? { typed: `Type “${confirmation}” to confirm.` }
        : {}),
    };
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    start.mutate({ ...(name ? { name } : {}), ...(reason ? { reason } : {}) });
  };
  return (
    <Dialog open title={`${TITLES[act]} ${calls}`} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {act === "addLabel" || act === "removeLabel" ? <LabelField error={errors.name} /> : null}
        {act === "removeLabel" ? (
          <p className="text-ink-soft">Labels that somebody else set come off only for administrators.</p>
        ) : null}
        {act === "applyNonDelete" ? (
          <p>Nobody can delete these calls until an administrator lifts the protection.</p>
        ) : null}
        {act === "delete" ? (
          <>
            <p>
              The calls are deleted at their sources and here, with audio, labels and comments. This can't be
              undone. Protected calls stay.
            </p>
            <Field label="Reason" hint="It stands in the audit log with your name.">
              {(control) => <TextArea {...control} name="reason" rows={2} maxLength={2_000} required />}
            </Field>
            <Field label={`Type “${confirmation}”`} error={errors.typed}>
              {(control) => <Input {...control} name="typed" autoComplete="off" />}
            </Field>
          </>
        ) : null}
        {start.error ? <Failure title="Nothing was begun">{start.error.message}</Failure> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone={act === "delete" ? "danger" : "primary"} disabled={start.isPending}>
            {act === "delete" ? "Delete" : act === "applyNonDelete" ? "Protect" : "Go"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function LabelField({ error }: Readonly<{ error: string | undefined }>) {
  const known = useKnownLabels();
  return (
    <Field label="Label" error={error}>
      {(control) => (
        <>
          <Input {...control} name="name" list={`${control.id}-known`} autoComplete="off" maxLength={100} />
          <datalist id={`${control.id}-known`}>
            {known.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
