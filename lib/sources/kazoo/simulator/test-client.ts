/** A caller for the simulator's own tests: signs in, reads the envelope. */

import { ACCOUNTS } from "./people";
import { createKazooSimulator, type KazooSimulatorOptions } from "./simulator";
import { isObject, type JsonObject } from "./wire";

export type Row = Readonly<Record<string, unknown>> & Readonly<{ id: string }>;
export type Envelope = Readonly<{
  data?: unknown;
  status?: string;
  error?: string;
  message?: string;
  page_size?: unknown;
  start_key?: string;
  next_start_key?: string;
  revision?: string;
  request_id?: string;
  version?: string;
  auth_token?: string;
  timestamp?: string;
  tokens?: unknown;
}>;

export type Answer = Readonly<{
  status: number;
  headers: Headers;
  text: string;
  body: Envelope;
  /** `data` as an object; empty when it is none. */
  data: JsonObject;
  /** `data` as rows; empty when it is no list. */
  rows: readonly Row[];
}>;

export type CallOptions = Readonly<{
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Null = none. */
  token?: string | null;
}>;

export const MAIN = ACCOUNTS.main.id;
export const RECORDINGS = `/accounts/${MAIN}/recordings`;

function parse(text: string): Envelope {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

const isRow = (value: unknown): value is Row => isObject(value) && typeof value.id === "string";

/** A simulator with a clock that tests can move, and a signed-in caller. */
export function testClient(options: KazooSimulatorOptions = {}) {
  const clock = { ms: Date.UTC(2026, 10, 16, 12) };
  const simulator = createKazooSimulator({ calls: 60, now: () => new Date(clock.ms), ...options });
  simulator.switches.rateLimit = null;
  let signedIn: string | null = null;

  const send = (path: string, { method = "GET", body, headers, token = signedIn }: CallOptions = {}) =>
    simulator.fetch(
      new Request(`http://kazoo.example:8000${path}`, {
        method,
        headers: { ...(token === null ? {} : { "x-auth-token": token }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    );
  const call = async (path: string, callOptions?: CallOptions): Promise<Answer> => {
    const response = await send(`/v2${path}`, callOptions);
    const text = await response.text();
    const body = parse(text);
    return {
      status: response.status,
      headers: response.headers,
      text,
      body,
      data: isObject(body.data) ? body.data : {},
      rows: Array.isArray(body.data) ? body.data.filter(isRow) : [],
    };
  };
  const signIn = async (apiKey: string = ACCOUNTS.main.apiKey): Promise<string> => {
    const answer = await call("/api_auth", {
      method: "PUT",
      body: { data: { api_key: apiKey } },
      token: null,
    });
    signedIn = answer.body.auth_token ?? null;
    if (signedIn === null) throw new Error("The simulator did not hand out a token.");
    return signedIn;
  };
  /** Ids of a list, all pages. */
  const ids = async (query = "", path = RECORDINGS): Promise<string[]> => {
    const found: string[] = [];
    for (let key: string | undefined = ""; key !== undefined; ) {
      const answer: Answer = await call(`${path}?${query}${key === "" ? "" : `&start_key=${key}`}`);
      if (answer.status !== 200) throw new Error(`A list was answered with ${answer.status}.`);
      found.push(...answer.rows.map((row) => row.id));
      key = answer.body.next_start_key;
    }
    return found;
  };
  const bytes = async (path: string, callOptions?: CallOptions) => {
    const response = await send(`/v2${path}`, callOptions);
    return {
      status: response.status,
      headers: response.headers,
      bytes: new Uint8Array(await response.arrayBuffer()),
    };
  };
  return { simulator, clock, send, call, signIn, ids, bytes };
}

/** The id of an awkward case; throws when there is none. */
export function idOf(simulator: ReturnType<typeof createKazooSimulator>, number: number, nth = 0): string {
  const id = simulator.awkward[number]?.[nth];
  if (id === undefined) throw new Error(`There is no awkward recording ${number}/${nth}.`);
  return id;
}
