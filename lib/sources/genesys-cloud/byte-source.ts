/** Bytes that are asked for, piece by piece: what is not asked for is not fetched. */
export type ByteSource = Readonly<{
  /** The next bytes, at least one; null = the end. Throws when they can't be had. */
  read(): Promise<Uint8Array | null>;
  /** Frees what stands behind it. May be called more than once, also while a read is waiting. */
  cancel(): void;
  /** How many there are in all; null = not known. */
  totalBytes: number | null;
}>;

/** The source as a web stream that asks only when it is read from, and fails once the signal aborts. */
export function streamOf(
  source: Pick<ByteSource, "read" | "cancel">,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          // What was read ahead is nobody's any more, either.
          signal.throwIfAborted();
          const bytes = await source.read();
          if (bytes === null) controller.close();
          else controller.enqueue(bytes);
        } catch (error) {
          controller.error(error);
          source.cancel();
        }
      },
      cancel() {
        source.cancel();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Reads ahead until `wanted` bytes are there or the end; gives them, and the source as if nothing had been read. */
export async function peeked(
  source: ByteSource,
  wanted: number,
): Promise<Readonly<{ head: Uint8Array; source: ByteSource }>> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < wanted) {
    const bytes = await source.read();
    if (bytes === null) break;
    head = concat(head, bytes);
  }
  let left: Uint8Array | null = head.length === 0 ? null : head;
  return {
    head,
    source: {
      ...source,
      async read() {
        if (left === null) return source.read();
        const bytes = left;
        left = null;
        return bytes;
      },
    },
  };
}

export function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
