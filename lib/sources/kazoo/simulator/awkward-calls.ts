/** The awkward cases of fact sheet §13 that are data. The others are switches: see `AWKWARD_WORDS`. */

import { type AudioPlan, FRAME_MS, spokenPlan } from "@/lib/samples/audio-plan";
import { FIXED_NOW_MS } from "@/lib/sources/simulator-kit/start";
import { CANARIES } from "./canaries";
import { interactionId, type Leg, partyOf, storedLeg } from "./documents";
import { monthOf, monthStart, toEpochMs, toGregorian } from "./gregorian";
import { ACCOUNTS, userNamed } from "./people";
import { spokenCalls } from "./spoken-calls";
import type { Stored } from "./wire";

export const AWKWARD_WORDS: Readonly<Record<number, string>> = {
  1: "a row with nothing but `id` and `_read_only`",
  2: "`start_time` and `call_direction` instead of the usual names; windows in Unix seconds are the client's to send",
  3: "two that cross a month's end, some seconds and some hours; switch `monthDatabase`",
  4: "some over the last ninety days",
  5: "no audio: one comes 90 seconds after the base time, one never",
  6: "200 with zero bytes, JSON inside audio, no content type",
  7: "a plain one, for ranges",
  8: "a plain one, for gzip",
  9: "`inbound` with an outbound origin, `callflow : …`, `no origin`, none",
  10: "fault `unauthorized` with `after` and `times`",
  11: "profiles `kazoo-4.3` and `kazoo-master`",
  12: "a plain one; fault `conflict`, or `If-Match`",
  13: "one that is deleted already, and forty to delete; switch `rateLimit`",
  14: "one call recorded three times, two of them at a provider",
  15: "personal data and secrets in odd places",
  16: "the provider fails (500), and one is slow (switch `slowRowMs`)",
  17: "no fields at all that tell a time, an owner or a call",
};

const DAY_S = 86_400;
const AUDIO_DELAY_MS = 90_000;

const speech = (seconds: number, fromFrame = 0): AudioPlan =>
  spokenPlan("billing-dispute.mp3", fromFrame, Math.ceil((seconds * 1000) / FRAME_MS));

type Draft = Partial<Leg> & Readonly<{ seconds?: number }>;

/** One document; its key names it in every run. */
function draft(key: string, startedS: number, { seconds = 75, ...rest }: Draft = {}): Stored {
  const owner = userNamed("pnair");
  return storedLeg({
    account: ACCOUNTS.main,
    key: `awkward ${key}`,
    startedS,
    plan: speech(seconds, key.length * 37),
    lagS: 5,
    direction: "outbound",
    origin: "inbound from offnet to endpoint",
    caller: { number: "+442079460199", name: "" },
    callee: partyOf(owner),
    owner,
    callId: `awkward-${key}@192_0_2_11`,
    interactionId: interactionId(startedS - 4, `awkward ${key}`),
    ...rest,
  });
}

/** Only these fields of a document. */
const only = (stored: Stored, ...keys: readonly string[]): Stored => ({
  ...stored,
  ownerId: keys.includes("owner_id") ? stored.ownerId : null,
  document: Object.fromEntries(Object.entries(stored.document).filter(([key]) => keys.includes(key))),
});

export type AwkwardCalls = Readonly<{
  stored: readonly Stored[];
  /** Ids by number of the case. */
  ids: Readonly<Record<number, readonly string[]>>;
  /** Deleted before the first request. */
  deleted: readonly string[];
}>;

