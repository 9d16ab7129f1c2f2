import { MPEGDecoder } from "mpg123-decoder";
import { SourceError } from "../source";
import type { ByteSource } from "./byte-source";
import type { SampleSource } from "./samples";
import { clamped } from "./wav-samples";

type Decoded = Readonly<{ samples: Int16Array; sampleRate: number }>;

/** The sound of an MP3 file as one channel; two are mixed. Its length is not known before its end. */
export async function openMp3(source: ByteSource): Promise<SampleSource> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  let isFree = false;

  function cancel(): void {
    source.cancel();
    if (!isFree) decoder.free();
    isFree = true;
  }

  async function next(): Promise<Decoded | null> {
    for (;;) {
      const bytes = await source.read();
      // Cancelled while the bytes were on their way: the decoder is gone.
      if (bytes === null || isFree) {
        cancel();
        return null;
      }
      const { channelData, sampleRate } = decoder.decode(bytes);
      const samples = mixed(channelData);
      if (samples.length > 0) return { samples, sampleRate };
    }
  }

  const first = await next().catch((error: unknown) => {
    cancel();
    throw error;
  });
  if (first === null) {
    throw new SourceError("internal", "A channel of this recording is an MP3 file that can't be read.");
  }
  let held: Int16Array | null = first.samples;
  return {
    sampleRate: first.sampleRate,
    totalFrames: null,
    cancel,
    async read() {
      if (held === null) return (await next())?.samples ?? null;
      const samples = held;
      held = null;
      return samples;
    },
  };
}

function mixed(channels: readonly Float32Array[]): Int16Array {
  const [first = new Float32Array(0), second = first] = channels;
  return Int16Array.from(first, (value, index) => clamped(((value + (second[index] ?? value)) / 2) * 32_768));
}
