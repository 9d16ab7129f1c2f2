import { callCountWords } from "@/components/format/words";
import type { RuleContent } from "@/lib/domain/reviews/rule";

type Named = readonly Readonly<{ id: string; name: string }>[];

/** `Ann`, `Ann and Bob`, `Ann, Bob and Eve` */
export function listWords(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "nobody";
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** What a rule does, in a sentence or two. */
export function ruleWords(
  rule: RuleContent,
  known: Readonly<{ evaluators: Named; scorecards: Named; searches: Named }>,
): string {
  const nameIn = (list: Named, id: string, otherwise: string) =>
    list.find((one) => one.id === id)?.name ?? otherwise;
  const from =
    rule.search === undefined
      ? "from every call in reach"
      : `from the search “${nameIn(known.searches, rule.search, "somebody's")}”`;
  const people = listWords(rule.evaluators.map((id) => nameIn(known.evaluators, id, "somebody")));
  const card = nameIn(known.scorecards, rule.scorecard, "a scorecard");
  const due =
    rule.dueDays === null ? "" : ` Due ${rule.dueDays === 1 ? "a day" : `${rule.dueDays} days`} later.`;
  const how = rule.calibration ? "each of them scores every call, blind" : "shared out";
  const many = rule.evaluators.length > 1 ? `, ${how}` : "";
  return `${callCountWords(rule.perAgent, false)} per agent and week ${from}, by “${card}”, for ${people}${many}.${due}`;
}
