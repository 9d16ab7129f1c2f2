import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pino } from "pino";
import { createSpool } from "@/lib/audio/spool";
import { hashPassword } from "@/lib/auth/passwords";
import { saveSourceHealth } from "@/lib/catalog/sync-state";
import { createUser, type UserRecord } from "@/lib/catalog/users";
import { type RecordingId, recordingId, type SourceId, SourceIdSchema } from "@/lib/domain/ids";
import type { Role } from "@/lib/domain/permissions";
import { readEnv } from "@/lib/env";
import type { RouteHandler } from "@/lib/http/route";
import { auditKeys, spoolKey } from "@/lib/keys";
import type { Runtime } from "@/lib/services/context";
import { importDefinitions } from "@/lib/services/label-definitions/import-definitions";
import { removeGoneRecording } from "@/lib/services/recordings/remove-gone-recording";
import { adoptRuntime, assembleRuntime } from "@/lib/services/runtime";
import {
  createEngageSimulator,
  type EngageSimulator,
  type EngageSimulatorOptions,
} from "@/lib/sources/genesys-engage/simulator";
import { createRegistry } from "@/lib/sources/registry";
import { parseSources } from "@/lib/sources/settings";
import { SourceError, type SourceFetch } from "@/lib/sources/source";
import { stepFollowUps } from "@/lib/sync/follow-ups";
import { runPass, type SyncParts, stepBackfill } from "@/lib/sync/sync-source";
import { type ApiRoute, apiRoutes, type HttpMethod, handlersOf, matchRoute } from "./api-routes";
import { freshCatalog } from "./database";
import { basicHeader, TEST_PASSWORD, TEST_SETTINGS } from "./http-runtime";
import { type OtherVendors, startOtherVendors } from "./other-vendors";

export const SOURCE = SourceIdSchema.parse("engage");
/** A second server of the same vendor, with a few calls of its own, where a test asks for one. */
export const SECOND = SourceIdSchema.parse("engage-two");
const VENDOR_HOSTS = { [SOURCE]: "rws.example", [SECOND]: "rws-two.example" } as const;
const ORIGIN = TEST_SETTINGS.EARMARK_URL;
const START_MS = Date.UTC(2026, 10, 16, 12);

type Given = Readonly<{
  role: Role;
  accessGroups?: readonly string[];
  partitions?: readonly string[];
  agents?: readonly string[];
}>;

/** Who may sign in. `sales` is a supervisor of `/Sales` alone; `agent` is the vendor's jsmith. */
export const PEOPLE = {
  administrator: { role: "administrator" },
  supervisor: { role: "supervisor" },
  sales: { role: "supervisor", accessGroups: ["/Sales"] },
  evaluator: { role: "evaluator" },
  agent: { role: "agent", agents: ["jsmith"] },
} as const satisfies Record<string, Given>;
export type Who = keyof typeof PEOPLE;

export type Sent = Readonly<{
  query?: Readonly<Record<string, string | number | boolean>>;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}>;

/** An answer whose body has been read; `json` is null for anything but JSON. */
export type Answer = Readonly<{
  status: number;
  headers: Headers;
  text: string;
  json: Readonly<Record<string, unknown>> | null;
}>;

/** A whole server without its listener, over a simulated Genesys Engage with sample calls, synced to the end. */
export type Api = Readonly<{
  simulator: EngageSimulator;
  /** The server behind the source `SECOND`; only there with `second: true`. */
  second: EngageSimulator;
  /** The other vendors, with `others: true`. */
  others: OtherVendors | null;
  runtime: Runtime;
  clock: Readonly<{ advance(ms: number): void; nowMs(): number }>;
  users: Readonly<Record<Who, UserRecord>>;
  routes: readonly ApiRoute[];
  /** Sends a request as this person (null = nobody) to the route file behind the path below `/api/v2`. */
  send(who: Who | null, method: HttpMethod, path: string, sent?: Sent): Promise<Response>;
  /** The same with the body read. */
  call(who: Who | null, method: HttpMethod, path: string, sent?: Sent): Promise<Answer>;
  idOf(vendorId: string, source?: SourceId): RecordingId;
  /** Runs one slow pass of sync. */
  sync(): Promise<void>;
  /** Asks for what is due to be asked for again. */
  followUp(): Promise<void>;
  /** Sets one of the vendor's own privacy settings, or ours, and lets both be known. */
  mask(fields: Readonly<{ agent?: string; customer?: string; vendor?: string }>): Promise<void>;
  stop(): Promise<void>;
}>;

