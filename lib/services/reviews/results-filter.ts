import type { ResultsFilter } from "@/lib/catalog/review-results";
import { holdsAtLeast } from "@/lib/domain/access";
import type { ResultsQuery } from "@/lib/domain/reviews/results";
import type { ServiceContext } from "../context";

type Asked = Omit<ResultsQuery, "bucket" | "zone">;

/** Which reviews are asked for; null = none can be, since the team is not the caller's to know of. */
export function resultsFilter(ctx: ServiceContext, asked: Asked): ResultsFilter | null {
  if (asked.team !== undefined && !knowsTeam(ctx, asked.team)) return null;
  const { scorecard, agent, team, evaluator, fromTime, toTime } = asked;
  return {
    scorecardId: scorecard,
    agentKey: agent,
    team,
    evaluatorId: evaluator,
    ...(fromTime === undefined ? {} : { fromMs: Date.parse(fromTime) }),
    ...(toTime === undefined ? {} : { toMs: Date.parse(toTime) }),
  };
}

/** A team is an access group: a call may bear others beside the one through which somebody knows it. */
export function knowsTeam({ actor }: Pick<ServiceContext, "actor">, team: string): boolean {
  return holdsAtLeast(actor, { accessGroups: [team], partitions: [] });
}

/** What the audit log keeps of it: keys, nobody's name. */
export function filterDetails({
  scorecard,
  agent,
  team,
  evaluator,
  fromTime,
  toTime,
}: Asked): Readonly<Record<string, unknown>> {
  return { scorecard, agent, team, evaluator, fromTime, toTime };
}
