"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { position } from "@/components/format/time";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { fetchJson } from "@/lib/api-client/fetch-json";

type CommentFormProps = Readonly<{
  recordingId: string;
  mediaKey: string;
  startMs: number;
  onDone: () => void;
}>;

/** A comment at the moment at which the form was opened, however far the sound goes on meanwhile. */
export function CommentForm({ recordingId, mediaKey, startMs, onDone }: CommentFormProps) {
  const client = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  const [atMs] = useState(startMs);
  const save = useMutation({
    mutationFn: (text: string) =>
      fetchJson(`/recordings/${recordingId}/labels`, {
        method: "POST",
        body: { name: "comment", content: { text, mediaKey, startMs: atMs } },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["recordings", "one", recordingId] });
      onDone();
    },
  });
  // The focus is outside React: the form was asked for by a key or a button, and typing should go into it.
  useEffect(() => field.current?.focus(), []);

  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const text = new FormData(event.currentTarget).get("text");
        if (typeof text === "string" && text.trim() !== "") save.mutate(text.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone();
      }}
    >
      <Field
        label={`Comment at ${position(atMs)}`}
        error={save.isError ? save.error.message : undefined}
        className="min-w-0 flex-1"
      >
        {(control) => (
          <Input {...control} ref={field} name="text" maxLength={4_000} required autoComplete="off" />
        )}
      </Field>
      <Button type="submit" tone="primary" disabled={save.isPending}>
        Save
      </Button>
      <Button onClick={onDone}>Cancel</Button>
    </form>
  );
}
