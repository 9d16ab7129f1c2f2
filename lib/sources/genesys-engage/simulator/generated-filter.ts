/**
 * Tests generated calls without building their documents: each pool of values (numbers, agents, queues, …) is
 * matched once, then a call is a few look-ups. Answers exactly what matching its document would.
 */
import { AGENTS, LANGUAGES, NUMBERS, PARTITIONS, QUEUES, REASONS, TIERS } from "@/lib/samples/directory";
import { fileStem } from "./document-parts";
import {
  type GeneratedCalls,
  generatedId,
  LABEL_BITS,
  NO_AGENT,
  readTraits,
  secondCallUuid,
  splitTransfer,
  type Traits,
} from "./generated-calls";
import { COFID, generatedPauses, orderId } from "./generated-document";
import { phoneMatcher, type TextCase, textMatcher } from "./matching";
import type { SearchQuery } from "./search-query";

type Test = (index: number) => boolean;
type TextTest = (value: string | undefined) => boolean;

const table = <T>(values: readonly T[], passes: (value: T) => boolean): Uint8Array =>
  Uint8Array.from(values, (value) => (passes(value) ? 1 : 0));

function userTest(calls: GeneratedCalls, passes: TextTest): Test {
  const agents = table(
    AGENTS,
    (one) => passes(one.firstName) || passes(one.lastName) || passes(one.userName),
  );
  return (index) =>
    agents[calls.agent[index] ?? 0] === 1 || agents[calls.secondAgent[index] ?? NO_AGENT] === 1;
}

/** Whether any file stem could fit: they hold few kinds of characters and begin with a hexadecimal digit. */
const couldFitStem = (pattern: string): boolean => /^[0-9a-f*?][-0-9a-z_*?]*$/i.test(pattern);

function userDataTest(calls: GeneratedCalls, pattern: string, passes: TextTest): Test {
  if (passes("1") || passes("") || passes("ON")) return () => true;
  const queues = table(QUEUES, passes);
  const tiers = table(TIERS, passes);
  const reasons = table(REASONS, passes);
  const languages = table(LANGUAGES, passes);
  const partitions = table(PARTITIONS, (value) => value !== "" && passes(value));
  const tables: readonly (readonly [Uint8Array, (traits: Traits) => number])[] = [
    [queues, (traits) => traits.queue],
    [tiers, (traits) => traits.tier],
    [reasons, (traits) => traits.reason],
    [languages, (traits) => traits.language],
    [partitions, (traits) => traits.partition],
  ];
  const used = tables.filter(([values]) => values.includes(1));
  const paused = passes("PAUSED");
  const cofid = passes(COFID);
  const readsTraits = used.length > 0 || paused || cofid;
  const triesOrders = ORDER_LIKE.test(pattern);
  const triesStems = couldFitStem(pattern);
  return (index) => {
    if (readsTraits) {
      const traits = readTraits(calls.traits[index] ?? 0);
      if (used.some(([values, read]) => values[read(traits)] === 1)) return true;
      if (cofid && traits.transfer) return true;
      if (paused && generatedPauses(calls, index, traits).length > 0) return true;
    }
    if (triesOrders && passes(orderId(index))) return true;
    return triesStems && someStem(calls, index, passes);
  };
}

/** What an order number can fit: `TB-` and digits. */
const ORDER_LIKE = /^[-tb0-9*?]*$/i;

function someStem(calls: GeneratedCalls, index: number, passes: TextTest): boolean {
  const startMs = (calls.startS[index] ?? 0) * 1000;
  if (passes(fileStem(generatedId(calls, index), startMs))) return true;
  if (!readTraits(calls.traits[index] ?? 0).transfer) return false;
  const secondStartMs = startMs + splitTransfer(calls.frames[index] ?? 0).secondStartS * 1000;
  return passes(fileStem(secondCallUuid(calls, index), secondStartMs));
}

/** Bits of the seeded labels with these names, one mask a name; a name nothing carries is 0. */
const labelMasks = (names: readonly string[]): number[] =>
  names.map((name) =>
    LABEL_BITS.reduce((bits, label, bit) => (label.toLowerCase() === name ? bits | (1 << bit) : bits), 0),
  );

/** The tests a query puts to a generated call, times and changed labels left aside. */
export function generatedTests(calls: GeneratedCalls, query: SearchQuery, textCase: TextCase): Test[] {
  const tests: Test[] = [];
  if (query.callerPhoneNumber !== null) {
    const numbers = table(NUMBERS, phoneMatcher(query.callerPhoneNumber));
    tests.push((index) => numbers[calls.caller[index] ?? 0] === 1);
  }
  if (query.dialedPhoneNumber !== null) {
    const numbers = table(NUMBERS, phoneMatcher(query.dialedPhoneNumber));
    tests.push((index) => numbers[calls.dialed[index] ?? 0] === 1);
  }
  if (query.userName !== null) tests.push(userTest(calls, textMatcher(query.userName, textCase)));
  if (query.userData !== null) {
    tests.push(userDataTest(calls, query.userData, textMatcher(query.userData, textCase)));
  }
  return tests;
}

/** Whether the seeded labels of a call pass; only for calls whose labels nobody has changed. */
export function generatedLabelTest(calls: GeneratedCalls, query: SearchQuery): Test {
  const wanted = labelMasks(query.includeLabels);
  const unwanted = labelMasks(query.excludeLabels);
  return (index) => {
    const bits = calls.labels[index] ?? 0;
    return wanted.every((mask) => (bits & mask) !== 0) && unwanted.every((mask) => (bits & mask) === 0);
  };
}
