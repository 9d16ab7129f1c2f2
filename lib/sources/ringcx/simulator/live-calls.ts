/** The calls going on now: steady ones, ones that come and go by the clock, and those that hooks add. */
import { below, fraction } from "@/lib/samples/random";
import { hex32, readDialogId, voiceDialogId } from "./ids";
import { dialogOf, isOver, type LiveCall, liveUii } from "./live-call";
import type { Dialog } from "./model";
import { AGENT_COUNT, customerAt, queueAt, queueNamed, reportNumber } from "./people";

const MINUTE_MS = 60_000;
/** A rotating call begins every so often, and lasts two to seven minutes. */
const SLOT_MS = 75_000;
const LONGEST_SLOT_MS = 7 * MINUTE_MS;
/** Rotating calls exist from this long before the base time on: the table is never empty at the start. */
const SLOTS_BEFORE_MS = 10 * MINUTE_MS;

export type LiveSetup = Readonly<{ seed: number; baseMs: number; mode: "steady" | "rotating" }>;

export type NewLiveCall = Readonly<{
  customer?: string;
  queue?: Parameters<typeof queueNamed>[0];
  origination?: "INBOUND" | "OUTBOUND";
  /** Place of the agent in the directory; null = the caller still waits. */
  agentNumber?: number | null;
  startedMsAgo?: number;
  archive?: boolean;
}>;

const liveCustomer = (seed: number, index: number): string => reportNumber(customerAt(seed, index, 201));

/** One call per kind of recording setting, then one that is only to be read and one that waits for an agent. */
const STEADY = [
  { queue: "Billing", minutes: 4, agent: 2 },
  { queue: "Payments", minutes: 2, agent: 1 },
  { queue: "Sales", minutes: 7, agent: 16 },
  { queue: "Retention", minutes: 3, agent: 3 },
  { queue: "Moves", minutes: 1, agent: 4 },
  { queue: "Support", minutes: 12, agent: 37, archive: true },
  { queue: "Technical", minutes: 0.5, agent: null },
] as const;

/** Ids of the steady calls don't hang on the clock, so that tests can name them. */
const STEADY_IDS_MS = Date.UTC(2024, 6, 22, 19, 28, 17, 203);

/** `uii` of the steady calls, in the order above. */
export const STEADY_UIIS: readonly string[] = STEADY.map((_, nth) => liveUii(STEADY_IDS_MS, nth + 1));

export class LiveCalls {
  readonly #setup: LiveSetup;
  /** Steady and added calls, and rotating ones that somebody has changed. */
  #kept = new Map<string, LiveCall>();
  #added = 0;

  constructor(setup: LiveSetup) {
    this.#setup = setup;
    this.reset();
  }

  reset(): void {
    this.#kept = new Map();
    this.#added = 0;
    if (this.#setup.mode === "steady") for (const call of this.#steady()) this.#kept.set(call.uii, call);
  }

  #steady(): LiveCall[] {
    const { seed, baseMs } = this.#setup;
    return STEADY.map((row, nth): LiveCall => {
      const startMs = baseMs - row.minutes * MINUTE_MS;
      return {
        uii: STEADY_UIIS[nth] ?? liveUii(startMs, nth),
        hexDigits: hex32(seed, "added", 0xf000 + nth),
        number: 0x7000_0000 + nth,
        startMs,
        endMs: null,
        customer: liveCustomer(seed, 0x7000_0000 + nth),
        origination: "INBOUND",
        queueId: queueNamed(row.queue).queueId,
        callState: row.agent === null ? "QUEUED" : "ACTIVE",
        archive: "archive" in row,
        legs: row.agent === null ? [] : [{ agentNumber: row.agent, fromMs: startMs }],
        toggles: [],
      };
    });
  }

