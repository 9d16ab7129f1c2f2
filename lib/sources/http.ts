/**
 * The one client through which vendors are spoken to: time-outs, bounded concurrency, retries where they are safe,
 * no redirect to anywhere else. It logs nothing, and its errors carry no address, header or body.
 */
import { createGate } from "./http-gate";
import { SourceError, type SourceFetch } from "./source";

export type HttpClientOptions = Readonly<{
  /** The vendor as people call it, for the words of errors. */
  title: string;
  fetch: SourceFetch;
  /** Scheme, host, port and, where there is one, a path that stands before every request's path. */
  baseUrl: string;
  /** Until headers and, unless it is streamed, the whole body are there. */
  timeoutMs?: number;
  maxConcurrent?: number;
  /** Waits before each further try of a GET or HEAD; their number is the number of further tries. */
  backoffMs?: readonly number[];
  /** A `Retry-After` beyond this is not waited for but handed to the caller. */
  longestWaitMs?: number;
}>;

export type HttpRequest = Readonly<{
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Begins with `/`; segments are encoded already. */
  path: string;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  signal: AbortSignal;
  timeoutMs?: number;
}>;

/** An answer whose body has been read. */
export type HttpAnswer = Readonly<{ status: number; headers: Headers; text: string }>;

export type HttpClient = Readonly<{
  /** Any answer that is no redirect, its body read. Throws SourceError: `unclear` when a changing call may have been heard. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** The same with the body unread; the time-out ends with the headers. Only for GET. */
  open(request: HttpRequest): Promise<Response>;
}>;

const RETRIED = new Set([429, 502, 503, 504]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 3;
const MOST_BODY_BYTES = 64 * 1024 * 1024;
/** A connection that never came about: the vendor has heard nothing. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const base = options.baseUrl.replace(/\/+$/, "");
  const gate = createGate(options.maxConcurrent ?? 4);
  const backoffMs = options.backoffMs ?? [250, 1_000];
  const longestWaitMs = options.longestWaitMs ?? 5_000;

  /** One try. `take` makes of the response what is to be returned, within the time-out and the gate. */
  async function attempt<T>(
    request: HttpRequest,
    take: (response: Response, signal: AbortSignal) => Promise<T>,
  ): Promise<Tried<T>> {
    const timeoutMs = request.timeoutMs ?? options.timeoutMs ?? 20_000;
    const late = new AbortController();
    const signal = AbortSignal.any([request.signal, late.signal]);
    const leave = await gate.enter(request.signal).catch((reason: unknown) => {
      throw givenUp(options.title, reason, false);
    });
    const timer = setTimeout(() => late.abort(), timeoutMs);
    try {
      const response = await followed(request, signal);
      const waitMs = RETRIED.has(response.status) ? retryAfterMs(response.headers) : null;
      return { status: response.status, waitMs, taken: await take(response, signal) };
    } catch (error) {
      if (error instanceof SourceError) throw error;
      if (request.signal.aborted) throw givenUp(options.title, request.signal.reason, isChanging(request));
      if (late.signal.aborted) throw timedOut(options.title, timeoutMs, isChanging(request));
      throw new NetworkTrouble(error);
    } finally {
      clearTimeout(timer);
      leave();
    }
  }

  async function followed(request: HttpRequest, signal: AbortSignal): Promise<Response> {
    let url = addressOf(base, request);
    for (let hops = 0; ; hops += 1) {
      const response = await orAborted(
        options.fetch(
          new Request(url, {
            method: request.method,
            headers: { ...request.headers },
            redirect: "manual",
            cache: "no-store",
            signal,
            ...(request.body === undefined ? {} : { body: request.body }),
          }),
        ),
        signal,
      );
      if (!REDIRECTS.has(response.status)) return response;
      dropBody(response);
      const target = redirectTarget(url, response.headers.get("location"));
      if (isChanging(request) || target === null || hops >= MOST_REDIRECTS) {
        throw new SourceError(
          "unreachable",
          `${options.title} answers with a redirect. Is its address right?`,
        );
      }
      url = target;
    }
  }

  async function persistent<T>(
    request: HttpRequest,
    take: (response: Response, signal: AbortSignal) => Promise<T>,
    drop: (taken: T) => void,
  ): Promise<T> {
    const waits = isChanging(request) ? [] : backoffMs;
    for (let tries = 0; ; tries += 1) {
      const backoff = waits[tries];
      try {
        const { status, waitMs, taken } = await attempt(request, take);
        if (backoff === undefined || !RETRIED.has(status) || (waitMs ?? 0) > longestWaitMs) return taken;
        drop(taken);
        await rest(waitMs ?? jittered(backoff), request.signal);
      } catch (error) {
        if (!(error instanceof NetworkTrouble)) throw error;
        if (backoff === undefined) throw unreachable(options.title, error, isChanging(request));
        await rest(jittered(backoff), request.signal);
      }
    }
  }

  async function rest(ms: number, signal: AbortSignal): Promise<void> {
    await pause(ms, signal).catch((reason: unknown) => {
      throw givenUp(options.title, reason, false);
    });
  }

  return {
    send: (request) =>
      persistent(
        request,
        async (response, signal) => ({
          status: response.status,
          headers: response.headers,
          text: await readText(response, signal, options.title),
        }),
        () => undefined,
      ),
    open: (request) => persistent(request, async (response) => response, dropBody),
  };
}

