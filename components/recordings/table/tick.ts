/** Ids of the calls that are ticked. */
export type Selection = Readonly<Record<string, true>>;

/** The selection with these calls ticked, or not. */
export function withTicks(known: Selection, ids: readonly string[], isTicked: boolean): Selection {
  const next: Record<string, true> = { ...known };
  for (const id of ids) {
    if (isTicked) next[id] = true;
    else delete next[id];
  }
  return next;
}

/** The calls from one to the other in the order of the list, both included; only the second when the first is gone. */
export function idsBetween(ids: readonly string[], anchor: string | null, to: string): readonly string[] {
  const from = anchor === null ? -1 : ids.indexOf(anchor);
  const end = ids.indexOf(to);
  if (from < 0 || end < 0) return [to];
  return ids.slice(Math.min(from, end), Math.max(from, end) + 1);
}
