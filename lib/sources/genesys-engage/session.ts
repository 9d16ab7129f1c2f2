import type { HttpAnswer, HttpClient, HttpRequest } from "../http";
import { EngageError, hasEnvelope } from "./envelope";

export type EngageCredentials = Readonly<{ username: string; password: string }>;

/** Calls with HTTP Basic, the server's session cookie and, where it asks for one, its token against forged requests. */
export type EngageSession = Readonly<{
  send(request: HttpRequest): Promise<HttpAnswer>;
  open(request: HttpRequest): Promise<Response>;
}>;

/** Headers that a server must not choose as the name of its token's header. */
const OURS = new Set(["authorization", "cookie", "host", "content-type", "content-length", "accept"]);
const HEADER_NAME = /^[A-Za-z0-9-]{1,64}$/;
const HEADER_VALUE = /^[\x21-\x7e]{1,4096}$/;
const ROOT = "/api/v2";

type Token = Readonly<{ header: string; value: string }>;

/**
 * A session is known by cookie and token together (fact sheet §1.3): any GET's answer names the token. A changing call
 * that is refused in plain text has changed nothing; the session is made anew and the call tried once more.
 */
export function createEngageSession(http: HttpClient, credentials: EngageCredentials): EngageSession {
  const pair = `${credentials.username}:${credentials.password}`;
  const authorization = `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
  let cookies = new Map<string, string>();
  let token: Token | null = null;

  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");

  function prepared(request: HttpRequest): HttpRequest {
    const cookie = cookieHeader();
    const isChanging = request.method !== "GET" && request.method !== "HEAD";
    return {
      ...request,
      path: `${ROOT}${request.path}`,
      headers: {
        accept: "application/json",
        ...request.headers,
        authorization,
        ...(cookie === "" ? {} : { cookie }),
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
        ...(isChanging && token !== null ? { [token.header]: token.value } : {}),
      },
    };
  }

  function learn(headers: Headers, sentCookie: string): void {
    const given = cookiesOf(headers);
    if (given.length > 0) {
      cookies = new Map([...cookies, ...given]);
      token = null;
    } else if (cookieHeader() !== sentCookie) {
      // Another answer has opened a new session meanwhile: this one's token is of the old.
      return;
    }
    const header = headers.get("x-csrf-header");
    const value = headers.get("x-csrf-token");
    if (header === null || value === null || OURS.has(header.toLowerCase())) return;
    if (HEADER_NAME.test(header) && HEADER_VALUE.test(value)) token = { header, value };
  }

  async function transmit(request: HttpRequest): Promise<HttpAnswer> {
    const sentCookie = cookieHeader();
    const answer = await http.send(prepared(request));
    learn(answer.headers, sentCookie);
    return answer;
  }

  async function renew(signal: AbortSignal): Promise<void> {
    cookies = new Map();
    token = null;
    await transmit({ method: "GET", path: "/me", signal });
  }

  return {
    async send(request) {
      const answer = await transmit(request);
      const isPlainRefusal = answer.status === 403 && !hasEnvelope(answer);
      if (!isPlainRefusal || request.method === "GET") return answer;
      await renew(request.signal);
      const again = await transmit(request);
      if (again.status === 403 && !hasEnvelope(again)) {
        throw new EngageError("refused", "Genesys Engage does not accept Earmark's session for changes.");
      }
      return again;
    },
    async open(request) {
      const sentCookie = cookieHeader();
      const response = await http.open(prepared(request));
      learn(response.headers, sentCookie);
      return response;
    },
  };
}

function cookiesOf(headers: Headers): [string, string][] {
  return headers.getSetCookie().flatMap((line): [string, string][] => {
    const [, name, value] = /^([^=;\s]+)=([^;]*)/.exec(line) ?? [];
    return name !== undefined && value !== undefined && !/[^\x20-\x7e]/.test(value)
      ? [[name, value.trim()]]
      : [];
  });
}
