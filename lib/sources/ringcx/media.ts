import { orAborted } from "../http";
import { type SourceAudio, SourceError } from "../source";
import { failureOf } from "./answers";
import type { RingcxClient } from "./client";
import { LATE_MS } from "./config";
import { readMediaRef } from "./media-ref";
import { isStreamedWav, SNIFFED_BYTES, soundTypeOf } from "./sound";

const DOING = "fetching audio";
const FIRST_BYTES_TIMEOUT_MS = 30_000;
const MOST_ERROR_CHARACTERS = 64 * 1024;
const RETRY_SECONDS = 60;

/**
 * The audio of one segment, whole and as it comes. Content type and first bytes must both allow that it is sound: JSON, HTML
 * or nothing at all inside `audio/wav` is an error (fact sheet §11 case 10). MP3 where WAV was asked for is fine, and said
 * so. A 404 is `pending` for an hour after the end. A streamed WAV's length is nobody's claim. Aborting ends the stream.
 */
export async function openMedia(
  client: Pick<RingcxClient, "openRecording">,
  ref: Readonly<{ vendorId: string; vendorRef: string }>,
  nowMs: number,
  signal: AbortSignal,
): Promise<SourceAudio> {
  const { segmentId, endMs } = readMediaRef(ref.vendorRef);
  const response = await client.openRecording(ref.vendorId, segmentId, signal);
  if (response.status !== 200) return refused(response, endMs, nowMs, signal);
  if (isText(response.headers)) {
    response.body?.cancel().catch(() => undefined);
    throw noSound();
  }
  if (response.body === null) throw noSound();
  const reader = response.body.getReader();
  try {
    const late = AbortSignal.timeout(FIRST_BYTES_TIMEOUT_MS);
    const chunks = await firstChunks(reader, AbortSignal.any([signal, late]));
    const head = joined(chunks).subarray(0, SNIFFED_BYTES);
    const mimeType = soundTypeOf(head);
    if (mimeType === null) throw noSound();
    return {
      state: "ready",
      body: restreamed(chunks, reader, signal),
      sizeBytes: isStreamedWav(head) ? null : lengthOf(response.headers),
      mimeType,
    };
  } catch (error) {
    reader.cancel().catch(() => undefined);
    throw broken(error, signal);
  }
}

/** Only the vendor's own 404 tells that there is none; for a young call it means "not yet" (fact sheet §5, §9). */
async function refused(
  response: Response,
  endMs: number | null,
  nowMs: number,
  signal: AbortSignal,
): Promise<SourceAudio> {
  const text = await textOf(response, signal);
  const failure = failureOf({ status: response.status, headers: response.headers, text }, { doing: DOING });
  if (failure.kind !== "notFound") throw failure;
  if (endMs !== null && nowMs - endMs < LATE_MS)
    return { state: "pending", retryAfterSeconds: RETRY_SECONDS };
  throw new SourceError("notFound", "RingCX has no recording of this part of the call.");
}

async function textOf(response: Response, signal: AbortSignal): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (text.length < MOST_ERROR_CHARACTERS) {
      const step = await orAborted(reader.read(), signal);
      if (step.done) break;
      text += decoder.decode(step.value, { stream: true });
    }
    return text;
  } catch (error) {
    throw broken(error, signal);
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** As many chunks as are needed to know what it is; fewer bytes only when there are no more. */
async function firstChunks(reader: Reader, signal: AbortSignal): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for (let bytes = 0; bytes < SNIFFED_BYTES; ) {
    const step = await orAborted(reader.read(), signal);
    if (step.done) break;
    chunks.push(step.value);
    bytes += step.value.length;
  }
  return chunks;
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk.subarray(0, SNIFFED_BYTES)]));
}

/** The chunks already read, then the rest as it is asked for. */
function restreamed(
  chunks: readonly Uint8Array[],
  reader: Reader,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const waiting = [...chunks];
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          signal.throwIfAborted();
          const first = waiting.shift();
          if (first !== undefined) return controller.enqueue(first);
          const step = await orAborted(reader.read(), signal);
          if (step.done) controller.close();
          else controller.enqueue(step.value);
        } catch (error) {
          reader.cancel().catch(() => undefined);
          controller.error(broken(error, signal));
        }
      },
      cancel: (reason) => reader.cancel(reason).catch(() => undefined),
    },
    { highWaterMark: 0 },
  );
}

function broken(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof SourceError) return error;
  return new SourceError("unreachable", "RingCX broke off in the middle of the sound.");
}

function noSound(): SourceError {
  return new SourceError("internal", "RingCX sent something else instead of sound.");
}

function isText(headers: Headers): boolean {
  return /^\s*(application\/(.*\+)?(json|xml)|text\/)/i.test(headers.get("content-type") ?? "");
}

/** Null when there is none, or when it counts compressed bytes. */
function lengthOf(headers: Headers): number | null {
  const length = headers.get("content-length") ?? "";
  const isPlain = ["", "identity"].includes(headers.get("content-encoding") ?? "");
  return isPlain && /^\d{1,15}$/.test(length) ? Number(length) : null;
}
