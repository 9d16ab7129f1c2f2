import { AppError } from "@/lib/domain/errors";

export const MAX_BODY_BYTES = 1_048_576;
/** How much of a body that is too long is still read and thrown away, so that the refusal reaches its sender. */
const MAX_DRAINED_BYTES = 64 * 1_048_576;

/** The body's text, empty for none. Counts while it reads: a length header may lie. Throws too_large, invalid_input. */
export async function readLimitedText(request: Request, maxBytes = MAX_BODY_BYTES): Promise<string> {
  const reader = request.body?.getReader();
  if (!reader) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      void drain(reader);
      throw new AppError("too_large", "The body is too large: 1 MiB is the most.");
    }
    chunks.push(value);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new AppError("invalid_input", "The body is not UTF-8 text.");
  }
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    for (let bytes = 0; bytes < MAX_DRAINED_BYTES; ) {
      const { done, value } = await reader.read();
      if (done) return;
      bytes += value.byteLength;
    }
    await reader.cancel();
  } catch {
    // The sender left; there is nobody to tell.
  }
}
