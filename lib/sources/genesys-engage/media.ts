import { orAborted } from "../http";
import type { SourceAudio } from "../source";
import { SourceError } from "../source";
import { EngageError, readEnvelope } from "./envelope";
import { audioTypeOf, mimeTypeOfBytes } from "./mime";
import type { PlayPath } from "./play-path";
import type { EngageSession } from "./session";

const ACT = { doing: "fetching audio", changes: false } as const;
/** Decrypting may take a while before the first byte. */
const HEADERS_TIMEOUT_MS = 30_000;
const FIRST_BYTES_TIMEOUT_MS = 30_000;
/** Enough to know every container that is played. */
const SNIFFED_BYTES = 16;
const MOST_ERROR_BYTES = 64 * 1024;

/**
 * The audio behind a checked path. Status, content type and the first bytes must all say that it is audio: JSON or HTML
 * with 200 is an error (fact sheet §8). The length is that of `Content-Length`, null when there is none or when the file
 * is decrypted on the way. Aborting the signal ends the stream.
 */
export async function openMedia(
  session: EngageSession,
  path: PlayPath,
  signal: AbortSignal,
): Promise<SourceAudio> {
  const response = await session.open({
    method: "GET",
    path: path.path,
    // Compressed audio would make its length unknown and gain nothing.
    headers: { accept: "audio/*", "accept-encoding": "identity" },
    timeoutMs: HEADERS_TIMEOUT_MS,
    signal,
  });
  const type = response.headers.get("content-type") ?? "";
  const isText = /^(application\/(.*\+)?json|application\/xml|text\/)/i.test(type.trim());
  if (response.status !== 200 || isText || response.body === null) return refused(response, signal);

  const reader = response.body.getReader();
  try {
    const head = await readHead(
      reader,
      AbortSignal.any([signal, AbortSignal.timeout(FIRST_BYTES_TIMEOUT_MS)]),
    );
    if (head.length === 0) throw new SourceError("internal", "Genesys Engage sent no sound.");
    if (looksLikeText(head)) throw new SourceError("internal", "Genesys Engage sent words instead of sound.");
    return {
      state: "ready",
      body: restream(head, reader, signal),
      sizeBytes: path.encrypted ? null : lengthOf(response.headers),
      mimeType: mimeTypeOfBytes(head) ?? audioTypeOf(type, path.extension),
    };
  } catch (error) {
    reader.cancel().catch(() => undefined);
    throw broken(error, signal);
  }
}

/** Anything but audio, as the error it stands for. */
async function refused(response: Response, signal: AbortSignal): Promise<never> {
  const text = await readSome(response, signal);
  const answer = { status: response.status, headers: response.headers, text };
  readEnvelope(answer, ACT);
  // A good envelope where sound was asked for.
  throw new EngageError("internal", "Genesys Engage sent words instead of sound.");
}

async function readSome(response: Response, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (text.length < MOST_ERROR_BYTES) {
      const step = await orAborted(reader.read(), signal);
      if (step.done) break;
      text += decoder.decode(step.value, { stream: true });
    }
  } catch (error) {
    throw broken(error, signal);
  } finally {
    reader.cancel().catch(() => undefined);
  }
  return text;
}

async function readHead(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  let head = new Uint8Array(0);
  while (head.length < SNIFFED_BYTES) {
    const step = await orAborted(reader.read(), signal);
    if (step.done) break;
    const joined = new Uint8Array(head.length + step.value.length);
    joined.set(head);
    joined.set(step.value, head.length);
    head = joined;
  }
  return head;
}

/** The bytes already read, then the rest as it is asked for. */
function restream(
  head: Uint8Array<ArrayBuffer>,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  let isHeadSent = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          if (!isHeadSent) {
            isHeadSent = true;
            signal.throwIfAborted();
            return controller.enqueue(head);
          }
          const step = await orAborted(reader.read(), signal);
          if (step.done) controller.close();
          else controller.enqueue(step.value);
        } catch (error) {
          controller.error(broken(error, signal));
          reader.cancel().catch(() => undefined);
        }
      },
      async cancel(reason) {
        await reader.cancel(reason).catch(() => undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

function broken(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof SourceError) return error;
  return new SourceError("unreachable", "Genesys Engage broke off in the middle of the sound.");
}

function lengthOf(headers: Headers): number | null {
  const length = headers.get("content-length") ?? "";
  const isEncoded = !["", "identity"].includes(headers.get("content-encoding") ?? "");
  return /^\d{1,15}$/.test(length) && !isEncoded ? Number(length) : null;
}

/** JSON, HTML or XML, whatever the content type says. */
function looksLikeText(head: Uint8Array): boolean {
  if (mimeTypeOfBytes(head) !== null) return false;
  const start = new TextDecoder("latin1").decode(head).replace(/^(\u00ef\u00bb\u00bf)?\s*/, "");
  return /^[<{[]/.test(start);
}
