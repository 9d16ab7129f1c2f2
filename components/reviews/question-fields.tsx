"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, useId, useRef } from "react";
import { TextArea } from "@/components/ui/field";
import type { Answer } from "@/lib/domain/reviews/answers";
import type { Question } from "@/lib/domain/reviews/scorecard";
import { answerByKey, failingWords, NOT_APPLICABLE_KEY, optionsOf } from "./question-options";

type QuestionFieldProps = Readonly<{
  question: Question;
  answer: Answer;
  onChange: (answer: Answer) => void;
  disabled?: boolean;
}>;

/**
 * One question with its answer: the text, what to listen for, and the control of its kind. While it has the focus, Y and N,
 * digits and arrows choose, `-` says that it does not apply, Delete takes the answer back.
 */
export function QuestionField(props: QuestionFieldProps) {
  return props.question.kind === "text" ? <TextQuestion {...props} /> : <ChosenQuestion {...props} />;
}

function ChosenQuestion({ question, answer, onChange, disabled = false }: QuestionFieldProps) {
  const id = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  const options = optionsOf(question);
  const failing = failingWords(question);
  const describedBy = [question.help ? `${id}-help` : null, failing ? `${id}-failing` : null]
    .filter(Boolean)
    .join(" ");

  const onKeyDown = (event: KeyboardEvent) => {
    if (disabled || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = answerByKey(question, answer, event.key);
    if (!next) return;
    event.preventDefault();
    onChange(next);
    const chosen = next.notApplicable ? NOT_APPLICABLE_KEY : String(next.value);
    const radios = [...(group.current?.querySelectorAll("input") ?? [])];
    radios.find(({ value }) => value === chosen)?.focus();
  };
  const choices = [
    ...options.map((option) => ({
      ...option,
      isChosen: !answer.notApplicable && answer.value === option.value,
      next: { ...answer, value: option.value, notApplicable: false },
    })),
    ...(question.allowsNotApplicable
      ? [
          {
            value: NOT_APPLICABLE_KEY,
            text: "Does not apply",
            shortcut: NOT_APPLICABLE_KEY,
            fails: false,
            isChosen: answer.notApplicable,
            next: { ...answer, value: null, notApplicable: true },
          },
        ]
      : []),
  ];

  return (
    <fieldset
      ref={group}
      disabled={disabled}
      aria-describedby={describedBy || undefined}
      onKeyDown={onKeyDown}
      className="flex min-w-0 flex-col gap-1.5"
    >
      <legend className="mb-1.5">
        <bdi className="font-medium">{question.text}</bdi>
      </legend>
      <QuestionHelp id={`${id}-help`} help={question.help} />
      <div className="flex flex-wrap gap-1.5">
        {choices.map(({ value, text, shortcut, fails, isChosen, next }) => (
          <label key={value} className={clsx(CHIP, fails ? FAILING : PLAIN)}>
            <input
              type="radio"
              name={id}
              value={String(value)}
              checked={isChosen}
              aria-keyshortcuts={shortcut ?? undefined}
              onChange={() => onChange(next)}
              className="sr-only"
            />
            <bdi>{text}</bdi>
          </label>
        ))}
      </div>
      {failing ? (
        <p
          id={`${id}-failing`}
          className={clsx("text-sm", choices.some(isFatal) ? "font-medium text-danger" : "text-ink-faint")}
        >
          {choices.some(isFatal) ? "This answer fails the review" : failing}
        </p>
      ) : null}
    </fieldset>
  );
}

const isFatal = ({ fails, isChosen }: Readonly<{ fails: boolean; isChosen: boolean }>) => fails && isChosen;

const CHIP =
  "relative inline-flex min-h-8 min-w-8 cursor-pointer items-center justify-center rounded border border-line-strong bg-surface px-2.5 py-1 hover:bg-canvas has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-1 has-disabled:cursor-not-allowed has-disabled:opacity-60 forced-colors:has-checked:bg-[Highlight] forced-colors:has-checked:text-[HighlightText]";
const PLAIN = "has-checked:border-accent has-checked:bg-accent has-checked:text-accent-ink";
const FAILING = "has-checked:border-danger has-checked:bg-danger has-checked:text-danger-ink";

function TextQuestion({ question, answer, onChange, disabled = false }: QuestionFieldProps) {
  const id = useId();
  const isRequired = question.kind === "text" && question.isRequired;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id}>
        <bdi className="font-medium">{question.text}</bdi>
        {isRequired ? null : <span className="text-ink-faint"> (optional)</span>}
      </label>
      <QuestionHelp id={`${id}-help`} help={question.help} />
      <TextArea
        id={id}
        rows={3}
        maxLength={4_000}
        disabled={disabled || answer.notApplicable}
        required={isRequired && !answer.notApplicable}
        aria-describedby={question.help ? `${id}-help` : undefined}
        value={typeof answer.value === "string" ? answer.value : ""}
        onChange={(event) => onChange({ ...answer, value: event.target.value || null, notApplicable: false })}
      />
      {question.allowsNotApplicable ? (
        <label className="inline-flex min-h-6 items-center gap-2 self-start">
          <input
            type="checkbox"
            disabled={disabled}
            checked={answer.notApplicable}
            onChange={(event) => onChange({ ...answer, value: null, notApplicable: event.target.checked })}
          />
          Does not apply
        </label>
      ) : null}
    </div>
  );
}

function QuestionHelp({ id, help }: Readonly<{ id: string; help: string }>) {
  return help ? (
    <p id={id} className="whitespace-pre-line text-ink-soft text-sm">
      {help}
    </p>
  ) : null;
}
