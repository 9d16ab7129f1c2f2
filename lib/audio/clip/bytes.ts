import type { SpoolReader } from "../spool";

type Readable = Pick<SpoolReader, "read">;

/** The bytes `[fromByte, toByte)` as they come; null = to the end. Ends with the file, throws when that breaks off. */
export async function* chunksOf(
  whole: Readable,
  fromByte: number,
  toByte: number | null,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const reader = whole.read(fromByte, toByte, signal).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** The bytes `[fromByte, toByte)` at once, fewer when the file ends before. Waits for what has not arrived. */
export async function readUpTo(
  whole: Readable,
  fromByte: number,
  toByte: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of chunksOf(whole, fromByte, toByte, signal)) parts.push(part);
  return Buffer.concat(parts);
}
