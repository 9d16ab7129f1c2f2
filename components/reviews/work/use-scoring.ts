"use client";

import { useState } from "react";
import { spanWords } from "@/components/player/marks";
import { usePlayer } from "@/components/player/player-context";
import { useNotify } from "@/components/shell/notices";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import { type Answer, isAnswered, progressOf } from "@/lib/domain/reviews/answers";
import { type Question, questionsOf } from "@/lib/domain/reviews/scorecard";
import type { OutgoingReview } from "@/lib/privacy/outgoing-review";
import { answerIn, answersIn, type Walk } from "./answer-sheet";
import type { Autosave } from "./autosave";
import { type QuestionActs, questionElementId } from "./question-box";
import { ANSWER_KEYS, answerWords, keyedAnswer, nextOpenFrom, stepFrom } from "./scoring-keys";

const MOST_MOMENTS = 20;

export type Scoring = Readonly<{
  currentId: string | null;
  openNoteId: string | null;
  acts: QuestionActs;
  /** Puts the focus on a question. */
  focus: (questionId: string) => void;
  /** Takes the last change back, or does it again, and goes to its question. */
  walk: (direction: "undo" | "redo") => void;
  /** The first question that still needs an answer. */
  firstOpen: () => string | null;
}>;

/** Which question is in hand, and what keys and buttons do to it. `say` tells a screen reader what a key has done. */
export function useScoring(
  review: OutgoingReview,
  autosave: Autosave,
  canAnswer: boolean,
  say: (words: string) => void,
): Scoring {
  const { card } = review;
  const { placeNow } = usePlayer();
  const notify = useNotify();
  const isDone = (question: Question) => isAnswered(question, answerIn(autosave.get().sheet, question.id));
  const [picked, setPicked] = useState<string | null>(() => nextOpenFrom(card, isDone, null));
  const [openNoteId, setOpenNoteId] = useState<string | null>(null);
  const questions = questionsOf(card);
  const current = questions.find(({ id }) => id === picked) ?? questions[0];

  const focus = (questionId: string | null) => {
    if (questionId === null) return;
    setPicked(questionId);
    const element = document.getElementById(questionElementId(questionId));
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  };
  const isInHand = () => current !== undefined && isFocusIn(questionElementId(current.id));
  const change = (question: Question, answer: Answer, isTyped = false) => {
    if (!canAnswer) return;
    const before = answerIn(autosave.get().sheet, question.id);
    autosave.change(question.id, answer, isTyped);
    if (isTyped) return;
    const isOther = answer.value !== before.value || answer.notApplicable !== before.notApplicable;
    if (isOther) say(`${answerWords(question, answer)}. ${doneWords(review, autosave)}`);
  };
  const bind = (question: Question) => {
    const place = placeNow();
    const segment = review.segments.find(({ mediaKey }) => mediaKey === place?.mediaKey);
    if (place?.call.kind !== "review" || place.call.id !== review.id || !segment) {
      notify("Nothing of this review is in the player.");
      return;
    }
    const { startMs, endMs } = place;
    const answer = answerIn(autosave.get().sheet, question.id);
    const moment = { segment: segment.n, startMs, ...(endMs === null ? {} : { endMs }) };
    const isKnown = answer.moments.some(
      (one) => one.segment === moment.segment && one.startMs === startMs && one.endMs === moment.endMs,
    );
    if (!isKnown && answer.moments.length >= MOST_MOMENTS) {
      notify(`An answer rests on ${MOST_MOMENTS} moments at most.`);
      return;
    }
    if (!isKnown) change(question, { ...answer, moments: [...answer.moments, moment] });
    say(`Bound at ${spanWords(startMs, endMs)}`);
  };
  const openNote = (questionId: string) => {
    setPicked(questionId);
    setOpenNoteId(questionId);
    // The field comes with the next paint.
    requestAnimationFrame(() => writtenFieldOf(questionId)?.focus());
  };
  const toNextOpen = () => focus(nextOpenFrom(card, isDone, current?.id ?? null) ?? current?.id ?? null);

  const acts: QuestionActs = {
    change,
    take: setPicked,
    // The first arrow takes the question in hand itself.
    step: (by) => focus(isInHand() ? stepFrom(card, current?.id ?? null, by) : (current?.id ?? null)),
    toNextOpen,
    bind,
    openNote,
    closeNote(questionId, isLeft) {
      autosave.endTyping();
      setOpenNoteId((open) => (open === questionId ? null : open));
      if (!isLeft) focus(questionId);
    },
  };

  const onCurrent = (act: (question: Question) => void) => () => {
    if (!canAnswer || !current) return false;
    act(current);
    return true;
  };
  const byKey = (key: string) =>
    onCurrent((question) => {
      const next = keyedAnswer(question, answerIn(autosave.get().sheet, question.id), key);
      if (!next) return;
      focus(question.id);
      change(question, next);
    });
  useShortcuts({
    ...Object.fromEntries(ANSWER_KEYS.map((key) => [key, byKey(key)])),
    // To be read, a review is scrolled by the arrows as any page.
    ArrowDown: () => (canAnswer ? acts.step(1) : false),
    ArrowUp: () => (canAnswer ? acts.step(-1) : false),
    Enter: (event) => {
      if (!canAnswer || isPressable(event.target)) return false;
      if (current?.kind === "text" && isInHand()) writtenFieldOf(current.id)?.focus();
      else toNextOpen();
      return true;
    },
    h: onCurrent(bind),
    w: onCurrent((question) =>
      question.kind === "text" ? writtenFieldOf(question.id)?.focus() : openNote(question.id),
    ),
  });

  return {
    currentId: current?.id ?? null,
    openNoteId,
    acts,
    focus,
    walk(direction) {
      const walk = autosave[direction]();
      if (walk === null) {
        say(direction === "undo" ? "There is nothing to take back." : "There is nothing to do again.");
        return;
      }
      focus(walk.questionId);
      say(walkWords(walk, direction, questions, autosave));
    },
    firstOpen: () => nextOpenFrom(card, isDone, null),
  };
}

function doneWords({ card }: OutgoingReview, autosave: Autosave): string {
  const { sheet } = autosave.get();
  const { done, total } = progressOf(card, answersIn(sheet));
  return `${done} of ${total} answered`;
}

function walkWords(
  { questionId, part }: Walk,
  direction: "undo" | "redo",
  questions: readonly Question[],
  autosave: Autosave,
): string {
  const number = questions.findIndex(({ id }) => id === questionId) + 1;
  const question = questions[number - 1];
  const done = direction === "undo" ? "taken back" : "done again";
  if (!question || part === "note") return `Note on question ${number} ${done}.`;
  if (part === "moments") return `Moment of question ${number} ${done}.`;
  const now = answerWords(question, answerIn(autosave.get().sheet, questionId));
  return `Answer to question ${number} ${done}: now ${now}.`;
}

function isFocusIn(elementId: string): boolean {
  return document.getElementById(elementId)?.contains(document.activeElement) === true;
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, a, summary") !== null;
}

/** Where a question is written to: its note while that is open, else the text that answers it. */
function writtenFieldOf(questionId: string): HTMLTextAreaElement | null {
  const box = document.getElementById(questionElementId(questionId));
  return (
    box?.querySelector<HTMLTextAreaElement>("textarea[data-note]") ?? box?.querySelector("textarea") ?? null
  );
}
