import type { SpoolEntry } from "./spool-entry";
import { newLease } from "./spool-types";

export type StreamObserver = Readonly<{
  /** So many bytes were handed on. */
  sent(bytes: number): void;
  /** Called once: read to the end, broken, or left. */
  ended(): void;
}>;

/**
 * The bytes `[fromByte, toByte)` of an entry, in pieces of 256 KiB at most, each read only when asked for.
 * Nothing is opened before the first pull: a HEAD answer builds its stream and drops it. Errors when the vendor dies.
 */
export function spoolStream(
  entry: SpoolEntry,
  range: { fromByte: number; toByte: number | null },
  signals: readonly AbortSignal[],
  observer: StreamObserver | null,
): ReadableStream<Uint8Array> {
  const lease = newLease();
  let position = range.fromByte;
  let leave: (() => void) | null = null;

  const finish = () => {
    if (lease.over) return;
    entry.endLease(lease);
    if (leave !== null) for (const signal of signals) signal.removeEventListener("abort", leave);
    observer?.ended();
  };

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        leave = () => {
          if (lease.over) return;
          finish();
          controller.error(signals.find((signal) => signal.aborted)?.reason);
        };
        for (const signal of signals) signal.addEventListener("abort", leave, { once: true });
        if (signals.some((signal) => signal.aborted)) leave();
      },
      async pull(controller) {
        try {
          const bytes = await entry.read(position, range.toByte, lease);
          if (lease.over) return;
          if (bytes !== null) {
            position += bytes.length;
            observer?.sent(bytes.length);
            controller.enqueue(bytes);
          }
          if (bytes === null || position === range.toByte) {
            finish();
            controller.close();
          }
        } catch (error) {
          if (lease.over) return;
          finish();
          controller.error(error);
        }
      },
      cancel: finish,
    },
    { highWaterMark: 0 },
  );
}
