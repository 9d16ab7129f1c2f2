/** Small pieces of streaming that playing is made of. Each heeds the listener's signal, and none reads ahead. */
import { orAborted } from "../http";

export type Chunk = Uint8Array<ArrayBuffer>;
export type Bytes = ReadableStream<Chunk>;

/**
 * The first `atLeast` bytes (fewer only when there are no more), and the whole stream as if nothing had been read. `soon`
 * bounds the first bytes alone.
 */
export async function peeked(
  stream: Bytes,
  atLeast: number,
  signal: AbortSignal,
  soon: AbortSignal = signal,
): Promise<{ head: Chunk; whole: Bytes }> {
  const reader = stream.getReader();
  const chunks: Chunk[] = [];
  let size = 0;
  try {
    while (size < atLeast) {
      const step = await orAborted(reader.read(), soon);
      if (step.done) break;
      chunks.push(step.value);
      size += step.value.length;
    }
  } catch (error) {
    reader.cancel().catch(() => undefined);
    throw error;
  }
  return { head: Buffer.concat(chunks), whole: onward(chunks, reader, signal) };
}

function onward(
  chunks: readonly Chunk[],
  reader: ReadableStreamDefaultReader<Chunk>,
  signal: AbortSignal,
): Bytes {
  const waiting = [...chunks];
  return pulled(
    async () => {
      const next = waiting.shift();
      if (next !== undefined) return next;
      const step = await orAborted(reader.read(), signal);
      return step.done ? null : step.value;
    },
    signal,
    () => reader.cancel(),
  );
}

/** A stream of what `next` gives, until null. `end` frees what it stands on when the reader leaves or `next` fails. */
export function pulled(
  next: () => Promise<Chunk | null>,
  signal: AbortSignal,
  end: () => Promise<void>,
): Bytes {
  const free = () => {
    end().catch(() => undefined);
  };
  return new ReadableStream<Chunk>(
    {
      async pull(controller) {
        try {
          signal.throwIfAborted();
          const chunk = await next();
          if (chunk === null) controller.close();
          else controller.enqueue(chunk);
        } catch (error) {
          controller.error(error);
          free();
        }
      },
      cancel: free,
    },
    { highWaterMark: 0 },
  );
}

/** The text of a body, as far as an error can be long. */
export async function someText(stream: Bytes, mostBytes: number, signal: AbortSignal): Promise<string> {
  const { head, whole } = await peeked(stream, mostBytes, signal);
  await whole.cancel().catch(() => undefined);
  return Buffer.from(head.subarray(0, mostBytes)).toString("utf8");
}
