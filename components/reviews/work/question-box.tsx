"use client";

import { clsx } from "clsx";
import { Check, Clock, PencilLine } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import { Button } from "@/components/ui/button";
import { type Answer, isAnswered } from "@/lib/domain/reviews/answers";
import type { Question } from "@/lib/domain/reviews/scorecard";
import type { OutgoingReview } from "@/lib/privacy/outgoing-review";
import { QuestionField } from "../question-fields";
import { MomentChips } from "./moment-chips";
import { NoteField } from "./note-field";
import { answerWords, keyedAnswer, keysOf } from "./scoring-keys";

export type QuestionActs = Readonly<{
  change: (question: Question, answer: Answer, isTyped?: boolean) => void;
  /** Makes it the one in hand. */
  take: (questionId: string) => void;
  /** The focus goes to the question before or behind, or to the next one that is open. */
  step: (by: 1 | -1) => void;
  toNextOpen: () => void;
  bind: (question: Question) => void;
  openNote: (questionId: string) => void;
  closeNote: (questionId: string, isLeft: boolean) => void;
}>;

type QuestionBoxProps = Readonly<{
  review: OutgoingReview;
  question: Question;
  /** Counted through all sections, from 1. */
  number: number;
  count: number;
  answer: Answer;
  isCurrent: boolean;
  isNoteOpen: boolean;
  acts: QuestionActs;
}>;

/** The element of a question that takes the focus. */
export const questionElementId = (questionId: string) => `question-${questionId}`;

/** One question with its answer, the moments it rests on and a note. The whole box takes the focus, for the keys. */
export function QuestionBox(props: QuestionBoxProps) {
  const { review, question, number, count, answer, isCurrent, acts } = props;
  const box = useRef<HTMLElement>(null);
  const isPointed = useRef(false);
  const isDone = isAnswered(question, answer) && (answer.value !== null || answer.notApplicable);
  const hasNote = props.isNoteOpen || answer.note !== "";

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    isPointed.current = false;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (target instanceof HTMLTextAreaElement) {
      if (!writtenKey(event, acts)) return;
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp")
      acts.step(event.key === "ArrowDown" ? 1 : -1);
    else {
      const isButton = target instanceof HTMLButtonElement;
      const next = !isButton ? keyedAnswer(question, answer, event.key) : null;
      if (!next) return;
      acts.change(question, next);
    }
    event.preventDefault();
    // The player has some of these keys too.
    event.stopPropagation();
  };

  return (
    <article
      ref={box}
      id={questionElementId(question.id)}
      tabIndex={-1}
      aria-label={`Question ${number} of ${count}: ${sentence(question.text)} ${answerWords(question, answer)}`}
      aria-current={isCurrent ? "true" : undefined}
      onKeyDown={onKeyDown}
      onFocus={() => acts.take(question.id)}
      onPointerDown={() => {
        isPointed.current = true;
        acts.take(question.id);
      }}
      className={clsx(
        "grid scroll-mt-16 scroll-mb-24 grid-cols-[32px_minmax(0,1fr)_auto] gap-x-2 border-l-2 py-2 pr-2 pl-1 outline-none",
        "focus-visible:outline-2 focus-visible:outline-accent focus-visible:-outline-offset-2",
        isCurrent ? "border-l-accent bg-canvas" : "border-l-transparent",
      )}
    >
      <span
        aria-hidden
        className={clsx(
          "flex h-5 items-center justify-end gap-0.5",
          isDone ? "text-accent" : "text-ink-faint",
        )}
      >
        {isDone ? <Check className="size-3.5" /> : null}
        {number}
      </span>
      <div className="flex min-w-0 flex-col gap-1.5">
        <QuestionField
          question={question}
          answer={answer}
          onChange={(next) => {
            acts.change(question, next, question.kind === "text");
            // Pressed with the mouse: the arrows then go through the questions, not through the choices.
            if (isPointed.current && question.kind !== "text") box.current?.focus();
          }}
        />
        <MomentChips
          review={review}
          about={`question ${number}`}
          moments={answer.moments}
          onRemove={(index) => {
            box.current?.focus();
            acts.change(question, { ...answer, moments: answer.moments.filter((_, at) => at !== index) });
          }}
        />
        {hasNote ? (
          <NoteField
            label={`Note on question ${number}`}
            value={answer.note}
            onChange={(note) => acts.change(question, { ...answer, note }, true)}
            onDone={(isLeft) => acts.closeNote(question.id, isLeft)}
          />
        ) : null}
      </div>
      <div className="flex items-start gap-0.5">
        <span aria-hidden className="mt-1.5 mr-1 hidden text-ink-faint text-xs lg:inline">
          {isCurrent ? keysOf(question) : null}
        </span>
        <Button
          tone="quiet"
          size="icon"
          tabIndex={isCurrent ? 0 : -1}
          aria-label={`Bind what is heard now to question ${number}`}
          title="Heard here: bind this moment, or the picked span (H)"
          onClick={() => acts.bind(question)}
        >
          <Clock aria-hidden className="size-4" />
        </Button>
        <Button
          tone="quiet"
          size="icon"
          tabIndex={isCurrent ? 0 : -1}
          aria-label={`Note on question ${number}`}
          title="Note (W)"
          onClick={() => acts.openNote(question.id)}
        >
          <PencilLine aria-hidden className="size-4" />
        </Button>
      </div>
    </article>
  );
}

function sentence(text: string): string {
  return /[.?!:…]$/.test(text) ? text : `${text}.`;
}

/** In a text, Enter goes on to what is open, Escape back to the question, Shift and Enter begins a line. */
function writtenKey(event: KeyboardEvent<HTMLElement>, acts: QuestionActs): boolean {
  if (event.key === "Escape") event.currentTarget.focus();
  else if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) acts.toNextOpen();
  else return false;
  return true;
}
