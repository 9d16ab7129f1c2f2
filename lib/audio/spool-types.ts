import type { FileHandle } from "node:fs/promises";
import { AppError } from "@/lib/domain/errors";
import type { SourceAudio } from "@/lib/sources/source";
import type { FrameCache } from "./spool-frames";

export type FetchAudio = (signal: AbortSignal) => Promise<SourceAudio>;
export type Pending = Readonly<{ state: "pending"; retryAfterSeconds: number }>;
/** Runs `act` once after `delayMs`; the answer calls it off. */
export type After = (delayMs: number, act: () => void) => () => void;

export type EntryContext = Readonly<{
  secret: Uint8Array;
  after: After;
  now: () => number;
  /** How long sound is kept for a listener who may come back. */
  lingerMs: number;
  /** A vendor silent for so long is taken for dead. */
  stallMs: number;
  frames: FrameCache;
  grew(bytes: number): void;
  idle(): void;
  gone(entry: { readonly name: string; readonly diskBytes: number }): void;
}>;

/** "unusable": a stored file that does not open; it is gone now, ask the vendor. */
export type Opened = "ready" | "unusable" | Pending;

/** One who reads or waits: keeps the descriptor while it does, and can be woken. */
export type Lease = { over: boolean; handle: FileHandle | null; wake: (() => void) | null };

export function newLease(): Lease {
  return { over: false, handle: null, wake: null };
}

/** Those who wait for the next bytes of one file. */
export class Waiting {
  readonly #leases = new Set<Lease>();

  wait(lease: Lease): Promise<void> {
    return new Promise((resolve) => {
      lease.wake = resolve;
      this.#leases.add(lease);
    });
  }

  leave(lease: Lease): void {
    this.#leases.delete(lease);
    lease.wake?.();
  }

  wakeAll(): void {
    const woken = [...this.#leases];
    this.#leases.clear();
    for (const lease of woken) lease.wake?.();
  }
}

/** The vendor died on the way, or what it sent can no longer be read. */
export function brokeOff(cause?: unknown): AppError {
  return new AppError("source_unavailable", "The sound of this call broke off at its source. Try again.", {
    cause,
    retryAfterSeconds: 2,
  });
}
