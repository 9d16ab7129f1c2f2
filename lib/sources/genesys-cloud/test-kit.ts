/** What the tests of this folder share: a source over the simulator, and one over answers written by hand. */
import {
  DAY_MS,
  NOW_MS,
  nthOfCase,
  readOne,
  type Script,
  scripted as scriptedAnswers,
  signal,
} from "@/lib/testing/source-kit";
import { parseSources } from "../settings";
import { type RecordingSource, SourceError, type SourceFetch, type TimeWindow } from "../source";
import { createCloudSource } from "./adapter";
import type { Sleep } from "./rate-limiter";
import { AWKWARD, type CloudSimulator, type CloudSimulatorOptions, createCloudSimulator } from "./simulator";

export {
  DAY_MS,
  html,
  NOW_MS,
  readById as read,
  readOne,
  type Sent,
  signal,
  supported,
  walkAll,
} from "@/lib/testing/source-kit";

export const API_URL = "http://cloud.sim.example";
/** Holds every call of the simulator but those that go on. */
export const EVERYTHING: TimeWindow = { fromMs: NOW_MS - 60 * DAY_MS, toMs: NOW_MS + DAY_MS };

/** A clock that tests move; `tickMs` = how far every look at it moves it by itself. */
export type Clock = Readonly<{ now: () => number; advance(ms: number): void; slept: number[]; sleep: Sleep }>;

export function clockAt(startMs: number, tickMs = 0): Clock {
  let nowMs = startMs;
  const slept: number[] = [];
  return {
    slept,
    now: () => {
      nowMs += tickMs;
      return nowMs;
    },
    advance: (ms) => {
      nowMs += ms;
    },
    // Waiting takes no time here, but time passes.
    sleep: async (ms, until) => {
      until.throwIfAborted();
      slept.push(ms);
      nowMs += ms;
    },
  };
}

type Given = Readonly<{
  settings?: Readonly<Record<string, unknown>>;
  clock?: Clock;
  timeoutMs?: number;
  maxConcurrent?: number;
}>;

/** A Genesys Cloud source that sends with `fetch`; waits are those of its clock, and there is no chance. */
export function cloudSource(fetch: SourceFetch, given: Given = {}): RecordingSource {
  const { clock = clockAt(NOW_MS), maxConcurrent, settings = {}, timeoutMs } = given;
  const source = {
    id: "cloud",
    name: "Genesys Cloud",
    vendor: "genesys-cloud",
    apiUrl: API_URL,
    loginUrl: `${API_URL}/login`,
    clientId: "client",
    clientSecret: "secret",
    allowedMediaHosts: ["downloads.sim.example"],
    ...settings,
  };
  const [parsed] = parseSources(JSON.stringify({ sources: [source] }), () => undefined);
  if (parsed?.vendor !== "genesys-cloud") throw new Error("the settings of this test are wrong");
  const http = {
    backoffMs: [1, 1],
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(maxConcurrent === undefined ? {} : { maxConcurrent }),
  };
  return createCloudSource(
    parsed,
    { fetch, now: clock.now, http },
    { sleep: clock.sleep, random: () => 0.5 },
  );
}

/** A simulator on a moving clock whose media are made at once, and a source over it. */
export function simulated(
  options: CloudSimulatorOptions = {},
  settings: Readonly<Record<string, unknown>> = {},
): { simulator: CloudSimulator; source: RecordingSource; clock: Clock } {
  const clock = clockAt(NOW_MS, 40);
  const simulator = createCloudSimulator({
    calls: 40,
    now: () => new Date(clock.now()),
    baseTime: new Date(NOW_MS),
    ...options,
  });
  simulator.switches.transcodePolls = 0;
  const source = cloudSource(simulator.fetch, { clock, settings: { ...simulator.source, ...settings } });
  return { simulator, source, clock };
}

/** A vendor whose answers are written by hand, login apart; `sent` lists what it was asked besides, below `/api/v2`. */
export function scripted(script: Script) {
  let logins = 0;
  const vendor = scriptedAnswers(script, {
    shorten: (path) => path.replace(/^\/api\/v2/, ""),
    first: ({ path }) => {
      if (!path.endsWith("/oauth/token")) return null;
      logins += 1;
      return token(`token-${logins}`);
    },
  });
  return { ...vendor, logins: () => logins };
}

