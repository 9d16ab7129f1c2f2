import { type After, brokeOff } from "./spool-types";

/** The bytes as a vendor sends them, with an end to its silence. */
export class VendorBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #after: After;
  readonly #stallMs: number;

  constructor(body: ReadableStream<Uint8Array>, after: After, stallMs: number) {
    this.#reader = body.getReader();
    this.#after = after;
    this.#stallMs = stallMs;
  }

  /** The next bytes; null = the end. Throws when the vendor dies or is silent for too long. */
  async next(): Promise<Uint8Array | null> {
    let silent = false;
    const stopWatching = this.#after(this.#stallMs, () => {
      silent = true;
      this.cancel();
    });
    try {
      const { done, value } = await this.#reader.read();
      if (silent) throw new Error("The vendor fell silent.");
      return done ? null : value;
    } catch (cause) {
      throw brokeOff(cause);
    } finally {
      stopWatching();
    }
  }

  cancel(): void {
    this.#reader.cancel().catch(() => undefined);
  }
}
