"use client";

import { type FormEvent, useId } from "react";
import { useCallLabels } from "@/components/labels/use-call-labels";
import { CommentThread } from "@/components/player/comment-thread";
import { spanWords } from "@/components/player/marks";
import { type Thread, threadsOf } from "@/components/player/threads";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { JumpButton } from "./jump-button";

type CommentsProps = Readonly<{ recording: OutgoingRecording; zone: string; mayAdd: boolean }>;

/** What people said about the call, in the order of the audio; comments about no moment come last. */
export function Comments({ recording, zone, mayAdd }: CommentsProps) {
  const call = { kind: "recording", id: recording.id } as const;
  const { add } = useCallLabels(call);
  const threads = threadsOf(recording);
  return (
    <div className="flex flex-col gap-2">
      {threads.length > 0 ? (
        <ul aria-label="Comments" className="flex flex-col">
          {threads.map((thread) => (
            <li
              key={thread.id}
              className="flex items-start gap-2 border-line border-t py-1.5 first:border-t-0"
            >
              <Place recordingId={recording.id} thread={thread} />
              <CommentThread call={call} thread={thread} zone={zone} mayAdd={mayAdd} />
            </li>
          ))}
        </ul>
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

function Place({ recordingId, thread }: Readonly<{ recordingId: string; thread: Thread }>) {
  const { place } = thread;
  if (!place) return <JumpButton recordingId={recordingId} moment={null} words="call" />;
  const moment = { mediaKey: place.mediaKey, atMs: place.startMs, toMs: place.endMs };
  return (
    <JumpButton recordingId={recordingId} moment={moment} words={spanWords(place.startMs, place.endMs)} />
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
        {error ?? "On a moment: press C while it plays. On a span: draw it, or A and B, then C."}
      </p>
    </form>
  );
}
