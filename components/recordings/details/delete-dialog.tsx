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
import { type DeletionAnswer, type DeletionRequest, deleteRecording } from "@/lib/api-client/recordings";
import { isSameCall } from "@/lib/domain/call-ref";
import type { VendorName } from "@/lib/domain/vendors";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { useKnownValues } from "../search/known-values";
import { CallLine } from "./call-line";

/** Vendors that keep a deleted recording, only marked, unless they are asked to erase it. The server passes it over elsewhere. */
const KEEPS_DELETED: ReadonlySet<VendorName> = new Set(["kazoo"]);

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
      if (isSameCall(track?.call ?? null, { kind: "recording", id: recording.id })) close();
      client.removeQueries({ queryKey: recordingOptions(recording.id).queryKey });
      onDeleted();
    } else {
      await client.invalidateQueries({ queryKey: recordingOptions(recording.id).queryKey });
    }
    onClose();
    await refreshLists(client);
  };
  const remove = useMutation({
    mutationFn: (request: DeletionRequest) => deleteRecording(recording.id, request),
    onSuccess: async (answer) => {
      if (!hasMoreToTell(answer)) {
        notify(doneWords(answer, source, zone));
        await leave(answer);
      } else if (answer.deleted === "scheduled") {
        await client.invalidateQueries({ queryKey: recordingOptions(recording.id).queryKey });
      }
    },
  });

  if (remove.data && hasMoreToTell(remove.data)) {
    return <Aftermath answer={remove.data} source={source} zone={zone} onClose={leave} />;
  }
  return (
    <Dialog open title="Delete this call" onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          remove.mutate({
            reason: String(form.get("reason") ?? "").trim(),
            erase: form.get("erase") === "on",
          });
        }}
      >
        <CallLine recording={recording} zone={zone} />
        <p>
          The call is deleted at {source} and here, with its audio, labels and comments. This can't be undone.
        </p>
        <Field label="Reason" hint="It stands in the audit log with your name.">
          {(control) => <TextArea {...control} name="reason" rows={2} maxLength={2_000} required />}
        </Field>
        {KEEPS_DELETED.has(recording.vendor) ? (
          <label className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
            <input type="checkbox" name="erase" className="mt-0.5 size-4 accent-[var(--accent)]" />
            <span>
              <span className="font-medium">Erase for good at the vendor</span>
              <span className="block text-ink-faint text-sm">
                Otherwise {source} marks the recording as deleted, and keeps it until it cleans up.
              </span>
            </span>
          </label>
        ) : null}
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

function hasMoreToTell(answer: DeletionAnswer): boolean {
  return answer.deleted === "scheduled" || answer.remaining.length > 0;
}

/** What the source said, where it did not end with the deletion: a date to come, copies that stay. */
function Aftermath({
  answer,
  source,
  zone,
  onClose,
}: Readonly<{
  answer: DeletionAnswer;
  source: string;
  zone: string;
  onClose: (answer: DeletionAnswer) => Promise<void>;
}>) {
  const isScheduled = answer.deleted === "scheduled";
  return (
    <Dialog
      open
      title={isScheduled ? "Deletion is scheduled" : "Deleted, but something stays"}
      onClose={() => void onClose(answer)}
    >
      <div role="status" className="flex flex-col gap-3">
        <p>{doneWords(answer, source, zone)}</p>
        {isScheduled ? <p className="text-ink-soft">Supervisors can't play it any more.</p> : null}
        {answer.remaining.length > 0 ? (
          <>
            <p className="font-medium">What stays there:</p>
            <ul className="list-disc pl-5">
              {answer.remaining.map((copy) => (
                <li key={copy}>
                  <bdi>{copy}</bdi>
                </li>
              ))}
            </ul>
          </>
        ) : null}
        <Button className="self-end" onClick={() => void onClose(answer)}>
          Close
        </Button>
      </div>
    </Dialog>
  );
}

function doneWords(answer: DeletionAnswer, source: string, zone: string): string {
  if (answer.deleted === "done") return `Deleted at ${source} and here.`;
  const ms = readTime(answer.deleteTime);
  return `${source} will purge the call${ms === null ? " later" : ` on ${fullTime(ms, zone)}`}. Until then it shows as being deleted.`;
}
