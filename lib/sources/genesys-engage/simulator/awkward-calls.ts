/** The twenty awkward cases as recordings, and where to find each. */
import type { AwkwardCase } from "./awkward-draft";
import { MEDIA_CASES } from "./awkward-media";
import { METADATA_CASES } from "./awkward-metadata";
import { STRING_CASES } from "./awkward-strings";
import type { SpecialCall } from "./special-call";
import { VENDOR_PAGE_CASES } from "./vendor-page-calls";

type Identified = AwkwardCase & Readonly<{ id: string }>;

const HOUR_MS = 3_600_000;

function identify(cases: readonly AwkwardCase[]): Identified[] {
  const seen = new Map<number, number>();
  return cases.map((one) => {
    const nth = (seen.get(one.number) ?? 0) + 1;
    seen.set(one.number, nth);
    const digits = `${String(one.number).padStart(2, "0")}${String(nth).padStart(2, "0")}`;
    return { ...one, id: one.id ?? `011AP643CSAPR4FKQGQE31TAESAW${digits}` };
  });
}

const CASES: readonly Identified[] = identify([
  ...METADATA_CASES,
  ...MEDIA_CASES,
  ...STRING_CASES,
  ...VENDOR_PAGE_CASES,
]);

/** Recording ids by the number of the awkward case (fact sheet, section 14) they show. */
export const AWKWARD: Readonly<Record<number, readonly string[]>> = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [
    index + 1,
    CASES.filter((one) => one.number === index + 1).map((one) => one.id),
  ]),
);

/** What each awkward recording is, in words, by id. */
export const AWKWARD_WORDS: Readonly<Record<string, string>> = Object.fromEntries(
  CASES.map((one) => [one.id, `${one.number}: ${one.what}`]),
);

/** Builds all of them; most lie one to sixty days before the base time. */
export function awkwardCalls(
  options: Readonly<{ baseMs: number; region: string; otherRegion: string; audioKbps: number }>,
): SpecialCall[] {
  const baseMs = Math.floor(options.baseMs / 60_000) * 60_000;
  return CASES.map((one, nth) =>
    one.build({ ...options, id: one.id, startMs: baseMs - 28 * HOUR_MS - nth * 17 * HOUR_MS }),
  );
}
