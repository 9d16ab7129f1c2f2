/**
 * Cuts a segment out of a media file, in the file's own format, so that nothing outside the segment is ever sent
 * (contract §2, evaluators). How each format is cut, and how exactly: README.md beside this file.
 */
import { AppError } from "@/lib/domain/errors";
import type { SourceAudio } from "@/lib/sources/source";
import { ReadingError } from "../peaks/reading-error.mjs";
import { formatOf, SNIFF_BYTES } from "../peaks/sniff.mjs";
import type { SpoolReader } from "../spool";
import { chunksOf, readUpTo } from "./bytes";
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
  const over = new AbortController();
  const leave = () => over.abort(signal.reason);
  const finish = () => over.abort();
  const close = () => {
    signal.removeEventListener("abort", leave);
    whole.close();
  };
  over.signal.addEventListener("abort", close, { once: true });
  signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) leave();
  try {
    const { mimeType, sizeBytes, pieces } = await begin(whole, span, over.signal);
    const first = await pieces.next();
    signal.throwIfAborted();
    if (first.done) throw nothingInside();
    return { state: "ready", mimeType, sizeBytes, body: bodyOf(first.value, pieces, over.signal, finish) };
  } catch (error) {
    finish();
    signal.throwIfAborted();
    throw inPlainWords(error);
  }
}

async function begin(whole: SpoolReader, span: ClipSpan, signal: AbortSignal): Promise<Cut> {
  const { startMs, endMs } = span;
  if (!(startMs >= 0 && (endMs === null || endMs > startMs))) throw nothingInside();
  const format = formatOf(await readUpTo(whole, 0, SNIFF_BYTES, signal));
  if (format === "wav") return cutWav(whole, span, signal);
  const cutters = { mp3: mp3Cutter, ogg: oggCutter, webm: webmCutter };
  const cutter = cutters[format](span, () => whole.totalBytes);
  return { mimeType: cutter.mimeType, sizeBytes: null, pieces: piecesOf(whole, cutter, signal) };
}

async function* piecesOf(
  whole: SpoolReader,
  cutter: Cutter,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of chunksOf(whole, 0, null, signal)) {
    await cutter.push(bytes);
    if (cutter.isPast()) break;
    const ready = cutter.drain();
    if (ready.length > 0) yield ready;
  }
  cutter.end();
  const ready = cutter.drain();
  if (ready.length > 0) yield ready;
}

/** `first`, then `pieces`. `signal` aborts when it is all over, which `finish` sees to. */
function bodyOf(
  first: Uint8Array,
  pieces: AsyncGenerator<Uint8Array>,
  signal: AbortSignal,
  finish: () => void,
): ReadableStream<Uint8Array> {
  let isFirst = true;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        // Also when nobody reads just now. Where the body has ended, this does nothing.
        signal.addEventListener("abort", () => controller.error(signal.reason), { once: true });
      },
      async pull(controller) {
        if (isFirst) {
          isFirst = false;
          return controller.enqueue(first);
        }
        try {
          const { done, value } = await pieces.next();
          if (signal.aborted) return;
          if (!done) return controller.enqueue(value);
          controller.close();
        } catch (error) {
          controller.error(inPlainWords(error));
        }
        finish();
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
