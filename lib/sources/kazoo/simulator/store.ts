/** All recordings of all accounts in list order, and what clients have changed about them. */
import {
  type Generator as Calls,
  generatedCreated,
  generatedId,
  generatedIndex,
  generatedOwner,
  generatedStored,
} from "./generated";
import { toGregorian } from "./gregorian";
import type { JsonObject, Stored } from "./wire";

/** What has become of a document since it was stored. */
export type Change = Readonly<{
  /** Absent = as stored. */
  document?: JsonObject;
  /** Gregorian seconds. */
  modifiedS: number;
  writes: number;
  /** Hard = gone from the database; soft = marked, its audio kept. */
  deleted: "soft" | "hard" | null;
}>;

/** A row of a list; what lists need to sort and to find owners comes without building the document. */
export type Row = Readonly<{ id: string; created: number; ownerId: string | null; load: () => Stored }>;

export type Span = Readonly<{ fromS: number; toS: number }>;

/** Lists sort by creation time, then by id. */
export const compareRows = (a: Pick<Row, "created" | "id">, b: Pick<Row, "created" | "id">): number =>
  a.created - b.created || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const rowOf = (stored: Stored): Row => ({
  id: stored.id,
  created: stored.created,
  ownerId: stored.ownerId,
  load: () => stored,
});

export class Store {
  readonly changes = new Map<string, Change>();
  readonly #generators: readonly Calls[];
  readonly #seeded: readonly Stored[];
  readonly #seededById: ReadonlyMap<string, Stored>;
  /** Recordings of calls that ended while the server ran. */
  readonly #recorded = new Map<string, Stored>();

  constructor(generators: readonly Calls[], seeded: readonly Stored[]) {
    this.#generators = generators;
    this.#seeded = [...seeded].sort((a, b) => compareRows(b, a));
    this.#seededById = new Map(seeded.map((one) => [one.id, one]));
  }

  add(stored: Stored): void {
    this.#recorded.set(stored.id, stored);
  }

  /** The recordings of calls that ended while the server ran. */
  recorded(): Stored[] {
    return [...this.#recorded.values()];
  }

  /** A document whatever became of it; null when it never was. */
  any(accountId: string, id: string): Stored | null {
    const written = this.#seededById.get(id) ?? this.#recorded.get(id);
    if (written !== undefined) return written.accountId === accountId ? written : null;
    const generator = this.#generators.find((one) => one.account.id === accountId);
    const n = generator === undefined ? null : generatedIndex(generator, id);
    return generator === undefined || n === null ? null : generatedStored(generator, n);
  }

  change(id: string): Change | null {
    return this.changes.get(id) ?? null;
  }

  /** The document of a recording as it stands. */
  document(stored: Stored): JsonObject {
    return this.changes.get(stored.id)?.document ?? stored.document;
  }

  /** Rows of an account created within the span (both ends count), in order, without the deleted ones. */
  *rows(accountId: string, span: Span, ascending: boolean, nowMs: number): Iterable<Row> {
    // A document is there once it is stored, and not before.
    const toS = Math.min(span.toS, toGregorian(nowMs));
    const written = [...this.#seeded, ...this.#recorded.values()]
      .filter((one) => one.accountId === accountId && one.created >= span.fromS && one.created <= toS)
      .map(rowOf)
      .sort((a, b) => (ascending ? compareRows(a, b) : compareRows(b, a)));
    const generator = this.#generators.find((one) => one.account.id === accountId);
    const generated = generator === undefined ? [] : generatedRows(generator, span.fromS, toS, ascending);
    for (const row of merged(written, generated, ascending)) {
      const change = this.changes.get(row.id);
      if (change === undefined || change.deleted === null) yield row;
    }
  }

  forgetChanges(): void {
    this.changes.clear();
    this.#recorded.clear();
  }
}

/** The first number whose creation time is at or below a bound. */
function firstAtOrBelow(generator: Calls, createdS: number): number {
  let low = 0;
  let high = generator.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (generatedCreated(generator, middle) > createdS) low = middle + 1;
    else high = middle;
  }
  return low;
}

function* generatedRows(generator: Calls, fromS: number, toS: number, ascending: boolean): Iterable<Row> {
  const newest = firstAtOrBelow(generator, toS);
  const end = firstAtOrBelow(generator, fromS - 1);
  const count = end - newest;
  for (let step = 0; step < count; step += 1) {
    const n = ascending ? end - 1 - step : newest + step;
    yield {
      id: generatedId(generator, n),
      created: generatedCreated(generator, n),
      ownerId: generatedOwner(generator, n),
      load: () => generatedStored(generator, n),
    };
  }
}

function* merged(written: readonly Row[], generated: Iterable<Row>, ascending: boolean): Iterable<Row> {
  let next = 0;
  const comesFirst = (a: Row, b: Row) => (ascending ? compareRows(a, b) : compareRows(b, a)) < 0;
  for (const row of generated) {
    for (let one = written[next]; one !== undefined && comesFirst(one, row); one = written[next]) {
      yield one;
      next += 1;
    }
    yield row;
  }
  yield* written.slice(next);
}