export async function startApi(
  options: EngageSimulatorOptions &
    Readonly<{
      backfillDays?: number;
      second?: boolean;
      /** What a pause leaves in the sound of the second server. */
      secondPauseFill?: "cut";
      others?: boolean;
      /** Asked before any simulator: calls of a test's own. Null = the simulator answers. */
      vendor?: (request: Request) => Response | null;
    }> = {},
): Promise<Api> {
  for (const [name, value] of Object.entries(TEST_SETTINGS)) process.env[name] = value;
  const {
    backfillDays = 365,
    second: hasSecond = false,
    secondPauseFill,
    others: hasOthers = false,
    vendor = () => null,
    ...simulated
  } = options;
  let nowMs = START_MS;
  const now = () => nowMs;
  const advance = (ms: number) => {
    nowMs += ms;
  };
  const clock = { now: () => new Date(nowMs) };
  const simulator = createEngageSimulator({ calls: 60, ...clock, ...simulated });
  const second = createEngageSimulator({ calls: 15, seed: 2, samples: "none", ...clock });
  for (const { switches } of [simulator, second]) switches.indexLagMs = 0;
  const others = hasOthers ? startOtherVendors(clock.now) : null;
  const fetch: SourceFetch = async (request) => {
    const own = vendor(request);
    if (own) return own;
    const { host } = new URL(request.url);
    const respond = others?.fetchOf(host) ?? (host === VENDOR_HOSTS[SECOND] ? second : simulator).fetch;
    return respond(request);
  };
  const made = await freshCatalog("pglite");
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "earmark-api-"));
  const env = readEnv();
  const spool = createSpool({ dir: dataDir, maxBytes: 256 * 1024 * 1024, secret: spoolKey(env), now });
  const runtime = assembleRuntime({
    catalog: made.catalog,
    sources: createRegistry(
      parseSources(
        JSON.stringify({
          sources: [
            ...engageEntries([SOURCE], { backfillDays }),
            ...engageEntries(hasSecond ? [SECOND] : [], { backfillDays, pauseFill: secondPauseFill }),
            ...(others?.entries ?? []),
          ],
        }),
        () => undefined,
      ),
      // The clock stands still between steps, so that a budget would never have room again.
      { fetch, now, budget: { take: async () => 0 } },
    ),
    spool,
    log: pino({ level: process.env.EARMARK_TEST_LOG ?? "silent" }),
    now,
    auditKeys: auditKeys(env),
    demo: false,
    owner: "test",
  });
  const stop = async () => {
    await runtime.listening.close();
    await spool.close();
    await made.discard();
    await rm(dataDir, { recursive: true, force: true });
  };
  adoptRuntime(runtime, stop);
  await syncAll(runtime, advance);
  await runtime.sourceLists.refresh();
  await importDefinitions(runtime);
  const users = await addPeople(runtime);
  const routes = apiRoutes();
  const loaded = new Map<string, ReadonlyMap<HttpMethod, RouteHandler>>();

  const send: Api["send"] = async (who, method, pathname, sent = {}) => {
    const request = requestOf(who === null ? null : users[who].email, method, pathname, sent);
    const found = matchRoute(routes, new URL(request.url).pathname);
    if (!found) throw new Error(`no route file for ${pathname}`);
    const handlers = loaded.get(found.route.file) ?? (await handlersOf(found.route));
    loaded.set(found.route.file, handlers);
    // As Next does: HEAD is answered by GET where it is not declared.
    const handler = handlers.get(method) ?? (method === "HEAD" ? handlers.get("GET") : undefined);
    if (!handler) return new Response(null, { status: 405 });
    return handler(request, { params: Promise.resolve(found.params) });
  };

  return {
    simulator,
    second,
    others,
    runtime,
    users,
    routes,
    send,
    clock: {
      nowMs: now,
      advance,
    },
    call: async (...given) => readAnswer(await send(...given)),
    idOf: (vendorId, source = SOURCE) => recordingId(source, vendorId),
    sync: () => syncPass(runtime, advance),
    followUp: () => followUpAll(runtime, advance),
    async mask({ agent = "", customer = "", vendor = "" }) {
      simulator.setSetting("metadata.privacy.agent_fields", vendor === "" ? null : vendor);
      await runtime.sourceLists.refresh();
      for (const [name, value] of [
        ["metadata.privacy.agent_fields", agent],
        ["metadata.privacy.customer_fields", customer],
      ]) {
        const answer = await readAnswer(
          await send("administrator", "PUT", "/settings/recording", { body: { name, value } }),
        );
        if (answer.status !== 200) throw new Error(`the setting ${name} was refused: ${answer.text}`);
      }
    },
    stop,
  };
}

