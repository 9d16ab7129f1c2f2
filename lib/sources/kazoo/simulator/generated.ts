/**
 * Any number of recordings without memory: creation time, id and document of number n follow from n alone. They lie over
 * fourteen months, denser towards the base time, and no two share a second.
 */
import { FRAME_MS, spokenPlan } from "@/lib/samples/audio-plan";
import { CUSTOMERS_FROM, HOTLINES, NUMBERS } from "@/lib/samples/directory";
import { below, fraction, hash, hex, pick } from "@/lib/samples/random";
import { displayName, interactionId, type Leg, partyOf, storedLeg } from "./documents";
import { monthOf } from "./gregorian";
import { type Account, agentsOf, type User } from "./people";
import type { Stored } from "./wire";

export type Generator = Readonly<{
  account: Account;
  count: number;
  seed: number;
  /** Gregorian seconds before which all of them are stored. */
  baseS: number;
}>;

const SPAN_S = 424 * 86_400;
/** The newest is stored this long before the base time. */
const NEWEST_S = 240;
const SPOKEN = ["billing-dispute.mp3", "long-hold.mp3", "cross-talk.mp3", "internal.mp3"] as const;
const FEATURES = ["Support", "2121", "Main menu", "Sales after hours"] as const;

function offsetS({ count, seed }: Generator, n: number): number {
  const stepS = Math.min(90, SPAN_S / (2 * Math.max(1, count)));
  const bend = (SPAN_S - count * stepS) * (n / Math.max(1, count)) ** 2;
  return NEWEST_S + Math.floor(n * stepS + bend + fraction(seed, n, 1) * stepS * 0.7);
}

/** Hidden creation time of number n, in Gregorian seconds; it falls as n grows. */
export const generatedCreated = (generator: Generator, n: number): number =>
  generator.baseS - offsetS(generator, n);

const lagOf = (generator: Generator, n: number): number => 2 + below(19, generator.seed, n, 2);

/** Frames of audio: 20 seconds to 20 minutes, most of them a few minutes. */
function framesOf({ seed }: Generator, n: number): number {
  const wantedMs = 20_000 + 110_000 * (-Math.log(1 - fraction(seed, n, 3) * 0.9995) + fraction(seed, n, 4));
  return Math.floor(Math.min(wantedMs, 1_200_000) / FRAME_MS);
}

function startedOf(generator: Generator, n: number): number {
  const duration = Math.floor((framesOf(generator, n) * FRAME_MS) / 1000);
  return generatedCreated(generator, n) - lagOf(generator, n) - duration;
}

/** The id carries n in its last eight digits, so that no table of ids is needed. */
export function generatedId(generator: Generator, n: number): string {
  const { seed, account } = generator;
  const salt = Number.parseInt(account.id.slice(0, 6), 16);
  const digits = hex(seed, n, 10) + hex(seed, n, 11) + hex(seed ^ salt, n, 12);
  const tail = ((Math.imul(n, 0x9e3779b1) ^ salt) >>> 0).toString(16).padStart(8, "0");
  return `${monthOf(startedOf(generator, n))}-${digits}${tail}`;
}

/** The inverse of 0x9e3779b1 modulo 2^32. */
const INVERSE = 0x0e8b2f51;

/** The number behind an id; null when it is nobody's. */
export function generatedIndex(generator: Generator, id: string): number | null {
  if (id.length !== 39) return null;
  const salt = Number.parseInt(generator.account.id.slice(0, 6), 16);
  const n = Math.imul(Number.parseInt(id.slice(-8), 16) ^ salt, INVERSE) >>> 0;
  return n < generator.count && generatedId(generator, n) === id ? n : null;
}

function ownerOf(generator: Generator, n: number): User {
  const agents = agentsOf(generator.account.id);
  const owner = agents[hash(generator.seed, n, 20) % agents.length];
  if (owner === undefined) throw new Error("An account with recordings has agents.");
  return owner;
}

/** Whose recording it is; null for about one in eight, on the carrier's leg. */
export function generatedOwner(generator: Generator, n: number): string | null {
  return isCarrierLeg(generator, n) ? null : ownerOf(generator, n).id;
}

const isCarrierLeg = ({ seed }: Generator, n: number): boolean => fraction(seed, n, 21) < 0.12;

