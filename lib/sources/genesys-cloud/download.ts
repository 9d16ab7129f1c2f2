import { createHttpClient, orAborted } from "../http";
import { SourceError, type SourceTransport } from "../source";
import type { ByteSource } from "./byte-source";
import { MEDIA } from "./config";
import { expiryOf } from "./media-address";

/** Where the bytes are. `renewed` asks the vendor for another address: the one in hand has ended. */
export type Locate = (renewed: boolean) => Promise<URL>;

export type DownloadParts = Readonly<{ transport: SourceTransport; now: () => number; signal: AbortSignal }>;

/** Bytes on their way, with the type that the storage gives them. */
export type Download = ByteSource & Readonly<{ contentType: string }>;

type Opened = Readonly<{ response: Response; reader: ReadableStreamDefaultReader<Uint8Array> }>;

const HEADERS_TIMEOUT_MS = 30_000;

/**
 * Fetches a file by its signed address: no token of ours goes there, and no redirect to another host is followed. When the
 * address ends (403) or the connection breaks, goes on at the byte where it broke, with a new address where needed. Throws
 * SourceError; a file is never ended short without one when its length is known.
 */
export async function openDownload(locate: Locate, parts: DownloadParts): Promise<Download> {
  const { now, signal, transport } = parts;
  let opened = await open(0);
  const { response } = opened;
  const totalBytes = lengthOf(response.headers);
  let received = 0;
  let resumes = 0;
  let brokeAt = 0;
  /** Bytes of an answer from the start that were given out before it broke. */
  let toSkip = 0;
  let isOver = false;
  // Also while nobody reads: a listener who has left must not keep the vendor sending.
  signal.addEventListener("abort", cancel, { once: true });

  async function request(address: URL, fromByte: number): Promise<Response> {
    const http = createHttpClient({
      title: "The storage of Genesys Cloud",
      fetch: transport.fetch,
      baseUrl: address.origin,
      ...transport.http,
    });
    return http.open({
      method: "GET",
      path: `${address.pathname}${address.search}`,
      headers: {
        accept: "audio/*,*/*;q=0.1",
        // Compressed audio would make its length unknown and gain nothing.
        "accept-encoding": "identity",
        ...(fromByte === 0 ? {} : { range: `bytes=${fromByte}-` }),
      },
      timeoutMs: HEADERS_TIMEOUT_MS,
      signal,
    });
  }

  async function open(fromByte: number): Promise<Opened> {
    const known = await locate(false);
    const endsMs = expiryOf(known);
    const isEnding = endsMs !== null && endsMs - now() < MEDIA.expiryMarginMs && fromByte > 0;
    let found = await request(isEnding ? await locate(true) : known, fromByte);
    if (found.status === 403 && !isEnding) {
      dropBody(found);
      found = await request(await locate(true), fromByte);
    }
    if (found.body === null || (found.status !== 200 && found.status !== 206)) {
      dropBody(found);
      throw refusalOf(found.status);
    }
    return { response: found, reader: found.body.getReader() };
  }

  /** The same file from the byte where it broke; a storage without ranges sends it again from the start. */
  async function resume(): Promise<void> {
    opened.reader.cancel().catch(() => undefined);
    opened = await open(received);
    const { headers, status } = opened.response;
    if (status === 206 && isSameFile(headers.get("content-range"), received, totalBytes)) return;
    const isWhole = status === 200 && lengthOf(headers) === totalBytes;
    if (!isWhole) throw brokeOff();
    toSkip = received;
  }

  /** What is new in a piece, behind what was given out before. */
  function newPart(bytes: Uint8Array): Uint8Array {
    const part = bytes.subarray(Math.min(toSkip, bytes.length));
    toSkip -= bytes.length - part.length;
    received += part.length;
    if (received - brokeAt >= MEDIA.worthwhileBytes) resumes = 0;
    return part;
  }

  /** The next piece, null at what looks like the end; undefined when the connection broke and may be taken up again. */
  async function step(): Promise<Uint8Array | null | undefined> {
    try {
      const { done, value } = await orAborted(opened.reader.read(), signal);
      return done ? null : newPart(value);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (totalBytes === null) throw asBroken(error);
      return undefined;
    }
  }

  async function read(): Promise<Uint8Array | null> {
    for (;;) {
      signal.throwIfAborted();
      if (isOver) return null;
      const bytes = await step();
      if (bytes instanceof Uint8Array && bytes.length > 0) return bytes;
      if (bytes === null && (totalBytes === null || received >= totalBytes)) {
        cancel();
        return null;
      }
      if (bytes instanceof Uint8Array) continue;
      resumes += 1;
      brokeAt = received;
      if (resumes > MEDIA.mostResumes) throw brokeOff();
      await resume().catch((error: unknown) => {
        throw signal.aborted ? signal.reason : asBroken(error);
      });
    }
  }

  function cancel(): void {
    isOver = true;
    signal.removeEventListener("abort", cancel);
    opened.reader.cancel().catch(() => undefined);
  }

  return { read, cancel, totalBytes, contentType: response.headers.get("content-type") ?? "" };
}

function isSameFile(contentRange: string | null, fromByte: number, totalBytes: number | null): boolean {
  const [, from, total] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(contentRange ?? "") ?? [];
  return Number(from) === fromByte && (total === "*" || Number(total) === totalBytes);
}

function lengthOf(headers: Headers): number | null {
  const length = headers.get("content-length") ?? "";
  const isEncoded = !["", "identity"].includes(headers.get("content-encoding") ?? "");
  return /^\d{1,15}$/.test(length) && !isEncoded ? Number(length) : null;
}

function refusalOf(status: number): SourceError {
  if (status === 403) {
    return new SourceError("forbidden", "The storage of Genesys Cloud refuses the address it was given.");
  }
  const kind = status >= 500 || status === 429 ? "unreachable" : "internal";
  return new SourceError(kind, `The storage of Genesys Cloud did not send the sound (HTTP ${status}).`);
}

function asBroken(error: unknown): SourceError {
  return error instanceof SourceError ? error : brokeOff();
}

function brokeOff(): SourceError {
  return new SourceError("unreachable", "Genesys Cloud broke off in the middle of the sound.");
}

function dropBody(response: Response): void {
  response.body?.cancel().catch(() => undefined);
}
