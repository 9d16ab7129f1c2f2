/** A caller for the simulator's own tests: signs in, asks, reads. */
import { createRingcxSimulator, type RingcxSimulatorOptions } from "./simulator";
import type { WireRow } from "./wire";

export const BASE_MS = Date.UTC(2026, 10, 16, 12);
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
/** No test of anything else meets the limits. */
export const FREE_LIMITS = [{ calls: 100_000, seconds: 60 }];

export const ORIGIN = "http://ringcx.example";
export const CX = "/voice/api/cx/integration/v1/accounts/980634004/sub-accounts/99999999";
export const ADMIN = "/voice/api/integration/v1/admin/accounts/99999999";
export const LIVE = "/voice/api/v1/admin/accounts/99999999";

export type Answer = Readonly<{ status: number; headers: Headers; text: string; body: unknown }>;

export type SendOptions = Readonly<{
  method?: string;
  /** "" = none; absent = a valid one. */
  token?: string;
  body?: string;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}>;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const isRow = (value: unknown): value is WireRow => typeof value === "object" && value !== null;
export const rowsOf = (value: unknown): WireRow[] => (Array.isArray(value) ? value.filter(isRow) : []);
export const field = (value: unknown, name: string): unknown => (isRow(value) ? value[name] : undefined);

/** `YYYY-MM-DD HH:mm:ss` in UTC. */
export const vendorTime = (epochMs: number): string =>
  new Date(epochMs).toISOString().slice(0, 19).replace("T", " ");

export function testClient(options: RingcxSimulatorOptions = {}) {
  const clock = { nowMs: BASE_MS };
  const simulator = createRingcxSimulator({
    now: () => new Date(clock.nowMs),
    calls: 60,
    limits: FREE_LIMITS,
    ...options,
  });
  const send = (path: string, { method = "GET", token, body, headers, signal }: SendOptions = {}) => {
    const bearer = token ?? simulator.issueToken();
    return simulator.fetch(
      new Request(`${ORIGIN}${path}`, {
        method,
        headers: { ...(bearer === "" ? {} : { authorization: `Bearer ${bearer}` }), ...headers },
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      }),
    );
  };
  const call = async (path: string, options?: SendOptions): Promise<Answer> => {
    const response = await send(path, options);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  };
  const ask = (request: Readonly<Record<string, unknown>>, options?: SendOptions): Promise<Answer> =>
    call(`${CX}/interaction-metadata`, {
      method: "POST",
      body: JSON.stringify(request),
      headers: { "content-type": "application/json" },
      ...options,
    });
  /** Rows of segments that ended in a window, cut into requests of three hours. */
  const report = async (fromMs: number, toMs: number): Promise<WireRow[]> => {
    const rows: WireRow[] = [];
    for (let atMs = fromMs; atMs < toMs; atMs += 3 * HOUR_MS) {
      const timeInterval = Math.floor(Math.min(3 * HOUR_MS, toMs - atMs) / 1000);
      const { status, body, text } = await ask({
        segmentEndTime: vendorTime(atMs),
        timeInterval,
        timeZone: "UTC",
      });
      if (status !== 200) throw new Error(`The report answered ${status}: ${text}`);
      rows.push(...rowsOf(body));
    }
    return rows;
  };
  const download = (dialogId: unknown, segmentId: unknown, options?: SendOptions) =>
    send(`${CX}/recordings/dialogs/${String(dialogId)}/segments/${String(segmentId)}`, options);
  return { simulator, clock, send, call, ask, report, download };
}