type Tried<T> = Readonly<{ status: number; waitMs: number | null; taken: T }>;

/** What `fetch` threw, kept for the decision whether to try again; never shown. */
class NetworkTrouble extends Error {
  constructor(cause: unknown) {
    super("network trouble", { cause });
  }
}

function isChanging(request: HttpRequest): boolean {
  return request.method !== "GET" && request.method !== "HEAD";
}

const DOT_SEGMENT = /(^|\/)(\.|%2e){1,2}(\/|$)/i;

function addressOf(base: string, request: HttpRequest): URL {
  const url = new URL(`${base}${request.path}`);
  if (
    !/^\/[^/]/.test(request.path) ||
    DOT_SEGMENT.test(request.path) ||
    url.origin !== new URL(base).origin
  ) {
    throw new SourceError("invalid", "The request would leave its source's address.");
  }
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
  return url;
}

/** Where a redirect leads when it stays with the same scheme, host and port; else null: credentials go nowhere else. */
function redirectTarget(from: URL, location: string | null): URL | null {
  if (location === null || !URL.canParse(location, from)) return null;
  const target = new URL(location, from);
  return target.origin === from.origin && target.username === "" && target.password === "" ? target : null;
}

/** The body as text. Throws SourceError when it is larger than any answer can be. */
async function readText(response: Response, signal: AbortSignal, title: string): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  try {
    for (;;) {
      const step = await orAborted(reader.read(), signal);
      if (step.done) return text + decoder.decode();
      size += step.value.length;
      if (size > MOST_BODY_BYTES) throw new SourceError("unreachable", `${title} sent an endless answer.`);
      text += decoder.decode(step.value, { stream: true });
    }
  } catch (error) {
    reader.cancel().catch(() => undefined);
    throw error;
  }
}

/** Not waited for: the end of a body that someone else also holds may never come. */
function dropBody(response: Response): void {
  response.body?.cancel().catch(() => undefined);
}

/** Milliseconds that `Retry-After` asks for, in seconds or as a date; null when absent or unreadable. */
export function retryAfterMs(headers: Headers, nowMs: number = Date.now()): number | null {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const dateMs = /^[A-Z][a-z]{2},/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}

/** The promise, or the signal's reason as soon as it aborts, whether or not the promise heeds it. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await orAborted(over, signal).finally(() => clearTimeout(timer));
}

const jittered = (ms: number): number => ms * (0.75 + Math.random() / 2);

/** The caller has given up: its own reason, except where that would read like a fault of ours or hide an open end. */
function givenUp(title: string, reason: unknown, unclear: boolean): unknown {
  const isLate = reason instanceof DOMException && reason.name === "TimeoutError";
  if (!isLate && !unclear) return reason;
  return new SourceError("unreachable", `${title} did not answer in time.`, { unclear });
}

function timedOut(title: string, timeoutMs: number, unclear: boolean): SourceError {
  return new SourceError("unreachable", `${title} gave no answer within ${Math.ceil(timeoutMs / 1_000)} s.`, {
    unclear,
  });
}

function unreachable(title: string, trouble: NetworkTrouble, changes: boolean): SourceError {
  const code = codeOf(trouble.cause);
  const words = code === null ? "" : ` (${code})`;
  return new SourceError("unreachable", `${title} can't be reached${words}.`, {
    unclear: changes && !(code !== null && NEVER_SENT.has(code)),
  });
}

/** The system's word for what went wrong, such as ECONNREFUSED, from inside what `fetch` threw. */
function codeOf(error: unknown): string | null {
  for (let inner: unknown = error, depth = 0; inner instanceof Error && depth < 4; depth += 1) {
    if ("code" in inner && typeof inner.code === "string" && /^[A-Z_]{3,40}$/.test(inner.code))
      return inner.code;
    inner = inner.cause;
  }
  return null;
}
