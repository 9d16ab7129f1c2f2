/** One answer with audio bytes: whole or a range, from a file that may still be arriving (contract §5). */
import { attachment } from "./attachment";
import { type ByteRange, decideRange, parseRange, type RangeAnswer } from "./range";
import type { SpoolReader } from "./spool";

export type ByteSpan = Readonly<{ fromByte: number; toByte: number }>;

export type AudioRequest = Readonly<{
  method: "GET" | "HEAD";
  headers: Headers;
  /** Closed by us when the answer has ended, whichever way. */
  reader: SpoolReader;
  /** A strong entity tag, with its quotes. */
  etag: string;
  /** Not null = a download under this name. */
  downloadName: string | null;
  /** Aborts when the listener leaves. */
  signal: AbortSignal;
  /** Half-open spans of bytes handed on, at most 5 s after they were; adjoining, never overlapping. */
  onSent(span: ByteSpan): void;
  /** How long a range may wait for bytes that have not arrived; 10 s. */
  waitMs?: number;
}>;

type Servable = Extract<RangeAnswer, { kind: "whole" | "partial" }>;

const WAIT_MS = 10_000;
const REPORT_MS = 5_000;
const RETRY_AFTER_SECONDS = 5;
const MEDIA_TYPE = /^(?:audio|video)\/[a-z0-9!#$&^_.+-]{1,100}$|^application\/ogg$/;

/**
 * 200, 206, 416, or 503 when a range does not arrive in time. The exact length of the body, when known, is in
 * `x-content-length` (our HTTP server makes `Content-Length` of it); a guess is never sent.
 */
export async function serveAudio(request: AudioRequest): Promise<Response> {
  const { reader } = request;
  let streaming = false;
  try {
    const answer = await decide(request, wantedRange(request));
    if (answer.kind === "wait") return notYet();
    if (answer.kind === "unsatisfiable") return beyondTheEnd(answer.total);
    const headers = audioHeaders(request, answer);
    const status = answer.kind === "whole" ? 200 : 206;
    if (request.method === "HEAD") return new Response(null, { status, headers });
    const body = audioBody(request, answer);
    streaming = true;
    return new Response(body, { status, headers });
  } finally {
    if (!streaming) reader.close();
  }
}

/** Range counts for GET alone (RFC 9110 §14.2), and not when If-Range names another representation. */
function wantedRange({ method, headers, etag }: AudioRequest): ByteRange {
  const condition = headers.get("if-range");
  if (method !== "GET" || (condition !== null && condition.trim() !== etag)) return { kind: "whole" };
  return parseRange(headers.get("range"));
}

async function decide(request: AudioRequest, range: ByteRange): Promise<RangeAnswer> {
  const { reader } = request;
  const answer = decideRange(range, reader.totalBytes, reader.availableBytes);
  if (answer.kind !== "wait") return answer;
  const until = answer.until === "end" ? Number.POSITIVE_INFINITY : answer.until;
  await reader.reached(until, request.waitMs ?? WAIT_MS, request.signal);
  return decideRange(range, reader.totalBytes, reader.availableBytes);
}

function audioHeaders({ reader, etag, downloadName }: AudioRequest, answer: Servable): Headers {
  const headers = new Headers({
    "accept-ranges": "bytes",
    "cache-control": "private, no-store",
    "content-type": safeMediaType(reader.mimeType),
    "x-content-type-options": "nosniff",
    etag,
  });
  if (downloadName !== null) headers.set("content-disposition", attachment(downloadName));
  if (answer.kind === "partial") {
    headers.set("content-range", `bytes ${answer.first}-${answer.last}/${answer.total ?? "*"}`);
  }
  const lengthBytes = answer.kind === "whole" ? reader.totalBytes : answer.last - answer.first + 1;
  if (lengthBytes !== null) headers.set("x-content-length", String(lengthBytes));
  return headers;
}

function audioBody({ reader, signal, onSent }: AudioRequest, answer: Servable): ReadableStream<Uint8Array> {
  const fromByte = answer.kind === "whole" ? 0 : answer.first;
  const toByte = answer.kind === "whole" ? reader.totalBytes : answer.last + 1;
  let reportedByte = fromByte;
  let sentByte = fromByte;
  let timer: NodeJS.Timeout | null = null;
  const report = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const span = { fromByte: reportedByte, toByte: sentByte };
    reportedByte = sentByte;
    if (span.toByte > span.fromByte) onSent(span);
  };
  return reader.read(fromByte, toByte, signal, {
    sent(bytes) {
      sentByte += bytes;
      timer ??= setTimeout(report, REPORT_MS).unref();
    },
    ended() {
      report();
      reader.close();
    },
  });
}

/** The type as it is when it is sound; anything else must not run in our origin. */
function safeMediaType(mimeType: string): string {
  const type = mimeType.split(";")[0]?.trim().toLowerCase() ?? "";
  return MEDIA_TYPE.test(type) ? type : "application/octet-stream";
}

function refusal(
  status: number,
  statusCode: number,
  statusMessage: string,
  header: [string, string],
): Response {
  const headers = new Headers([["cache-control", "private, no-store"], ["accept-ranges", "bytes"], header]);
  return Response.json({ statusCode, statusMessage }, { status, headers });
}

function beyondTheEnd(totalBytes: number): Response {
  return refusal(416, 10, "The range lies beyond the end of this audio.", [
    "content-range",
    `bytes */${totalBytes}`,
  ]);
}

function notYet(): Response {
  const words = "This part of the call has not arrived yet. Try again shortly.";
  return refusal(503, 4, words, ["retry-after", String(RETRY_AFTER_SECONDS)]);
}
