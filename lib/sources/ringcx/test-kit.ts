/** What the tests of this folder share: a source over the simulator, and one over answers written by hand. */
import { DAY_MS, NOW_MS, nthOfCase, type Script, scripted, signal } from "@/lib/testing/source-kit";
import { parseSources } from "../settings";
import type { RecordingSource, SourceFetch, SourceRecording, SourceTransport } from "../source";
import { createRingcxSource, type RingcxParts } from "./adapter";
import {
  AWKWARD,
  createRingcxSimulator,
  type RingcxSimulator,
  type RingcxSimulatorOptions,
} from "./simulator";

export {
  DAY_MS,
  html,
  NOW_MS,
  type Sent,
  scripted,
  signal,
  supported,
  walkAll,
} from "@/lib/testing/source-kit";

export const BASE_URL = "http://ringcx.example";
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
/** No test of anything else meets the limit. */
export const FREE_LIMITS = [{ calls: 1_000_000, seconds: 60 }];

/** Holds every call of the simulator that is in its report. */
export const EVERYTHING = { fromMs: NOW_MS - 40 * DAY_MS, toMs: NOW_MS + DAY_MS };

type Settings = Readonly<Record<string, unknown>>;

export type Given = Readonly<{
  settings?: Settings;
  now?: () => number;
  budget?: SourceTransport["budget"];
  timeoutMs?: number;
  parts?: RingcxParts;
}>;

const SETTINGS: Settings = {
  id: "ringcx",
  name: "RingCX",
  vendor: "ringcx",
  baseUrl: BASE_URL,
  platformUrl: BASE_URL,
  rcAccountId: "980634004",
  subAccountId: "99999999",
  clientId: "client",
  clientSecret: "secret",
  jwt: "jwt",
  metadataLimits: FREE_LIMITS,
};

/** A RingCX source that sends with `fetch`. Its clock stands still unless `now` is given; it never really waits. */
export function ringcxSource(fetch: SourceFetch, given: Given = {}): RecordingSource {
  const source = { ...SETTINGS, ...given.settings };
  const [parsed] = parseSources(JSON.stringify({ sources: [source] }), () => undefined);
  if (parsed?.vendor !== "ringcx") throw new Error("the settings of this test are wrong");
  return createRingcxSource(
    parsed,
    {
      fetch,
      now: given.now ?? (() => NOW_MS),
      ...(given.budget === undefined ? {} : { budget: given.budget }),
      http: { backoffMs: [1, 1], ...(given.timeoutMs === undefined ? {} : { timeoutMs: given.timeoutMs }) },
    },
    {
      random: () => 0,
      pause: async () => {
        throw new Error("this test should not wait");
      },
      ...given.parts,
    },
  );
}

/** A simulator whose limits are out of the way, and a source over it. */
export function simulated(
  options: RingcxSimulatorOptions = {},
  given: Given = {},
): { simulator: RingcxSimulator; source: RecordingSource } {
  const simulator = createRingcxSimulator({ calls: 40, limits: FREE_LIMITS, ...options });
  simulator.switches.callsPerMinute = null;
  const settings = { ...simulator.source, metadataLimits: FREE_LIMITS, ...given.settings };
  const now = given.now ?? (() => options.now?.().getTime() ?? NOW_MS);
  return { simulator, source: ringcxSource(simulator.fetch, { ...given, settings, now }) };
}

/**
 * A vendor that lets everybody in and lists no agents; the rest is the script's. `sent` lists what is neither signing in nor
 * asking for agents.
 */
export const welcoming = (script: Script) =>
  scripted(script, {
    first: ({ path }) => {
      if (path === "/restapi/oauth/token") return Response.json({ access_token: "rc", expires_in: 3_600 });
      if (path.startsWith("/api/auth/")) return Response.json({ accessToken: "cx", refreshToken: "next" });
      return path.endsWith("/agentGroups") ? Response.json([]) : null;
    },
  });

