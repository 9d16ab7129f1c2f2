/** Opus in Ogg or WebM, cut to the packet: packets are copied, the container around them is our own. */
import { setImmediate } from "node:timers/promises";
import { OggReader } from "../peaks/ogg.mjs";
import {
  MAX_PACKET_BYTES,
  MAX_SILENCE_SAMPLES,
  OPUS_RATE,
  packetSamples,
  type Track,
} from "../peaks/opus-packets.mjs";
import { ReadingError } from "../peaks/reading-error.mjs";
import { WebmReader } from "../peaks/webm.mjs";
import type { ClipSpan, Cutter, NewCutter } from "./clip-types";
import { OggWriter } from "./ogg-writer";
import { repeatsBefore } from "./opus-fec";
import { isSameKind, type OpusHead, readHead, silentPacket, withPreSkip } from "./opus-head";
import { WebmWriter } from "./webm-writer";

/** Makes the container. What it gives back is to be sent; the last packets stay with it, as their end may be padding. */
export type OpusWriter = Readonly<{
  /** `mostSamples`: how long it may become; Infinity = to the end of the file. */
  begin(head: OpusHead, mostSamples: number): Uint8Array;
  packet(packet: Uint8Array, samples: number): Uint8Array | null;
  end(paddingSamples: number): Uint8Array;
}>;

/** A packet's window lies so far over the next one (RFC 6716 §4.3.7): 2.5 ms. */
const OVERLAP_SAMPLES = 120;

const PACKETS_IN_A_ROW = 5_000;

type Sink = Readonly<{
  /** Sound that begins at `at`: samples at 48 kHz in the file's time, as players show it. */
  packet(packet: Uint8Array, at: number): void;
  gap(from: number, to: number): Promise<void>;
  padding(samples: number): void;
}>;

/** One stream of the file, its packets placed in the file's time. */
class ClipTrack implements Track {
  readonly peaks = null;
  readonly #sink: Sink;
  readonly #startsAt: number;
  #position = 0;
  #silence = 0;
  #padding = 0;

  /** `startsAt`: where its position 0 lies, which is before the first sound that is heard. */
  constructor(startsAt: number, sink: Sink) {
    this.#startsAt = startsAt;
    this.#sink = sink;
  }

  get position(): number {
    return this.#position;
  }

  get endsAt(): number {
    return this.#startsAt + this.#position - this.#padding;
  }

  async push(packet: Uint8Array): Promise<void> {
    const samples = packetSamples(packet);
    if (samples === 0 || packet.length > MAX_PACKET_BYTES) return;
    this.cutEnd(0);
    this.#sink.packet(packet, this.endsAt);
    this.#position += samples;
  }

  async skip(samples: number): Promise<void> {
    if (samples <= 0 || this.#silence + samples > MAX_SILENCE_SAMPLES) return;
    this.cutEnd(0);
    await this.#sink.gap(this.endsAt, this.endsAt + samples);
    this.#silence += samples;
    this.#position += samples;
  }

  cutEnd(samples: number): void {
    this.#padding = Math.max(0, samples);
    this.#sink.padding(this.#padding);
  }

  async end(): Promise<void> {}

  close(): void {}
}

class OpusCutter implements Cutter {
  readonly mimeType: string;
  readonly #writer: OpusWriter;
  readonly #reader: Readonly<{ push(bytes: Uint8Array): Promise<void> }>;
  readonly #startSamples: number;
  readonly #endSamples: number;
  #ready: Uint8Array[] = [];
  #isPast = false;
  #sawHead = false;
  /** What was written at the beginning; null = nothing lay inside so far. */
  #head: OpusHead | null = null;
  #beginsAt = 0;
  #writtenSamples = 0;
  #padding = 0;

