/** Where a person stopped listening, kept in this browser alone, under names that say nothing. Pure but for the storage. */
export type LastPosition = Readonly<{ mediaKey: string; atMs: number }>;

type Kept = Readonly<{ k: string; m: string; t: number }>;
type Store = Pick<Storage, "getItem" | "setItem">;

const KEY = "earmark.positions";
const MOST_KEPT = 200;

/** 53 bits of a person and a call together: neither can be read out of it. */
export function positionKey(userId: string, callId: string): string {
  const text = `${userId}\n${callId}`;
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (0x100000000 * (0x1fffff & low) + (high >>> 0)).toString(36);
}

export function lastPosition(store: Store, key: string): LastPosition | null {
  const kept = read(store).find(({ k }) => k === key);
  return kept ? { mediaKey: kept.m, atMs: kept.t } : null;
}

/** Null forgets. The oldest give way. */
export function keepPosition(store: Store, key: string, position: LastPosition | null): void {
  const others = read(store).filter(({ k }) => k !== key);
  const own = position ? [{ k: key, m: position.mediaKey, t: Math.round(position.atMs) }] : [];
  try {
    store.setItem(KEY, JSON.stringify([...others, ...own].slice(-MOST_KEPT)));
  } catch {
    // A full or forbidden storage: the position is a convenience, listening goes on without it.
  }
}

function read(store: Store): readonly Kept[] {
  try {
    const raw: unknown = JSON.parse(store.getItem(KEY) ?? "[]");
    return Array.isArray(raw) ? raw.filter(isKept) : [];
  } catch {
    return [];
  }
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === "object" &&
    value !== null &&
    "k" in value &&
    typeof value.k === "string" &&
    "m" in value &&
    typeof value.m === "string" &&
    "t" in value &&
    typeof value.t === "number" &&
    Number.isFinite(value.t)
  );
}

const LEAST_WORTH_MS = 10_000;
const ENDING_MS = 10_000;

/** Whether a position is worth coming back to: not the beginning, and not the end. */
export function isWorthKeeping(callMs: number, durationMs: number): boolean {
  return callMs >= LEAST_WORTH_MS && callMs <= durationMs - ENDING_MS;
}
