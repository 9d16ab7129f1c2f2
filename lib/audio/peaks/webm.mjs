// @ts-check
/**
 * WebM and Matroska with Opus in them, as they come: live streams whose sizes are unknown and which have no index,
 * laced blocks, gaps. Elements that hold others are entered and then forgotten, so their sizes may lie as they like.
 */
import { children, framesOf, idAt, unsigned, vintAt } from "./ebml.mjs";
import { OPUS_RATE, opusHead } from "./opus-packets.mjs";
import { ReadingError } from "./reading-error.mjs";

const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TIMESTAMP_SCALE = 0x2ad7b1;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const CLUSTER = 0x1f43b675;
const CLUSTER_TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
const DISCARD_PADDING = 0x75a2;
const TRACK_NUMBER = 0xd7;
const TRACK_TYPE = 0x83;
const CODEC_ID = 0x86;
const CODEC_PRIVATE = 0x63a2;
const CODEC_DELAY = 0x56aa;
const AUDIO = 0xe1;
const CHANNELS = 0x9f;
const ENCODINGS = 0x6d80;
const SOUND = 2;

const ENTERED = new Set([SEGMENT, INFO, CLUSTER, BLOCK_GROUP]);
/** What is read whole, and how long it may be; anything else is passed over. */
const READ = new Map([
  [TIMESTAMP_SCALE, 8],
  [CLUSTER_TIMESTAMP, 8],
  [DISCARD_PADDING, 8],
  [TRACKS, 1024 * 1024],
  [SIMPLE_BLOCK, 1024 * 1024],
  [BLOCK, 1024 * 1024],
]);
const CLUSTER_NAME = Buffer.from([0x1f, 0x43, 0xb6, 0x75]);
/** How much that makes no sense may come before the first cluster. */
const MAX_SEARCH_BYTES = 1024 * 1024;
const NS_PER_S = 1e9;
/** Times are rounded to milliseconds and recorders' clocks wander: less is no gap. */
const LEAST_GAP_SAMPLES = OPUS_RATE / 10;

export class WebmReader {
  #start;
  /** @type {Buffer} */
  #held = Buffer.alloc(0);
  #skip = 0;
  #searched = 0;
  #tickNs = 1_000_000;
  #clusterTicks = 0;
  /** @type {number | null} */
  #firstTicks = null;
  #trackNumber = 0;
  /** @type {import("./opus-packets.mjs").Track | null} */
  #track = null;

  /** @param {import("./opus-packets.mjs").StartTrack} start where the packets of its track of sound go */
  constructor(start) {
    this.#start = start;
  }

