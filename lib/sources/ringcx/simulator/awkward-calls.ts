/** The fifteen awkward cases of fact sheet §11: as dialogs where they are about data, else as switches and hooks. */
import { type AwkwardCase, awkwardDialog, awkwardId } from "./awkward-draft";
import { MEDIA_CASES } from "./awkward-media";
import { METADATA_CASES } from "./awkward-metadata";
import { STEADY_UIIS } from "./live-calls";
import type { Dialog } from "./model";
import type { RingcxSwitchChanges } from "./switches";

const HOUR_MS = 3_600_000;
const CASES: readonly AwkwardCase[] = [...METADATA_CASES, ...MEDIA_CASES];

type Identified = Readonly<{ one: AwkwardCase; nth: number; id: string }>;

function identify(cases: readonly AwkwardCase[]): Identified[] {
  const seen = new Map<number, number>();
  return cases.map((one) => {
    const nth = (seen.get(one.number) ?? 0) + 1;
    seen.set(one.number, nth);
    return { one, nth, id: awkwardId(one.number, nth) };
  });
}

const IDENTIFIED = identify(CASES);

const [, , fullCall = "", , , readOnly = "", waiting = ""] = STEADY_UIIS;

/** Live calls of case 14: the toggle answers `false`, 404 since it is only to be read, 404 since nobody is on it yet. */
const LIVE_CASES = [fullCall, readOnly, waiting];

/** Ids by the number of the case: of dialogs, for 14 of live calls; empty where a switch or a hook makes the case. */
export const AWKWARD: Readonly<Record<number, readonly string[]>> = Object.fromEntries(
  Array.from({ length: 15 }, (_, index) => {
    const number = index + 1;
    const dialogs = IDENTIFIED.filter(({ one }) => one.number === number).map(({ id }) => id);
    return [number, number === 14 ? LIVE_CASES : dialogs];
  }),
);

/** What each awkward dialog or live call is, in words, by id. */
export const AWKWARD_WORDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(IDENTIFIED.map(({ one, id }) => [id, `${one.number}: ${one.what}`])),
  [fullCall]: "14: the queue records the full call, the toggle answers false",
  [readOnly]: "14: archived, the toggle answers 404",
  [waiting]: "14: still waiting for an agent, the toggle answers 404",
};

/** Switches that make the cases which are no matter of data. 1 to 3 have hooks as well: see README.md. */
export const AWKWARD_SWITCHES: Readonly<Record<number, RingcxSwitchChanges>> = {
  1: { tokenSeconds: 1 },
  2: { refreshSeconds: 1, exchangesPerMinute: 0 },
  3: { tooMany: { on: ["metadata"] } },
  4: { maxIntervalSeconds: 3_600 },
  5: { windowAnchor: "end" },
  12: { dropAudioAfterBytes: 100_000 },
  14: { toggle: "hang" },
  15: { knownZones: ["US/Eastern", "US/Pacific"], clockSkewMs: -180_000 },
};

/** Builds all of them; those without a time of their own lie one day to four weeks before the base time. */
export function awkwardCalls(baseMs: number, seed: number): Dialog[] {
  const minuteMs = Math.floor(baseMs / 60_000) * 60_000;
  return IDENTIFIED.map(({ one, nth }, place) => {
    const startMs = one.startMs?.(minuteMs) ?? minuteMs - 26 * HOUR_MS - place * 11 * HOUR_MS;
    return awkwardDialog(one, nth, startMs, seed);
  });
}
