// @ts-check
/**
 * Ogg with Opus in it, as it comes (RFC 3533, RFC 7845). Pages that are damaged or missing cost their own time and
 * nothing else: the position in each page says where its sound belongs.
 */
import { beginsWith, packetSamples } from "./opus-packets.mjs";
import { ReadingError } from "./reading-error.mjs";

const PAGE_HEADER_BYTES = 27;
/** How much that is no page may come before the first one. */
const MAX_SEARCH_BYTES = 1024 * 1024;
/** Nothing that is longer is a packet of sound; comments with pictures are, and need not be kept. */
const MAX_KEPT_BYTES = 65_536;
const CONTINUED = 1;
const BEGINNING = 2;
const END = 4;
const NO_POSITION = -1n;

/** @typedef {{ flags: number, granule: bigint, serial: number, number: number, lacing: Buffer, body: Buffer }} Page */

export class OggReader {
  #start;
  /** @type {Buffer} */
  #held = Buffer.alloc(0);
  #searched = 0;
  /** @type {number | null} */
  #serial = null;
  /** @type {import("./opus-packets.mjs").Track | null} */
  #track = null;
  #sawPage = false;
  /** @type {"head" | "tags" | "sound"} */
  #expects = "head";
  /** A packet that goes on in the next page. @type {Buffer[] | null} */
  #started = null;
  #startedBytes = 0;
  #nextPage = 1;
  /** Position of the stream's first sample; null = not known yet. @type {number | null} */
  #base = null;

  /** @param {import("./opus-packets.mjs").StartTrack} start where each stream's packets go */
  constructor(start) {
    this.#start = start;
  }

  /** @param {Uint8Array} bytes */
  async push(bytes) {
    const arrived = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const all = this.#held.length === 0 ? arrived : Buffer.concat([this.#held, arrived]);
    let at = 0;
    for (;;) {
      const page = pageAt(all, at);
      if (page === "more") break;
      if (page !== null) {
        at += PAGE_HEADER_BYTES + page.lacing.length + page.body.length;
        await this.#take(page);
        continue;
      }
      const next = all.indexOf("OggS", at + 1, "latin1");
      // The last three bytes may be the beginning of one.
      const to = next === -1 ? Math.max(at + 1, all.length - 3) : next;
      this.#lost(to - at);
      at = to;
    }
    this.#held = Buffer.from(all.subarray(at));
  }

