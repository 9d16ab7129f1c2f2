/**
 * How far apart two values lie. `nominal`: the same or not. `ordinal`: how many of the given values lie between them.
 * `interval`: their difference.
 */
export type AlphaMetric = "nominal" | "ordinal" | "interval";

/** What several raters said of one thing; null = this one said nothing. Who said which does not matter to agreement. */
export type Ratings<V extends string | number> = readonly (V | null)[];

/**
 * Krippendorff's alpha (K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011) of things rated by any
 * number of raters, not all by all: 1 = they agree, 0 = as if they had answered by chance, below 0 = worse than that.
 * Null where it can't be told: nothing was rated by two, or every rating that can be compared is the same one. Of raters
 * who never had anything to tell apart, alpha (0/0) says neither that they agree nor that they don't.
 */
export function nominalAlpha(units: readonly Ratings<string | number>[]): number | null {
  return alphaOf(units, disagreementOfKinds);
}

/** Alpha of numbers, by their order alone or by their differences; see `nominalAlpha`. */
export function numericAlpha(
  units: readonly Ratings<number>[],
  metric: Exclude<AlphaMetric, "nominal">,
): number | null {
  return alphaOf(metric === "ordinal" ? rankedOf(units) : units, disagreementOfNumbers);
}

/** Share of the things rated by two or more that all of these rated alike, 0 to 1; null = nothing was rated by two. */
export function exactShare(units: readonly Ratings<string | number>[]): number | null {
  const pairable = pairableOf(units);
  if (pairable.length === 0) return null;
  return pairable.filter((unit) => new Set(unit).size === 1).length / pairable.length;
}

/**
 * How much higher each rater rates than the others did on average, over what they rated together: by rater, the mean
 * difference and of how many things. Who never rated with anybody is left out.
 */
export function differencesFromOthers(
  units: readonly (readonly Readonly<{ rater: string; value: number }>[])[],
): ReadonlyMap<string, Readonly<{ units: number; meanDifference: number }>> {
  const sums = new Map<string, { units: number; sum: number }>();
  for (const unit of units.filter(({ length }) => length > 1)) {
    const total = unit.reduce((sum, { value }) => sum + value, 0);
    for (const { rater, value } of unit) {
      const own = sums.get(rater) ?? { units: 0, sum: 0 };
      own.units += 1;
      own.sum += value - (total - value) / (unit.length - 1);
      sums.set(rater, own);
    }
  }
  return new Map([...sums].map(([rater, { units, sum }]) => [rater, { units, meanDifference: sum / units }]));
}

/** Observed over expected disagreement, in sums over pairs instead of the paper's matrix: the same, in linear time. */
function alphaOf<V extends string | number>(
  units: readonly Ratings<V>[],
  disagreement: (values: readonly V[]) => number,
): number | null {
  const pairable = pairableOf(units);
  const all = pairable.flat();
  if (new Set(all).size < 2) return null;
  const observed = pairable.reduce((sum, unit) => sum + disagreement(unit) / (unit.length - 1), 0);
  return 1 - ((all.length - 1) * observed) / disagreement(all);
}

function pairableOf<V extends string | number>(units: readonly Ratings<V>[]): V[][] {
  return units.map((unit) => unit.filter((value) => value !== null)).filter(({ length }) => length > 1);
}

/** Ordered pairs that differ. */
function disagreementOfKinds(values: readonly (string | number)[]): number {
  return [...countsOf(values).values()].reduce((rest, count) => rest - count ** 2, values.length ** 2);
}

/** The squared differences of all ordered pairs, summed. */
function disagreementOfNumbers(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return 2 * values.length * values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/**
 * Each value replaced by its rank, ties by the middle of theirs: the paper's ordinal difference of two values, all
 * ratings from one to the other with half of those two, is the difference of these.
 */
function rankedOf(units: readonly Ratings<number>[]): Ratings<number>[] {
  const ranks = new Map<number, number>();
  let below = 0;
  for (const [value, count] of [...countsOf(pairableOf(units).flat())].sort(([a], [b]) => a - b)) {
    ranks.set(value, below + count / 2);
    below += count;
  }
  return units.map((unit) => unit.map((value) => (value === null ? null : (ranks.get(value) ?? null))));
}

function countsOf<V>(values: readonly V[]): Map<V, number> {
  const counts = new Map<V, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
