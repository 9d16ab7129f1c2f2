/** Calls that go on: which there are, what was done to them, and what of it holds at a moment (§9, §10 "Live"). */
import { z } from "zod";
import { CUSTOMERS_FROM, HOTLINES, NUMBERS } from "@/lib/samples/directory";
import { below, fraction, uuid } from "@/lib/samples/random";
import { queueAt, userAt } from "./directory";
import { generatedId, generatedIndex } from "./generated-calls";

export const LiveActSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("state"), atMs: z.number(), paused: z.boolean() }),
  z.object({ kind: z.literal("hold"), atMs: z.number(), on: z.boolean(), suppresses: z.boolean() }),
  z.object({ kind: z.literal("transfer"), atMs: z.number(), userNth: z.number() }),
  z.object({ kind: z.literal("adhoc"), atMs: z.number(), on: z.boolean() }),
  z.object({ kind: z.literal("end"), atMs: z.number() }),
]);
export type LiveAct = z.infer<typeof LiveActSchema>;

export const LiveSpecSchema = z.object({
  id: z.string(),
  startMs: z.number(),
  /** When it ends by itself; null = never. */
  endMs: z.number().nullable(),
  userNth: z.number(),
  queueNth: z.number(),
  customer: z.string(),
  called: z.string(),
  direction: z.enum(["inbound", "outbound"]),
  /** Whether the trunk records it. */
  recorded: z.boolean(),
  /** Picks the voice of its sound. */
  voice: z.number(),
});
export type LiveSpec = z.infer<typeof LiveSpecSchema>;

/** Answering takes so long. */
export const RING_MS = 6_000;

const SLOTS = 3;
const PERIOD_MS = 9 * 60_000;
/** Far enough apart that no two slots are between calls at once: there are always two or three live calls. */
const SLOT_OFFSET_MS = PERIOD_MS / SLOTS;
const STEADY_AGES_MS = [95_000, 260_000, 31_000];

export type LiveOptions = Readonly<{
  mode: "steady" | "rotating";
  seed: number;
  baseMs: number;
  steady: boolean;
}>;