/** An error in the vendor's own words (fact sheet §4.6). */
export function no(status: number, ...attributes: readonly string[]): Response {
  const validationErrors = attributes.map((attributeName) => ({
    attributeName,
    message: "text of the vendor's",
    value: "text of the vendor's",
  }));
  const body = { generalMessage: "The supplied data is not valid", requestUri: "/secret", validationErrors };
  return Response.json(body, { status });
}

/** An expired token is told in plain text (fact sheet §3). */
export function expired(words = "JWT is expired."): Response {
  return new Response(words, { status: 401, headers: { "content-type": "text/plain" } });
}

/** A row of the report; a recorded inbound call of one minute that ended an hour ago. */
export function row(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    subAccountId: "99999999",
    dialogId: "s-v-1",
    interactionId: "202611161100000000000000000001",
    channelId: "2015550100",
    channelType: "VOICE",
    channelClass: "VOICE",
    channelEndpointAddress: "3125550142",
    contactEndpointAddress: "2015550100",
    dialogOrigination: "INBOUND",
    dialogStartTimeMs: new Date(NOW_MS - 121 * MINUTE_MS).toISOString(),
    dialogEndTimeMs: new Date(NOW_MS - 120 * MINUTE_MS).toISOString(),
    dialogDurationMs: 60_000,
    segmentId: "p-v-1-a",
    segmentType: "AGENT",
    segmentParticipantId: "449400",
    segmentParticipantRcExtensionId: "985901000",
    segmentStartTimeMs: new Date(NOW_MS - 121 * MINUTE_MS).toISOString(),
    segmentEndTimeMs: new Date(NOW_MS - 120 * MINUTE_MS).toISOString(),
    segmentDurationMs: 60_000,
    segmentAgentGroupId: "76870",
    systemDisposition: "ANSWER",
    hasRecording: true,
    hasTranscript: false,
    segmentEvents: [],
    ...fields,
  };
}

/** Where rows made by `row` lie. */
const MAPPED_WINDOW = { fromMs: NOW_MS - 150 * MINUTE_MS, toMs: NOW_MS };

const AGENTS = [
  {
    agentId: 449400,
    rcUserId: 985901000,
    firstName: "Priya",
    lastName: "Nair",
    userName: "pnair",
    email: "e@x",
  },
];

/** What the source makes of these rows. */
export async function mapped(
  rows: readonly unknown[],
  given: Given = {},
): Promise<readonly SourceRecording[]> {
  const { fetch } = scripted(({ path }) => {
    if (path.includes("oauth")) return Response.json({ access_token: "rc" });
    if (path.startsWith("/api/auth")) return Response.json({ accessToken: "cx" });
    if (path.endsWith("/agentGroups")) return Response.json([{ agentGroupId: 76870, groupName: "Sales" }]);
    if (path.endsWith("/agents")) return Response.json(AGENTS);
    return Response.json(rows);
  });
  return (await ringcxSource(fetch, given).walk(MAPPED_WINDOW, null, signal)).recordings;
}

/** The recording of one row, and its file. */
export async function only(fields: Readonly<Record<string, unknown>> = {}, given: Given = {}) {
  const [first, ...others] = await mapped([row(fields)], given);
  if (first === undefined || others.length > 0) throw new Error("there should be one recording");
  const [file] = first.recording.mediaFiles;
  if (file === undefined) throw new Error("it should have a file");
  return { ...first, file };
}

/** The recording of that id, which must be among them; the last one that came. */
export function findCall(recordings: readonly SourceRecording[], vendorId: string): SourceRecording {
  const found = recordings.findLast(({ recording }) => recording.vendorId === vendorId);
  if (found === undefined) throw new Error(`there is no recording ${vendorId}`);
  return found;
}

/** The simulator's nth dialog or live call (from 1) of an awkward case of the fact sheet's §11. */
export const awkwardId = (number: number, nth = 1): string => nthOfCase(AWKWARD, number, nth);
