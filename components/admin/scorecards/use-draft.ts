import { useEffect, useState } from "react";
import { type Question, questionsOf } from "@/lib/domain/reviews/scorecard";
import { type Shares, sharesOf } from "@/lib/domain/reviews/shares";
import {
  addQuestion,
  asKind,
  changeQuestion,
  type Draft,
  duplicateQuestion,
  duplicateSection,
  emptyQuestion,
  emptySection,
  isSameDraft,
  type Kind,
  moveQuestion,
  moveSection,
  putBack,
  type Removed,
  remove,
} from "./draft";
import { type Faults, faultsBelow, faultsOf } from "./draft-faults";

const NO_FAULTS: Faults = new Map();

/** `data-part` of the elements that get the focus when a part was added, moved or taken out. */
export const elementOf = {
  name: (id: string) => `${id}-name`,
  kind: (id: string) => `${id}-kind`,
  toggle: (id: string) => `${id}-toggle`,
  up: (id: string) => `${id}-up`,
  down: (id: string) => `${id}-down`,
  undo: "undo-removal",
} as const;

/** A scorecard being written: the draft, what is wrong with it once that was asked for, and what can be done to it. */
export type Editing = Readonly<{
  draft: Draft;
  isDirty: boolean;
  shares: Shares;
  faults: Faults;
  /** What was taken out last, to be put back. */
  removed: Removed | null;
  /** What was done last, for screen readers. */
  told: string;
  isOpen: (id: string) => boolean;
  toggle: (id: string) => void;
  toggleAll: (isOpen: boolean) => void;
  change: (next: (draft: Draft) => Draft) => void;
  addQuestion: (sectionId: string, kind: Kind) => void;
  addSection: () => void;
  /** Another kind of question in its place. */
  turnInto: (question: Question, kind: Kind) => void;
  /** `focusOn` = the `data-part` that has the focus afterwards. */
  move: (id: string, by: -1 | 1, focusOn: string) => void;
  duplicate: (id: string) => void;
  remove: (id: string) => void;
  undo: () => void;
  /** Shows what is wrong and goes to the first of it; true = nothing is. */
  check: () => boolean;
  /** Takes this as the stored state; what was taken out before stays out. */
  reset: (draft: Draft) => void;
  /** Puts another content into its place, to be saved or not. */
  replace: (draft: Draft) => void;
}>;

export function useDraft(initial: Draft): Editing {
  const [baseline, setBaseline] = useState(initial);
  const [draft, setDraft] = useState(initial);
  const [removals, setRemovals] = useState<readonly Removed[]>([]);
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(questionsOf(initial).flatMap(({ id, text }) => (text === "" ? [id] : []))),
  );
  const [isChecked, setIsChecked] = useState(false);
  const [told, setTold] = useState("");
  const [focus, setFocus] = useState<Readonly<{ selector: string }> | null>(null);

  // The part it goes to is on the page only after the change has been drawn.
  useEffect(() => {
    if (focus) document.querySelector<HTMLElement>(focus.selector)?.focus();
  }, [focus]);

  const focusOn = (part: string) => setFocus({ selector: `[data-part="${part}"]` });
  const openOnly = (ids: readonly string[]) => setOpen((all) => new Set([...all, ...ids]));
  const isSection = (id: string) => draft.sections.some((section) => section.id === id);

  return {
    draft,
    isDirty: !isSameDraft(draft, baseline),
    shares: sharesOf(draft),
    faults: isChecked ? faultsOf(draft) : NO_FAULTS,
    removed: removals.at(-1) ?? null,
    told,
    isOpen: (id) => open.has(id),
    toggle: (id) =>
      setOpen((all) => new Set(all.has(id) ? [...all].filter((one) => one !== id) : [...all, id])),
    toggleAll: (isOpen) => setOpen(new Set(isOpen ? questionsOf(draft).map(({ id }) => id) : [])),
    change: setDraft,
    addQuestion: (sectionId, kind) => {
      const question = emptyQuestion(kind);
      setDraft((now) => addQuestion(now, sectionId, question));
      openOnly([question.id]);
      focusOn(elementOf.name(question.id));
    },
    addSection: () => {
      const section = emptySection();
      setDraft((now) => ({ ...now, sections: [...now.sections, section] }));
      openOnly(section.questions.map(({ id }) => id));
      focusOn(elementOf.name(section.id));
    },
    turnInto: (question, kind) => {
      const other = asKind(question, kind);
      setDraft((now) => changeQuestion(now, question.id, () => other));
      openOnly([other.id]);
      focusOn(elementOf.kind(other.id));
    },
    move: (id, by, part) => {
      const next = isSection(id) ? moveSection(draft, id, by) : moveQuestion(draft, id, by);
      setDraft(next);
      setTold(next === draft ? "It is at the end already." : placeWords(next, id));
      focusOn(part);
    },
    duplicate: (id) => {
      const copy = isSection(id) ? duplicateSection(draft, id) : duplicateQuestion(draft, id);
      setDraft(copy.draft);
      openOnly([copy.id]);
      focusOn(elementOf.name(copy.id));
      setTold("Copied.");
    },
    remove: (id) => {
      const { draft: next, removed } = remove(draft, id);
      if (!removed) return;
      setDraft(next);
      setRemovals((all) => [...all, removed]);
      focusOn(elementOf.undo);
    },
    undo: () => {
      const last = removals.at(-1);
      if (!last) return;
      setDraft((now) => putBack(now, last));
      setRemovals((all) => all.slice(0, -1));
      focusOn(last.kind === "section" ? elementOf.name(last.section.id) : elementOf.toggle(last.question.id));
      setTold("Put back.");
    },
    check: () => {
      const faults = faultsOf(draft);
      setIsChecked(true);
      if (faults.size === 0) return true;
      openOnly(
        draft.sections.flatMap(({ questions }, place) =>
          questions.flatMap(({ id }, index) =>
            faultsBelow(faults, `sections.${place}.questions.${index}`).length > 0 ? [id] : [],
          ),
        ),
      );
      setFocus({ selector: "[data-scorecard-form] :is([aria-invalid=true], [data-fault])" });
      return false;
    },
    reset: (stored) => {
      setBaseline(stored);
      setDraft(stored);
      setRemovals([]);
      setIsChecked(false);
    },
    replace: (other) => {
      setDraft(other);
      setRemovals([]);
    },
  };
}

function placeWords(draft: Draft, id: string): string {
  const place = draft.sections.findIndex((section) => section.id === id);
  if (place >= 0) return `Section ${place + 1} of ${draft.sections.length}.`;
  for (const { title, questions } of draft.sections) {
    const index = questions.findIndex((question) => question.id === id);
    if (index >= 0) return `Question ${index + 1} of ${questions.length} in ${title || "its section"}.`;
  }
  return "";
}