function engageEntries(
  ids: readonly (keyof typeof VENDOR_HOSTS)[],
  settings: Readonly<{ backfillDays: number; pauseFill?: "cut" | undefined }>,
) {
  return ids.map((id) => ({
    id,
    name: "Genesys Engage",
    vendor: "genesys-engage",
    baseUrl: `http://${VENDOR_HOSTS[id]}`,
    username: "admin",
    password: "rws-admin-pass",
    ...settings,
  }));
}

function syncParts(runtime: Runtime): SyncParts {
  const { catalog, log, now } = runtime;
  return { catalog, log, now, confirmGone: (id) => removeGoneRecording(runtime, id) };
}

async function syncAll(runtime: Runtime, advance: (ms: number) => void): Promise<void> {
  const { signal } = new AbortController();
  for (const source of runtime.sources.all) {
    const { missingPermissions } = await source.check(signal);
    await saveSourceHealth(runtime.catalog.db, source.id, { missingPermissions, nowMs: runtime.now() });
    await runPass(syncParts(runtime), source, "fast", signal);
    while (await stepBackfill(syncParts(runtime), source, signal));
  }
  await followUpAll(runtime, advance);
  // Time has gone on where a vendor's budget was used up.
  for (const source of runtime.sources.all) await runPass(syncParts(runtime), source, "fast", signal);
}

/** Asks for everything that is due to be asked for again; where a budget is used up, time goes on until there is room. */
async function followUpAll(runtime: Runtime, advance: (ms: number) => void): Promise<void> {
  const { signal } = new AbortController();
  for (const source of runtime.sources.all) {
    for (let isDue = true; isDue; ) {
      isDue = await stepFollowUps(syncParts(runtime), source, signal).catch((error: unknown) => {
        if (!(error instanceof SourceError) || error.kind !== "rateLimited") throw error;
        advance(error.retryAfterMs ?? 1_000);
        return true;
      });
    }
  }
}

async function syncPass(runtime: Runtime, advance: (ms: number) => void): Promise<void> {
  const { signal } = new AbortController();
  for (const source of runtime.sources.all) await runPass(syncParts(runtime), source, "nightly", signal);
  await followUpAll(runtime, advance);
}

async function addPeople(runtime: Runtime): Promise<Record<Who, UserRecord>> {
  const passwordHash = await hashPassword(TEST_PASSWORD);
  const add = (who: Who) => {
    const given: Given = PEOPLE[who];
    return createUser(runtime.catalog.db, {
      email: `${who}@earmark.example`,
      name: `The ${who}`,
      role: given.role,
      passwordHash,
      accessGroups: given.accessGroups ?? ["/"],
      partitions: given.partitions ?? ["*"],
      agents: (given.agents ?? []).map((key) => ({ source: SOURCE, key })),
      demo: false,
      nowMs: runtime.now(),
    });
  };
  return {
    administrator: await add("administrator"),
    supervisor: await add("supervisor"),
    sales: await add("sales"),
    evaluator: await add("evaluator"),
    agent: await add("agent"),
  };
}

function requestOf(email: string | null, method: HttpMethod, pathname: string, sent: Sent): Request {
  const url = new URL(pathname.startsWith("/api/") ? pathname : `/api/v2${pathname}`, ORIGIN);
  for (const [name, value] of Object.entries(sent.query ?? {})) url.searchParams.set(name, String(value));
  const body = typeof sent.body === "string" ? sent.body : JSON.stringify(sent.body);
  return new Request(url, {
    method,
    ...(sent.body === undefined ? {} : { body }),
    ...(sent.signal === undefined ? {} : { signal: sent.signal }),
    headers: {
      "x-earmark-address": "192.0.2.10",
      ...(email === null ? {} : { authorization: basicHeader(email) }),
      ...(sent.body === undefined ? {} : { "content-type": "application/json" }),
      ...sent.headers,
    },
  });
}

/** Reads an answer to its end. */
export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  const json: unknown = isJson ? JSON.parse(text) : null;
  return { status: response.status, headers: response.headers, text, json: isObject(json) ? json : null };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
