/** WAV files for tests, well made and badly made, and their reading back. */

type WavOptions = Readonly<{
  channels?: number;
  sampleRate?: number;
  bits?: number;
  /** 1 PCM, 3 float, 6 A-law, 7 µ-law. */
  format?: number;
  extensible?: boolean;
  riff?: string;
  /** What the header says of the length, whatever is true. */
  claimedBytes?: number;
  /** Chunks around the sound: name and length. */
  before?: readonly (readonly [string, number])[];
  after?: readonly (readonly [string, number])[];
}>;

export function wavOf(values: readonly number[], options: WavOptions = {}): Buffer {
  const {
    bits = 16,
    channels = 1,
    extensible = false,
    format = 1,
    riff = "RIFF",
    sampleRate = 8_000,
  } = options;
  const bytesPerSample = bits / 8;
  const data = Buffer.alloc(values.length * bytesPerSample);
  for (const [index, value] of values.entries()) {
    if (format === 3) data.writeFloatLE(value, index * 4);
    else if (bits === 8) data.writeUInt8(value, index);
    else data.writeIntLE(value, index * bytesPerSample, bytesPerSample);
  }
  const fmt = Buffer.alloc(extensible ? 40 : 16);
  fmt.writeUInt16LE(extensible ? 0xfffe : format, 0);
  fmt.writeUInt16LE(channels, 2);
  fmt.writeUInt32LE(sampleRate, 4);
  fmt.writeUInt32LE(sampleRate * channels * bytesPerSample, 8);
  fmt.writeUInt16LE(channels * bytesPerSample, 12);
  fmt.writeUInt16LE(bits, 14);
  if (extensible) fmt.writeUInt16LE(format, 24);
  const head = Buffer.from(`${riff}____WAVE`, "latin1");
  head.writeUInt32LE(0xffff_ffff, 4);
  return Buffer.concat([
    head,
    chunk("fmt ", fmt),
    ...(options.before ?? []).map(([name, length]) => chunk(name, Buffer.alloc(length, 1))),
    chunk("data", data, options.claimedBytes),
    ...(options.after ?? []).map(([name, length]) => chunk(name, Buffer.alloc(length, 1))),
  ]);
}

function chunk(name: string, body: Buffer, claimedBytes = body.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, "latin1");
  head.writeUInt32LE(claimedBytes, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

/** A plain WAV of 16 bit, with its header in 44 bytes. */
export function readWav(bytes: Buffer) {
  const samples: number[] = [];
  for (let at = 44; at + 1 < bytes.length; at += 2) samples.push(bytes.readInt16LE(at));
  return {
    format: bytes.readUInt16LE(20),
    channels: bytes.readUInt16LE(22),
    sampleRate: bytes.readUInt32LE(24),
    bits: bytes.readUInt16LE(34),
    claimedBytes: bytes.readUInt32LE(40),
    samples,
  };
}
