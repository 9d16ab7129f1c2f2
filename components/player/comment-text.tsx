"use client";

import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";

type CommentTextProps = Readonly<{
  label: string;
  initial?: string;
  action: string;
  error: string | undefined;
  isPending: boolean;
  onSave: (text: string) => void;
  onCancel: () => void;
}>;

/** Words to be written about a call: Enter saves, Shift and Enter begins a line, Escape leaves. */
export function CommentText(props: CommentTextProps) {
  const { label, initial, action, error, isPending, onSave, onCancel } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  // The focus is outside React: the form was asked for by a key or a button, and typing should go into it.
  useEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onCancel();
    } else if (
      event.key === "Enter" &&
      !event.shiftKey &&
      !event.nativeEvent.isComposing &&
      event.target === field.current
    ) {
      event.preventDefault();
      event.currentTarget.requestSubmit();
    }
  };
  return (
    <form
      className="flex flex-col gap-1"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        const text = String(new FormData(event.currentTarget).get("text") ?? "").trim();
        if (text !== "" && !isPending) onSave(text);
      }}
    >
      <label htmlFor={id} className="font-medium text-ink-soft text-sm">
        {label}
      </label>
      <div className="flex flex-wrap items-start gap-2">
        <TextArea
          id={id}
          ref={field}
          name="text"
          rows={1}
          required
          maxLength={4_000}
          defaultValue={initial}
          autoComplete="off"
          className="field-sizing-content min-w-0 flex-1 basis-40"
          aria-describedby={error ? `${id}-error` : undefined}
          aria-invalid={error ? true : undefined}
        />
        <Button type="submit" tone="primary" disabled={isPending}>
          {action}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : null}
    </form>
  );
}