/** `spoken` are looked up for the case that they make. */
export function awkwardCalls(baseMs: number, spoken: readonly Stored[]): AwkwardCalls {
  const baseS = toGregorian(baseMs);
  const at = (minutesAgo: number) => baseS - minutesAgo * 60;
  const month = monthOf(baseS);
  const lastMonthEndS = monthStart(Number(month.slice(0, 4)), Number(month.slice(4)));
  const cases: Record<number, readonly Stored[]> = {
    1: [only(draft("bare", at(300)), "id")],
    2: [
      draft("newer names", at(310), {
        more: { start: null, direction: null, start_time: at(310), call_direction: "inbound" },
      }),
    ],
    3: [
      draft("month end", lastMonthEndS - 40, { seconds: 70 }),
      draft("long month end", lastMonthEndS - 2 * 3600, { seconds: 2 * 3600 + 900 }),
    ],
    4: [10, 20, 33, 47, 61, 76, 89].map((days) => draft(`ninety days ${days}`, baseS - days * DAY_S)),
    5: [
      draft("late audio", at(4), { arrivesAtMs: baseMs + AUDIO_DELAY_MS }),
      draft("no audio", at(320), { arrivesAtMs: null }),
    ],
    6: [
      draft("zero bytes", at(330), { trouble: "empty" }),
      draft("json inside", at(332), { trouble: "jsonInside" }),
      draft("no content type", at(334), { trouble: "noContentType" }),
    ],
    7: [draft("ranges", at(340))],
    8: [draft("gzip", at(345))],
    9: [
      draft("against itself", at(350), { direction: "inbound", origin: "outbound to offnet from endpoint" }),
      draft("callflow", at(352), { origin: "callflow : 2121" }),
      draft("no origin", at(354), { origin: "no origin" }),
      draft("without origin", at(356), { more: { origin: null } }),
    ],
    12: [
      draft("two supervisors", at(360), {
        more: { user_metadata: { tags: { important: 1 }, note: "kept" } },
      }),
    ],
    13: [
      draft("gone already", at(370)),
      ...Array.from({ length: 40 }, (_, nth) => draft(`burst ${nth}`, at(3000 + nth * 3), { seconds: 25 })),
    ],
    14: spoken.filter((one) => String(one.document.call_id).startsWith("spoken-billing-dispute")),
    15: [personal(at(380))],
    16: [
      draft("provider fails", at(390), { trouble: "providerFails", storage: "provider" }),
      draft("slow", at(392), { trouble: "slow" }),
    ],
    17: [only(draft("without times", at(395)), "id", "name", "content_type", "media_type")],
  };
  const own = Object.entries(cases).flatMap(([number, stored]) => (number === "14" ? [] : stored));
  return {
    stored: own,
    ids: Object.fromEntries(
      Object.entries(cases).map(([number, stored]) => [number, stored.map((one) => one.id)]),
    ),
    deleted: cases[13]?.slice(0, 1).map((one) => one.id) ?? [],
  };
}

/** Names, numbers, addresses and secrets wherever the vendor lets them stand (fact sheet §8.4). */
function personal(startedS: number): Stored {
  return draft("personal", startedS, {
    caller: { number: "+442079460177", name: "Hannah Whitcombe" },
    callId: "9f2c77aa01@203.0.113.77",
    mediaName: "Whitcombe Hannah +442079460177.mp3",
    origin: "untracked : 442079460177@tidewell.example.com",
    moreVars: {
      "Privacy-Hide-Name": "true",
      "Privacy-Hide-Number": "true",
      "X-Upload-Key": CANARIES.channelSecret,
    },
    more: {
      to: "7101@tidewell.example.com:7000",
      url: `https://recorder:${CANARIES.urlPassword}@${CANARIES.urlHost}/calls`,
      x_upload: { key: CANARIES.unknownField, since: toEpochMs(startedS) },
      user_metadata: { tags: { vip: 1 }, caller: "Hannah Whitcombe" },
    },
  });
}

/** Ids by number of the case, for the clock that stands still; `simulator.awkward` has them for any base time. */
export const AWKWARD: Readonly<Record<number, readonly string[]>> = awkwardCalls(
  FIXED_NOW_MS,
  spokenCalls(FIXED_NOW_MS),
).ids;