export function token(value: string, expiresInSeconds: unknown = 86_399): Response {
  return Response.json({ access_token: value, token_type: "bearer", expires_in: expiresInSeconds });
}

/** The platform's error body. */
export function no(
  status: number,
  code = CODES[status] ?? "bad.request",
  headers: HeadersInit = {},
): Response {
  const body = {
    message: "text of the vendor's",
    code,
    status,
    contextId: "c0ffee",
    messageParams: { id: "x" },
  };
  return Response.json(body, { status, headers });
}

const CODES: Readonly<Record<number, string>> = {
  400: "bad.request",
  401: "bad.credentials",
  403: "missing.any.permissions",
  404: "not.found",
  409: "conflict",
  429: "too.many.requests",
  500: "internal.server.error",
  503: "service.unavailable",
  504: "request.timeout",
};

export const iso = (ms: number): string => new Date(ms).toISOString();

/** The first file of that recording. */
export async function firstFile(source: RecordingSource, vendorId: string) {
  const [file] = (await readOne(source, vendorId)).recording.mediaFiles;
  if (file === undefined) throw new Error("this recording should have a file");
  return file;
}

/** The sound of a recording's first file, all of it. */
export async function soundOf(source: RecordingSource, vendorId: string) {
  const { vendorRef } = await firstFile(source, vendorId);
  return allOf(await source.openAudio({ vendorId, vendorRef }, signal));
}

export async function allOf(sound: Awaited<ReturnType<RecordingSource["openAudio"]>>) {
  if (sound.state !== "ready") throw new Error("the sound should be ready");
  return { ...sound, bytes: Buffer.from(await new Response(sound.body).arrayBuffer()) };
}

export async function errorOf(promise: Promise<unknown>): Promise<SourceError> {
  const error: unknown = await promise.then(
    () => new Error("nothing was thrown"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof SourceError) return error;
  throw error;
}

/** The simulator's nth conversation (from 1) of an awkward case of the fact sheet's §13. */
export const awkwardId = (number: number, nth = 1): string => nthOfCase(AWKWARD, number, nth);

/**
 * Ids of the recorded voice conversations that ended, by asking the simulator in another way than the adapter does:
 * without filters, oldest first, and reading the flags from the raw answer.
 */
export async function recordedIds(simulator: CloudSimulator, window: TimeWindow): Promise<string[]> {
  const { clientId, clientSecret } = simulator.credentials.full;
  const login = await simulator.fetch(
    new Request(`${API_URL}/login/oauth/token`, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: "grant_type=client_credentials",
    }),
  );
  const { access_token } = await login.json();
  const ids = new Set<string>();
  for (let fromMs = window.fromMs; fromMs < window.toMs; fromMs += 20 * DAY_MS) {
    const interval = `${iso(fromMs)}/${iso(Math.min(window.toMs, fromMs + 20 * DAY_MS))}`;
    for (let pageNumber = 1; ; pageNumber += 1) {
      const answer = await simulator.fetch(
        new Request(`${API_URL}/api/v2/analytics/conversations/details/query`, {
          method: "POST",
          headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json" },
          body: JSON.stringify({ interval, paging: { pageSize: 100, pageNumber } }),
        }),
      );
      const { conversations = [] } = await answer.json();
      for (const one of conversations) {
        const text = JSON.stringify(
          one.participants.flatMap((person: { sessions: unknown }) => person.sessions),
        );
        const isRecorded = JSON.parse(text).some(
          (leg: { mediaType: string; recording?: boolean }) => leg.mediaType === "voice" && leg.recording,
        );
        const startMs = Date.parse(one.conversationStart);
        if (isRecorded && startMs >= window.fromMs && startMs < window.toMs) ids.add(one.conversationId);
      }
      if (conversations.length < 100) break;
    }
  }
  simulator.forgetCalls();
  return [...ids];
}
