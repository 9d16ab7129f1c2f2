import type { Question, ScorecardContent, Section } from "@/lib/domain/reviews/scorecard";

/** A scorecard while it is written: texts may be empty still, and a number that is none yet is NaN. */
export type Draft = ScorecardContent;
export type Kind = Question["kind"];
export type Choice = Extract<Question, { kind: "choice" }>["choices"][number];
/** A part taken out, with where it stood. */
export type Removed =
  | Readonly<{ kind: "section"; section: Section; index: number }>
  | Readonly<{ kind: "question"; question: Question; sectionId: string; index: number }>;

/** An id no part has ever had: results are compared by it over versions, so one that is gone must not come back. */
function freshId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return `${prefix}-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export function emptyDraft(): Draft {
  return { name: "", description: "", passPercent: 80, sections: [emptySection()] };
}

export function emptySection(): Section {
  return { id: freshId("s"), title: "", weight: 1, questions: [emptyQuestion("yesNo")] };
}

export function emptyChoice(): Choice {
  return { id: freshId("c"), text: "", percent: 0, isFailing: false };
}

export function emptyQuestion(kind: Kind): Question {
  const common = { id: freshId("q"), text: "", help: "", allowsNotApplicable: false };
  switch (kind) {
    case "yesNo":
      return { kind, ...common, weight: 1, best: "yes", isCritical: false };
    case "scale":
      return { kind, ...common, weight: 1, min: 1, max: 5, failsAtOrBelow: null };
    case "choice":
      return { kind, ...common, weight: 1, choices: [{ ...emptyChoice(), percent: 100 }, emptyChoice()] };
    case "text":
      return { kind, ...common, isRequired: false };
  }
}

/** The same words asked in another way. It gets an id of its own: its answers can't be compared with the old ones. */
export function asKind(question: Question, kind: Kind): Question {
  const next = emptyQuestion(kind);
  const { text, help, allowsNotApplicable } = question;
  const kept = { ...next, text, help, allowsNotApplicable };
  return kept.kind === "text" || question.kind === "text" ? kept : { ...kept, weight: question.weight };
}

export function changeSection(draft: Draft, id: string, change: (section: Section) => Section): Draft {
  return {
    ...draft,
    sections: draft.sections.map((section) => (section.id === id ? change(section) : section)),
  };
}

export function changeQuestion(draft: Draft, id: string, change: (question: Question) => Question): Draft {
  return mapSections(draft, (questions) =>
    questions.map((question) => (question.id === id ? change(question) : question)),
  );
}

export function addQuestion(draft: Draft, sectionId: string, question: Question): Draft {
  return changeSection(draft, sectionId, (section) => ({
    ...section,
    questions: [...section.questions, question],
  }));
}

/** One place up (-1) or down (1); beyond the end of its section it goes into the next one. */
export function moveQuestion(draft: Draft, id: string, by: -1 | 1): Draft {
  const at = draft.sections.findIndex(({ questions }) => questions.some((one) => one.id === id));
  const section = draft.sections[at];
  const index = section?.questions.findIndex((one) => one.id === id) ?? -1;
  const question = section?.questions[index];
  if (!section || !question) return draft;
  if (section.questions[index + by]) {
    return changeSection(draft, section.id, (one) => ({
      ...one,
      questions: swapped(one.questions, index, by),
    }));
  }
  const next = draft.sections[at + by];
  if (!next) return draft;
  const without = mapSections(draft, (questions) => questions.filter((one) => one.id !== id));
  return changeSection(without, next.id, (one) => ({
    ...one,
    questions: by === 1 ? [question, ...one.questions] : [...one.questions, question],
  }));
}

export function moveSection(draft: Draft, id: string, by: -1 | 1): Draft {
  const index = draft.sections.findIndex((section) => section.id === id);
  return draft.sections[index + by] ? { ...draft, sections: swapped(draft.sections, index, by) } : draft;
}

/** The copy stands right below. */
export function duplicateQuestion(draft: Draft, id: string): Readonly<{ draft: Draft; id: string }> {
  const copyId = freshId("q");
  const copied = mapSections(draft, (questions) =>
    questions.flatMap((question) =>
      question.id === id ? [question, { ...question, id: copyId }] : [question],
    ),
  );
  return { draft: copied, id: copyId };
}

export function duplicateSection(draft: Draft, id: string): Readonly<{ draft: Draft; id: string }> {
  const copyId = freshId("s");
  const sections = draft.sections.flatMap((section) => {
    if (section.id !== id) return [section];
    const questions = section.questions.map((question) => ({ ...question, id: freshId("q") }));
    return [section, { ...section, id: copyId, questions }];
  });
  return { draft: { ...draft, sections }, id: copyId };
}

/** Takes a section or a question out; `removed` null = there is none such. */
export function remove(draft: Draft, id: string): Readonly<{ draft: Draft; removed: Removed | null }> {
  const at = draft.sections.findIndex((section) => section.id === id);
  const section = draft.sections[at];
  if (section) {
    const sections = draft.sections.filter((one) => one !== section);
    return { draft: { ...draft, sections }, removed: { kind: "section", section, index: at } };
  }
  for (const { id: sectionId, questions } of draft.sections) {
    const index = questions.findIndex((one) => one.id === id);
    const question = questions[index];
    if (!question) continue;
    return {
      draft: mapSections(draft, (all) => all.filter((one) => one !== question)),
      removed: { kind: "question", question, sectionId, index },
    };
  }
  return { draft, removed: null };
}

/** Puts it back where it stood; a question whose section is gone goes to the end of the last one. */
export function putBack(draft: Draft, removed: Removed): Draft {
  if (removed.kind === "section") {
    return { ...draft, sections: draft.sections.toSpliced(removed.index, 0, removed.section) };
  }
  const { question, sectionId, index } = removed;
  const home = draft.sections.find(({ id }) => id === sectionId) ?? draft.sections.at(-1);
  if (!home) return { ...draft, sections: [{ ...emptySection(), questions: [question] }] };
  return changeSection(draft, home.id, (section) => ({
    ...section,
    questions: section.questions.toSpliced(
      home.id === sectionId ? index : section.questions.length,
      0,
      question,
    ),
  }));
}

/** True when nothing differs; a number that is none yet is not the same as none. */
export function isSameDraft(one: Draft, other: Draft): boolean {
  return textOf(one) === textOf(other);
}

function textOf(draft: Draft): string {
  return JSON.stringify(draft, (_, value: unknown) => (Number.isNaN(value) ? "NaN" : value));
}

function mapSections(draft: Draft, change: (questions: Question[]) => Question[]): Draft {
  return {
    ...draft,
    sections: draft.sections.map((section) => ({ ...section, questions: change(section.questions) })),
  };
}

function swapped<T>(items: readonly T[], index: number, by: -1 | 1): T[] {
  const item = items.slice(index, index + 1);
  return items.toSpliced(index, 1).toSpliced(index + by, 0, ...item);
}
