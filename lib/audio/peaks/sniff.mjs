// @ts-check
import { ReadingError } from "./reading-error.mjs";

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
 * The format of the file that begins with `head`, by what it is and not by what the vendor calls it. "mp3" is also what
 * can't be told: its frames are searched. Throws ReadingError.
 * @param {Uint8Array} head @returns {"wav" | "mp3" | "ogg" | "webm"}
 */
export function formatOf(head) {
  if (head.length === 0) throw new ReadingError("empty", "The file is empty.");
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, SNIFF_BYTES)).toString(
    "latin1",
  );
  const isWave = /^(?:RIFF|RF64|BW64)/.test(text);
  if (isWave && (text.length < SNIFF_BYTES || text.endsWith("WAVE"))) return "wav";
  if (text.startsWith("OggS")) return "ogg";
  if (text.startsWith("\x1aE\xdf\xa3")) return "webm";
  if (isWave || UNREADABLE.some(([at, name]) => text.startsWith(name, at))) {
    throw new ReadingError("unsupported", "This kind of audio file can't be read.");
  }
  return "mp3";
}
