import type { EpochMs } from "@/lib/domain/recording";
import { type SourceAudio, SourceError } from "../source";
import type { KazooClient } from "./client";
import { KazooError, parseEnvelope, readEnvelope } from "./envelope";
import { isYoung } from "./map-media";
import { type AudioType, audioTypeOf, audioTypeOfBytes, isGzip, looksLikeText } from "./mime";
import { brokenOff, resumable } from "./resume";
import type { KazooSession } from "./session";
import { type Bytes, peeked, pulled, someText } from "./stream";
import { reasonOf } from "./waits";

export type MediaContext = Readonly<{
  session: KazooSession;
  client: KazooClient;
  accountId: string;
  now: () => EpochMs;
}>;

const ACT = { doing: "fetching audio", changes: false } as const;
/** Kazoo reads the whole file before it sends the first byte (fact sheet §8.6). */
const FIRST_BYTE_TIMEOUT_MS = 60_000;
/** Enough to know every container that is played. */
const SNIFFED_BYTES = 16;
const MOST_ERROR_BYTES = 64 * 1_024;
const PENDING_SECONDS = 60;

/**
 * The two ways to ask for sound (seed; fact sheet §8.6): by the `Accept` header, and by the address for servers or proxies
 * that lose the header. `inline` only changes a header that nobody here reads; some proxies refuse attachments.
 */
const FORMS: readonly Form[] = [
  { headers: { accept: "audio/mpeg" }, query: {} },
  { headers: { accept: "*/*" }, query: { accept: "audio/mpeg", inline: "true" } },
];

type Form = Readonly<{ headers: Readonly<Record<string, string>>; query: Readonly<Record<string, string>> }>;
type Opened = Extract<SourceAudio, { state: "ready" }>;

/**
 * The first sound attached to a document. Status, the first bytes and the content type must say that it is sound: an empty
 * 200, 406 or the document itself lead to the second way of asking, and then mean that there is none. Audio that a young
 * recording does not have yet is `pending`.
 */
export async function openMedia(
  context: MediaContext,
  documentId: string,
  signal: AbortSignal,
): Promise<SourceAudio> {
  try {
    for (const form of FORMS) {
      const opened = await opensAs(form, context, documentId, signal);
      if (opened !== null) return opened;
    }
  } catch (error) {
    if (error instanceof KazooError && error.kind === "notFound") {
      return absent(context, documentId, signal);
    }
    throw troubleOf(error, signal);
  }
  throw new SourceError("notFound", "Kazoo sent no sound for this recording.");
}

/** Null = this way of asking gives no sound: the other one may. */
async function opensAs(
  form: Form,
  { session, accountId }: MediaContext,
  documentId: string,
  signal: AbortSignal,
): Promise<Opened | null> {
  const ask = (range: string | null) =>
    session.open({
      method: "GET",
      path: `/accounts/${encodeURIComponent(accountId)}/recordings/${encodeURIComponent(documentId)}`,
      query: form.query,
      // Compressed audio would lose its length and its ranges (fact sheet §2).
      headers: {
        ...form.headers,
        "accept-encoding": "identity",
        ...(range === null ? {} : { range }),
      },
      timeoutMs: FIRST_BYTE_TIMEOUT_MS,
      signal,
    });
  const response = await ask(null);
  if (response.status === 406) return dropped(response);
  if (response.status !== 200) return refused(response, signal);

  const length = lengthOf(response.headers);
  const sent = resumable(response, length, (from, to) => ask(`bytes=${from}-${to}`), signal);
  const soon = AbortSignal.any([signal, AbortSignal.timeout(FIRST_BYTE_TIMEOUT_MS)]);
  const first = await peeked(sent, SNIFFED_BYTES, signal, soon);
  const isPacked = isGzip(first.head);
  const { head, whole } = isPacked ? await peeked(unpacked(first.whole), SNIFFED_BYTES, signal, soon) : first;
  const type = soundOf(head, response.headers.get("content-type"));
  if (type === null) return notSound(response, head, whole, signal);
  return {
    state: "ready",
    body: truthful(whole, signal),
    sizeBytes: isPacked ? null : length,
    mimeType: type.mimeType,
  };
}

function unpacked(packed: Bytes): Bytes {
  return packed.pipeThrough(new DecompressionStream("gzip"));
}

/** The type of sound that these bytes are; null when there are none, or when they are words. */
function soundOf(head: Uint8Array, contentType: string | null): AudioType | null {
  if (head.length === 0) return null;
  const byBytes = audioTypeOfBytes(head);
  if (byBytes !== null) return byBytes;
  const isText = /^\s*(application\/(.*\+)?(json|xml)|text\/)/i.test(contentType ?? "");
  return isText || looksLikeText(head) ? null : audioTypeOf(contentType);
}

/** Nothing, or the document itself: the other way of asking may do better. An error inside a 200 is thrown as what it is. */
async function notSound(
  response: Response,
  head: Uint8Array,
  whole: Bytes,
  signal: AbortSignal,
): Promise<null> {
  if (head.length === 0) {
    whole.cancel().catch(() => undefined);
    return null;
  }
  const text = await someText(whole, MOST_ERROR_BYTES, signal);
  if (parseEnvelope(text)?.status === "success") return null;
  readEnvelope({ status: response.status, headers: response.headers, text }, ACT);
  return null;
}

function dropped(response: Response): null {
  response.body?.cancel().catch(() => undefined);
  return null;
}

/** Any other status, as the error it stands for. */
async function refused(response: Response, signal: AbortSignal): Promise<never> {
  const text = response.body === null ? "" : await someText(response.body, MOST_ERROR_BYTES, signal);
  readEnvelope({ status: response.status, headers: response.headers, text }, ACT);
  throw new KazooError("internal", "Kazoo sent words instead of sound.");
}

/** There is no sound: not yet, while the recording is young; else for good. */
async function absent(
  { client, now }: MediaContext,
  documentId: string,
  signal: AbortSignal,
): Promise<SourceAudio> {
  const document = await client.document(documentId, signal);
  if (document !== null && isYoung(document, now())) {
    return { state: "pending", retryAfterSeconds: PENDING_SECONDS };
  }
  throw new SourceError("notFound", "Kazoo has no sound for this recording.");
}

/** The same bytes; whatever goes wrong on the way is told in our words. */
function truthful(whole: Bytes, signal: AbortSignal): Bytes {
  const reader = whole.getReader();
  return pulled(
    async () => {
      try {
        const { done, value } = await reader.read();
        return done ? null : value;
      } catch (error) {
        throw troubleOf(error, signal);
      }
    },
    signal,
    () => reader.cancel(),
  );
}

function troubleOf(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof SourceError) return error;
  if (signal.aborted) return reasonOf(signal);
  const isLate = error instanceof DOMException && error.name === "TimeoutError";
  return isLate ? new SourceError("unreachable", "Kazoo did not send the sound in time.") : brokenOff();
}

function lengthOf(headers: Headers): number | null {
  const length = headers.get("content-length") ?? "";
  const isEncoded = !["", "identity"].includes(headers.get("content-encoding") ?? "");
  return /^\d{1,15}$/.test(length) && !isEncoded ? Number(length) : null;
}