  constructor(format: "ogg" | "webm", { startMs, endMs }: ClipSpan) {
    const start = (head: Uint8Array, before: Track | null) => this.#track(head, before);
    this.mimeType = `audio/${format}`;
    this.#reader = format === "ogg" ? new OggReader(start) : new WebmReader(start);
    this.#writer = format === "ogg" ? new OggWriter() : new WebmWriter();
    // Nothing lies before 0 that would have to stay out.
    this.#startSamples = startMs === 0 ? Number.NEGATIVE_INFINITY : (startMs * OPUS_RATE) / 1000;
    this.#endSamples = ((endMs ?? Number.POSITIVE_INFINITY) * OPUS_RATE) / 1000;
  }

  async push(bytes: Uint8Array): Promise<void> {
    await this.#reader.push(bytes);
  }

  isPast(): boolean {
    return this.#isPast;
  }

  end(): void {
    if (!this.#sawHead) throw new ReadingError("broken", "The file holds no sound that can be read.");
    if (this.#head !== null) this.#ready.push(this.#writer.end(this.#padding));
  }

  drain(): Uint8Array {
    return Buffer.concat(this.#ready.splice(0));
  }

  async #track(packet: Uint8Array, before: Track | null): Promise<Track> {
    const head = readHead(packet);
    this.#sawHead = true;
    const endedAt = before instanceof ClipTrack ? before.endsAt : 0;
    return new ClipTrack(endedAt - head.preSkip, {
      packet: (sound, at) => this.#offer(head, sound, at),
      gap: (from, to) => this.#fill(head, Math.max(from, this.#startSamples), to),
      padding: (samples) => {
        if (!this.#isPast) this.#padding = samples;
      },
    });
  }

  /** Silence between `from` and `to`, as packets that are inside or outside like any other. */
  async #fill(head: OpusHead, from: number, to: number): Promise<void> {
    let at = from;
    for (let packets = 1; !this.#isPast; packets += 1) {
      const silent = silentPacket(head, to - at);
      if (silent === null) return;
      this.#offer(head, silent.packet, at);
      at += silent.samples;
      // A damaged position can be hours ahead; the server has others to serve meanwhile.
      if (packets % PACKETS_IN_A_ROW === 0) await setImmediate();
    }
  }

  #offer(head: OpusHead, packet: Uint8Array, at: number): void {
    const samples = packetSamples(packet);
    if (at + samples + OVERLAP_SAMPLES > this.#endSamples) this.#isPast = true;
    // Behind the first packet, what is repeated lies inside like the rest. Of several streams only one is looked into.
    const isRepeating = this.#head === null && (head.streams > 1 || repeatsBefore(packet));
    if (this.#isPast || at - (isRepeating ? samples : 0) < this.#startSamples) return;
    this.#head ??= this.#begin(head, at);
    if (!isSameKind(head, this.#head))
      throw new ReadingError("unsupported", "The file changes its kind of sound on the way.");
    const lateSamples = at - this.#beginsAt - this.#writtenSamples;
    // Each further stream of a file begins with sound that players leave out.
    if (lateSamples + samples <= 0) return;
    for (let late = lateSamples; ; ) {
      const silent = silentPacket(head, late);
      if (silent === null) break;
      this.#write(silent.packet, silent.samples);
      late -= silent.samples;
    }
    this.#write(packet, samples);
  }

  #begin(head: OpusHead, at: number): OpusHead {
    this.#beginsAt = at;
    const own = withPreSkip(head, Math.max(0, -at));
    this.#ready.push(this.#writer.begin(own, this.#endSamples - Math.max(0, at)));
    return own;
  }

  #write(packet: Uint8Array, samples: number): void {
    const full = this.#writer.packet(packet, samples);
    if (full !== null) this.#ready.push(full);
    this.#writtenSamples += samples;
  }
}

/** Ogg in, Ogg out. */
export const oggCutter: NewCutter = (span) => new OpusCutter("ogg", span);

/** WebM in, WebM out. */
export const webmCutter: NewCutter = (span) => new OpusCutter("webm", span);
