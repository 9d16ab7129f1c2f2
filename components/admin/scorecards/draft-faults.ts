import type { z } from "zod";
import { ScorecardContentSchema } from "@/lib/domain/reviews/scorecard";
import type { Draft } from "./draft";

/** What is wrong with a draft, in words, by the place of the field: `sections.0.questions.2.text`. */
export type Faults = ReadonlyMap<string, string>;

/** Checks a draft by the schema that the server uses. */
export function faultsOf(draft: Draft): Faults {
  const parsed = ScorecardContentSchema.safeParse(draft);
  const faults = new Map<string, string>();
  for (const issue of parsed.error?.issues ?? []) {
    const place = issue.path.join(".");
    if (!faults.has(place)) faults.set(place, wordsOf(issue));
  }
  return faults;
}

/** The faults of one part: those whose place lies below `place`. */
export function faultsBelow(faults: Faults, place: string): readonly string[] {
  return [...faults].flatMap(([at, words]) => (at.startsWith(`${place}.`) ? [words] : []));
}

const LEAST = { sections: "Add a section.", questions: "Add a question.", choices: "Two choices at least." };

function wordsOf(issue: z.core.$ZodIssue): string {
  const name = String(issue.path.at(-1));
  switch (issue.code) {
    case "too_small":
      if (issue.origin === "array")
        return Object.entries(LEAST).find(([list]) => list === name)?.[1] ?? "Add one.";
      return issue.origin === "string" ? "Write something here." : `At least ${issue.minimum}.`;
    case "too_big":
      if (issue.origin === "array") return `At most ${issue.maximum} ${name}.`;
      return issue.origin === "string" ? `At most ${issue.maximum} characters.` : `At most ${issue.maximum}.`;
    case "invalid_type":
      return issue.expected === "int" ? "Enter a whole number." : "Enter a number.";
    case "custom":
      return name in LEAST ? sentence(`${name} ${issue.message}`) : sentence(issue.message);
    default:
      return "This is not valid.";
  }
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
