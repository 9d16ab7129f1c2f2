import { MPEGDecoder } from "mpg123-decoder";

export type Decoded = Readonly<{
  sampleRate: number;
  agent: Float32Array;
  customer: Float32Array;
  durationMs: number;
}>;

const EMPTY = new Float32Array();

/** What a player hears: left is the agent, right the customer. Throws when the decoder has anything to complain of. */
export async function decodeMp3(bytes: Uint8Array): Promise<Decoded> {
  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  try {
    const { channelData, samplesDecoded, sampleRate, errors } = decoder.decode(bytes);
    if (errors[0]) throw new Error(errors[0].message);
    const [agent = EMPTY, customer = EMPTY] = channelData;
    return { sampleRate, agent, customer, durationMs: (samplesDecoded / sampleRate) * 1000 };
  } finally {
    decoder.free();
  }
}

/** Mean level of a span in dBFS; digital silence is -200. */
export function levelDb(samples: Float32Array, startMs: number, endMs: number, sampleRate = 8000): number {
  const part = samples.subarray(
    Math.round((startMs * sampleRate) / 1000),
    Math.round((endMs * sampleRate) / 1000),
  );
  if (part.length === 0) throw new Error(`Nothing was decoded between ${startMs} and ${endMs} ms.`);
  return 10 * Math.log10(part.reduce((sum, value) => sum + value * value, 0) / part.length + 1e-20);
}
