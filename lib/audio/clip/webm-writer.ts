import { OPUS_RATE } from "../peaks/opus-packets.mjs";
import type { OpusWriter } from "./opus-clip";
import type { OpusHead } from "./opus-head";

const MS_SAMPLES = OPUS_RATE / 1000;
const NS_PER_SAMPLE = 1e9 / OPUS_RATE;
const TRACK = 1;
const SOUND = 2;
/** Decoders need so much of what comes before a place to sound right there (RFC 7845 §4.6). */
const SEEK_PRE_ROLL_NS = 80_000_000;
const CLUSTER_MS = 1_000;
const UNKNOWN_SIZE = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const NAME = Buffer.from("Earmark", "latin1");
const KEY_FRAME = 0x80;

type Block = Readonly<{ packet: Uint8Array; atMs: number }>;

/** WebM with one Opus track, as a live stream writes it: no index, no tags, a segment of unknown size. */
export class WebmWriter implements OpusWriter {
  #blocks: Block[] = [];
  #samples = 0;

  begin(head: OpusHead, mostSamples: number): Uint8Array {
    const audio = element(0xe1, [element(0xb5, [float(OPUS_RATE)]), element(0x9f, [number(head.channels)])]);
    const track = element(0xae, [
      element(0xd7, [number(TRACK)]),
      element(0x73c5, [number(TRACK)]),
      element(0x83, [number(SOUND)]),
      element(0x86, [Buffer.from("A_OPUS", "latin1")]),
      element(0x63a2, [head.bytes]),
      element(0x56aa, [number(Math.round(head.preSkip * NS_PER_SAMPLE))]),
      element(0x56bb, [number(SEEK_PRE_ROLL_NS)]),
      audio,
    ]);
    const information = [
      element(0x2ad7b1, [number(1_000_000)]),
      element(0x4d80, [NAME]),
      element(0x5741, [NAME]),
      // Players show a file that does not say how long it is as one that never ends.
      ...(Number.isFinite(mostSamples) ? [element(0x4489, [float(mostSamples / MS_SAMPLES)])] : []),
    ];
    return Buffer.concat([
      element(0x1a45dfa3, [
        element(0x4286, [number(1)]),
        element(0x42f7, [number(1)]),
        element(0x42f2, [number(4)]),
        element(0x42f3, [number(8)]),
        element(0x4282, [Buffer.from("webm", "latin1")]),
        element(0x4287, [number(4)]),
        element(0x4285, [number(2)]),
      ]),
      Buffer.from([0x18, 0x53, 0x80, 0x67, ...UNKNOWN_SIZE]),
      element(0x1549a966, information),
      element(0x1654ae6b, [track]),
    ]);
  }

  packet(packet: Uint8Array, samples: number): Uint8Array | null {
    const atMs = Math.round(this.#samples / MS_SAMPLES);
    const isFull = atMs - (this.#blocks[0]?.atMs ?? atMs) >= CLUSTER_MS;
    const cluster = isFull ? this.#cluster(0) : null;
    this.#blocks.push({ packet, atMs });
    this.#samples += samples;
    return cluster;
  }

  end(paddingSamples: number): Uint8Array {
    return this.#cluster(paddingSamples);
  }

  #cluster(paddingSamples: number): Buffer {
    const blocks = this.#blocks.splice(0);
    const startMs = blocks[0]?.atMs ?? 0;
    const last = blocks.length - 1;
    const written = blocks.map(({ packet, atMs }, index) => {
      const header = Buffer.from([0x80 | TRACK, 0, 0, 0]);
      header.writeInt16BE(atMs - startMs, 1);
      if (index === last && paddingSamples > 0) {
        const paddingNs = number(Math.round(paddingSamples * NS_PER_SAMPLE));
        return element(0xa0, [element(0xa1, [header, packet]), element(0x75a2, [paddingNs])]);
      }
      header.writeUInt8(KEY_FRAME, 3);
      return element(0xa3, [header, packet]);
    });
    return element(0x1f43b675, [element(0xe7, [number(startMs)]), ...written]);
  }
}

function element(id: number, content: readonly Uint8Array[]): Buffer {
  const sizeBytes = content.reduce((sum, part) => sum + part.length, 0);
  const size = Buffer.alloc(8);
  size.writeUIntBE(sizeBytes, 2, 6);
  size.writeUInt8(0x01, 0);
  const shortSize = sizeBytes < 0x7f ? Buffer.from([0x80 | sizeBytes]) : size;
  return Buffer.concat([Buffer.from(id.toString(16), "hex"), shortSize, ...content]);
}

/** With a zero in front, so that who reads it as signed is right too. */
function number(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}
