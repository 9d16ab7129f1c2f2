import { AppError } from "@/lib/domain/errors";

/** In the file's own time, as a player shows it; `endMs` null = to the end of the file. */
export type ClipSpan = Readonly<{ startMs: number; endMs: number | null }>;

/** Cuts one format as it comes: bytes of the whole go in, bytes of the cut come out. Throws ReadingError. */
export type Cutter = Readonly<{
  mimeType: string;
  push(bytes: Uint8Array): void | Promise<void>;
  /** Nothing that comes now lies inside the segment. */
  isPast(): boolean;
  /** No more bytes will come: the file has ended, or the segment has. */
  end(): void;
  /** What is ready to be sent since the last time. */
  drain(): Uint8Array;
}>;

/** `totalBytes`: of the whole file, where it is known by now. */
export type NewCutter = (span: ClipSpan, totalBytes: () => number | null) => Cutter;

/** The pieces to be sent, and their sum where it is known before they are. */
export type Cut = Readonly<{
  mimeType: string;
  sizeBytes: number | null;
  pieces: AsyncGenerator<Uint8Array>;
}>;

/** There is nothing to send that lies wholly inside the segment. */
export function nothingInside(): AppError {
  return new AppError(
    "out_of_range",
    "This segment is too short to be cut out, or lies beyond the end of the sound.",
  );
}
