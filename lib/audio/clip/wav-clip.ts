/** WAV, cut to the sample: the format and the samples are copied, every other chunk stays behind. */
import { AppError } from "@/lib/domain/errors";
import { ReadingError } from "../peaks/reading-error.mjs";
import {
  CHUNK_HEADER_BYTES,
  EXTENSIBLE,
  MAX_FORMAT_BYTES,
  PCM,
  readFormat,
  UNKNOWN_SIZE,
} from "../peaks/wav.mjs";
import type { SpoolReader } from "../spool";
import { brokeOff } from "../spool-types";
import { chunksOf, readUpTo } from "./bytes";
import { type ClipSpan, type Cut, nothingInside } from "./clip-types";

const RIFF_HEADER_BYTES = 12;
const DS64_BYTES = 16;
/** More of them before the sound are no chunks but garbage. */
const MAX_CHUNKS = 1_000;
/** Sizes have 32 bits. */
const MAX_CLIP_BYTES = UNKNOWN_SIZE - 100;

type WavStart = Readonly<{
  /** The `fmt ` chunk's content. */
  format: Buffer;
  blockBytes: number;
  sampleRate: number;
  dataAt: number;
  /** As the file claims; Infinity = it does not say. */
  dataBytes: number;
}>;

/** Waits for the whole file in one case alone: to the end, of a WAV whose length neither it nor its vendor says. */
export async function cutWav(whole: SpoolReader, span: ClipSpan, signal: AbortSignal): Promise<Cut> {
  const start = await readStart(whole, signal);
  const { blockBytes, sampleRate, dataAt } = start;
  const firstBlock = Math.ceil((span.startMs * sampleRate) / 1000);
  const endBlock = Math.min(
    span.endMs === null ? Number.POSITIVE_INFINITY : Math.floor((span.endMs * sampleRate) / 1000),
    Math.floor((await soundBytes(whole, start, span, signal)) / blockBytes),
  );
  if (endBlock <= firstBlock) throw nothingInside();
  const clipBytes = (endBlock - firstBlock) * blockBytes;
  if (clipBytes > MAX_CLIP_BYTES)
    throw new AppError("out_of_range", "This segment is too long to be cut out.");
  const header = wavHeader(start, clipBytes);
  const [fromByte, toByte] = [dataAt + firstBlock * blockBytes, dataAt + endBlock * blockBytes];
  const sizeBytes = header.length + clipBytes + (clipBytes % 2);
  return { mimeType: "audio/wav", sizeBytes, pieces: pieces(whole, header, { fromByte, toByte }, signal) };
}

/** How much sound there is: what the file claims, unless the file is known to be shorter. */
async function soundBytes(
  whole: SpoolReader,
  { dataAt, dataBytes }: WavStart,
  { endMs }: ClipSpan,
  signal: AbortSignal,
): Promise<number> {
  const isOpen = endMs === null && dataBytes === Number.POSITIVE_INFINITY;
  const totalBytes = whole.totalBytes ?? (isOpen ? await unlessLeft(whole.complete, signal) : null);
  return Math.min(dataBytes, totalBytes === null ? Number.POSITIVE_INFINITY : totalBytes - dataAt);
}

function unlessLeft<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener("abort", leave, { once: true });
    if (signal.aborted) leave();
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}

/** Walks the chunks up to the sound. */
async function readStart(whole: SpoolReader, signal: AbortSignal): Promise<WavStart> {
  let format: Buffer | null = null;
  let ds64: Buffer | null = null;
  let at = RIFF_HEADER_BYTES;
  for (let chunks = 0; chunks < MAX_CHUNKS; chunks += 1) {
    const header = await readUpTo(whole, at, at + CHUNK_HEADER_BYTES, signal);
    if (header.length < CHUNK_HEADER_BYTES)
      throw new ReadingError("truncated", "The WAV file ends before its sound begins.");
    const [name, size] = [header.toString("latin1", 0, 4), header.readUInt32LE(4)];
    at += CHUNK_HEADER_BYTES;
    if (name === "data") {
      if (format === null) throw new ReadingError("broken", "The WAV file does not say how to read it.");
      const { blockBytes, sampleRate } = readFormat(format);
      return { format, blockBytes, sampleRate, dataAt: at, dataBytes: claimedBytes(size, ds64) };
    }
    if (name === "fmt ") format ??= await readUpTo(whole, at, at + Math.min(size, MAX_FORMAT_BYTES), signal);
    if (name === "ds64") ds64 = await readUpTo(whole, at, at + DS64_BYTES, signal);
    at += size + (size % 2);
  }
  throw new ReadingError("broken", "The file holds no sound that can be read.");
}

/** Sizes beyond 4 GB stand in a chunk of their own (RF64). */
function claimedBytes(size: number, ds64: Buffer | null): number {
  if (size !== 0 && size !== UNKNOWN_SIZE) return size;
  const long = ds64?.length === DS64_BYTES ? Number(ds64.readBigUInt64LE(8)) : 0;
  return long === 0 ? Number.POSITIVE_INFINITY : long;
}

function wavHeader({ format, blockBytes, sampleRate }: WavStart, clipBytes: number): Buffer {
  const tag = format.readUInt16LE(0);
  const kind = tag === EXTENSIBLE ? format.readUInt16LE(24) : tag;
  const [channels, bits] = [format.readUInt16LE(2), format.readUInt16LE(14)];
  const isPcm = kind === PCM;
  // Every kind but plain PCM has room for more to be said, and says how many samples there are.
  const description = Buffer.alloc(isPcm ? 16 : 18);
  description.writeUInt16LE(kind, 0);
  description.writeUInt16LE(channels, 2);
  description.writeUInt32LE(sampleRate, 4);
  description.writeUInt32LE(sampleRate * blockBytes, 8);
  description.writeUInt16LE(blockBytes, 12);
  description.writeUInt16LE(bits, 14);
  const samples = Buffer.alloc(4);
  samples.writeUInt32LE(clipBytes / blockBytes);
  const content = Buffer.concat([
    Buffer.from("WAVE", "latin1"),
    chunkHeader("fmt ", description.length),
    description,
    ...(isPcm ? [] : [chunkHeader("fact", samples.length), samples]),
    chunkHeader("data", clipBytes),
  ]);
  return Buffer.concat([chunkHeader("RIFF", content.length + clipBytes + (clipBytes % 2)), content]);
}

function chunkHeader(name: string, sizeBytes: number): Buffer {
  const header = Buffer.alloc(CHUNK_HEADER_BYTES);
  header.write(name, 0, "latin1");
  header.writeUInt32LE(sizeBytes, 4);
  return header;
}

async function* pieces(
  whole: SpoolReader,
  header: Buffer,
  { fromByte, toByte }: { fromByte: number; toByte: number },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let at = fromByte;
  for await (const value of chunksOf(whole, fromByte, toByte, signal)) {
    if (at === fromByte) yield header;
    at += value.length;
    yield value;
  }
  if (at === fromByte) throw nothingInside();
  // Its size was a lie. Once all of it has arrived, the next try knows better.
  if (at < toByte) throw brokeOff();
  if ((toByte - fromByte) % 2 === 1) yield new Uint8Array(1);
}
