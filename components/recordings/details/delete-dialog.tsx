"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { fullTime, readTime } from "@/components/format/time";
import { usePlayer } from "@/components/player/player-context";
import { useNotify } from "@/components/shell/notices";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Failure } from "@/components/ui/feedback";
import { Field, TextArea } from "@/components/ui/field";
import { recordingOptions } from "@/lib/api-client/queries";
import { refreshLists } from "@/lib/api-client/recording-cache";
import { type DeletionAnswer, deleteRecording } from "@/lib/api-client/recordings";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { useKnownValues } from "../search/known-values";
import { CallLine } from "./call-line";

/** Deletes one call at its source, and shows nothing as gone before the source has said so. */
export function DeleteDialog({
  recording,
  onClose,
  onDeleted,
}: Readonly<{ recording: OutgoingRecording; onClose: () => void; onDeleted: () => void }>) {
  const client = useQueryClient();
  const notify = useNotify();
  const { zone } = usePreferences();
  const { sourceName } = useKnownValues();
  const { track, close } = usePlayer();
  const source = sourceName(recording.source);

  const leave = async (answer: DeletionAnswer) => {
    if (answer.deleted === "done") {
      if (track?.recordingId === recording.id) close();
      client.removeQueries({ queryKey: recordingOptions(recording.id).queryKey });
      onDeleted();
    } else {
      await client.invalidateQueries({ queryKey: recordingOptions(recording.id).queryKey });
    }
    onClose();
    await refreshLists(client);
  };
  const remove = useMutation({
    mutationFn: (reason: string) => deleteRecording(recording.id, reason),
    onSuccess: async (answer) => {
      if (answer.remaining.length > 0) return;
      notify(doneWords(answer, source, zone));
      await leave(answer);
    },
  });
  const left = remove.data && remove.data.remaining.length > 0 ? remove.data : null;

  if (left) {
    return (
      <Dialog open title="Deleted, with copies left" onClose={() => void leave(left)}>
        <div className="flex flex-col gap-3">
          <p>{doneWords(left, source, zone)}</p>
          <p className="font-medium">{source} keeps:</p>
          <ul className="list-disc pl-5">
            {left.remaining.map((copy) => (
              <li key={copy}>
                <bdi>{copy}</bdi>
              </li>
            ))}
          </ul>
          <Button className="self-end" onClick={() => void leave(left)}>
            Close
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog open title="Delete this call" onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate(String(new FormData(event.currentTarget).get("reason") ?? "").trim());
        }}
      >
        <CallLine recording={recording} zone={zone} />
        <p>
          The call is deleted at {source} and here, with its audio, labels and comments. This can't be undone.
        </p>
        <Field label="Reason" hint="It stands in the audit log with your name.">
          {(control) => <TextArea {...control} name="reason" rows={2} maxLength={2_000} required />}
        </Field>
        {remove.error ? <Failure title="The call is still there">{remove.error.message}</Failure> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose} disabled={remove.isPending}>
            Cancel
          </Button>
          <Button type="submit" tone="danger" disabled={remove.isPending}>
            {remove.isPending ? `Waiting for ${source}…` : "Delete"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function doneWords(answer: DeletionAnswer, source: string, zone: string): string {
  if (answer.deleted === "done") return `Deleted at ${source} and here.`;
  const ms = readTime(answer.deleteTime);
  return `${source} will purge the call${ms === null ? " later" : ` on ${fullTime(ms, zone)}`}. Until then it shows as being deleted.`;
}
