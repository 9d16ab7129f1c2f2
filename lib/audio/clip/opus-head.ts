/** The header of an Opus stream, and silence in its shape. */
import { beginsWith, HEAD_BYTES } from "../peaks/opus-packets.mjs";
import { ReadingError } from "../peaks/reading-error.mjs";

const MAX_VERSION = 15;
const MAX_CHANNELS = 8;
const CHANNELS_AT = 9;
const PRE_SKIP_AT = 10;
const FAMILY_AT = 18;
/** Only in families other than 0: how many streams, how many of them stereo, and which channel is where. */
const STREAMS_AT = 19;
const COUPLED_AT = 20;
const MAPPING_AT = 21;

export type OpusHead = Readonly<{
  channels: number;
  preSkip: number;
  /** Of a head with this as its beginning, and with any other number of samples to skip. */
  bytes: Buffer;
  streams: number;
  coupledStreams: number;
}>;

/** Reads an `OpusHead` packet. Throws ReadingError when it makes no sense. */
export function readHead(packet: Uint8Array): OpusHead {
  const head = Buffer.from(packet);
  const channels = head[CHANNELS_AT] ?? 0;
  const isMapped = (head[FAMILY_AT] ?? 0) !== 0;
  const bytes = head.subarray(0, isMapped ? MAPPING_AT + channels : HEAD_BYTES);
  const [streams, coupledStreams] = isMapped
    ? [head[STREAMS_AT] ?? 0, head[COUPLED_AT] ?? 0]
    : [1, channels - 1];
  const isWhole = bytes.length === (isMapped ? MAPPING_AT + channels : HEAD_BYTES);
  if (!beginsWith(head, "OpusHead") || !isWhole || channels < 1 || streams < 1 || coupledStreams > streams) {
    throw new ReadingError("broken", "The Opus file's header makes no sense.");
  }
  if ((head[8] ?? 0) > MAX_VERSION || channels > MAX_CHANNELS) {
    throw new ReadingError("unsupported", "This kind of Opus file can't be read.");
  }
  return { channels, preSkip: head.readUInt16LE(PRE_SKIP_AT), bytes, streams, coupledStreams };
}

/** The same head with another number of samples, at 48 kHz, that players leave out in front. */
export function withPreSkip(head: OpusHead, preSkip: number): OpusHead {
  const bytes = Buffer.from(head.bytes);
  bytes.writeUInt16LE(preSkip, PRE_SKIP_AT);
  return { ...head, preSkip, bytes };
}

/** True when packets of one can be decoded by who was given the other. */
export function isSameKind(one: OpusHead, other: OpusHead): boolean {
  const [family, otherFamily] = [one.bytes.subarray(FAMILY_AT), other.bytes.subarray(FAMILY_AT)];
  return family.equals(otherFamily);
}

/** Lengths of a silent packet, longest first, with the configuration that each has (RFC 6716 §3.1: CELT, full band). */
const SILENT = [
  [960, 31],
  [480, 30],
  [240, 29],
  [120, 28],
] as const;
/** A frame whose first symbol says "silence". */
const NOTHING = [0xff, 0xfe];

/** The longest silent packet of at most so many samples at 48 kHz; null = there is none so short. */
export function silentPacket(
  { streams, coupledStreams }: OpusHead,
  mostSamples: number,
): Readonly<{ packet: Uint8Array; samples: number }> | null {
  const [samples, configuration] = SILENT.find(([length]) => length <= mostSamples) ?? [];
  if (samples === undefined || configuration === undefined) return null;
  const bytes = Array.from({ length: streams }, (_, stream) => {
    const first = (configuration << 3) | (stream < coupledStreams ? 4 : 0);
    // All but the last stream say how long they are.
    return stream < streams - 1 ? [first, NOTHING.length, ...NOTHING] : [first, ...NOTHING];
  });
  return { packet: Uint8Array.from(bytes.flat()), samples };
}
