import { ApiError } from "@/lib/api-client/fetch-json";
import type { SavedAnswers } from "@/lib/api-client/reviews";
import type { Answer, Answers } from "@/lib/domain/reviews/answers";
import {
  type AnswerSheet,
  answer,
  confirmSent,
  type Draft,
  draftOf,
  endTyping,
  hasUnsaved,
  redo,
  restore,
  send,
  startSheet,
  takeBackSent,
  takeUp,
  undo,
  unsavedIn,
  type Walk,
} from "./answer-sheet";

/** `stopped` = it is of no use to try again: the review is not open to answers any more, or the server refuses them. */
export type SaveState = Readonly<
  { kind: "saved" } | { kind: "saving" } | { kind: "waiting" | "stopped"; words: string }
>;

export type Work = Readonly<{ sheet: AnswerSheet; save: SaveState }>;

/** The world around: the server, and this browser's own storage. */
export type AutosaveWorld = Readonly<{
  save: (body: { answers: Answers; revision: number }, keepalive: boolean) => Promise<SavedAnswers>;
  /** The answers as the server has them; `canAnswer` false = they can't be changed any more. */
  read: () => Promise<Readonly<{ answers: Answers; revision: number; canAnswer: boolean }>>;
  /** Keeps what is unsaved in this browser; an empty draft forgets it. */
  keep: (draft: Draft) => void;
  onSaved: (answers: Answers, saved: SavedAnswers) => void;
}>;

export type Autosave = Readonly<{
  get: () => Work;
  subscribe: (listener: () => void) => () => void;
  change: (questionId: string, to: Answer, isTyped?: boolean) => void;
  endTyping: () => void;
  /** Says what was taken back; null = there was nothing. */
  undo: () => Walk | null;
  redo: () => Walk | null;
  /** Saves at once. True = the server has everything. */
  flush: () => Promise<boolean>;
  /** The page is going away: sends what there is, without waiting. */
  leave: () => void;
  /** Newer news from the server. */
  restore: (answers: Answers, revision: number) => void;
  /** Tries again at once: the network is back, or somebody asked. */
  retry: () => void;
}>;

const PAUSE_MS = 500;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000] as const;
const LONGEST_RETRY_MS = 30_000;
/** An answer that is changed in two places at once is settled by reading again; not for ever. */
const MOST_CONFLICTS = 5;
const CONFLICT = 409;

/**
 * Keeps the answers of one review in step with the server: one request at a time, some moments after the last change, again
 * and again while it can't be reached. What the server has not confirmed is kept in this browser.
 */
export function createAutosave(
  start: Readonly<{ answers: Answers; revision: number; draft: Draft; questionIds: ReadonlySet<string> }>,
  world: AutosaveWorld,
): Autosave {
  const listeners = new Set<() => void>();
  let work: Work = {
    sheet: takeUp(startSheet(start.answers, start.revision), start.draft, start.questionIds),
    save: { kind: "saved" },
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let going: Promise<void> | null = null;
  let failures = 0;
  let conflicts = 0;

  const set = (sheet: AnswerSheet, save: SaveState = work.save) => {
    if (sheet === work.sheet && save === work.save) return;
    work = { sheet, save };
    world.keep(draftOf(sheet));
    for (const listener of listeners) listener();
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void go(), ms);
  };

  const go = (): Promise<void> => {
    clearTimeout(timer);
    going ??= sendOnce().finally(() => {
      going = null;
      if (work.save.kind === "saving" && hasUnsaved(work.sheet)) later(0);
    });
    return going;
  };

  const sendOnce = async (): Promise<void> => {
    const next = send(work.sheet);
    if (!next || work.save.kind === "stopped") return;
    set(next.sheet, { kind: "saving" });
    try {
      const saved = await world.save({ answers: next.answers, revision: next.sheet.revision }, true);
      failures = 0;
      conflicts = 0;
      const sheet = confirmSent(work.sheet, saved.revision);
      set(sheet, { kind: hasUnsaved(sheet) ? "saving" : "saved" });
      world.onSaved(sheet.stored, saved);
    } catch (error) {
      set(takeBackSent(work.sheet));
      if (error instanceof ApiError && error.status === CONFLICT) await settle(error);
      else giveWay(error);
    }
  };

  /** Somebody else has written: reads what stands there now, and goes on over it. */
  const settle = async (conflict: ApiError): Promise<void> => {
    conflicts += 1;
    try {
      const now = await world.read();
      const sheet = restore(work.sheet, now.answers, now.revision);
      if (!now.canAnswer || conflicts > MOST_CONFLICTS)
        set(sheet, { kind: "stopped", words: conflict.message });
      else set(sheet);
    } catch (error) {
      giveWay(error);
    }
  };

  const giveWay = (error: unknown) => {
    const words = error instanceof Error ? error.message : "Something went wrong.";
    const isRefusal =
      error instanceof ApiError && error.status >= 400 && error.status < 500 && !PASSING.has(error.status);
    if (isRefusal) return set(work.sheet, { kind: "stopped", words });
    const asked = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
    const waitMs = Math.max(asked, RETRY_MS[failures] ?? LONGEST_RETRY_MS);
    failures += 1;
    set(work.sheet, { kind: "waiting", words });
    later(waitMs);
  };

  const changeTo = (sheet: AnswerSheet) => {
    if (sheet === work.sheet) return;
    set(sheet, work.save.kind === "saved" ? { kind: "saving" } : work.save);
    // One that waits for the network keeps its own time.
    if (work.save.kind === "saving") later(PAUSE_MS);
  };

  if (hasUnsaved(work.sheet)) {
    work = { ...work, save: { kind: "saving" } };
    later(0);
  }

  return {
    get: () => work,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change: (questionId, to, isTyped) => changeTo(answer(work.sheet, questionId, to, isTyped)),
    endTyping: () => set(endTyping(work.sheet)),
    undo() {
      const { sheet, walk } = undo(work.sheet);
      changeTo(sheet);
      return walk;
    },
    redo() {
      const { sheet, walk } = redo(work.sheet);
      changeTo(sheet);
      return walk;
    },
    async flush() {
      // What is on its way may leave something behind; a second round takes that along.
      for (let rounds = 0; rounds < MOST_CONFLICTS && hasUnsaved(work.sheet); rounds += 1) {
        await go();
        if (work.save.kind !== "saving") break;
      }
      return !hasUnsaved(work.sheet);
    },
    leave() {
      const { sheet } = work;
      if (work.save.kind === "stopped" || Object.keys(sheet.changed).length === 0) return;
      // What is on its way has made the next revision by the time this arrives.
      const revision = sheet.sent === null ? sheet.revision : sheet.revision + 1;
      const answers = sheet.sent === null ? unsavedIn(sheet) : sheet.changed;
      world.save({ answers, revision }, true).catch(() => undefined);
    },
    restore: (answers, revision) => set(restore(work.sheet, answers, revision)),
    retry() {
      if (!hasUnsaved(work.sheet)) return;
      set(work.sheet, { kind: "saving" });
      void go();
    },
  };
}

/** Refusals that pass: a time limit, too many at once. */
const PASSING: ReadonlySet<number> = new Set([408, 429]);