export class LiveCalls {
  readonly #options: LiveOptions;
  readonly #rotatingTimes: Readonly<{ seed: number; count: number; baseMs: number }>;
  readonly added = new Map<string, LiveSpec>();
  readonly acts = new Map<string, LiveAct[]>();

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#rotatingTimes = { seed: options.seed + 7_777, count: 0xffff_ffff, baseMs: 0 };
    this.clear();
  }

  clear(): void {
    this.added.clear();
    this.acts.clear();
    if (this.#options.mode === "rotating" || !this.#options.steady) return;
    for (const [nth, ageMs] of STEADY_AGES_MS.entries()) {
      const spec = this.#specOf(uuid(0x11fe, nth, 1), this.#options.baseMs - ageMs, null, 5_000_000 + nth);
      this.added.set(spec.id, spec);
    }
    const held = steadyId(1);
    // §13 case 12: paused by a hold, which is no secure pause.
    this.act(held, { kind: "hold", atMs: this.#options.baseMs - 40_000, on: true, suppresses: true });
  }

  /** Calls that have begun in a span of time. */
  startedBetween(fromMs: number, toMs: number): LiveSpec[] {
    const added = [...this.added.values()].filter((spec) => spec.startMs >= fromMs && spec.startMs < toMs);
    if (this.#options.mode === "steady") return added;
    const since = Math.max(fromMs, this.#options.baseMs - PERIOD_MS);
    const rotating: LiveSpec[] = [];
    for (let round = Math.floor(since / PERIOD_MS) - 1; round * PERIOD_MS < toMs; round += 1) {
      for (let slot = 0; slot < SLOTS; slot += 1) {
        const spec = this.#rotating(round * SLOTS + slot);
        if (spec.startMs >= since && spec.startMs < toMs) rotating.push(spec);
      }
    }
    return [...added, ...rotating];
  }

  /** Those of them that can be going on, without all that ended long ago. */
  current(nowMs: number): LiveSpec[] {
    const rotating = this.startedBetween(nowMs - PERIOD_MS, nowMs + 1).filter(
      (spec) => !this.added.has(spec.id),
    );
    return [...this.added.values(), ...rotating].filter((spec) => spec.startMs <= nowMs);
  }

  find(id: string, nowMs: number): LiveSpec | null {
    const added = this.added.get(id);
    if (added !== undefined) return added;
    if (this.#options.mode === "steady") return null;
    const turn = generatedIndex(this.#rotatingTimes, id);
    if (turn === null) return null;
    const spec = this.#rotating(turn);
    return spec.startMs <= nowMs && spec.startMs >= this.#options.baseMs - PERIOD_MS ? spec : null;
  }

  #rotating(turn: number): LiveSpec {
    const { seed } = this.#rotatingTimes;
    const slot = turn % SLOTS;
    const startMs = Math.floor(turn / SLOTS) * PERIOD_MS + slot * SLOT_OFFSET_MS;
    const gapMs = 20_000 + below(120_000, seed, turn, 5);
    return this.#specOf(generatedId(this.#rotatingTimes, turn), startMs, startMs + PERIOD_MS - gapMs, turn);
  }

  #specOf(id: string, startMs: number, endMs: number | null, turn: number): LiveSpec {
    const { seed } = this.#rotatingTimes;
    const number = NUMBERS[CUSTOMERS_FROM + below(NUMBERS.length - CUSTOMERS_FROM, seed, turn, 1)];
    return {
      id,
      startMs,
      endMs,
      // The first thirty agents: active, and in divisions that clients see.
      userNth: below(30, seed, turn, 2),
      queueNth: below(8, seed, turn, 3),
      customer: `tel:${number ?? "+12025550100"}`,
      called: `tel:${HOTLINES[below(HOTLINES.length, seed, turn, 4)] ?? HOTLINES[0]}`,
      direction: fraction(seed, turn, 6) < 0.2 ? "outbound" : "inbound",
      recorded: true,
      voice: turn,
    };
  }

  add(id: string, startMs: number, rest: Partial<Omit<LiveSpec, "id" | "startMs">>): LiveSpec {
    const spec = { ...this.#specOf(id, startMs, null, 6_000_000 + this.added.size), ...rest };
    this.added.set(id, spec);
    return spec;
  }

  act(id: string, act: LiveAct): void {
    this.acts.set(
      id,
      [...(this.acts.get(id) ?? []), act].sort((a, b) => a.atMs - b.atMs),
    );
  }

  actsOf = (id: string): readonly LiveAct[] => this.acts.get(id) ?? [];

  /** When the call ended or will end; null when nobody knows yet. */
  endOf(spec: LiveSpec): number | null {
    const ended = this.actsOf(spec.id).find((act) => act.kind === "end");
    return ended === undefined ? spec.endMs : Math.min(ended.atMs, spec.endMs ?? Number.POSITIVE_INFINITY);
  }
}

/** The id of steady live call `nth`. */
export const steadyId = (nth: number): string => uuid(0x11fe, nth, 1);

export type LiveState = Readonly<{
  isLive: boolean;
  recordingState: "ACTIVE" | "PAUSED" | "NONE";
  securePause: boolean;
  held: boolean;
  adhoc: boolean;
  userNth: number;
}>;

/** What holds at a moment. */
export function liveState(
  spec: LiveSpec,
  acts: readonly LiveAct[],
  endMs: number | null,
  nowMs: number,
): LiveState {
  const isLive = endMs === null || nowMs < endMs;
  let securePause = false;
  let suppressed = false;
  let held = false;
  let adhoc = false;
  let userNth = spec.userNth;
  for (const act of acts) {
    if (act.atMs > nowMs) break;
    if (act.kind === "state") securePause = act.paused;
    if (act.kind === "hold") {
      held = act.on;
      suppressed = act.on && act.suppresses;
    }
    if (act.kind === "adhoc") adhoc = act.on;
    if (act.kind === "transfer") userNth = act.userNth;
  }
  const isRecorded = spec.recorded && nowMs >= spec.startMs + RING_MS;
  const recordingState = !isRecorded ? "NONE" : securePause || suppressed ? "PAUSED" : "ACTIVE";
  return { isLive, recordingState, securePause: isRecorded && securePause, held, adhoc, userNth };
}

export const liveUser = (spec: LiveSpec) => userAt(spec.userNth);
export const liveQueue = (spec: LiveSpec) => queueAt(spec.queueNth);
