import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differencesFromOthers, exactShare, nominalAlpha, numericAlpha, type Ratings } from "./agreement";

/** One string per rater, one character per thing, `.` = said nothing: as the paper prints them. Gives things of ratings. */
function unitsOf(...raters: readonly string[]): (string | null)[][] {
  return Array.from({ length: raters[0]?.length ?? 0 }, (_, unit) =>
    raters.map((rater) => (rater[unit] === "." ? null : (rater[unit] ?? null))),
  );
}
const numbersOf = (units: readonly (string | null)[][]) =>
  units.map((unit) => unit.map((value) => (value === null ? null : Number(value))));

describe("the examples of Krippendorff (2011)", () => {
  test("A: binary, two observers, no missing data", () => {
    expect(nominalAlpha(unitsOf("0100000010", "1110010000"))).toBeCloseTo(0.095, 3);
  });

  test("B: nominal, two observers, no missing data", () => {
    expect(nominalAlpha(unitsOf("aabbdcccedda", "babbbccceddd"))).toBeCloseTo(0.692, 3);
  });

  const four = unitsOf("123321412...", "1233224125.3", ".3332342251.", "12332441251.");
  test("C: nominal, four observers, missing data", () => {
    expect(nominalAlpha(four)).toBeCloseTo(0.743, 3);
  });

  test.each([
    ["ordinal", 0.815],
    ["interval", 0.849],
  ] as const)("D: %s", (metric, alpha) => {
    expect(numericAlpha(numbersOf(four), metric)).toBeCloseTo(alpha, 3);
  });
});

const unitArb = fc.array(fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }), { maxLength: 5 });
const unitsArb = fc.array(unitArb, { maxLength: 12 });
const ALPHAS = {
  nominal: (units: readonly Ratings<number>[]) => nominalAlpha(units),
  ordinal: (units: readonly Ratings<number>[]) => numericAlpha(units, "ordinal"),
  interval: (units: readonly Ratings<number>[]) => numericAlpha(units, "interval"),
};

/** Alike but for the last bits: sums in another order. */
function expectSame(one: number | null, other: number | null): void {
  if (one === null || other === null) expect(one).toBe(other);
  else expect(one).toBeCloseTo(other, 9);
}

/** The paper's own way: a matrix of coincidences, and the metric's difference of each two values. */
function byMatrix(units: readonly Ratings<number>[], metric: keyof typeof ALPHAS): number | null {
  const pairable = units
    .map((unit) => unit.filter((value) => value !== null))
    .filter((unit) => unit.length > 1);
  const values = [...new Set(pairable.flat())].sort((a, b) => a - b);
  const count = (value: number, unit: readonly number[]) => unit.filter((one) => one === value).length;
  const coincidence = (c: number, k: number) =>
    pairable.reduce((sum, unit) => {
      const pairs = count(c, unit) * (count(k, unit) - (c === k ? 1 : 0));
      return sum + pairs / (unit.length - 1);
    }, 0);
  const marginal = (value: number) => values.reduce((sum, other) => sum + coincidence(value, other), 0);
  const difference = (c: number, k: number) => {
    if (metric === "nominal") return c === k ? 0 : 1;
    if (metric === "interval") return (c - k) ** 2;
    const between = values.filter((value) => value >= Math.min(c, k) && value <= Math.max(c, k));
    return (between.reduce((sum, value) => sum + marginal(value), 0) - (marginal(c) + marginal(k)) / 2) ** 2;
  };
  const pairs = values.flatMap((c) => values.filter((k) => k > c).map((k) => [c, k] as const));
  const observed = pairs.reduce((sum, [c, k]) => sum + coincidence(c, k) * difference(c, k), 0);
  const expected = pairs.reduce((sum, [c, k]) => sum + marginal(c) * marginal(k) * difference(c, k), 0);
  return pairs.length === 0 ? null : 1 - ((pairable.flat().length - 1) * observed) / expected;
}

describe.each(["nominal", "ordinal", "interval"] as const)("%s alpha", (metric) => {
  const alpha = ALPHAS[metric];

  test("is what the paper's matrix gives", () => {
    fc.assert(fc.property(unitsArb, (units) => expectSame(alpha(units), byMatrix(units, metric))));
  });

  test("does not ask who rated, nor in which order", () => {
    fc.assert(
      fc.property(unitsArb, fc.nat(4), (units, by) => {
        const turned = units.map((unit) => [...unit.slice(by), ...unit.slice(0, by)]);
        expectSame(alpha(turned.toReversed()), alpha(units));
      }),
    );
  });

  test("is 1 for those who agree about things that differ, and never more", () => {
    const values = fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 6 }), (values, raters) => {
        expect(alpha(values.map((value) => Array.from({ length: raters }, () => value)))).toBe(1);
      }),
    );
    fc.assert(fc.property(unitsArb, (units) => (alpha(units) ?? 0) <= 1));
  });

  test("leaves out what only one has rated", () => {
    fc.assert(
      fc.property(unitsArb, fc.integer({ min: 0, max: 9 }), (units, value) => {
        expectSame(alpha([...units, [value, null], [null], []]), alpha(units));
      }),
    );
  });

  test.each<[string, Ratings<number>[]]>([
    ["nothing was rated", []],
    ["nothing was rated by two", [[1, null], [null, 2], [3]]],
    ["all ratings are one and the same", [[0.1, 0.1, 0.1], [0.1, 0.1], [7]]],
  ])("can't be told when %s", (_case, units) => {
    expect(alpha(units)).toBeNull();
  });
});

test("nominal alpha does not ask what the values are called", () => {
  fc.assert(
    fc.property(unitsArb, (units) => {
      const renamed = units.map((unit) =>
        unit.map((value) => (value === null ? null : `c${(value * 7) % 5}`)),
      );
      expectSame(nominalAlpha(renamed), nominalAlpha(units));
    }),
  );
});

test("ordinal alpha asks for the order alone, interval alpha for no unit and no zero", () => {
  fc.assert(
    fc.property(
      unitsArb,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: -50, max: 50 }),
      (units, a, b) => {
        const mapped = (map: (value: number) => number) =>
          units.map((unit) => unit.map((value) => (value === null ? null : map(value))));
        expectSame(
          numericAlpha(
            mapped((value) => value ** 3 + b),
            "ordinal",
          ),
          numericAlpha(units, "ordinal"),
        );
        expectSame(
          numericAlpha(
            mapped((value) => a * value + b),
            "interval",
          ),
          numericAlpha(units, "interval"),
        );
      },
    ),
  );
});

test("how many things were rated alike", () => {
  expect(exactShare(unitsOf("aab.", "abbc", "aab."))).toBeCloseTo(2 / 3);
  expect(exactShare(unitsOf("a.", ".b"))).toBeNull();
});

describe("how much higher each rates than the others", () => {
  test("is told of what they rated together", () => {
    const [ann, bob, cid] = ["ann", "bob", "cid"].map((rater) => (value: number) => ({ rater, value }));
    if (!ann || !bob || !cid) throw new Error("three raters");
    const found = differencesFromOthers([[ann(90), bob(80), cid(70)], [ann(60), bob(50)], [cid(10)]]);
    expect(found.get("ann")).toEqual({ units: 2, meanDifference: 12.5 });
    expect(found.get("bob")).toEqual({ units: 2, meanDifference: -5 });
    expect(found.get("cid")).toEqual({ units: 1, meanDifference: -15 });
    expect(differencesFromOthers([[cid(10)]]).size).toBe(0);
  });
});