  #slot(slot: number): LiveCall {
    const { seed } = this.#setup;
    const startMs = slot * SLOT_MS;
    return {
      uii: liveUii(startMs, slot),
      hexDigits: hex32(seed, "slot", slot),
      number: slot,
      startMs,
      endMs: startMs + 2 * MINUTE_MS + Math.floor(fraction(seed, slot, 202) * 5 * MINUTE_MS),
      customer: liveCustomer(seed, slot),
      origination: fraction(seed, slot, 203) < 0.2 ? "OUTBOUND" : "INBOUND",
      queueId: queueAt(below(8, seed, slot, 204)).queueId,
      callState: "ACTIVE",
      archive: false,
      legs: [{ agentNumber: slot % AGENT_COUNT, fromMs: startMs }],
      toggles: [],
    };
  }

  /** Rotating calls whose start lies in the span, changed ones as they are. */
  *#slotsBetween(fromMs: number, toMs: number): Generator<LiveCall> {
    if (this.#setup.mode !== "rotating") return;
    const first = Math.ceil(Math.max(fromMs, this.#setup.baseMs - SLOTS_BEFORE_MS) / SLOT_MS);
    for (let slot = first; slot * SLOT_MS <= toMs; slot += 1) {
      const call = this.#slot(slot);
      if (!this.#kept.has(call.uii)) yield call;
    }
  }

  /** Calls going on now, longest first. */
  active(nowMs: number): LiveCall[] {
    const calls = [...this.#kept.values(), ...this.#slotsBetween(nowMs - LONGEST_SLOT_MS, nowMs)];
    return calls
      .filter((call) => call.startMs <= nowMs && !isOver(call, nowMs))
      .sort((a, b) => a.startMs - b.startMs || (a.uii < b.uii ? -1 : 1));
  }

  find(uii: string, nowMs: number): LiveCall | null {
    return this.active(nowMs).find((call) => call.uii === uii) ?? null;
  }

  /** Puts a call under those that are kept, to be changed in place. Throws when it is not going on. */
  #keep(uii: string, nowMs: number): LiveCall {
    const call = this.find(uii, nowMs);
    if (call === null) throw new Error(`No call ${uii} is going on.`);
    this.#kept.set(uii, call);
    return call;
  }

  add(options: NewLiveCall, nowMs: number): LiveCall {
    const { seed } = this.#setup;
    this.#added += 1;
    const number = 0x6000_0000 + this.#added;
    const startMs = nowMs - (options.startedMsAgo ?? 0);
    const agentNumber = options.agentNumber === undefined ? this.#added % AGENT_COUNT : options.agentNumber;
    const call: LiveCall = {
      uii: liveUii(startMs, 5_000 + this.#added),
      hexDigits: hex32(seed, "added", this.#added),
      number,
      startMs,
      endMs: null,
      customer: options.customer ?? liveCustomer(seed, number),
      origination: options.origination ?? "INBOUND",
      queueId: queueNamed(options.queue ?? "Billing").queueId,
      callState: agentNumber === null ? "QUEUED" : "ACTIVE",
      archive: options.archive ?? false,
      legs: agentNumber === null ? [] : [{ agentNumber, fromMs: startMs }],
      toggles: [],
    };
    this.#kept.set(call.uii, call);
    return call;
  }

  end(uii: string, nowMs: number): void {
    this.#keep(uii, nowMs).endMs = nowMs;
  }

  /** Hands the call to another agent; the recording begins anew as the queue has it. */
  transfer(uii: string, agentNumber: number, nowMs: number): void {
    const call = this.#keep(uii, nowMs);
    call.callState = "ACTIVE";
    call.legs.push({ agentNumber, fromMs: nowMs });
  }

  toggle(uii: string, record: boolean, nowMs: number): void {
    this.#keep(uii, nowMs).toggles.push({ atMs: nowMs, record });
  }

  /** The dialog of a call, going on or over; null when there is none of this id. */
  findDialog(dialogId: string, nowMs: number): Dialog | null {
    const read = readDialogId(dialogId);
    const kept = [...this.#kept.values()].find(
      (call) => voiceDialogId(call.hexDigits, call.startMs) === dialogId,
    );
    if (kept !== undefined) return dialogOf(kept, this.#setup.seed, nowMs);
    if (read?.kind !== "slot") return null;
    const [call] = this.#slotsBetween(read.index * SLOT_MS, Math.min(nowMs, read.index * SLOT_MS));
    return call === undefined ? null : dialogOf(call, this.#setup.seed, nowMs);
  }

  /** Dialogs of which a segment may have ended in the window. */
  *endedWithin(fromMs: number, toMs: number, nowMs: number): Generator<Dialog> {
    for (const call of this.#kept.values()) yield dialogOf(call, this.#setup.seed, nowMs);
    for (const call of this.#slotsBetween(fromMs - LONGEST_SLOT_MS, Math.min(toMs, nowMs))) {
      yield dialogOf(call, this.#setup.seed, nowMs);
    }
  }

  snapshot(): { added: number; calls: LiveCall[] } {
    return { added: this.#added, calls: structuredClone([...this.#kept.values()]) };
  }

  restore({ added, calls }: Readonly<{ added: number; calls: readonly LiveCall[] }>): void {
    this.#added = added;
    this.#kept = new Map(structuredClone([...calls]).map((call) => [call.uii, call]));
  }
}
