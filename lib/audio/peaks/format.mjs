// @ts-check
import { Mp3Reader } from "./mp3.mjs";
import { OggReader } from "./ogg.mjs";
import { OpusTrack } from "./opus.mjs";
import { formatOf } from "./sniff.mjs";
import { WavReader } from "./wav.mjs";
import { WebmReader } from "./webm.mjs";

/**
 * A reader for the file that begins with `head`. Throws ReadingError.
 * @param {Uint8Array} head @returns {Promise<WavReader | Mp3Reader | OggReader | WebmReader>}
 */
export async function readerFor(head) {
  const format = formatOf(head);
  if (format === "wav") return new WavReader();
  if (format === "ogg") return new OggReader(OpusTrack.start);
  if (format === "webm") return new WebmReader(OpusTrack.start);
  const reader = new Mp3Reader();
  await reader.ready;
  return reader;
}
