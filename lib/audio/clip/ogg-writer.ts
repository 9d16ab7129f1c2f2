import { EMPTY_TAGS, MAX_SEGMENTS, OPUS_RATE, segmentsOf } from "../peaks/opus-packets.mjs";
import type { OpusWriter } from "./opus-clip";
import type { OpusHead } from "./opus-head";

const HEADER_BYTES = 27;
const [CONTINUOUS, BEGINNING, END] = [0, 2, 4];
const SERIAL = 1;
/** RFC 7845 §3 asks for pages of a second at most. */
const PAGE_SAMPLES = OPUS_RATE;
const POLYNOMIAL = 0x04c11db7;

/** Ogg with one Opus stream: pages and positions of its own, comments that say nothing (RFC 3533, RFC 7845). */
export class OggWriter implements OpusWriter {
  #pages = 0;
  #packets: Uint8Array[] = [];
  #segments = 0;
  #pageSamples = 0;
  #samples = 0;

  begin(head: OpusHead): Uint8Array {
    return Buffer.concat([this.#page([head.bytes], BEGINNING, 0), this.#page([EMPTY_TAGS], CONTINUOUS, 0)]);
  }

  packet(packet: Uint8Array, samples: number): Uint8Array | null {
    const segments = segmentsOf(packet);
    const isFull = this.#segments + segments > MAX_SEGMENTS || this.#pageSamples + samples > PAGE_SAMPLES;
    const page = isFull && this.#packets.length > 0 ? this.#flush(CONTINUOUS, 0) : null;
    this.#packets.push(packet);
    this.#segments += segments;
    this.#pageSamples += samples;
    this.#samples += samples;
    return page;
  }

  end(paddingSamples: number): Uint8Array {
    return this.#flush(END, paddingSamples);
  }

  #flush(flags: number, paddingSamples: number): Buffer {
    const page = this.#page(this.#packets, flags, this.#samples - paddingSamples);
    this.#packets = [];
    this.#segments = 0;
    this.#pageSamples = 0;
    return page;
  }

  #page(packets: readonly Uint8Array[], flags: number, position: number): Buffer {
    const lacing = packets.flatMap((packet) => [
      ...Array.from({ length: segmentsOf(packet) - 1 }, () => 255),
      packet.length % 255,
    ]);
    const header = Buffer.alloc(HEADER_BYTES + lacing.length);
    header.write("OggS", 0, "latin1");
    header.writeUInt8(flags, 5);
    header.writeBigInt64LE(BigInt(position), 6);
    header.writeUInt32LE(SERIAL, 14);
    header.writeUInt32LE(this.#pages, 18);
    header.writeUInt8(lacing.length, 26);
    header.set(lacing, HEADER_BYTES);
    this.#pages += 1;
    const page = Buffer.concat([header, ...packets]);
    page.writeUInt32LE(checksum(page), 22);
    return page;
  }
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x80000000 ? (value << 1) ^ POLYNOMIAL : value << 1;
  return value >>> 0;
});

/** The checksum of a page whose own checksum is still zero. */
export function checksum(page: Uint8Array): number {
  return page.reduce((sum, byte) => ((sum << 8) ^ (TABLE[(sum >>> 24) ^ byte] ?? 0)) >>> 0, 0);
}
