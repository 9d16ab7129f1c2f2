"use client";

import { type KeyboardEvent, useId } from "react";
import { TextArea } from "@/components/ui/field";

type NoteFieldProps = Readonly<{
  label: string;
  value: string;
  onChange: (text: string) => void;
  /** Enter, Escape, or the focus gone. */
  onDone: (isLeft: boolean) => void;
}>;

/** Words to an answer: Enter and Escape go back to the question, Shift and Enter begins a line. */
export function NoteField({ label, value, onChange, onDone }: NoteFieldProps) {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    const isEnd = event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing;
    if (event.ctrlKey || event.metaKey || !(isEnd || event.key === "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    onDone(false);
  };
  return (
    <div className="flex flex-col gap-0.5">
      <label htmlFor={id} className="text-ink-soft text-sm">
        {label}
      </label>
      <TextArea
        id={id}
        data-note
        rows={1}
        maxLength={2_000}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => onDone(true)}
        className="field-sizing-content"
      />
    </div>
  );
}
