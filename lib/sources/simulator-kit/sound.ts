/** Sound as it goes over a bad line: byte ranges, lengths that lie, and streams that begin late, crawl or break. */
import { wait } from "./waiting";

export type Range = Readonly<{ from: number; to: number }>;

/** The one range asked for; null = no usable range, "unsatisfiable" = 416. */
export function readRange(header: string | null, size: number): Range | "unsatisfiable" | null {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return null;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (from >= size) return "unsatisfiable";
  return from < to ? { from, to } : null;
}

const LENGTH_FACTORS = { right: 1, short: 0.75, long: 1.25 } as const;

/** Declares the length of a body: as it is, wrong by a quarter, or not at all. */
export function declareLength(
  headers: Headers,
  bytes: number,
  told: keyof typeof LENGTH_FACTORS | "none",
): void {
  if (told !== "none") headers.set("content-length", String(Math.floor(bytes * LENGTH_FACTORS[told])));
}

export type SoundFaults = Readonly<{
  /** Milliseconds before the first byte, with the headers sent. */
  slowFirstByteMs: number;
  /** Null = as fast as it is read. */
  throttleBytesPerSecond: number | null;
  /** The connection breaks after so many bytes; null = never. */
  dropAudioAfterBytes: number | null;
}>;

/** Makes what follows `sent` bytes, at most `most` bytes of it; null at the end. */
export type MakeSound = (sent: number, most: number) => Promise<Uint8Array | null>;

/** A stream that makes its bytes when they are asked for; `leave` is called when the caller goes before the end. */
export function soundStream(
  make: MakeSound,
  faults: SoundFaults,
  leave: () => Promise<unknown> = async () => undefined,
): ReadableStream<Uint8Array> {
  const { slowFirstByteMs, throttleBytesPerSecond } = faults;
  const dropAt = faults.dropAudioAfterBytes ?? Number.POSITIVE_INFINITY;
  const left = new AbortController();
  let sent = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (sent === 0) await wait(slowFirstByteMs, left.signal);
        if (sent >= dropAt) {
          controller.error(new Error("The simulated connection was dropped in the middle of the audio."));
          return;
        }
        const chunk = await make(sent, dropAt - sent);
        if (left.signal.aborted) return;
        if (chunk === null) {
          controller.close();
          return;
        }
        if (throttleBytesPerSecond !== null) {
          await wait((chunk.length / throttleBytesPerSecond) * 1000, left.signal);
        }
        if (left.signal.aborted) return;
        sent += chunk.length;
        controller.enqueue(chunk);
      },
      async cancel() {
        left.abort();
        await leave();
      },
    },
    { highWaterMark: 0 },
  );
}

/** The bytes of a range, made by `read` from one position to another (exclusive); it may give fewer, but never none. */
export function soundOfRange(
  range: Range,
  read: (from: number, to: number) => Promise<Uint8Array>,
): MakeSound {
  return async (sent, most) => {
    const from = range.from + sent;
    return from >= range.to ? null : await read(from, Math.min(range.to, from + most));
  };
}
