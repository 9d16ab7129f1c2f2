"use client";

import { useRef, useState } from "react";
import { ClearValue } from "@/components/format/clear-value";
import { fullTime, readTime } from "@/components/format/time";
import { MASKED } from "@/components/format/words";
import { isPendingLabel, useCallLabels } from "@/components/labels/use-call-labels";
import { Button } from "@/components/ui/button";
import type { CallRef } from "@/lib/domain/call-ref";
import type { OutgoingLabel } from "@/lib/privacy/outgoing";
import { CommentText } from "./comment-text";
import { changedContent, replyContent, type Thread, textOf } from "./threads";

type CommentThreadProps = Readonly<{
  call: CallRef;
  thread: Thread;
  zone: string;
  mayAdd: boolean;
  /** The first comment's words stand right above it. */
  isTold?: boolean;
}>;

/** A comment and the answers to it, each of which can be answered, and one's own changed or removed. */
export function CommentThread({ call, thread, zone, mayAdd, isTold = false }: CommentThreadProps) {
  const { add, remove, change } = useCallLabels(call);
  const [editing, setEditing] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const replyButton = useRef<HTMLButtonElement>(null);
  const isReplying = editing === thread.id && mayAdd;

  const entry = (label: OutgoingLabel) => (
    <Entry
      label={label}
      zone={zone}
      isTold={isTold && label === thread.root}
      error={change.isError && change.variables.label.id === label.id ? change.error.message : undefined}
      isPending={change.isPending}
      onChange={async (text) => {
        await change.mutateAsync({ label, content: changedContent(label, text) });
      }}
      onRemove={() => {
        // The button goes with its comment; the focus stays in the thread.
        box.current?.focus();
        remove.mutate(label);
      }}
    />
  );
  return (
    <div ref={box} tabIndex={-1} className="flex min-w-0 flex-1 flex-col gap-1 outline-none">
      {thread.root ? entry(thread.root) : <p className="text-ink-faint italic">This comment was removed.</p>}
      {thread.replies.length > 0 ? (
        <ul aria-label="Replies" className="flex flex-col gap-1 border-line border-l-2 pl-2">
          {thread.replies.map((label) => (
            <li key={label.id}>{entry(label)}</li>
          ))}
        </ul>
      ) : null}
      {mayAdd && thread.root && !isPendingLabel(thread.root) ? (
        <button
          ref={replyButton}
          type="button"
          aria-expanded={isReplying}
          onClick={() => setEditing(isReplying ? null : thread.id)}
          className="self-start rounded text-accent text-sm underline-offset-2 hover:underline print:hidden"
        >
          Reply
        </button>
      ) : null}
      {isReplying ? (
        <CommentText
          label="Your reply"
          action="Reply"
          error={add.isError ? add.error.message : undefined}
          isPending={add.isPending}
          onSave={(text) =>
            add.mutate(
              { name: "comment", content: replyContent(text, thread) },
              {
                onSuccess: () => {
                  setEditing(null);
                  replyButton.current?.focus();
                },
              },
            )
          }
          onCancel={() => {
            setEditing(null);
            replyButton.current?.focus();
          }}
        />
      ) : null}
      {remove.error ? (
        <p role="alert" className="text-danger text-sm">
          {remove.error.message}
        </p>
      ) : null}
    </div>
  );
}

type EntryProps = Readonly<{
  label: OutgoingLabel;
  zone: string;
  isTold: boolean;
  error: string | undefined;
  isPending: boolean;
  onChange: (text: string) => Promise<void>;
  onRemove: () => void;
}>;

function Entry({ label, zone, isTold, error, isPending, onChange, onRemove }: EntryProps) {
  const [isEditing, setIsEditing] = useState(false);
  const editButton = useRef<HTMLButtonElement>(null);
  const text = textOf(label);
  const close = () => {
    setIsEditing(false);
    editButton.current?.focus();
  };
  // What is hidden from this reader would be lost if they saved the text as they see it.
  const canEdit = label.removable && !text.includes(MASKED) && !isPendingLabel(label);
  return (
    <div className={isPendingLabel(label) ? "opacity-60" : undefined}>
      {isEditing ? (
        <CommentText
          label="Change the comment"
          initial={text}
          action="Save"
          error={error}
          isPending={isPending}
          onSave={(changed) => {
            // The refusal is shown beside the field; the words typed stay in it.
            onChange(changed).then(close, () => undefined);
          }}
          onCancel={close}
        />
      ) : isTold ? null : (
        <p className="wrap-anywhere whitespace-pre-line">
          <bdi>{text}</bdi>
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-2 text-ink-faint text-sm">
        <Author label={label} zone={zone} />
        {canEdit ? (
          <Button
            ref={editButton}
            tone="quiet"
            size="small"
            className="print:hidden"
            aria-label={`Edit: ${text.slice(0, 40)}`}
            aria-expanded={isEditing}
            onClick={() => setIsEditing((is) => !is)}
          >
            Edit
          </Button>
        ) : null}
        {label.removable ? (
          <Button
            tone="quiet"
            size="small"
            className="print:hidden"
            aria-label={`Remove: ${text.slice(0, 40)}`}
            onClick={onRemove}
          >
            Remove
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Author({ label, zone }: Readonly<{ label: OutgoingLabel; zone: string }>) {
  const ms = readTime(label.createTime);
  if (!label.createUser && ms === null) return null;
  return (
    <p className="flex min-w-0 gap-1">
      {label.createUser ? <ClearValue value={label.createUser} className="min-w-0" /> : null}
      {ms === null ? null : <span className="shrink-0">{fullTime(ms, zone)}</span>}
      {label.kept === "earmark" && !isPendingLabel(label) ? (
        <span className="truncate">· kept by Earmark</span>
      ) : null}
    </p>
  );
}