  /** @param {number} bytes */
  #lost(bytes) {
    this.#started = null;
    this.#searched += bytes;
    if (!this.#sawPage && this.#searched > MAX_SEARCH_BYTES) {
      throw new ReadingError("broken", "The file holds no sound that can be read.");
    }
  }

  /** @param {Page} page */
  async #take(page) {
    this.#sawPage = true;
    if ((page.flags & BEGINNING) !== 0) return this.#begin(page);
    if (this.#serial === null) {
      throw new ReadingError("unsupported", "This Ogg file holds sound of a kind that can't be read.");
    }
    if (page.serial !== this.#serial) return;
    const packets = this.#packetsOf(page);
    const sound = this.#expects === "sound" ? packets : [];
    // What stands where the comments should and is none is sound already.
    if (this.#expects === "tags" && packets.length > 0) {
      this.#expects = "sound";
      sound.push(...packets.slice(beginsWith(packets[0] ?? Buffer.alloc(0), "OpusTags") ? 1 : 0));
    }
    await this.#sound(page, sound);
  }

  /** @param {Page} page */
  async #begin(page) {
    if (!beginsWith(page.body, "OpusHead")) return;
    // A stream that begins while ours has not ended is a second track; players play the first.
    if (this.#serial !== null && this.#expects !== "head") return;
    const before = this.#track;
    const size = page.lacing[0] ?? 0;
    this.#track = await this.#start(page.body.subarray(0, size), before);
    before?.close();
    this.#serial = page.serial;
    this.#expects = "tags";
    this.#started = null;
    this.#nextPage = page.number + 1;
    this.#base = null;
  }

  /** The packets that end in this page. @param {Page} page @returns {Buffer[]} */
  #packetsOf(page) {
    const packets = [];
    let at = 0;
    if (page.number !== this.#nextPage) this.#started = null;
    this.#nextPage = page.number + 1;
    let started = (page.flags & CONTINUED) !== 0 ? this.#started : [];
    let startedBytes = started === null ? 0 : (page.flags & CONTINUED) !== 0 ? this.#startedBytes : 0;
    for (const segment of page.lacing) {
      // `null`: the packet's beginning is lost; it can't be decoded and its end is skipped.
      if (started !== null && startedBytes < MAX_KEPT_BYTES)
        started.push(page.body.subarray(at, at + segment));
      startedBytes += segment;
      at += segment;
      if (segment === 255) continue;
      if (started !== null)
        packets.push(started.length === 1 ? (started[0] ?? Buffer.alloc(0)) : Buffer.concat(started));
      started = [];
      startedBytes = 0;
    }
    this.#started = startedBytes > 0 ? (started?.map((part) => Buffer.from(part)) ?? null) : null;
    this.#startedBytes = startedBytes;
    return packets;
  }

  /** @param {Page} page @param {readonly Buffer[]} packets */
  async #sound(page, packets) {
    const track = this.#track;
    if (track === null) return;
    const isLast = (page.flags & END) !== 0;
    const samples = packets.reduce((sum, packet) => sum + packetSamples(packet), 0);
    let surplus = 0;
    if (page.granule !== NO_POSITION && packets.length > 0) {
      const endPosition = Number(page.granule);
      // A stream cut out of a longer one does not begin at 0.
      if (this.#base === null) this.#base = isLast ? 0 : Math.max(0, endPosition - samples);
      const gap = endPosition - this.#base - samples - track.position;
      if (isLast && gap < 0) surplus = -gap;
      else if (gap > 0) await track.skip(gap);
      // A position that runs backwards starts to count anew.
      else if (gap < 0) this.#base += gap;
    }
    for (const packet of packets) await track.push(Buffer.from(packet));
    if (!isLast) return;
    track.cutEnd(Math.min(surplus, samples));
    await track.end();
    // Another stream may follow in the same file.
    this.#expects = "head";
  }

  async end() {
    await this.#track?.end();
    const peaks = this.#track?.peaks;
    if (peaks && peaks.samples > 0) return peaks.peaks();
    if (!this.#sawPage && this.#searched > MAX_KEPT_BYTES) {
      throw new ReadingError("broken", "The file holds no sound that can be read.");
    }
    if (this.#track === null || this.#expects === "tags") {
      throw new ReadingError("truncated", "The Ogg file ends before its sound begins.");
    }
    throw new ReadingError("empty", "The Ogg file holds no sound.");
  }

  peaks() {
    const peaks = this.#track?.peaks;
    return peaks && peaks.samples > 0 ? peaks.peaks() : null;
  }

  close() {
    this.#held = Buffer.alloc(0);
    this.#track?.close();
  }
}

/** The page that stands at `at`; null = there is none. @param {Buffer} bytes @param {number} at @returns {Page | null | "more"} */
function pageAt(bytes, at) {
  const name = bytes.toString("latin1", at, at + 4);
  if (!"OggS".startsWith(name)) return null;
  if (bytes.length - at < PAGE_HEADER_BYTES) return "more";
  if (bytes[at + 4] !== 0) return null;
  const segments = bytes[at + 26] ?? 0;
  const bodyAt = at + PAGE_HEADER_BYTES + segments;
  if (bytes.length < bodyAt) return "more";
  const lacing = bytes.subarray(at + PAGE_HEADER_BYTES, bodyAt);
  const bodyBytes = lacing.reduce((sum, segment) => sum + segment, 0);
  if (bytes.length < bodyAt + bodyBytes) return "more";
  return {
    flags: bytes[at + 5] ?? 0,
    granule: bytes.readBigInt64LE(at + 6),
    serial: bytes.readUInt32LE(at + 14),
    number: bytes.readUInt32LE(at + 18),
    lacing,
    body: bytes.subarray(bodyAt, bodyAt + bodyBytes),
  };
}
