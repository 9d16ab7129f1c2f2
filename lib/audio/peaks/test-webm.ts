/** For tests: Ogg files taken apart, and WebM files put together in all the ways that recorders do. */

export type OggPage = Readonly<{ bytes: Buffer; lacing: Buffer; body: Buffer }>;

export function oggPages(file: Buffer): OggPage[] {
  const pages: OggPage[] = [];
  for (let at = 0; at < file.length; ) {
    const segments = file[at + 26] ?? 0;
    const bodyAt = at + 27 + segments;
    const lacing = file.subarray(at + 27, bodyAt);
    const end = bodyAt + lacing.reduce((sum, size) => sum + size, 0);
    pages.push({ bytes: Buffer.from(file.subarray(at, end)), lacing, body: file.subarray(bodyAt, end) });
    at = end;
  }
  return pages;
}

/** The packets of an Ogg file, its two headers included. */
export function oggPackets(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  let started: Buffer[] = [];
  for (const { lacing, body } of oggPages(file)) {
    let at = 0;
    for (const size of lacing) {
      started.push(body.subarray(at, at + size));
      at += size;
      if (size === 255) continue;
      packets.push(Buffer.concat(started));
      started = [];
    }
  }
  return packets;
}

/** An element whose size is `claimedBytes`: the truth unless given, null = unknown. */
export function element(
  id: number,
  content: Uint8Array,
  claimedBytes: number | null = content.length,
): Buffer {
  const name = Buffer.from(id.toString(16).padStart(2, "0"), "hex");
  const size = Buffer.alloc(8, 0xff);
  if (claimedBytes !== null) size.writeBigUInt64BE(BigInt(claimedBytes));
  size.writeUInt8(0x01, 0);
  return Buffer.concat([name, size, content]);
}

export function number(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(Math.round(value)));
  return bytes;
}

export const ID = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  tracks: 0x1654ae6b,
  track: 0xae,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  discard: 0x75a2,
  void: 0xec,
  cues: 0x1c53bb6b,
} as const;

export type Lacing = "none" | "xiph" | "even" | "ebml";

/** Frames of one block: its track, its time in the cluster, its flags, its frames. */
export function block(frames: readonly Buffer[], timeMs: number, lacing: Lacing, track = 1): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt8(0x80 | track, 0);
  header.writeInt16BE(timeMs, 1);
  header.writeUInt8({ none: 0, xiph: 0x02, even: 0x04, ebml: 0x06 }[lacing], 3);
  const sizes = frames.slice(0, -1).map((frame) => frame.length);
  const count = Buffer.of(frames.length - 1);
  const laces = {
    none: [],
    even: [count],
    xiph: [count, ...sizes.map((size) => Buffer.of(...Array(Math.floor(size / 255)).fill(255), size % 255))],
    ebml: [
      count,
      ...sizes.map((size, index) => {
        const before = sizes[index - 1];
        const value = before === undefined ? size : size - before + 8_191;
        return Buffer.of(0x40 | (value >> 8), value & 255);
      }),
    ],
  }[lacing];
  return Buffer.concat([header, ...laces, ...frames]);
}

export type TrackOptions = Readonly<{ codec?: string; type?: number; head?: Buffer | null; number?: number }>;

export function track(options: TrackOptions): Buffer {
  const { codec = "A_OPUS", type = 2, head = null, number: trackNumber = 1 } = options;
  return element(
    ID.track,
    Buffer.concat([
      element(0xd7, Buffer.of(trackNumber)),
      element(0x83, Buffer.of(type)),
      element(0x86, Buffer.from(codec)),
      ...(head === null ? [] : [element(0x63a2, head)]),
      element(0xe1, element(0x9f, Buffer.of(2))),
    ]),
  );
}

/** The start of a live stream: a segment of unknown size with its tracks. */
export function webmStart(tracks: readonly Buffer[], segmentBytes: number | null = null): Buffer {
  return Buffer.concat([
    element(ID.ebml, element(0x4282, Buffer.from("webm"))),
    element(
      ID.segment,
      Buffer.concat([
        element(ID.info, element(ID.scale, number(1_000_000))),
        element(ID.tracks, Buffer.concat(tracks)),
      ]),
      segmentBytes,
    ),
  ]);
}

export function cluster(
  timeMs: number,
  blocks: readonly Buffer[],
  claimedBytes: number | null = null,
): Buffer {
  return element(ID.cluster, Buffer.concat([element(ID.timestamp, number(timeMs)), ...blocks]), claimedBytes);
}