  /** @param {Uint8Array} bytes */
  async push(bytes) {
    const arrived = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const all = this.#held.length === 0 ? arrived : Buffer.concat([this.#held, arrived]);
    let at = 0;
    while (at < all.length) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, all.length - at);
        this.#skip -= skipped;
        at += skipped;
        continue;
      }
      const used = await this.#step(all, at);
      if (used === 0) break;
      at += used;
    }
    this.#held = Buffer.from(all.subarray(at));
  }

  /** How many bytes were used; 0 = more are needed. @param {Buffer} bytes @param {number} at @returns {Promise<number>} */
  async #step(bytes, at) {
    const id = idAt(bytes, at);
    const size = id === null || id === "more" ? id : vintAt(bytes, at + id.bytes);
    if (size === "more") return 0;
    if (id === null || id === "more" || size === null) return this.#toNextCluster(bytes, at);
    const header = id.bytes + size.bytes;
    if (ENTERED.has(id.value)) return header;
    if (size.value < 0) return this.#toNextCluster(bytes, at);
    const most = READ.get(id.value);
    if (most === undefined) {
      this.#skip = size.value;
      return header;
    }
    if (size.value > most) return this.#toNextCluster(bytes, at);
    if (bytes.length - at < header + size.value) return 0;
    await this.#take(id.value, bytes.subarray(at + header, at + header + size.value));
    return header + size.value;
  }

  /** Something is wrong here: on to what looks like the next cluster. @param {Buffer} bytes @param {number} at */
  #toNextCluster(bytes, at) {
    const next = bytes.indexOf(CLUSTER_NAME, at + 1);
    const distance = (next === -1 ? Math.max(at + 1, bytes.length - CLUSTER_NAME.length + 1) : next) - at;
    this.#searched += distance;
    if (this.#track === null && this.#searched > MAX_SEARCH_BYTES) {
      throw new ReadingError("broken", "The file holds no sound that can be read.");
    }
    return distance;
  }

  /** @param {number} id @param {Buffer} content */
  async #take(id, content) {
    if (id === TIMESTAMP_SCALE) this.#tickNs = unsigned(content) || 1_000_000;
    else if (id === CLUSTER_TIMESTAMP) this.#clusterTicks = unsigned(content);
    else if (id === TRACKS) await this.#begin(content);
    else if (id === DISCARD_PADDING) {
      // In the group of the last block, behind it. Signed; padding in front is nothing that encoders write.
      const paddingNs = unsigned(content);
      this.#track?.cutEnd(Math.round((paddingNs * OPUS_RATE) / NS_PER_S));
    } else await this.#block(content);
  }

  /** @param {Buffer} tracks */
  async #begin(tracks) {
    if (this.#track !== null) return;
    const entries = children(tracks)
      .filter(({ id }) => id === TRACK_ENTRY)
      .map(({ content }) => new Map(children(content).map((child) => [child.id, child.content])));
    const sound = entries.find((entry) => unsigned(entry.get(TRACK_TYPE) ?? new Uint8Array()) === SOUND);
    if (sound === undefined) throw new ReadingError("empty", "The WebM file holds no sound.");
    const codec = Buffer.from(sound.get(CODEC_ID) ?? [])
      .toString("latin1")
      .replace(/\0+$/, "");
    if (codec !== "A_OPUS" || sound.has(ENCODINGS)) {
      throw new ReadingError("unsupported", "This WebM file holds sound of a kind that can't be read.");
    }
    this.#trackNumber = unsigned(sound.get(TRACK_NUMBER) ?? Uint8Array.of(1));
    this.#track = await this.#start(headOf(sound), null);
  }

  /** @param {Buffer} block */
  async #block(block) {
    const track = this.#track;
    if (track === null) throw new ReadingError("broken", "The WebM file does not say how to read it.");
    const number = vintAt(block, 0);
    if (number === null || number === "more" || number.value !== this.#trackNumber) return;
    if (block.length < number.bytes + 3) return;
    const flags = block[number.bytes + 2] ?? 0;
    const frames = framesOf(block, number.bytes + 3, flags);
    if (frames === null) return;
    const ticks = this.#clusterTicks + block.readInt16BE(number.bytes);
    this.#firstTicks ??= ticks;
    const dueSamples = ((ticks - this.#firstTicks) * this.#tickNs * OPUS_RATE) / NS_PER_S;
    const gap = Math.round(dueSamples) - track.position;
    if (gap >= LEAST_GAP_SAMPLES) await track.skip(gap);
    for (const frame of frames) await track.push(Buffer.from(frame));
  }

  async end() {
    if (this.#track === null) {
      if (this.#searched > CLUSTER_NAME.length) {
        throw new ReadingError("broken", "The file holds no sound that can be read.");
      }
      throw new ReadingError("truncated", "The WebM file ends before its sound begins.");
    }
    await this.#track.end();
    const peaks = this.peaks();
    if (peaks === null) throw new ReadingError("empty", "The WebM file holds no sound.");
    return peaks;
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

/** @param {Map<number, Uint8Array>} track */
function headOf(track) {
  const own = track.get(CODEC_PRIVATE);
  if (own !== undefined && own.length > 0) return own;
  const audio = new Map(
    children(track.get(AUDIO) ?? new Uint8Array()).map(({ id, content }) => [id, content]),
  );
  const delayNs = unsigned(track.get(CODEC_DELAY) ?? new Uint8Array());
  const preSkip = Math.min(65_535, Math.round((delayNs * OPUS_RATE) / NS_PER_S));
  return opusHead(unsigned(audio.get(CHANNELS) ?? Uint8Array.of(1)) || 1, preSkip);
}
