import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Candidate, distribute, drawSample, type Load, type Picked } from "./sampling";

const callsOf = (agentKey: string, count: number, prefix = agentKey): Candidate[] =>
  Array.from({ length: count }, (_, index) => ({ recordingId: `src.${prefix}-${index}`, agentKey }));
const idsOf = (picks: readonly Picked[]) => picks.map(({ recordingId }) => recordingId);

/** Few calls and few agents, so that many are shared. */
const candidatesArb = fc.array(
  fc.record({
    recordingId: fc.integer({ min: 0, max: 30 }).map((n) => `src.${n}`),
    agentKey: fc.constantFrom("ann", "bob", "cid", "dee"),
  }),
  { maxLength: 80 },
);
const drawArb = fc.record({
  seed: fc.string({ minLength: 1, maxLength: 12 }),
  perAgent: fc.integer({ min: 1, max: 6 }),
  candidates: candidatesArb,
});

describe("a draw", () => {
  test("is the one that anybody works out with a hash program", () => {
    const candidates = callsOf("ann", 40);
    const lot = ({ recordingId, agentKey }: Candidate) =>
      createHash("sha256").update(`2026-W48\n${recordingId}\n${agentKey}`).digest("hex");
    const lowest = [...candidates].sort((a, b) => (lot(a) < lot(b) ? -1 : 1)).slice(0, 5);
    expect(drawSample({ seed: "2026-W48", perAgent: 5, candidates }).picks).toEqual(lowest);
  });

  test("stays what it was, on every machine", () => {
    const candidates = [...callsOf("ann", 9), ...callsOf("bob", 9), ...callsOf("bob", 4, "ann")];
    expect(drawSample({ seed: "golden", perAgent: 3, candidates })).toMatchInlineSnapshot(`
      {
        "agents": [
          {
            "agentKey": "ann",
            "calls": 9,
            "picked": 3,
          },
          {
            "agentKey": "bob",
            "calls": 13,
            "picked": 3,
          },
        ],
        "picks": [
          {
            "agentKey": "ann",
            "recordingId": "src.ann-3",
          },
          {
            "agentKey": "ann",
            "recordingId": "src.ann-8",
          },
          {
            "agentKey": "ann",
            "recordingId": "src.ann-2",
          },
          {
            "agentKey": "bob",
            "recordingId": "src.bob-1",
          },
          {
            "agentKey": "bob",
            "recordingId": "src.bob-7",
          },
          {
            "agentKey": "bob",
            "recordingId": "src.ann-1",
          },
        ],
        "population": 18,
      }
    `);
  });

  test("takes each call once, each agent's share of what is there, and asks for no order", () => {
    fc.assert(
      fc.property(drawArb, fc.infiniteStream(fc.nat()), (draw, order) => {
        const { picks, population, agents } = drawSample(draw);
        expect(new Set(idsOf(picks)).size).toBe(picks.length);
        expect(population).toBe(new Set(idsOf(draw.candidates)).size);
        const shuffled = draw.candidates
          .map((candidate) => ({ candidate, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ candidate }) => candidate);
        expect(drawSample({ ...draw, candidates: shuffled })).toEqual({ picks, population, agents });
        for (const { agentKey, calls, picked } of agents) {
          const own = new Set(idsOf(draw.candidates.filter((one) => one.agentKey === agentKey)));
          expect(calls).toBe(own.size);
          const ofAgent = picks.filter((one) => one.agentKey === agentKey);
          expect(ofAgent.length).toBe(picked);
          expect(ofAgent.every(({ recordingId }) => own.has(recordingId))).toBe(true);
          expect(picked).toBeLessThanOrEqual(draw.perAgent);
          const taken = new Set(idsOf(picks));
          if (picked < draw.perAgent) expect([...own].filter((id) => !taken.has(id))).toEqual([]);
        }
      }),
    );
  });

  test("a call more takes at most the place of its agent's last pick", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 5 }),
        (seed, count, perAgent) => {
          const [calls, others] = [callsOf("ann", count + 1), callsOf("bob", 12)];
          const before = drawSample({ seed, perAgent, candidates: [...calls.slice(0, -1), ...others] }).picks;
          const after = drawSample({ seed, perAgent, candidates: [...calls, ...others] }).picks;
          const gone = idsOf(before).filter((id) => !idsOf(after).includes(id));
          const come = idsOf(after).filter((id) => !idsOf(before).includes(id));
          expect(gone.length).toBeLessThanOrEqual(1);
          expect(come).toEqual(come.length === 0 ? [] : [`src.ann-${count}`]);
          const last = before.filter(({ agentKey }) => agentKey === "ann").at(-1);
          expect(gone).toEqual(gone.length === 0 ? [] : [last?.recordingId]);
        },
      ),
    );
  });

  test("a larger share holds the smaller one", () => {
    const candidates = callsOf("ann", 30);
    const [few, many] = [3, 10].map((perAgent) => drawSample({ seed: "s", perAgent, candidates }).picks);
    expect(many?.slice(0, 3)).toEqual(few);
  });

  /** 99.9 % of chi-square with 19 degrees of freedom. Seeds are fixed: it passes always, or the draw is not even. */
  const CHI_SQUARE_19 = 43.82;
  const chiSquare = (candidates: readonly Candidate[], perAgent: number, of: (picks: Draws) => string[]) => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 1_000; seed += 1) {
      const { picks } = drawSample({ seed: `seed-${seed}`, perAgent, candidates });
      for (const id of of(picks)) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const expected = total / 20;
    expect(counts.size).toBe(20);
    // Drawing without repeats spreads less than drawing with them does, by this factor.
    const without = perAgent === 1 ? 1 : 19 / (20 - perAgent);
    return without * [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  };
  type Draws = readonly Picked[];

  test.each([1, 3, 7])("of an agent's 20 calls each is as likely as any other (%d of them)", (perAgent) => {
    expect(chiSquare(callsOf("ann", 20), perAgent, idsOf)).toBeLessThan(CHI_SQUARE_19);
  });

  test("so is each of 20 calls that two agents were on, for either of them", () => {
    const shared = [...callsOf("ann", 20, "both"), ...callsOf("bob", 20, "both")];
    for (const agentKey of ["ann", "bob"]) {
      const own = (picks: Draws) => idsOf(picks.filter((pick) => pick.agentKey === agentKey));
      expect(chiSquare(shared, 3, own)).toBeLessThan(CHI_SQUARE_19);
    }
  });
});

