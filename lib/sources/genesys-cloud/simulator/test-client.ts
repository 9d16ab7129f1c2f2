/** A caller for the simulator's own tests: signs in, sends, reads JSON. */
import { z } from "zod";
import { type CloudSimulator, type CloudSimulatorOptions, createCloudSimulator } from "./simulator";

export type Who = keyof CloudSimulator["credentials"];

export type SendOptions = Readonly<{
  as?: Who;
  method?: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}>;

export type Answer = Readonly<{ status: number; headers: Headers; text: string; body: Json }>;

/** JSON to be looked into: any path of names and positions, undefined where there is nothing. */
export class Json {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  at(...path: readonly (string | number)[]): unknown {
    let value = this.value;
    for (const step of path) value = isRecord(value) ? value[step] : undefined;
    return value;
  }

  /** A text at a path; throws when there is none. */
  text(...path: readonly (string | number)[]): string {
    return z.string().parse(this.at(...path));
  }

  /** A list at a path; empty when there is none. */
  list(...path: readonly (string | number)[]): Json[] {
    const value = this.at(...path);
    return Array.isArray(value) ? value.map((one) => new Json(one)) : [];
  }
}

/** Arrays too: their positions are names. */
function isRecord(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}

export const BASE = "http://cloud.sim.example";
export const NOON = Date.UTC(2026, 10, 16, 12);
export const TODAY = "2026-11-16T00:00:00.000Z/2026-11-17T00:00:00.000Z";
export const WEEK = "2026-11-10T00:00:00.000Z/2026-11-17T00:00:00.000Z";

export function basic({
  clientId,
  clientSecret,
}: Readonly<{ clientId: string; clientSecret: string }>): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
}

export function parse(text: string): Json {
  try {
    return new Json(JSON.parse(text));
  } catch {
    return new Json(undefined);
  }
}

/** A simulator with a clock that the test moves, and a caller of it. */
export function testClient(options: CloudSimulatorOptions = {}) {
  const clock = { ms: NOON };
  const simulator = createCloudSimulator({
    now: () => new Date(clock.ms),
    calls: 60,
    baseUrl: BASE,
    ...options,
  });
  const tokens = new Map<Who, string>();

  const signIn = async (
    credentials: Readonly<{ clientId: string; clientSecret: string }>,
    rest: Readonly<{ path?: string; body?: string; contentType?: string }> = {},
  ): Promise<Answer> => {
    const response = await simulator.fetch(
      new Request(`${BASE}${rest.path ?? "/login/oauth/token"}`, {
        method: "POST",
        headers: {
          authorization: basic(credentials),
          "content-type": rest.contentType ?? "application/x-www-form-urlencoded",
        },
        body: rest.body ?? "grant_type=client_credentials",
      }),
    );
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  };

  const tokenOf = async (who: Who): Promise<string> => {
    const known = tokens.get(who);
    if (known !== undefined) return known;
    const token = (await signIn(simulator.credentials[who])).body.text("access_token");
    tokens.set(who, token);
    return token;
  };

  const send = async (
    path: string,
    { as = "full", method, body, headers }: SendOptions = {},
  ): Promise<Response> => {
    const sent = new Headers({ authorization: `Bearer ${await tokenOf(as)}` });
    if (body !== undefined) sent.set("content-type", "application/json");
    for (const [name, value] of Object.entries(headers ?? {})) sent.set(name, value);
    return simulator.fetch(
      new Request(`${BASE}${path}`, {
        method: method ?? (body === undefined ? "GET" : "POST"),
        headers: sent,
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    );
  };

  const call = async (path: string, sent: SendOptions = {}): Promise<Answer> => {
    const response = await send(`/api/v2${path}`, sent);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  };

  const search = (query: Readonly<Record<string, unknown>>, as: Who = "full"): Promise<Answer> =>
    call("/analytics/conversations/details/query", { as, body: { interval: TODAY, ...query } });

  const idsOf = (answer: Answer): string[] =>
    answer.body.list("conversations").map((one) => one.text("conversationId"));

  /** The recordings of a conversation in a format, once the 202 is over. */
  const recordings = async (id: string, query = "formatId=MP3", as: Who = "full"): Promise<Json[]> => {
    const path = `/conversations/${id}/recordings?${query}`;
    const first = await call(path, { as });
    return (first.status === 202 ? await call(path, { as }) : first).body.list();
  };

  /** Without any token, as media must be asked for. */
  const download = (address: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    simulator.fetch(new Request(address, { headers }));

  const forgetTokens = () => tokens.clear();

  return { simulator, clock, signIn, tokenOf, forgetTokens, send, call, search, idsOf, recordings, download };
}

/** The first of a list; throws when there is none. */
export function first<T>(list: readonly T[] | undefined): T {
  const one = list?.[0];
  if (one === undefined) throw new Error("The list is empty.");
  return one;
}
