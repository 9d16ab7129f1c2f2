import { SourceError } from "../source";
import { type ByteSource, peeked } from "./byte-source";
import { openMp3 } from "./mp3-samples";
import { mimeTypeOf, SNIFFED_BYTES } from "./sniff";
import { openWav } from "./wav-samples";

/** One channel as 16-bit samples, piece by piece. */
export type SampleSource = Readonly<{
  sampleRate: number;
  /** How many samples there will be; null = not known. */
  totalFrames: number | null;
  /** The next samples, at least one; null = the end. */
  read(): Promise<Int16Array | null>;
  cancel(): void;
}>;

/** The sound of a file whose bytes tell that they are WAV (PCM, float, A-law, µ-law) or MP3. Throws SourceError for others. */
export async function openSamples(source: ByteSource): Promise<SampleSource> {
  const { head, source: whole } = await peeked(source, SNIFFED_BYTES);
  switch (mimeTypeOf(head)) {
    case "audio/wav":
      return openWav(whole);
    case "audio/mpeg":
      return openMp3(whole);
    default:
      throw new SourceError(
        "internal",
        "The two channels of this recording are of a kind that can't be joined.",
      );
  }
}
