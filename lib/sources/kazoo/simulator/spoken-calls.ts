/** The spoken calls, as this vendor would have recorded them. Nothing in a document says what the sound hides. */
import { type AudioPlan, FRAME_MS, planDurationMs, spokenPlan } from "@/lib/samples/audio-plan";
import { interactionId, type Leg, partyOf, storedLeg } from "./documents";
import { toGregorian } from "./gregorian";
import { ACCOUNTS, userNamed } from "./people";
import type { Stored } from "./wire";

const MINUTE_S = 60;

const wholeFile = (file: string, durationMs: number): AudioPlan =>
  spokenPlan(file, 0, Math.round(durationMs / FRAME_MS));

type Spoken = Omit<Leg, "account" | "startedS" | "lagS" | "interactionId" | "callId">;

/** A call that ended some minutes before the base time. */
function spoken(baseMs: number, endedMinutesAgo: number, key: string, legs: readonly Spoken[]): Stored[] {
  const longestMs = Math.max(...legs.map((leg) => planDurationMs(leg.plan)));
  const startedS = toGregorian(baseMs) - endedMinutesAgo * MINUTE_S - Math.ceil(longestMs / 1000);
  return legs.map((leg, nth) =>
    storedLeg({
      ...leg,
      account: ACCOUNTS.main,
      startedS: startedS + nth,
      lagS: 3 + nth * 2,
      interactionId: interactionId(startedS - 6, `spoken ${key}`),
      callId: `spoken-${key}-${nth + 1}@192_0_2_10`,
    }),
  );
}

const outside = (number: string, name = number) => ({ number, name });

/** Builds them all; `baseMs` is the time the newest of them lies just before. */
export function spokenCalls(baseMs: number): Stored[] {
  const mo = userNamed("mali");
  const jane = userNamed("jsmith");
  const priya = userNamed("pnair");
  const luis = userNamed("lherrera");
  const fiona = userNamed("fcampbell");
  const inbound = (owner: typeof mo) => ({
    direction: "outbound" as const,
    origin: "inbound from offnet to endpoint",
    callee: partyOf(owner),
    owner,
  });
  const dispute = {
    plan: wholeFile("billing-dispute.mp3", 193_032),
    caller: outside("+13125550168", "BRIGGS WALTER"),
  };
  return [
    // The agent masked the recording while the card number was read out: those 27 seconds are digital silence.
    ...spoken(baseMs, 5, "card-payment-padded", [
      {
        ...inbound(mo),
        key: "spoken card",
        plan: wholeFile("card-payment-padded.mp3", 156_960),
        caller: outside("+442079460136", ""),
      },
    ]),
    ...spoken(baseMs, 23, "internal", [
      {
        key: "spoken internal",
        plan: wholeFile("internal.mp3", 66_312),
        direction: "inbound",
        origin: "inbound from onnet to endpoint",
        caller: partyOf(jane),
        callee: partyOf(priya),
        owner: jane,
      },
    ]),
    // Recorded three times: on the account, on the phone, and on the carrier's leg.
    ...spoken(baseMs, 47, "billing-dispute", [
      { ...dispute, ...inbound(jane), key: "spoken dispute endpoint", storage: "provider" },
      {
        ...dispute,
        key: "spoken dispute account",
        direction: "inbound",
        origin: "inbound from offnet to account",
        callee: outside("+18005550199", ""),
        owner: null,
        storage: "provider",
      },
      {
        ...dispute,
        key: "spoken dispute other leg",
        direction: "outbound",
        origin: "callflow : Billing",
        callee: partyOf(jane),
        owner: null,
      },
    ]),
    // The same customer as at other vendors, for the search by number over all of them.
    ...spoken(baseMs, 71, "hour-long", [
      {
        ...inbound(jane),
        key: "spoken hour",
        plan: wholeFile("billing-dispute.mp3", 3_667_608),
        caller: outside("+13125550142", "BRIGGS WALTER"),
      },
    ]),
    ...transfer(baseMs, luis, fiona),
    ...spoken(baseMs, 196, "voicemail", [
      {
        key: "spoken voicemail",
        plan: wholeFile("voicemail.mp3", 40_176),
        direction: "inbound",
        origin: "callflow : Voicemail after hours",
        caller: outside("+12025550163", "CALLER 0163"),
        callee: outside("+18005550199", ""),
        owner: null,
        encoding: "wav",
      },
    ]),
  ];
}

/** A transfer: two documents of one interaction, the second on the colleague's phone. */
function transfer(baseMs: number, first: ReturnType<typeof userNamed>, second: typeof first): Stored[] {
  const startedS = toGregorian(baseMs) - 150 * MINUTE_S;
  const both = {
    account: ACCOUNTS.main,
    direction: "outbound" as const,
    origin: "inbound from offnet to endpoint",
    caller: outside("+16175550118", "OSEI GRACE"),
    interactionId: interactionId(startedS - 6, "spoken transfer"),
  };
  const leg = (owner: typeof first, nth: number, file: string, durationMs: number, atS: number) =>
    storedLeg({
      ...both,
      key: `spoken transfer ${nth}`,
      plan: wholeFile(file, durationMs),
      startedS: startedS + atS,
      lagS: 4,
      callee: partyOf(owner),
      owner,
      callId: `spoken-transfer-${nth}@192_0_2_10`,
    });
  return [leg(first, 1, "transfer-1.mp3", 72_864, 0), leg(second, 2, "transfer-2.mp3", 109_728, 78)];
}
