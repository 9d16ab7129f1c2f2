// @ts-check
import { Mp3Reader } from "./mp3.mjs";
import { OggReader } from "./ogg.mjs";
import { ReadingError } from "./reading-error.mjs";
import { WavReader } from "./wav.mjs";
import { WebmReader } from "./webm.mjs";

/** What is needed to tell the formats apart. */
export const SNIFF_BYTES = 12;

/** Formats that we know and can't read: better said than "no sound". @type {readonly [number, string][]} */
const UNREADABLE = [
  [0, "fLaC"],
  [0, "FORM"],
  [0, "RIFX"],
  [0, "caff"],
  [0, "#!AMR"],
  [0, ".snd"],
  [0, "\x30\x26\xb2\x75"],
  [4, "ftyp"],
];

/**
 * A reader for the file that begins with `head`, by what it is and not by what the vendor calls it.
 * @param {Uint8Array} head @returns {Promise<WavReader | Mp3Reader | OggReader | WebmReader>}
 */
export async function readerFor(head) {
  if (head.length === 0) throw new ReadingError("empty", "The file is empty.");
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, SNIFF_BYTES)).toString(
    "latin1",
  );
  if (/^(?:RIFF|RF64|BW64)/.test(text)) {
    if (text.length >= SNIFF_BYTES && !text.endsWith("WAVE")) {
      throw new ReadingError("unsupported", "This kind of audio file can't be read.");
    }
    return new WavReader();
  }
  if (text.startsWith("OggS")) return new OggReader();
  if (text.startsWith("\x1aE\xdf\xa3")) return new WebmReader();
  if (UNREADABLE.some(([at, name]) => text.startsWith(name, at))) {
    throw new ReadingError("unsupported", "This kind of audio file can't be read.");
  }
  const reader = new Mp3Reader();
  await reader.ready;
  return reader;
}
