/** A caller for the simulator's own tests: signs in, reads the envelope. */
import { createEngageSimulator, type EngageSimulator, type EngageSimulatorOptions } from "./simulator";
import type { WireLabel, WireRecording } from "./wire";

export type Who = keyof EngageSimulator["credentials"];

export type Body = {
  statusCode?: number;
  statusMessage?: string;
  recordings?: WireRecording[];
  recording?: WireRecording;
  totalCount?: number;
  nextPath?: string;
  nextUri?: string;
  prevPath?: string;
  prevUri?: string;
  labels?: WireLabel[];
  label?: WireLabel;
  id?: string;
  path?: string;
  settings?: { name: string; value: string }[];
  recordingLabelDefinitions?: { id: string; name: string; displayName: string; type: string }[];
};

export type Answer = Readonly<{ status: number; headers: Headers; text: string; body: Body }>;

export type CallOptions = Readonly<{
  as?: Who;
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}>;

export function basic({ username, password }: Readonly<{ username: string; password: string }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function parse(text: string): Body {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

export function testClient(options: EngageSimulatorOptions = { samples: "none", awkward: true, calls: 60 }) {
  const simulator = createEngageSimulator(options);
  const send = (
    path: string,
    { as = "admin", method = "GET", body, headers }: CallOptions = {},
  ): Promise<Response> =>
    simulator.fetch(
      new Request(`http://rws.example${path}`, {
        method,
        headers: { authorization: basic(simulator.credentials[as]), ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    );
  const call = async (path: string, options?: CallOptions): Promise<Answer> => {
    const response = await send(`/api/v2${path}`, options);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  };
  const search = async (query: string, as: Who = "admin"): Promise<string[]> => {
    const { body } = await call(`/recordings?${query}`, { as });
    return (body.recordings ?? []).map((recording) => recording.id);
  };
  const get = async (id: string, as: Who = "admin"): Promise<WireRecording> => {
    const { body } = await call(`/recordings/${encodeURIComponent(id)}?subresources=*`, { as });
    if (body.recording === undefined) throw new Error(`The simulator did not answer with recording ${id}.`);
    return body.recording;
  };
  return { simulator, send, call, search, get };
}

/** The first id of an awkward case. */
export function nth(ids: readonly string[] | undefined, position = 0): string {
  const id = ids?.[position];
  if (id === undefined) throw new Error(`There is no awkward recording number ${position}.`);
  return id;
}
