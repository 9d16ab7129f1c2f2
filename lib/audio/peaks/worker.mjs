// @ts-check
/**
 * The worker thread that makes peaks: decoding a piece takes up to 80 ms, which the streams of the server's own thread
 * can't spare. Several files may be under way at once, piece by piece in the order they come.
 */
import { parentPort } from "node:worker_threads";
import { readerFor } from "./format.mjs";
import { ReadingError } from "./reading-error.mjs";
import { SNIFF_BYTES } from "./sniff.mjs";

/**
 * @typedef {import("./accumulator.mjs").RawPeaks} RawPeaks
 * @typedef {{ type: "bytes", id: number, bytes: Uint8Array } | { type: "end" | "peek" | "cancel", id: number }} ToWorker
 * @typedef {{ type: "taken", id: number }} Taken
 * @typedef {{ type: "partial", id: number, peaks: RawPeaks }} Partial
 * @typedef {{ type: "done", id: number, peaks: RawPeaks }} Done
 * @typedef {import("./reading-error.mjs").ReadingErrorKind} ReadingErrorKind
 * @typedef {{ type: "failed", id: number, kind: ReadingErrorKind, message: string }} Failed
 * @typedef {Taken | Partial | Done | Failed} FromWorker
 */

// The decoder reports every bad frame there; a damaged call would fill the server's log.
console.error = () => undefined;

class Job {
  #head = new Uint8Array();
  /** @type {Awaited<ReturnType<typeof readerFor>> | null} */
  #reader = null;

  /** @param {Uint8Array} bytes */
  async take(bytes) {
    if (this.#reader !== null) {
      await this.#reader.push(bytes);
      return;
    }
    this.#head = Buffer.concat([this.#head, bytes]);
    if (this.#head.length >= SNIFF_BYTES) await this.#begin();
  }

  async #begin() {
    this.#reader = await readerFor(this.#head);
    await this.#reader.push(this.#head);
    return this.#reader;
  }

  async end() {
    const reader = this.#reader ?? (await this.#begin());
    return reader.end();
  }

  peaks() {
    return this.#reader?.peaks() ?? null;
  }

  close() {
    this.#reader?.close();
    this.#reader = null;
  }
}

/** @type {Map<number, Job>} */
const jobs = new Map();
/** Starting a decoder takes a moment; what comes meanwhile waits for its turn. */
let turn = Promise.resolve();

/** @param {FromWorker} message */
const answer = (message) => parentPort?.postMessage(message);

/** @param {number} id */
function close(id) {
  jobs.get(id)?.close();
  jobs.delete(id);
}

/** @param {ToWorker} message @param {Job} job */
async function handle(message, job) {
  const { id } = message;
  if (message.type === "bytes") {
    await job.take(message.bytes);
    answer({ type: "taken", id });
  } else if (message.type === "peek") {
    const peaks = job.peaks();
    if (peaks !== null) answer({ type: "partial", id, peaks });
  } else if (message.type === "end") {
    answer({ type: "done", id, peaks: await job.end() });
    close(id);
  } else {
    close(id);
  }
}

/** Ids of files that have failed; what is still on its way for them is dropped. @type {Set<number>} */
const failed = new Set();

/** @param {ToWorker} message */
async function receive(message) {
  const { id } = message;
  if (failed.has(id)) {
    if (message.type === "cancel" || message.type === "end") failed.delete(id);
    return;
  }
  const job = jobs.get(id) ?? new Job();
  jobs.set(id, job);
  try {
    await handle(message, job);
  } catch (error) {
    close(id);
    failed.add(id);
    const known = error instanceof ReadingError;
    answer({
      type: "failed",
      id,
      kind: known ? error.kind : "broken",
      message: known ? error.message : "The file can't be decoded.",
    });
  }
}

parentPort?.on("message", (/** @type {ToWorker} */ message) => {
  turn = turn.then(() => receive(message));
});
