import { type Answer, type Answers, NO_ANSWER } from "@/lib/domain/reviews/answers";

/** One change of one answer, as it is taken back; `isTyped` = letters that belong together are one change. */
type Step = Readonly<{ questionId: string; before: Answer; after: Answer; isTyped: boolean }>;

/** The answers of a review as they are worked on: what the server has, what is on its way there, and what is still only here. */
export type AnswerSheet = Readonly<{
  /** As the server had them at `revision`. */
  stored: Answers;
  revision: number;
  /** Sent, and not confirmed yet; null = nothing is on its way. */
  sent: Answers | null;
  /** Changed here since. */
  changed: Answers;
  done: readonly Step[];
  undone: readonly Step[];
}>;

const MOST_STEPS = 200;

export function startSheet(stored: Answers, revision: number): AnswerSheet {
  return { stored, revision, sent: null, changed: {}, done: [], undone: [] };
}

/** The answers as they stand here, saved or not. */
export function answersIn({ stored, sent, changed }: AnswerSheet): Answers {
  return { ...stored, ...sent, ...changed };
}

export function answerIn(sheet: AnswerSheet, questionId: string): Answer {
  return answersIn(sheet)[questionId] ?? NO_ANSWER;
}

export function isSameAnswer(one: Answer, other: Answer): boolean {
  return (
    one.value === other.value &&
    one.notApplicable === other.notApplicable &&
    one.note === other.note &&
    JSON.stringify(one.moments) === JSON.stringify(other.moments)
  );
}

/** Everything that the server may not have. */
export function unsavedIn({ sent, changed }: AnswerSheet): Answers {
  return { ...sent, ...changed };
}

export function hasUnsaved(sheet: AnswerSheet): boolean {
  return Object.keys(unsavedIn(sheet)).length > 0;
}

/** Answers a question. `isTyped` = a letter more of a text: taken back with the letters before it. */
export function answer(sheet: AnswerSheet, questionId: string, after: Answer, isTyped = false): AnswerSheet {
  const before = answerIn(sheet, questionId);
  if (isSameAnswer(before, after)) return sheet;
  const last = sheet.done.at(-1);
  const goesOn = isTyped && last?.isTyped === true && last.questionId === questionId;
  const step = { questionId, before: goesOn ? last.before : before, after, isTyped };
  const done = [...(goesOn ? sheet.done.slice(0, -1) : sheet.done), step].slice(-MOST_STEPS);
  return { ...sheet, changed: { ...sheet.changed, [questionId]: after }, done, undone: [] };
}

/** Ends a run of letters: the next one is a change of its own. */
export function endTyping(sheet: AnswerSheet): AnswerSheet {
  const last = sheet.done.at(-1);
  return last?.isTyped
    ? { ...sheet, done: [...sheet.done.slice(0, -1), { ...last, isTyped: false }] }
    : sheet;
}

/** `part` = what of the answer was changed. */
export type Walk = Readonly<{ questionId: string; part: "answer" | "note" | "moments" }>;
type Walked = Readonly<{ sheet: AnswerSheet; walk: Walk | null }>;

function walkOf({ questionId, before, after }: Step): Walk {
  if (before.value !== after.value || before.notApplicable !== after.notApplicable) {
    return { questionId, part: "answer" };
  }
  return { questionId, part: before.note === after.note ? "moments" : "note" };
}

/** Takes the last change back, and says which; null = there is nothing to take back. */
export function undo(sheet: AnswerSheet): Walked {
  const step = sheet.done.at(-1);
  if (!step) return { sheet, walk: null };
  const changed = { ...sheet.changed, [step.questionId]: step.before };
  return {
    sheet: { ...sheet, changed, done: sheet.done.slice(0, -1), undone: [...sheet.undone, step] },
    walk: walkOf(step),
  };
}

/** Does again what was taken back last. */
export function redo(sheet: AnswerSheet): Walked {
  const step = sheet.undone.at(-1);
  if (!step) return { sheet, walk: null };
  const changed = { ...sheet.changed, [step.questionId]: step.after };
  return {
    sheet: {
      ...sheet,
      changed,
      done: [...sheet.done, { ...step, isTyped: false }],
      undone: sheet.undone.slice(0, -1),
    },
    walk: walkOf(step),
  };
}

/** Puts what is changed on its way. One at a time: null = something is on its way, or there is nothing. */
export function send(sheet: AnswerSheet): Readonly<{ sheet: AnswerSheet; answers: Answers }> | null {
  if (sheet.sent !== null || Object.keys(sheet.changed).length === 0) return null;
  return { sheet: { ...sheet, sent: sheet.changed, changed: {} }, answers: sheet.changed };
}

/** The server has what was sent, as its revision `revision`. */
export function confirmSent(sheet: AnswerSheet, revision: number): AnswerSheet {
  return { ...sheet, stored: { ...sheet.stored, ...sheet.sent }, revision, sent: null };
}

/** What was sent did not arrive, or nobody knows: it is to be sent again, under what was changed since. */
export function takeBackSent(sheet: AnswerSheet): AnswerSheet {
  return { ...sheet, sent: null, changed: unsavedIn(sheet) };
}

/** What the server has now; only the questions changed here stay as they are here. Older news than what is known is none. */
export function restore(sheet: AnswerSheet, stored: Answers, revision: number): AnswerSheet {
  return revision <= sheet.revision ? sheet : { ...sheet, stored, revision };
}

/** What was left unsaved the last time: each question as it was then, and as it was to become. */
export type Draft = Readonly<Record<string, Readonly<{ before: Answer; after: Answer }>>>;

/** The unsaved answers, to be kept until the server has them. */
export function draftOf(sheet: AnswerSheet): Draft {
  return Object.fromEntries(
    Object.entries(unsavedIn(sheet)).map(([id, after]) => [
      id,
      { before: sheet.stored[id] ?? NO_ANSWER, after },
    ]),
  );
}

/** Takes up a draft. A question that was answered elsewhere since keeps that answer; one that is there no more is left out. */
export function takeUp(sheet: AnswerSheet, draft: Draft, questionIds: ReadonlySet<string>): AnswerSheet {
  let next = sheet;
  for (const [id, { before, after }] of Object.entries(draft)) {
    if (questionIds.has(id) && isSameAnswer(answerIn(sheet, id), before)) next = answer(next, id, after);
  }
  return next;
}
