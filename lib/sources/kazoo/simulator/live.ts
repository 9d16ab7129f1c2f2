/** Calls that go on now: their two channels, their recordings, and what metaflows do to them (fact sheet §10.1). */
import { FRAME_MS, silentFrames, spokenPlan } from "@/lib/samples/audio-plan";
import { CUSTOMERS_FROM, HOTLINES, NUMBERS } from "@/lib/samples/directory";
import { below, hash, pick } from "@/lib/samples/random";
import { interactionId, partyOf, recordingId, storedLeg } from "./documents";
import { toEpochMs, toGregorian } from "./gregorian";
import { ACCOUNTS, agentsOf, type User, userById } from "./people";
import { md5, type Stored } from "./wire";

/** A call has two channels: the one that came into the switch, and the one that the switch made to the other end. */
export type LegName = "first" | "second";

/** One running or finished recording of a live call. */
export type LiveRecording = {
  readonly id: string;
  readonly leg: LegName;
  readonly origin: string;
  readonly startMs: number;
  stopMs: number | null;
  /** Spans without speech; the last is open while `endMs` is null. */
  readonly masks: { startMs: number; endMs: number | null }[];
};

export type LiveCall = {
  readonly nth: number;
  /** The first leg: what the call is known by. */
  readonly uuid: string;
  readonly secondUuid: string;
  readonly interactionId: string;
  /** Whose phone the call came from: a customer's, then the agent's is the second leg; or the agent's own. */
  readonly from: "customer" | "agent";
  readonly customer: string;
  readonly hotline: string;
  readonly ownerId: string;
  readonly startMs: number;
  /** When it ends by itself; null = when a client or the control route says so. */
  readonly plannedEndMs: number | null;
  readonly recordings: LiveRecording[];
};

export const RECORD_ACTIONS = ["start", "stop", "mask", "unmask", "toggle"] as const;
export type RecordAction = (typeof RECORD_ACTIONS)[number];

export type LiveOptions = Readonly<{
  mode: "steady" | "rotating" | null;
  seed: number;
  baseMs: number;
  /** Seconds from the end of a recording to its document, and milliseconds from there to its audio. */
  lag: () => Readonly<{ storeLagS: number | null; uploadDelayMs: number }>;
  keep: (stored: Stored) => void;
}>;

const STEADY_CALLS = 3;
/** A rotating call begins every so often and lasts this long. */
const ROTATION_MS = 100_000;
const CATCH_UP_MS = 24 * 3_600_000;
const LENGTHS_MS = [180_000, 240_000, 330_000] as const;
const SPOKEN = ["billing-dispute.mp3", "card-payment-padded.mp3", "long-hold.mp3"] as const;

