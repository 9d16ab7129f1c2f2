import type { SpoolReader } from "../spool";

/** The bytes `[fromByte, toByte)`, fewer when the file ends before. Waits for what has not arrived. */
export async function readUpTo(
  whole: Pick<SpoolReader, "read">,
  fromByte: number,
  toByte: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const reader = whole.read(fromByte, toByte, signal).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(parts);
    parts.push(value);
  }
}
