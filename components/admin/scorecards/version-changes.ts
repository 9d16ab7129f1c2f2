import type { Question, ScorecardContent, Section } from "@/lib/domain/reviews/scorecard";

export type Change = Readonly<{
  tone: "added" | "removed" | "changed";
  /** What it is about: the scorecard, a section or a question, as it is called now (or was, when it is gone). */
  about: string;
  words: string;
}>;

/** What changed from one version to another, in the order of the later one, in words. Parts are known by their ids. */
export function changesBetween(before: ScorecardContent, after: ScorecardContent): readonly Change[] {
  return [
    ...differences("Scorecard", [
      ["name", before.name, after.name],
      ["description", before.description, after.description],
      ["pass mark", percentOrNone(before.passPercent), percentOrNone(after.passPercent)],
    ]),
    ...partChanges<Section>(
      before.sections,
      after.sections,
      (section) => `Section “${section.title}”`,
      (old, now) => [
        ["title", old.title, now.title],
        ["weight", `${old.weight}`, `${now.weight}`],
      ],
    ),
    ...orderChange("The sections", before.sections, after.sections),
    ...partChanges<Placed>(placed(before), placed(after), nameOf, questionFields),
    ...after.sections.flatMap((section) => {
      const old = before.sections.find(({ id }) => id === section.id);
      return old ? orderChange(`The questions of “${section.title}”`, old.questions, section.questions) : [];
    }),
  ];
}

type Fields = readonly (readonly [name: string, before: string, after: string])[];
type Part = Readonly<{ id: string }>;
type Placed = Question & Readonly<{ sectionTitle: string; sectionId: string }>;

function placed(content: ScorecardContent): readonly Placed[] {
  return content.sections.flatMap(({ id, title, questions }) =>
    questions.map((question) => ({ ...question, sectionTitle: title, sectionId: id })),
  );
}

function nameOf(question: Placed): string {
  return `Question “${question.text}”`;
}

function partChanges<P extends Part>(
  before: readonly P[],
  after: readonly P[],
  name: (part: P) => string,
  fields: (old: P, now: P) => Fields,
): Change[] {
  const olds = new Map(before.map((part) => [part.id, part]));
  const left = new Set(after.map(({ id }) => id));
  return [
    ...after.flatMap((now): Change[] => {
      const old = olds.get(now.id);
      return old
        ? differences(name(now), fields(old, now))
        : [{ tone: "added", about: name(now), words: "added" }];
    }),
    ...before
      .filter(({ id }) => !left.has(id))
      .map((old): Change => ({ tone: "removed", about: name(old), words: "removed" })),
  ];
}

function differences(about: string, fields: Fields): Change[] {
  return fields
    .filter(([, before, after]) => before !== after)
    .map(([name, before, after]) => ({
      tone: "changed",
      about,
      words: `${name}: ${shown(before)} → ${shown(after)}`,
    }));
}

function shown(value: string): string {
  return value === "" ? "none" : value;
}

/** Told only of parts that both versions have: what came or went has moved nothing. */
function orderChange(about: string, before: readonly Part[], after: readonly Part[]): Change[] {
  const common = (one: readonly Part[], other: readonly Part[]) =>
    one.filter(({ id }) => other.some((part) => part.id === id)).map(({ id }) => id);
  const isSame = common(before, after).join() === common(after, before).join();
  return isSame ? [] : [{ tone: "changed", about, words: "are in another order" }];
}

function questionFields(old: Placed, now: Placed): Fields {
  return [
    ["section", old.sectionId === now.sectionId ? now.sectionTitle : old.sectionTitle, now.sectionTitle],
    ["text", old.text, now.text],
    ["help", old.help, now.help],
    ["weight", old.kind === "text" ? "" : `${old.weight}`, now.kind === "text" ? "" : `${now.weight}`],
    ["may not apply", yesNo(old.allowsNotApplicable), yesNo(now.allowsNotApplicable)],
    ["answers", answersOf(old), answersOf(now)],
  ];
}

/** What can be answered, what it earns and what it fails, in one line. */
function answersOf(question: Question): string {
  switch (question.kind) {
    case "yesNo":
      return `“${question.best}” is best${question.isCritical ? ", the other fails the review" : ""}`;
    case "scale": {
      const { min, max, failsAtOrBelow } = question;
      return `${min} to ${max}${failsAtOrBelow === null ? "" : `, up to ${failsAtOrBelow} fails the review`}`;
    }
    case "choice":
      return question.choices
        .map(({ text, percent, isFailing }) => `“${text}” ${percent} %${isFailing ? " and fails" : ""}`)
        .join(", ");
    case "text":
      return question.isRequired ? "a text that is needed" : "a text";
  }
}

function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}

function percentOrNone(value: number | null): string {
  return value === null ? "" : `${value} %`;
}
