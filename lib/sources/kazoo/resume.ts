import { orAborted } from "../http";
import { SourceError } from "../source";
import { type Bytes, type Chunk, pulled } from "./stream";

/** Asks for the bytes from `fromByte` to `lastByte`, both inclusive. */
export type AskRange = (fromByte: number, lastByte: number) => Promise<Response>;

/**
 * The body of an answer; when it breaks off before its declared length, the rest is asked for once. The range never ends past
 * the file, which Kazoo would answer with the whole of it and 200 (fact sheet §8.6), and only the very range of the very
 * same revision is taken: anything else is an error, never a wrong sound.
 */
export function resumable(
  response: Response,
  lengthBytes: number | null,
  askRange: AskRange,
  signal: AbortSignal,
): Bytes {
  let reader = readerOf(response);
  let received = 0;
  let isResumed = false;

  /** Null = the end. */
  async function step(): Promise<Chunk | null> {
    const { done, value } = await orAborted(reader.read(), signal);
    if (!done) return value;
    if (lengthBytes !== null && received < lengthBytes) throw brokenOff();
    return null;
  }

  async function next(): Promise<Chunk | null> {
    try {
      return await step();
    } catch (error) {
      if (signal.aborted || isResumed || lengthBytes === null || received === 0 || received >= lengthBytes) {
        throw error;
      }
      isResumed = true;
      reader.cancel().catch(() => undefined);
      const rest = await askRange(received, lengthBytes - 1);
      const isRight =
        rest.status === 206 &&
        rest.headers.get("content-range") === `bytes ${received}-${lengthBytes - 1}/${lengthBytes}` &&
        ["", "identity"].includes(rest.headers.get("content-encoding") ?? "") &&
        rest.headers.get("etag") === response.headers.get("etag");
      reader = readerOf(rest);
      if (!isRight) throw brokenOff();
      return step();
    }
  }

  return pulled(
    async () => {
      const chunk = await next();
      received += chunk?.length ?? 0;
      return chunk;
    },
    signal,
    () => reader.cancel(),
  );
}

export function brokenOff(): SourceError {
  return new SourceError("unreachable", "Kazoo broke off in the middle of the sound.");
}

function readerOf(response: Response): ReadableStreamDefaultReader<Chunk> {
  const body = response.body ?? new Blob([]).stream();
  return body.getReader();
}
