/** `JSESSIONID` cookies and the tokens against forged requests. */

export type Session = {
  readonly id: string;
  readonly token: string;
  readonly username: string;
  calls: number;
};

/** The server forgets its oldest sessions: clients without a cookie jar open one with every call. */
const KEPT = 2000;

export const CSRF_HEADER = "X-CSRF-TOKEN";
export const CSRF_TEXT = "Missing or invalid Csrf token";

export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #newId: () => string;
  #sequence = 0;

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** The session of a request's cookie, if it lives and belongs to this user. */
  find(request: Request, username: string, callsAllowed: number | null): Session | null {
    const id = /(?:^|;\s*)JSESSIONID=([^;]+)/.exec(request.headers.get("cookie") ?? "")?.[1];
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (session === undefined || session.username !== username) return null;
    session.calls += 1;
    if (callsAllowed === null || session.calls <= callsAllowed) return session;
    this.#sessions.delete(session.id);
    return null;
  }

  open(username: string): Session {
    this.#sequence += 1;
    const session: Session = {
      id: `node0${this.#newId().replaceAll("-", "")}${this.#sequence}`,
      token: this.#newId(),
      username,
      calls: 1,
    };
    this.#sessions.set(session.id, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > KEPT && oldest !== undefined) this.#sessions.delete(oldest);
    return session;
  }

  /** Ends all sessions, as a restart of the server does. */
  clear(): void {
    this.#sessions.clear();
  }
}

/** 403 in plain text, outside the envelope. */
export const csrfRefusal = (): Response =>
  new Response(CSRF_TEXT, { status: 403, headers: { "content-type": "text/plain;charset=UTF-8" } });

/** Whether a changing call carries its session's token. */
export const hasToken = (request: Request, session: Session | null): boolean =>
  session !== null && request.headers.get(CSRF_HEADER) === session.token;

/** Methods that need the token. */
export const isChanging = (method: string): boolean => ["POST", "PUT", "DELETE", "PATCH"].includes(method);
