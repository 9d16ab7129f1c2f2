/** What the tests of this folder share: a source over the simulator, and one over answers written by hand. */
import {
  DAY_MS,
  html,
  NOW_MS,
  nthOfCase,
  readOne,
  type Script,
  type Sent,
  scripted as scriptedAnswers,
} from "@/lib/testing/source-kit";
import { parseSources } from "../settings";
import type { CallBudget, RecordingSource, SourceFetch } from "../source";
import { createKazooSource } from "./adapter";
import { RawDocumentSchema } from "./api-types";
import { type MapperContext, mapGroup, vendorIdOf } from "./mapper";
import { createKazooSimulator, type KazooSimulator, type KazooSimulatorOptions } from "./simulator";

export {
  DAY_MS,
  html,
  NOW_MS,
  readById as readBy,
  readOne,
  type Sent,
  signal,
  supported,
  walkAll,
} from "@/lib/testing/source-kit";

export const BASE_URL = "http://kazoo.example:8000/v2";
export const ACCOUNT = "0123456789abcdef0123456789abcdef";
export const GREGORIAN = 62_167_219_200;
/** The same as Gregorian seconds. */
export const NOW = NOW_MS / 1_000 + GREGORIAN;

/** Holds everything that the simulator has stored. */
export const EVERYTHING = { fromMs: NOW_MS - 450 * DAY_MS, toMs: NOW_MS + DAY_MS };

/** Room for every call: tests do not wait for seconds to pass. */
const NO_LIMIT: CallBudget = { take: async () => 0 };

type Given = Readonly<{
  settings?: Readonly<Record<string, unknown>>;
  now?: () => number;
  timeoutMs?: number;
  budget?: CallBudget;
}>;

/** A Kazoo source that sends with `fetch` and hardly waits between tries. */
export function kazooSource(fetch: SourceFetch, given: Given = {}): RecordingSource {
  const source = {
    id: "kazoo",
    name: "Kazoo",
    vendor: "kazoo",
    baseUrl: BASE_URL,
    accountId: ACCOUNT,
    apiKey: "k".repeat(64),
    ...given.settings,
  };
  const [parsed] = parseSources(JSON.stringify({ sources: [source] }), () => undefined);
  if (parsed?.vendor !== "kazoo") throw new Error("the settings of this test are wrong");
  return createKazooSource(parsed, {
    fetch,
    now: given.now ?? (() => NOW_MS),
    budget: given.budget ?? NO_LIMIT,
    http: {
      backoffMs: [1, 1, 1],
      ...(given.timeoutMs === undefined ? {} : { timeoutMs: given.timeoutMs }),
    },
  });
}

/** A simulator, and a source over it that has the account's API key. */
export function simulated(
  options: KazooSimulatorOptions = {},
  given: Given = {},
): { simulator: KazooSimulator; source: RecordingSource } {
  const simulator = createKazooSimulator({ calls: 40, ...options });
  const source = kazooSource(simulator.fetch, {
    ...given,
    settings: { ...simulator.source, ...given.settings },
  });
  return { simulator, source };
}

/**
 * A vendor whose answers are written by hand; `sent` lists what it was asked besides signing in, which always succeeds,
 * and besides its users, whom it does not have.
 */
export function scripted(script: Script) {
  const logins: Sent[] = [];
  const vendor = scriptedAnswers(script, {
    // Below the account; of a login, below `/v2`.
    shorten: (path) => path.replace(/^\/v2/, "").replace(`/accounts/${ACCOUNT}`, ""),
    first: (one) => {
      if (one.path === "/users") return no(404, "not_found");
      if (!/_auth$/.test(one.path)) return null;
      logins.push(one);
      return loggedIn(`token-${logins.length}`);
    },
  });
  return { ...vendor, logins };
}

export function loggedIn(token: string, data: Readonly<Record<string, unknown>> = {}): Response {
  return Response.json(
    { data: { account_id: ACCOUNT, ...data }, status: "success", auth_token: token },
    { status: 201 },
  );
}

/** A good envelope around `data`; `rest` stands beside it. */
export function ok(data: unknown, rest: Readonly<Record<string, unknown>> = {}, http = 200): Response {
  return Response.json({ data, status: "success", auth_token: "echoed-token", ...rest }, { status: http });
}

/** An envelope that says no. */
export function no(http: number, message: string, data: unknown = {}): Response {
  return Response.json({ data, status: "error", error: String(http), message }, { status: http });
}

/** Our id of the recording that this document of the simulator belongs to. */
export function vendorIdIn(simulator: KazooSimulator, documentId: string): string {
  return vendorIdOf(RawDocumentSchema.parse(simulator.recording(documentId)?.document));
}

/** The simulator's nth document (from 1) of an awkward case of the fact sheet's §13. */
export const awkwardId = (simulator: KazooSimulator, number: number, nth = 1): string =>
  nthOfCase(simulator.awkward, number, nth);

/** The recording of an awkward case, read by id. */
export function readAwkward(given: ReturnType<typeof simulated>, number: number, nth = 1) {
  return readOne(given.source, vendorIdIn(given.simulator, awkwardId(given.simulator, number, nth)));
}

/** Reference of the audio of an awkward case. */
export async function audioRef(given: ReturnType<typeof simulated>, number: number, nth = 1) {
  const id = awkwardId(given.simulator, number, nth);
  const vendorId = vendorIdIn(given.simulator, id);
  return { vendorId, vendorRef: `${id} ${vendorId}` };
}

export const INTERACTION = `${NOW - 700}-0a1b2c3d`;

/** A document such as the fact sheet's example (§8.2), ten minutes old; `changes` of null take a field out. */
export function rawDocument(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const document: Record<string, unknown> = {
    id: "202611-0123456789abcdef0123456789abcdef",
    name: "00aa11bb22cc33dd44ee55ff66778899.mp3",
    description: "recording 00aa11bb22cc33dd44ee55ff66778899.mp3",
    content_type: "audio/mpeg",
    media_type: "mp3",
    media_source: "recorded",
    source_type: "kzc_recording",
    call_id: "2026111601@192_0_2_10",
    cdr_id: "202611-2026111601@192_0_2_10",
    interaction_id: INTERACTION,
    direction: "inbound",
    origin: "outbound to offnet from endpoint",
    from: "1002@acme.example.com",
    to: "15550100123@acme.example.com",
    request: "15550100123@acme.example.com",
    caller_id_name: "Dana Desk",
    caller_id_number: "1002",
    callee_id_name: "",
    callee_id_number: "15550100123",
    owner_id: "aaaabbbbccccddddeeeeffff00001111",
    start: NOW - 690,
    duration: 90,
    duration_ms: 90_960,
    custom_channel_vars: { "Privacy-Hide-Name": "false", "Privacy-Hide-Number": "false" },
    _read_only: { content_types: ["audio/mpeg"] },
    ...changes,
  };
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null));
}

/** Documents as one answer of the vendor's, mapped. */
export function mapped(
  documents: readonly Readonly<Record<string, unknown>>[],
  given: Partial<MapperContext> & { files?: "all" | "some" } = {},
) {
  const { files = "all", ...context } = given;
  const raws = documents.map((document) => RawDocumentSchema.parse(document));
  const [first] = raws;
  if (first === undefined) throw new Error("there must be a document");
  const row = mapGroup(vendorIdOf(first), raws, files, {
    sourceId: kazooSource(async () => html(500)).id,
    nowMs: NOW_MS,
    people: new Map(),
    groupsOf: () => [],
    ...context,
  });
  if (row === null) throw new Error("this document can't be mapped");
  return row;
}
