import type { CatalogDb } from "./schema";

/** The shortest time from one shared statement to the next of the same kind: what bounds their number, not the callers'. */
const EVERY_MS = 8;

type Turn<V> = { keys: Set<string>; answer: Promise<ReadonlyMap<string, V>> };
type Line<V> = { waiting: Turn<V> | null; lastMs: number };

/**
 * Makes one statement of what many ask for at the same moment, by key; null = not found. Nobody is given what was read
 * before they asked: a statement that is under way already is never joined, so that a right taken away is gone for
 * whoever asks afterwards. A lone caller waits for nobody; under load a caller waits 8 ms at most.
 */
export function gathered<V>(
  read: (db: CatalogDb, keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
): (db: CatalogDb, key: string) => Promise<V | null> {
  const lines = new WeakMap<CatalogDb, Line<V>>();

  function newTurn(db: CatalogDb, line: Line<V>): Turn<V> {
    const keys = new Set<string>();
    const answer = begun(line.lastMs + EVERY_MS - performance.now()).then(() => {
      line.waiting = null;
      line.lastMs = performance.now();
      return read(db, [...keys]);
    });
    return { keys, answer };
  }

  return async (db, key) => {
    const line = lines.get(db) ?? { waiting: null, lastMs: Number.NEGATIVE_INFINITY };
    lines.set(db, line);
    line.waiting ??= newTurn(db, line);
    line.waiting.keys.add(key);
    return (await line.waiting.answer).get(key) ?? null;
  };
}

/** After what has arrived together with the caller has been looked at, or after `waitMs` where that is longer. */
function begun(waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (waitMs > 0) setTimeout(resolve, waitMs);
    else setImmediate(resolve);
  });
}
