/** What the tests of this folder share: a source over the simulator, and one over answers written by hand. */

import { parseSources } from "../settings";
import type { RecordingSource, SourceFetch } from "../source";
import { createEngageSource } from "./adapter";
import {
  AWKWARD,
  createEngageSimulator,
  type EngageSimulator,
  type EngageSimulatorOptions,
} from "./simulator";

export const BASE_URL = "http://rws.example";
export const DAY_MS = 86_400_000;
/** The simulator's clock unless told otherwise. */
export const NOW_MS = Date.UTC(2026, 10, 16, 12);

/** Holds the start of every recording that is not from 2015 or 2017. */
export const EVERYTHING = { fromMs: NOW_MS - 400 * DAY_MS, toMs: NOW_MS + DAY_MS };

/** Never aborts. */
export const signal = new AbortController().signal;

type Given = Readonly<{
  username?: string;
  password?: string;
  baseUrl?: string;
  pauseFill?: "silence" | "cut";
  now?: () => number;
  timeoutMs?: number;
}>;

/** A Genesys Engage source that sends with `fetch` and does not wait between tries. */
export function engageSource(fetch: SourceFetch, given: Given = {}): RecordingSource {
  const { now, timeoutMs, ...settings } = given;
  const source = {
    id: "engage",
    name: "Genesys Engage",
    vendor: "genesys-engage",
    baseUrl: BASE_URL,
    username: "admin",
    password: "rws-admin-pass",
    ...settings,
  };
  const [parsed] = parseSources(JSON.stringify({ sources: [source] }), () => undefined);
  if (parsed?.vendor !== "genesys-engage") throw new Error("the settings of this test are wrong");
  return createEngageSource(parsed, {
    fetch,
    ...(now === undefined ? {} : { now }),
    http: { backoffMs: [1, 1], ...(timeoutMs === undefined ? {} : { timeoutMs }) },
  });
}

/** A simulator without index lag, and a source over it as its administrator. */
export function simulated(
  options: EngageSimulatorOptions = {},
  given: Given = {},
): { simulator: EngageSimulator; source: RecordingSource } {
  const simulator = createEngageSimulator({ calls: 40, ...options });
  simulator.switches.indexLagMs = 0;
  return { simulator, source: engageSource(simulator.fetch, given) };
}

export type Sent = Readonly<{
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: string;
}>;

type Script = (sent: Sent, nth: number) => Response | Promise<Response>;

/** A vendor whose answers are written by hand; `sent` lists what it was asked. */
export function scripted(script: Script): { fetch: SourceFetch; sent: Sent[] } {
  const sent: Sent[] = [];
  return {
    sent,
    async fetch(request) {
      const url = new URL(request.url);
      const one = {
        method: request.method,
        path: url.pathname.replace(/^\/api\/v2/, ""),
        query: url.searchParams,
        headers: request.headers,
        body: await request.text(),
      };
      sent.push(one);
      return script(one, sent.length - 1);
    },
  };
}

/** A JSON answer with code 0. */
export function ok(fields: Readonly<Record<string, unknown>> = {}, http = 200): Response {
  return Response.json({ statusCode: 0, ...fields }, { status: http });
}

/** A JSON answer that says no. */
export function no(http: number, statusCode: number): Response {
  return Response.json({ statusCode, statusMessage: "text of the vendor's" }, { status: http });
}

export function html(http: number): Response {
  return new Response("<html><h1>Bad Gateway</h1></html>", {
    status: http,
    headers: { "content-type": "text/html" },
  });
}

/** Every recording of a window, page by page, as they came: doubles included. */
export async function walkAll(source: RecordingSource, window: { fromMs: number; toMs: number }) {
  const recordings = [];
  let cursor: string | null = null;
  let rejected = 0;
  do {
    const page = await source.walk(window, cursor, signal);
    recordings.push(...page.recordings);
    rejected += page.rejected;
    cursor = page.cursor;
  } while (cursor !== null);
  return { recordings, rejected };
}

/** The recording of that id, which must be there. */
export async function readOne(source: RecordingSource, vendorId: string) {
  if (!source.readById.supported) throw new Error("this source can't read by id");
  const found = await source.readById.read(vendorId, signal);
  if (found === null) throw new Error(`there is no recording ${vendorId}`);
  return found;
}

/** The capability, which this vendor has. */
export function supported<C extends { supported: boolean }>(capability: C): Extract<C, { supported: true }> {
  if (isSupported(capability)) return capability;
  throw new Error("Genesys Engage has this capability");
}

function isSupported<C extends { supported: boolean }>(
  capability: C,
): capability is Extract<C, { supported: true }> {
  return capability.supported;
}

/** The simulator's nth recording (from 1) of an awkward case of the fact sheet's §14. */
export function awkwardId(number: number, nth = 1): string {
  const id = AWKWARD[number]?.[nth - 1];
  if (id === undefined) throw new Error(`the simulator has no recording ${nth} of case ${number}`);
  return id;
}

/** The first file of that recording, as the mapper tells it. */
export async function awkwardFile(number: number, nth = 1) {
  const [file] = (await readOne(simulated().source, awkwardId(number, nth))).recording.mediaFiles;
  if (file === undefined) throw new Error("this recording should have a file");
  return file;
}