describe("who gets which call", () => {
  const loadsArb = fc
    .uniqueArray(fc.constantFrom("eva", "fay", "gus", "hal", "ida"), { minLength: 1 })
    .chain((ids) => fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), open: fc.nat(15) }))));

  test("all calls are given, and nobody has more who could have had less", () => {
    fc.assert(
      fc.property(drawArb, loadsArb, (draw, evaluators: readonly Load[]) => {
        const { picks } = drawSample(draw);
        const given = distribute(picks, evaluators);
        expect(idsOf(given)).toEqual(idsOf(picks));
        const loads = evaluators.map(({ id, open }) => {
          const got = given.filter(({ evaluatorId }) => evaluatorId === id).length;
          return { got, load: open + got };
        });
        const least = Math.min(...loads.map(({ load }) => load));
        for (const { got, load } of loads) if (got > 0) expect(load - least).toBeLessThanOrEqual(1);
        const turned = distribute([...picks].reverse(), [...evaluators].reverse());
        expect(turned.toReversed()).toEqual(given);
      }),
    );
  });

  test("an agent's calls go to as many evaluators as there are", () => {
    const evaluators = ["eva", "fay", "gus"].map((id) => ({ id, open: 0 }));
    const picks = ["ann", "bob", "cid", "dee"].flatMap((agent) => callsOf(agent, 3));
    const given = distribute(picks, evaluators);
    for (const agent of ["ann", "bob", "cid", "dee"]) {
      const own = given.filter(({ agentKey }) => agentKey === agent);
      expect(new Set(own.map(({ evaluatorId }) => evaluatorId)).size).toBe(3);
    }
  });

  test("the one call of a draw does not go to the same person every time", () => {
    const evaluators = ["eva", "fay", "gus"].map((id) => ({ id, open: 2 }));
    const given = callsOf("ann", 30).flatMap((call) => distribute([call], evaluators));
    expect(new Set(given.map(({ evaluatorId }) => evaluatorId)).size).toBe(3);
  });

  test("calls of nobody known are given too, and without evaluators nothing is", () => {
    const picks = [{ recordingId: "src.1", agentKey: null, note: "kept" }];
    expect(distribute(picks, [{ id: "eva", open: 0 }])).toEqual([{ ...picks[0], evaluatorId: "eva" }]);
    expect(distribute(picks, [])).toEqual([]);
  });
});
