/** All recordings in search order, and what clients have changed about them, now and as the index knows it. */
import type { AudioPlan } from "@/lib/samples/audio-plan";
import { mediaUuid } from "./document-parts";
import { type GeneratedCalls, generatedId, generatedIndex } from "./generated-calls";
import { generatedDocument, generatedLabels, generatedPlans } from "./generated-document";
import type { SpecialCall } from "./special-call";
import type { WireLabel, WireMediaFile, WireRecording } from "./wire";

/** A recording's number: below `generated.count` a generated call, from there on a special one. */
export type Key = number;

/** What clients changed. */
export type Changes = Readonly<{
  labels: Map<Key, readonly WireLabel[]>;
  protection: Map<Key, boolean>;
  deleted: Set<Key>;
  /** Files that a half-failed deletion has taken. */
  lostFiles: Map<Key, ReadonlySet<string>>;
}>;

const noChanges = (): Changes => ({
  labels: new Map(),
  protection: new Map(),
  deleted: new Set(),
  lostFiles: new Map(),
});

export type RecordingMedia = Readonly<{
  file: WireMediaFile;
  plan: AudioPlan;
  encrypted: boolean;
  decryptable: boolean;
}>;

export type StoreOptions = Readonly<{
  generated: GeneratedCalls;
  specials: readonly SpecialCall[];
  region: string;
  audioKbps: number;
}>;

export class Store {
  readonly generated: GeneratedCalls;
  readonly specials: readonly SpecialCall[];
  /** Keys newest first, ties by id; with their times in seconds at the same positions. */
  readonly order: Uint32Array;
  readonly startMs: Float64Array;
  readonly stopMs: Float64Array;
  readonly current: Changes = noChanges();
  readonly indexed: Changes = noChanges();
  readonly #region: string;
  readonly #audioKbps: number;
  readonly #specialKeys: ReadonlyMap<string, Key>;
  #waiting: { elapsedMs: number; clockMs: number; apply: () => void }[] = [];

  constructor({ generated, specials, region, audioKbps }: StoreOptions) {
    this.generated = generated;
    this.specials = specials;
    this.#region = region;
    this.#audioKbps = audioKbps;
    this.#specialKeys = new Map(specials.map((call, nth) => [call.recording.id, generated.count + nth]));
    const count = generated.count + specials.length;
    this.order = new Uint32Array(count);
    this.startMs = new Float64Array(count);
    this.stopMs = new Float64Array(count);
    this.#merge();
  }

  /** Merges the two lists, each newest first. */
  #merge(): void {
    const { generated, specials } = this;
    const sorted = specials
      .map((call, nth) => ({ call, key: generated.count + nth }))
      .sort(
        (a, b) => b.call.startMs - a.call.startMs || compareIds(a.call.recording.id, b.call.recording.id),
      );
    let next = 0;
    let position = 0;
    const put = (key: Key, startMs: number, stopMs: number) => {
      this.order[position] = key;
      this.startMs[position] = startMs;
      this.stopMs[position] = stopMs;
      position += 1;
    };
    for (let index = 0; index < generated.count; index += 1) {
      const startMs = (generated.startS[index] ?? 0) * 1000;
      for (let entry = sorted[next]; entry !== undefined; entry = sorted[next]) {
        const { call, key } = entry;
        const isLater =
          call.startMs > startMs ||
          (call.startMs === startMs && compareIds(call.recording.id, generatedId(generated, index)) < 0);
        if (!isLater) break;
        put(key, call.startMs, call.stopMs);
        next += 1;
      }
      put(index, startMs, startMs + (generated.lengthS[index] ?? 0) * 1000);
    }
    for (const { call, key } of sorted.slice(next)) put(key, call.startMs, call.stopMs);
  }

  special(key: Key): SpecialCall | null {
    // A negative position is no array index to the engine, and slow to look up a million times.
    if (key < this.generated.count) return null;
    return this.specials[key - this.generated.count] ?? null;
  }

  idOf(key: Key): string {
    return this.special(key)?.recording.id ?? generatedId(this.generated, key);
  }

  /** The key of an id that exists in this server's region and is neither deleted nor only still listed; else null. */
  find(id: string): Key | null {
    const key = this.keyOf(id);
    if (key === null || this.current.deleted.has(key)) return null;
    const special = this.special(key);
    return special !== null && (special.isGhost || special.recording.region !== this.#region) ? null : key;
  }

  /** The key of any seeded id, whatever became of it. */
  keyOf(id: string): Key | null {
    return this.#specialKeys.get(id) ?? generatedIndex(this.generated, id);
  }

  /** Whether searches may list a key at all. */
  isListed(key: Key): boolean {
    const special = this.special(key);
    return !this.indexed.deleted.has(key) && (special === null || special.recording.region === this.#region);
  }

  /** The document of a key, a copy, without labels. */
  document(key: Key, changes: Changes): WireRecording {
    const special = this.special(key);
    const recording =
      special === null
        ? generatedDocument(this.generated, key, this.#region, this.#audioKbps)
        : structuredClone(special.recording);
    const protection = changes.protection.get(key);
    if (protection !== undefined) recording.nonDelete = protection;
    const lost = changes.lostFiles.get(key);
    if (lost !== undefined) {
      recording.screenRecording = false;
      recording.mediaFiles = (recording.mediaFiles ?? []).filter(
        (_, position) => !lost.has(mediaUuid(recording.id, position)),
      );
    }
    return recording;
  }

  labels(key: Key, changes: Changes): readonly WireLabel[] {
    return changes.labels.get(key) ?? this.special(key)?.labels ?? generatedLabels(this.generated, key);
  }

  /** The file with this UUID of a recording that is there; null when there is none. */
  media(key: Key, uuid: string): RecordingMedia | null {
    if (this.current.lostFiles.get(key)?.has(uuid)) return null;
    const id = this.idOf(key);
    const special = this.special(key);
    const plans = special === null ? generatedPlans(this.generated, key) : [...special.plans.values()];
    const position = plans.findIndex((_, nth) => mediaUuid(id, nth) === uuid);
    const plan = plans[position];
    const recording = this.document(key, { ...this.current, lostFiles: new Map() });
    const file = recording.mediaFiles?.[position];
    if (plan === undefined || file === undefined) return null;
    return {
      file,
      plan,
      encrypted: file.pkcs7 !== undefined,
      decryptable: special === null || !special.undecryptable.has(uuid),
    };
  }

  /** Makes a change now, and in the index once `lagMs` has passed on either clock. */
  change(
    apply: (changes: Changes) => void,
    { lagMs, elapsedMs, clockMs }: Readonly<{ lagMs: number; elapsedMs: number; clockMs: number }>,
  ): void {
    apply(this.current);
    this.#waiting.push({
      elapsedMs: elapsedMs + lagMs,
      clockMs: clockMs + lagMs,
      apply: () => apply(this.indexed),
    });
  }

  /** Lets the index catch up with what is due, in the order it happened; without a lag with everything. */
  catchUp({
    lagMs,
    elapsedMs,
    clockMs,
  }: Readonly<{ lagMs: number; elapsedMs: number; clockMs: number }>): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (lagMs > 0 && next.elapsedMs > elapsedMs && next.clockMs > clockMs) return;
      this.#waiting.shift();
      next.apply();
    }
  }

  /** Forgets every change, the waiting ones too. */
  forgetChanges(): void {
    this.#waiting = [];
    for (const changes of [this.current, this.indexed]) {
      for (const part of Object.values(changes)) part.clear();
    }
  }
}

/** Order of ids by code unit, as an index of keywords sorts. */
const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
