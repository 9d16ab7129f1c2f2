/**
 * Cuts a segment out of a media file, in the file's own format, so that nothing outside the segment is ever sent
 * (contract §2, evaluators). How each format is cut, and how exactly: README.md beside this file.
 */
import { AppError } from "@/lib/domain/errors";
import type { SourceAudio } from "@/lib/sources/source";
import { ReadingError } from "../peaks/reading-error.mjs";
import { formatOf, SNIFF_BYTES } from "../peaks/sniff.mjs";
import type { SpoolReader } from "../spool";
import { readUpTo } from "./bytes";
import { type ClipSpan, type Cut, type Cutter, nothingInside } from "./clip-types";
import { mp3Cutter } from "./mp3-clip";
import { oggCutter, webmCutter } from "./opus-clip";
import { cutWav } from "./wav-clip";

export type { ClipSpan } from "./clip-types";

/**
 * The segment as a source for the spool; never "pending". Ready as soon as its first sound is there, which may be before
 * `whole` has arrived; `sizeBytes` is known for WAV.
 *
 * `whole` belongs to the cut from here on: it is closed when the cut is refused, when the body has been read to its end
 * or breaks, when it is cancelled, and when `signal` aborts.
 *
 * Rejects with `source_refused` for a file that can't be read, `out_of_range` for a segment without one whole unit of
 * sound, the signal's reason, or what broke `whole`. What goes wrong later errors the body: it never just ends early.
 */
export async function cutAudio(
  whole: SpoolReader,
  span: ClipSpan,
  signal: AbortSignal,
): Promise<SourceAudio> {
  const left = new AbortController();
  const leave = () => left.abort(signal.reason);
  const finish = () => {
    signal.removeEventListener("abort", leave);
    left.abort();
    whole.close();
  };
  signal.addEventListener("abort", leave, { once: true });
  left.signal.addEventListener("abort", finish, { once: true });
  if (signal.aborted) leave();
  try {
    const { mimeType, sizeBytes, pieces } = await begin(whole, span, left.signal);
    const first = await pieces.next();
    if (first.done) throw nothingInside();
    return { state: "ready", mimeType, sizeBytes, body: bodyOf(first.value, pieces, left.signal, finish) };
  } catch (error) {
    finish();
    throw inPlainWords(error);
  }
}

async function begin(whole: SpoolReader, span: ClipSpan, signal: AbortSignal): Promise<Cut> {
  const { startMs, endMs } = span;
  if (!(startMs >= 0 && (endMs === null || endMs > startMs))) throw nothingInside();
  const format = formatOf(await readUpTo(whole, 0, SNIFF_BYTES, signal));
  if (format === "wav") return cutWav(whole, span, signal);
  const cutter =
    format === "mp3"
      ? mp3Cutter(span, () => whole.totalBytes)
      : format === "ogg"
        ? oggCutter(span)
        : webmCutter(span);
  return { mimeType: cutter.mimeType, sizeBytes: null, pieces: piecesOf(whole, cutter, signal) };
}

async function* piecesOf(
  whole: SpoolReader,
  cutter: Cutter,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const reader = whole.read(0, null, signal).getReader();
  try {
    while (!cutter.isPast()) {
      const { done, value } = await reader.read();
      if (done) break;
      await cutter.push(value);
      yield* cutter.drain();
    }
    await cutter.end();
    yield* cutter.drain();
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function bodyOf(
  first: Uint8Array,
  pieces: AsyncGenerator<Uint8Array>,
  signal: AbortSignal,
  finish: () => void,
): ReadableStream<Uint8Array> {
  let next: Promise<IteratorResult<Uint8Array>> | null = Promise.resolve({ done: false, value: first });
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        // Also when nobody reads just now.
        signal.addEventListener("abort", () => controller.error(signal.reason), { once: true });
      },
      async pull(controller) {
        try {
          const { done, value } = await (next ?? pieces.next());
          next = null;
          if (signal.aborted) return;
          if (!done) return controller.enqueue(value);
          controller.close();
          finish();
        } catch (error) {
          if (signal.aborted) return;
          controller.error(inPlainWords(error));
          finish();
        }
      },
      cancel: finish,
    },
    { highWaterMark: 0 },
  );
}

/** Words for who asked; what was refused by others stays as it is. */
function inPlainWords(error: unknown): unknown {
  if (!(error instanceof ReadingError)) return error;
  return new AppError(
    "source_refused",
    error.kind === "unsupported"
      ? "Segments can't be cut out of this kind of audio file."
      : "This audio file can't be read, so no segment can be cut out of it.",
    { cause: error },
  );
}