export class LiveCalls {
  readonly #options: LiveOptions;
  #calls: LiveCall[] = [];
  #count = 0;
  #rotated = 0;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.reset();
  }

  reset(): void {
    const { mode, baseMs } = this.#options;
    this.#calls = [];
    this.#count = 0;
    this.#rotated = 0;
    for (let nth = 0; mode === "steady" && nth < STEADY_CALLS; nth += 1) {
      this.add({ startMs: baseMs - (nth + 1) * 95_000 });
    }
  }

  /** Starts a call. */
  add({
    startMs,
    plannedEndMs = null,
  }: Readonly<{ startMs: number; plannedEndMs?: number | null }>): LiveCall {
    const { seed } = this.#options;
    const nth = this.#count;
    this.#count += 1;
    const agents = agentsOf(ACCOUNTS.main.id);
    const owner = agents[hash(seed, nth, 60) % agents.length];
    if (owner === undefined) throw new Error("The main account has agents.");
    const key = `live ${seed} ${nth}`;
    const call: LiveCall = {
      nth,
      uuid: `${md5(`${key} a`).slice(0, 24)}@192.0.2.${10 + (nth % 200)}`,
      secondUuid: dashed(md5(`${key} b`)),
      interactionId: interactionId(toGregorian(startMs), key),
      from: nth % 2 === 0 ? "agent" : "customer",
      customer:
        NUMBERS[CUSTOMERS_FROM + below(NUMBERS.length - CUSTOMERS_FROM, seed, nth, 61)] ?? "anonymous",
      hotline: pick(HOTLINES, nth),
      ownerId: owner.id,
      startMs,
      plannedEndMs,
      recordings: [],
    };
    this.#calls.push(call);
    // A call from outside is recorded for the account and on the phone; both documents name their own leg.
    if (call.from === "customer") {
      this.#start(call, "first", "inbound from offnet to account", startMs + 1000);
      this.#start(call, "second", "inbound from offnet to endpoint", startMs + 4000);
    } else {
      this.#start(call, "first", "outbound to offnet from endpoint", startMs + 1000);
    }
    return call;
  }

  #start(call: LiveCall, leg: LegName, origin: string, startMs: number): void {
    const id = recordingId(toGregorian(startMs), `${call.uuid} ${call.recordings.length}`);
    call.recordings.push({ id, leg, origin, startMs, stopMs: null, masks: [] });
  }

  /** Lets the clock act: rotating calls begin and end. */
  settle(nowMs: number): void {
    const { mode, baseMs, seed } = this.#options;
    // After a long sleep only the last day is made up for: nobody has seen what would have been before.
    const missed = Math.ceil((nowMs - CATCH_UP_MS - baseMs) / ROTATION_MS);
    this.#rotated = Math.max(this.#rotated, missed);
    while (mode === "rotating") {
      const startMs = baseMs - 2 * ROTATION_MS + this.#rotated * ROTATION_MS;
      if (startMs > nowMs) break;
      const lengthMs = pick(LENGTHS_MS, hash(seed, this.#rotated, 62));
      this.#rotated += 1;
      this.add({ startMs, plannedEndMs: startMs + lengthMs });
    }
    for (const call of [...this.#calls]) {
      if (call.plannedEndMs !== null && call.plannedEndMs <= nowMs) this.#finish(call, call.plannedEndMs);
    }
  }

  /** The calls that go on. */
  active(): readonly LiveCall[] {
    return this.#calls;
  }

  /** By the uuid of either leg. */
  find(uuid: string): LiveCall | null {
    return this.#calls.find((call) => call.uuid === uuid || call.secondUuid === uuid) ?? null;
  }

  /** Does what a metaflow asks. As in the open-source handler, whatever is not stop, mask or unmask starts a recording. */
  act(call: LiveCall, action: RecordAction, nowMs: number): void {
    const running = call.recordings.filter((one) => one.stopMs === null);
    if (action === "start" || action === "toggle") this.#start(call, "first", "no origin", nowMs);
    for (const one of running) {
      const open = one.masks.find((mask) => mask.endMs === null);
      if (action === "mask" && open === undefined) one.masks.push({ startMs: nowMs, endMs: null });
      if (action === "unmask" && open !== undefined) open.endMs = nowMs;
      if (action === "stop") this.#stop(call, one, nowMs);
    }
  }

  /** Hangs a call up: its recordings become documents. False when there is no such call. */
  end(uuid: string, nowMs: number): boolean {
    const call = this.find(uuid);
    if (call !== null) this.#finish(call, nowMs);
    return call !== null;
  }

  #finish(call: LiveCall, endMs: number): void {
    for (const one of call.recordings) if (one.stopMs === null) this.#stop(call, one, endMs);
    this.#calls = this.#calls.filter((other) => other !== call);
  }

  #stop(call: LiveCall, recording: LiveRecording, stopMs: number): void {
    recording.stopMs = stopMs;
    for (const mask of recording.masks) mask.endMs ??= stopMs;
    this.#options.keep(liveStored(call, recording, stopMs, this.#options.lag()));
  }

  snapshot(): LiveSnapshot {
    return structuredClone({ calls: this.#calls, count: this.#count, rotated: this.#rotated });
  }

  restore(snapshot: LiveSnapshot): void {
    this.#calls = structuredClone(snapshot.calls);
    this.#count = snapshot.count;
    this.#rotated = snapshot.rotated;
  }
}

export type LiveSnapshot = { calls: LiveCall[]; count: number; rotated: number };

/** `8-4-4-4-12` of 32 hex digits. */
function dashed(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Who talks to whom on a leg, and which way it goes as the switch sees it. */
export function legOf(call: LiveCall, leg: LegName) {
  const owner = ownerOfLive(call);
  const agent = partyOf(owner);
  const customer = { number: call.customer, name: call.from === "customer" ? call.customer : "" };
  const isPhone = (call.from === "agent") === (leg === "first");
  const called = call.from === "agent" ? customer : isPhone ? agent : { number: call.hotline, name: "" };
  return {
    uuid: leg === "first" ? call.uuid : call.secondUuid,
    otherUuid: leg === "first" ? call.secondUuid : call.uuid,
    direction: leg === "first" ? ("inbound" as const) : ("outbound" as const),
    caller: call.from === "agent" ? agent : customer,
    callee: called,
    /** Null on the carrier's leg. */
    owner: isPhone ? owner : null,
  };
}

function ownerOfLive(call: LiveCall): User {
  const owner = userById(ACCOUNTS.main.id, call.ownerId);
  if (owner === null) throw new Error("The owner of a live call is a user of the main account.");
  return owner;
}

function liveStored(
  call: LiveCall,
  recording: LiveRecording,
  stopMs: number,
  lag: ReturnType<LiveOptions["lag"]>,
): Stored {
  const { uuid, direction, caller, callee, owner } = legOf(call, recording.leg);
  const frames = Math.max(1, Math.ceil((stopMs - recording.startMs) / FRAME_MS));
  const silent = recording.masks.map((mask) =>
    silentFrames(mask.startMs - recording.startMs, (mask.endMs ?? stopMs) - recording.startMs),
  );
  const startedS = toGregorian(recording.startMs);
  const stored = storedLeg({
    id: recording.id,
    account: ACCOUNTS.main,
    key: recording.id,
    startedS,
    plan: spokenPlan(pick(SPOKEN, call.nth), 0, frames, silent),
    lagS: lag.storeLagS ?? 2 + (hash(call.nth, startedS, 63) % 19),
    direction,
    origin: recording.origin,
    caller,
    callee,
    owner,
    callId: uuid,
    interactionId: call.interactionId,
  });
  const arrivesAtMs = toEpochMs(stored.created) + lag.uploadDelayMs;
  return { ...stored, audio: stored.audio === null ? null : { ...stored.audio, arrivesAtMs } };
}
