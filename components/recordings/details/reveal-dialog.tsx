"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { clockTime, readTime } from "@/components/format/time";
import { fieldWords } from "@/components/format/words";
import { useNotify } from "@/components/shell/notices";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextArea } from "@/components/ui/field";
import { recordingOptions } from "@/lib/api-client/queries";
import { revealRecording } from "@/lib/api-client/recordings";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { CallLine } from "./call-line";

const SHORTEST_REASON = 10;

type Errors = Readonly<{ fields?: string; reason?: string }>;

/** Asks for masked fields of one call, with the reason that will stand in the audit log. */
export function RevealDialog({
  recording,
  onClose,
}: Readonly<{ recording: OutgoingRecording; onClose: () => void }>) {
  const client = useQueryClient();
  const notify = useNotify();
  const { zone } = usePreferences();
  const [errors, setErrors] = useState<Errors>({});
  const reveal = useMutation({
    mutationFn: ({ fields, reason }: { fields: readonly string[]; reason: string }) =>
      revealRecording(recording.id, fields, reason),
    onSuccess: async ({ expiresTime }) => {
      await client.invalidateQueries({ queryKey: recordingOptions(recording.id).queryKey });
      const untilMs = readTime(expiresTime);
      notify(untilMs === null ? "Revealed." : `Revealed until ${clockTime(untilMs, zone)}.`);
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const fields = form.getAll("field").map(String);
    const reason = String(form.get("reason") ?? "").trim();
    const found: Errors = {
      ...(fields.length === 0 ? { fields: "Choose at least one field." } : {}),
      ...(reason.length < SHORTEST_REASON ? { reason: `At least ${SHORTEST_REASON} characters.` } : {}),
    };
    setErrors(found);
    if (Object.keys(found).length === 0) reveal.mutate({ fields, reason });
  };

  return (
    <Dialog open title="Reveal masked fields" onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <CallLine recording={recording} zone={zone} />
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium text-ink-soft text-sm">Show me</legend>
          {(recording.maskedFields ?? []).map((field) => (
            <label key={field} className="flex min-w-0 items-center gap-2">
              <input type="checkbox" name="field" value={field} className="size-4 accent-[var(--accent)]" />
              <bdi className="truncate">{fieldWords(field)}</bdi>
            </label>
          ))}
          {errors.fields ? (
            <p role="alert" className="text-danger text-sm">
              {errors.fields}
            </p>
          ) : null}
        </fieldset>
        <Field
          label="Reason"
          hint="It stands in the audit log with your name. The fields are masked again after 10 minutes."
          error={errors.reason ?? reveal.error?.message}
        >
          {(control) => <TextArea {...control} name="reason" rows={3} maxLength={2_000} />}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={reveal.isPending}>
            {reveal.isPending ? "Revealing…" : "Reveal for 10 minutes"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
