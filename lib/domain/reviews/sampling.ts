import { sha256Hex } from "./sha256";

/** A call that may be drawn, and an agent on it. A call with two agents comes twice. */
export type Candidate = Readonly<{ recordingId: string; agentKey: string }>;

export type Draw = Readonly<{
  /** Each call at most once, for one of its agents; ordered by agent, then by draw. */
  picks: readonly Candidate[];
  /** Different calls that were drawn from. */
  population: number;
  /** Each agent's calls, and how many were drawn for them; ordered by key. */
  agents: readonly Readonly<{ agentKey: string; calls: number; picked: number }>[];
}>;

/**
 * Draws up to `perAgent` calls of each agent, by lot. The lot of a call for an agent is the SHA-256 of seed, call and
 * agent, so that anybody can work a recorded draw out again; the lowest lots win. It follows that
 * - of an agent's own calls each is equally likely, whatever the order in which they are given;
 * - a call more or less changes no other call's lot: a new one takes at most the place of the agent's last pick;
 * - a call that several agents were on goes to one of them, by the lower lot, and the others draw their next. An agent
 *   gets fewer than `perAgent` only when none of their calls is left.
 */
export function drawSample({
  seed,
  perAgent,
  candidates,
}: Readonly<{ seed: string; perAgent: number; candidates: readonly Candidate[] }>): Draw {
  const lots = new Map<string, Candidate>();
  for (const { recordingId, agentKey } of candidates) {
    lots.set(lotOf(seed, recordingId, agentKey), { recordingId, agentKey });
  }
  const picks = new Map<string, Candidate[]>();
  const calls = new Map<string, number>();
  const drawn = new Set<string>();
  const all = new Set<string>();
  for (const [, candidate] of [...lots].sort(([a], [b]) => compare(a, b))) {
    const { recordingId, agentKey } = candidate;
    all.add(recordingId);
    calls.set(agentKey, (calls.get(agentKey) ?? 0) + 1);
    const own = picks.get(agentKey) ?? [];
    picks.set(agentKey, own);
    if (own.length >= perAgent || drawn.has(recordingId)) continue;
    own.push(candidate);
    drawn.add(recordingId);
  }
  const byAgent = [...picks].sort(([a], [b]) => compare(a, b));
  return {
    picks: byAgent.flatMap(([, own]) => own),
    population: all.size,
    agents: byAgent.map(([agentKey, own]) => ({
      agentKey,
      calls: calls.get(agentKey) ?? 0,
      picked: own.length,
    })),
  };
}

/** The agent's key comes last: it alone might hold a line break, and two candidates must never read alike. */
function lotOf(seed: string, recordingId: string, agentKey: string): string {
  return sha256Hex(`${seed}\n${recordingId}\n${agentKey}`);
}

/** By code units: a locale's order is another one on another machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Somebody who can be given reviews; `open` = how many wait for them already. */
export type Load = Readonly<{ id: string; open: number }>;

/** A call to be reviewed; `agentKey` null = unknown whose. */
export type Picked = Readonly<{ recordingId: string; agentKey: string | null }>;

/**
 * Who gets which call. Those with the least open work come first, so that in the end all have as equally much as can be;
 * within that, an agent's calls go to as many evaluators as can be. The same for the same picks and evaluators, in
 * whatever order they come. Nobody to give to = nothing given.
 */
export function distribute<P extends Picked>(
  picks: readonly P[],
  evaluators: readonly Load[],
): readonly (P & Readonly<{ evaluatorId: string }>)[] {
  const ordered = [...picks].sort(
    (a, b) => compare(a.agentKey ?? "", b.agentKey ?? "") || compare(a.recordingId, b.recordingId),
  );
  const shares = sharesOf(ordered, evaluators);
  const groups = new Map<string | null, P[]>();
  for (const pick of ordered) groups.set(pick.agentKey, [...(groups.get(pick.agentKey) ?? []), pick]);
  const given = new Map<P, string>();
  // Whoever has the most calls is the hardest to spread, and chooses while there is something to choose.
  for (const [, calls] of [...groups].sort(([, a], [, b]) => b.length - a.length)) {
    const ofAgent = new Map<string, number>();
    for (const call of calls) {
      const next = shares
        .filter(({ left }) => left > 0)
        .reduce<Share | null>((best, one) => (best && !isBefore(one, best, ofAgent) ? best : one), null);
      if (!next) continue;
      next.left -= 1;
      ofAgent.set(next.id, (ofAgent.get(next.id) ?? 0) + 1);
      given.set(call, next.id);
    }
  }
  return picks.flatMap((pick) => {
    const evaluatorId = given.get(pick);
    return evaluatorId === undefined ? [] : [{ ...pick, evaluatorId }];
  });
}

/** How many calls an evaluator still takes. `lot` settles what is even, by other evaluators from draw to draw. */
type Share = Readonly<{ id: string; lot: string }> & { load: number; left: number };

function sharesOf(ordered: readonly Picked[], evaluators: readonly Load[]): Share[] {
  const draw = ordered.map(({ recordingId }) => recordingId).join("\n");
  const shares = evaluators
    .map(({ id, open }): Share => ({ id, lot: sha256Hex(`${draw}\n${id}`), load: open, left: 0 }))
    .sort((a, b) => compare(a.lot, b.lot));
  for (const _ of shares.length > 0 ? ordered : []) {
    const idlest = shares.reduce((best, one) => (one.load < best.load ? one : best));
    idlest.load += 1;
    idlest.left += 1;
  }
  return shares;
}

function isBefore(one: Share, best: Share, ofAgent: ReadonlyMap<string, number>): boolean {
  const [own, other] = [ofAgent.get(one.id) ?? 0, ofAgent.get(best.id) ?? 0];
  return own === other ? one.left > best.left : own < other;
}
