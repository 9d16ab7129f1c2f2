/** A range of shares as a search writes it: `0.2..0.6`, `0.2..`, `..0.6`. Pure, without a schema: browsers read it too. */
export type ShareRange = Readonly<{ min: number | null; max: number | null }>;

const SHARE = String.raw`(?:0(?:\.\d{1,4})?|1(?:\.0{1,4})?)`;
const RANGE = new RegExp(`^(${SHARE})?\\.\\.(${SHARE})?$`);

/** Null = not a range: no end at all, an end outside 0 to 1, or the lower one above the upper one. */
export function parseShareRange(text: string): ShareRange | null {
  const found = RANGE.exec(text);
  if (!found) return null;
  const min = found[1] === undefined ? null : Number(found[1]);
  const max = found[2] === undefined ? null : Number(found[2]);
  if (min === null && max === null) return null;
  return min !== null && max !== null && min > max ? null : { min, max };
}

/** The text of a range, which must have an end. */
export function shareRangeText({ min, max }: ShareRange): string {
  return `${min ?? ""}..${max ?? ""}`;
}
