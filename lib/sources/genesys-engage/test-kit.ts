/** What the tests of this folder share: a source over the simulator, and one over answers written by hand. */
import {
  DAY_MS,
  NOW_MS,
  nthOfCase,
  readOne,
  type Script,
  scripted as scriptedAnswers,
} from "@/lib/testing/source-kit";
import { parseSources } from "../settings";
import type { RecordingSource, SourceFetch } from "../source";
import { createEngageSource } from "./adapter";
import {
  AWKWARD,
  createEngageSimulator,
  type EngageSimulator,
  type EngageSimulatorOptions,
} from "./simulator";

export { DAY_MS, html, NOW_MS, readOne, signal, supported, walkAll } from "@/lib/testing/source-kit";

export const BASE_URL = "http://rws.example";

/** Holds the start of every recording that is not from 2015 or 2017. */
export const EVERYTHING = { fromMs: NOW_MS - 400 * DAY_MS, toMs: NOW_MS + DAY_MS };

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

/** A vendor whose answers are written by hand; `sent` lists what it was asked, with paths below `/api/v2`. */
export const scripted = (script: Script) =>
  scriptedAnswers(script, { shorten: (path) => path.replace(/^\/api\/v2/, "") });

/** A JSON answer with code 0. */
export function ok(fields: Readonly<Record<string, unknown>> = {}, http = 200): Response {
  return Response.json({ statusCode: 0, ...fields }, { status: http });
}

/** A JSON answer that says no. */
export function no(http: number, statusCode: number): Response {
  return Response.json({ statusCode, statusMessage: "text of the vendor's" }, { status: http });
}

/** The simulator's nth recording (from 1) of an awkward case of the fact sheet's §14. */
export const awkwardId = (number: number, nth = 1): string => nthOfCase(AWKWARD, number, nth);

/** The first file of that recording, as the mapper tells it. */
export async function awkwardFile(number: number, nth = 1) {
  const [file] = (await readOne(simulated().source, awkwardId(number, nth))).recording.mediaFiles;
  if (file === undefined) throw new Error("this recording should have a file");
  return file;
}
