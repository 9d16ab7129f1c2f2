"use client";

import { Trash2 } from "lucide-react";
import { type FormEvent, useId } from "react";
import { ClearValue } from "@/components/format/clear-value";
import { fullTime, readTime } from "@/components/format/time";
import { isPendingLabel, useRecordingLabels } from "@/components/labels/use-recording-labels";
import { commentsOf } from "@/components/player/marks";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";
import type { OutgoingLabel, OutgoingRecording } from "@/lib/privacy/outgoing";
import { commentLabels } from "../summary";
import { JumpButton } from "./jump-button";
import type { Moment } from "./moment";

/** Where each comment stands in the audio; those without a place are left out. */
function places(recording: OutgoingRecording): ReadonlyMap<string, Moment> {
  const found = new Map<string, Moment>();
  for (const file of recording.mediaFiles) {
    for (const mark of commentsOf(recording, file)) {
      if (!found.has(mark.id)) found.set(mark.id, { mediaKey: file.mediaKey, atMs: mark.startMs });
    }
  }
  return found;
}

function textOf(label: OutgoingLabel): string {
  const text = label.content?.text;
  return typeof text === "string" ? text : "";
}

/** What people said about the call, in the order of the audio; comments about no moment come last. */
export function Comments({
  recording,
  zone,
  mayAdd,
}: Readonly<{ recording: OutgoingRecording; zone: string; mayAdd: boolean }>) {
  const { add, remove } = useRecordingLabels(recording.id);
  const moments = places(recording);
  const order = (label: OutgoingLabel) => moments.get(label.id)?.atMs ?? Number.POSITIVE_INFINITY;
  const comments = [...commentLabels(recording)].sort((left, right) => {
    const [a, b] = [order(left), order(right)];
    return a === b ? 0 : a - b;
  });
  return (
    <div className="flex flex-col gap-2">
      {comments.length > 0 ? (
        <ul className="flex flex-col">
          {comments.map((label) => (
            <li
              key={label.id}
              className={`flex gap-2 border-line border-t py-1.5 first:border-t-0 ${isPendingLabel(label) ? "opacity-60" : ""}`}
            >
              <JumpButton
                recordingId={recording.id}
                moment={moments.get(label.id) ?? null}
                words={moments.has(label.id) ? undefined : "call"}
              />
              <div className="min-w-0 flex-1">
                <p className="wrap-anywhere whitespace-pre-line">
                  <bdi>{textOf(label)}</bdi>
                </p>
                <Author label={label} zone={zone} />
              </div>
              {label.removable ? (
                <Button
                  tone="quiet"
                  size="icon"
                  aria-label="Remove this comment"
                  className="print:hidden"
                  onClick={() => remove.mutate(label)}
                >
                  <Trash2 aria-hidden className="size-3.5" />
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {remove.error ? (
        <p role="alert" className="text-danger text-sm">
          {remove.error.message}
        </p>
      ) : null}
      {mayAdd ? (
        <AddComment
          error={add.error?.message}
          onAdd={(text) => add.mutate({ name: "comment", content: { text } })}
        />
      ) : null}
    </div>
  );
}

function Author({ label, zone }: Readonly<{ label: OutgoingLabel; zone: string }>) {
  const ms = readTime(label.createTime);
  if (!label.createUser && ms === null) return null;
  return (
    <p className="flex gap-1 text-ink-faint text-sm">
      {label.createUser ? <ClearValue value={label.createUser} className="min-w-0" /> : null}
      {ms === null ? null : <span className="shrink-0">{fullTime(ms, zone)}</span>}
      {label.kept === "earmark" && !isPendingLabel(label) ? (
        <span className="truncate">· kept by Earmark</span>
      ) : null}
    </p>
  );
}

function AddComment({
  error,
  onAdd,
}: Readonly<{ error: string | undefined; onAdd: (text: string) => void }>) {
  const id = useId();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = String(new FormData(form).get("text") ?? "").trim();
    if (text === "") return;
    onAdd(text);
    form.reset();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-1 print:hidden">
      <div className="flex items-start gap-2">
        <label htmlFor={id} className="sr-only">
          Comment on the call
        </label>
        <TextArea
          id={id}
          name="text"
          rows={1}
          required
          maxLength={4_000}
          placeholder="Comment on the call"
          className="field-sizing-content"
          aria-describedby={`${id}-hint`}
          aria-invalid={error ? true : undefined}
        />
        <Button type="submit">Add</Button>
      </div>
      <p id={`${id}-hint`} className={error ? "text-danger text-sm" : "text-ink-faint text-sm"}>
        {error ?? "On one moment: press C while it plays."}
      </p>
    </form>
  );
}
