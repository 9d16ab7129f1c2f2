import { useQuery } from "@tanstack/react-query";
import { savedSearchesOptions } from "@/lib/api-client/queries";
import { evaluatorsOptions } from "@/lib/api-client/reviews";
import { scorecardsOptions } from "@/lib/api-client/scorecards";

/** What the things that a rule names are called; empty until known. */
export function useRuleNames() {
  const evaluators = useQuery(evaluatorsOptions());
  const scorecards = useQuery(scorecardsOptions());
  const searches = useQuery(savedSearchesOptions());
  return {
    evaluators: evaluators.data ?? [],
    scorecards: scorecards.data ?? [],
    searches: searches.data?.map(({ id, name }) => ({ id, name: name ?? "No name" })) ?? [],
  };
}