function customerOf({ seed }: Generator, n: number): string {
  if (fraction(seed, n, 22) < 0.015) return "anonymous";
  return NUMBERS[CUSTOMERS_FROM + below(NUMBERS.length - CUSTOMERS_FROM, seed, n, 23)] ?? "anonymous";
}

function callIdOf({ seed }: Generator, n: number): string {
  const word = hex(seed, n, 30) + hex(seed, n, 31);
  switch (n % 3) {
    case 0:
      return `${word}@192_0_2_${1 + (n % 250)}`;
    case 1:
      return `${word.slice(0, 8)}-${word.slice(8, 12)}-4${word.slice(13)}-a${hex(seed, n, 32).slice(1, 4)}-${hex(seed, n, 33)}${hex(seed, n, 34).slice(4)}`;
    default:
      return `${word}${hex(seed, n, 32)}@203.0.113.${1 + (n % 250)}`;
  }
}

/** Direction is the switch's: a phone dialling out comes in, a call to a phone goes out (fact sheet §8.1). */
function partiesOf(generator: Generator, n: number): Pick<Leg, "caller" | "callee" | "direction" | "origin"> {
  const { seed } = generator;
  const owner = ownerOf(generator, n);
  const agent = partyOf(owner);
  const customer = { number: customerOf(generator, n), name: "" };
  const hotline = { number: pick(HOTLINES, hash(seed, n, 24)), name: "" };
  const carrier = isCarrierLeg(generator, n);
  const kind = fraction(seed, n, 25);
  if (kind < 0.6) {
    const origin =
      kind < 0.06
        ? `callflow : ${pick(FEATURES, n)}`
        : `inbound from offnet to ${carrier ? "account" : "endpoint"}`;
    const caller = {
      ...customer,
      name: kind < 0.3 ? `CALLER ${customer.number.slice(-4)}` : customer.number,
    };
    return { caller, callee: carrier ? hotline : agent, direction: carrier ? "inbound" : "outbound", origin };
  }
  if (kind < 0.9) {
    const caller = { number: agent.number, name: displayName(owner) };
    const origin = `outbound to offnet from ${carrier ? "account" : "endpoint"}`;
    return { caller, callee: customer, direction: carrier ? "outbound" : "inbound", origin };
  }
  const agents = agentsOf(generator.account.id);
  const other =
    agents[(agents.indexOf(owner) + 1 + (n % Math.max(1, agents.length - 1))) % agents.length] ?? owner;
  return {
    caller: agent,
    callee: partyOf(other),
    direction: "inbound",
    origin: "inbound from onnet to endpoint",
  };
}

/** Labels that somebody has set already; null for most. */
function tagsOf(n: number): Readonly<Record<string, number>> | null {
  if (n % 11 === 3) return { important: 1 };
  return n % 23 === 5 ? { complaint: 1, review: 1 } : null;
}

/** Number n as the database holds it. */
export function generatedStored(generator: Generator, n: number): Stored {
  const { seed, account } = generator;
  const startedS = startedOf(generator, n);
  const frames = framesOf(generator, n);
  const tags = tagsOf(n);
  const parties = partiesOf(generator, n);
  const { callee } = parties;
  const hidden = fraction(seed, n, 40) < 0.02;
  return storedLeg({
    id: generatedId(generator, n),
    account,
    key: `generated ${account.id} ${seed} ${n}`,
    startedS,
    plan: spokenPlan(pick(SPOKEN, hash(seed, n, 41)), below(2000, seed, n, 42), frames),
    lagS: lagOf(generator, n),
    ...parties,
    owner: isCarrierLeg(generator, n) ? null : ownerOf(generator, n),
    callId: callIdOf(generator, n),
    interactionId: interactionId(startedS - 2 - (n % 9), `generated ${seed} ${n}`),
    ...(hidden ? { moreVars: { "Privacy-Hide-Name": "true", "Privacy-Hide-Number": "true" } } : {}),
    more: {
      ...(tags === null ? {} : { user_metadata: { tags } }),
      ...(n % 17 === 4 ? { to: `${callee.number}@${account.realm}:7000` } : {}),
    },
    storage: n % 4 === 0 ? "provider" : "document",
  });
}
