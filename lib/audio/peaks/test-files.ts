/** For tests: WAV files made by hand, also the broken ones that recorders leave behind. */

export type WavOptions = Readonly<{
  format?: number;
  bits?: number;
  channels?: number;
  sampleRate?: number;
  /** What the header claims; the truth unless given. */
  claimedBytes?: number;
  /** Chunks before and after the sound. */
  before?: Uint8Array;
  after?: Uint8Array;
  riff?: string;
}>;

export function chunk(name: string, content: Uint8Array, claimedBytes = content.length): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(Math.min(claimedBytes, 0xffff_ffff));
  const padding = Buffer.alloc(content.length % 2);
  return Buffer.concat([Buffer.from(name, "latin1"), size, content, padding]);
}

export function wavFile(sound: Uint8Array, options: WavOptions = {}): Buffer {
  const { format = 1, bits = 16, channels = 2, sampleRate = 8_000 } = options;
  const description = Buffer.alloc(16);
  description.writeUInt16LE(format, 0);
  description.writeUInt16LE(channels, 2);
  description.writeUInt32LE(sampleRate, 4);
  description.writeUInt32LE((sampleRate * channels * bits) / 8, 8);
  description.writeUInt16LE((channels * bits) / 8, 12);
  description.writeUInt16LE(bits, 14);
  const content = Buffer.concat([
    Buffer.from("WAVE"),
    chunk("fmt ", description),
    options.before ?? Buffer.alloc(0),
    chunk("data", sound, options.claimedBytes),
    options.after ?? Buffer.alloc(0),
  ]);
  return chunk(options.riff ?? "RIFF", content, (options.claimedBytes ?? sound.length) + 36);
}

/** Interleaved 16 bit samples as bytes. */
export function pcm16(samples: readonly number[]): Buffer {
  const bytes = Buffer.alloc(samples.length * 2);
  for (const [index, sample] of samples.entries()) bytes.writeInt16LE(sample, index * 2);
  return bytes;
}

/** What `computePeaks` reads: the bytes in pieces of `pieceBytes`, then the end. */
export function sourceOf(bytes: Uint8Array, pieceBytes = 65_536) {
  return {
    read: () => {
      let at = 0;
      return new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            if (at >= bytes.length) return controller.close();
            controller.enqueue(bytes.subarray(at, at + pieceBytes));
            at += pieceBytes;
          },
        },
        { highWaterMark: 0 },
      );
    },
  };
}
