/** The simulated Genesys Cloud org: login, platform API and download host behind one handler. Its guide is README.md. */

import { uuid } from "@/lib/samples/random";
import { loadSampleCalls } from "@/lib/samples/samples";
import { answerControl, isControlPath } from "@/lib/sources/simulator-kit/control";
import { type SeenCall as SeenCallOfAny, SeenCalls, seenCall } from "@/lib/sources/simulator-kit/seen-calls";
import { startOf } from "@/lib/sources/simulator-kit/start";
import type { VendorSimulator, VendorSimulatorOptions } from "@/lib/sources/vendor-simulator";
import { answerFailure, failures } from "./answers";
import { answer } from "./api";
import { awkwardCalls } from "./awkward-calls";
import { Changes } from "./changes";
import { CLIENTS, type ClientName } from "./clients";
import { type Control, controlRoutes, type NewLiveCall } from "./control";
import { proxyFault } from "./faults";
import { Selections } from "./find-conversations";
import { Jobs } from "./jobs";
import { LiveCalls, liveState } from "./live-calls";
import { media } from "./media";
import { isMediaPath } from "./media-address";
import { sweep } from "./recording-state";
import { type CloudSnapshot, CloudSnapshotSchema, putSnapshot, takeSnapshot } from "./snapshot";
import { spokenCalls } from "./spoken-calls";
import { Store } from "./store";
import { type CloudSwitches, changeSwitches, defaultSwitches } from "./switches";
import { signIn, Tokens } from "./tokens";
import { Transcoder } from "./transcoder";
import type { World } from "./world";

export type CloudSimulatorOptions = VendorSimulatorOptions &
  Readonly<{
    /** Where signed media lie: another origin than the API's. */
    mediaBaseUrl?: string;
    /** The client that `source` signs in as; default `full`. */
    client?: ClientName;
  }>;

export type SeenCall = SeenCallOfAny &
  Readonly<{ host: "login" | "api" | "media"; hasAuthorization: boolean }>;

export type CloudSimulator = VendorSimulator &
  Readonly<{
    /** Mutable: set a property, and the next call finds it so. */
    switches: CloudSwitches;
    /** Calls answered since the start or the last reset, the last ten thousand. */
    calls: () => readonly SeenCall[];
    forgetCalls: () => void;
    snapshot: () => CloudSnapshot;
    /** Every token dies at once. */
    expireTokens: () => void;
    /** Tokens given out so far. */
    tokensIssued: () => number;
    /** Ids of the calls that are live now. */
    liveIds: () => readonly string[];
    /** Begins a call, by default a minute ago; its id. */
    addLiveCall: (options?: NewLiveCall) => string;
    /** False when there is no such live call; so for the next two. */
    endLiveCall: (id: string) => boolean;
    holdCall: (id: string, on: boolean) => boolean;
    /** Hands the call to another agent. */
    transferCall: (id: string, agent?: number) => boolean;
    /** The clients that may sign in, by what they can do. */
    credentials: Readonly<Record<ClientName, Readonly<{ clientId: string; clientSecret: string }>>>;
  }>;

const DEFAULT_CALLS = 200;

function mediaOrigin(baseUrl: string, given: string | undefined): string {
  if (given !== undefined) return given.replace(/\/$/, "");
  const { hostname, port } = new URL(baseUrl);
  // The same server under its other name: another origin to every client.
  return hostname === "127.0.0.1" ? `http://localhost:${port}` : "http://downloads.sim.example";
}

function buildStore(options: CloudSimulatorOptions, seed: number, baseMs: number): Store {
  const withSpoken = options.samples !== "none";
  const withAwkward = options.awkward ?? withSpoken;
  return new Store({ count: options.calls ?? DEFAULT_CALLS, seed, baseMs }, [
    ...(withSpoken ? spokenCalls(loadSampleCalls(), baseMs) : []),
    ...(withAwkward ? awkwardCalls(baseMs) : []),
  ]);
}

/** Starts a simulator. Nothing runs between calls: no timers, no network, no audio in memory before it is played. */
export function createCloudSimulator(options: CloudSimulatorOptions = {}): CloudSimulator {
  const seed = options.seed ?? 1;
  const { clockMs: now, baseMs, baseUrl, pathBelow } = startOf(options, "http://cloud.sim.example");
  const mediaBaseUrl = mediaOrigin(baseUrl, options.mediaBaseUrl);
  const mediaUrl = new URL(mediaBaseUrl);
  const chosen = CLIENTS[options.client ?? "full"];

  let issuedIds = 0;
  const seen = new SeenCalls<SeenCall>();
  const world: World = {
    store: buildStore(options, seed, baseMs),
    live: new LiveCalls({
      mode: options.live ?? "steady",
      seed,
      baseMs,
      steady: options.samples !== "none" || options.awkward === true,
    }),
    changes: new Changes(),
    switches: defaultSwitches(),
    tokens: new Tokens(seed),
    transcoder: new Transcoder(),
    jobs: new Jobs(),
    selections: new Selections(),
    mediaBaseUrl,
    signingKey: `simulated key pair ${seed}`,
    now,
    newId: () => {
      issuedIds += 1;
      return uuid(seed, issuedIds, 10);
    },
  };

  const isLive = (id: string): boolean => {
    const spec = world.live.find(id, now());
    return spec !== null && liveState(spec, world.live.actsOf(id), world.live.endOf(spec), now()).isLive;
  };
  const actOn = (id: string, act: () => void): boolean => {
    if (!isLive(id)) return false;
    act();
    return true;
  };

  const control: Control = {
    reset: () => {
      world.live.clear();
      world.changes.clear();
      world.tokens.clear();
      world.transcoder.clear();
      world.jobs.clear();
      changeSwitches(world.switches, defaultSwitches());
      issuedIds = 0;
      seen.forget();
    },
    readSwitches: () => world.switches,
    changeSwitches: (changes) => changeSwitches(world.switches, changes),
    readCalls: () => seen.list,
    forgetCalls: () => seen.forget(),
    expireTokens: () => world.tokens.clear(),
    liveIds: () =>
      world.live
        .current(now())
        .map((spec) => spec.id)
        .filter(isLive),
    addLiveCall: (call) =>
      world.live.add(world.newId(), now() - (call.ageMs ?? 60_000), {
        ...(call.customer === undefined ? {} : { customer: call.customer }),
        ...(call.direction === undefined ? {} : { direction: call.direction }),
        ...(call.agent === undefined ? {} : { userNth: call.agent }),
        ...(call.queue === undefined ? {} : { queueNth: call.queue }),
        ...(call.recorded === undefined ? {} : { recorded: call.recorded }),
      }).id,
    endLiveCall: (id) => actOn(id, () => world.live.act(id, { kind: "end", atMs: now() })),
    holdCall: (id, on) =>
      actOn(id, () =>
        world.live.act(id, { kind: "hold", atMs: now(), on, suppresses: world.switches.holdSuppression }),
      ),
    transferCall: (id, agent) =>
      actOn(id, () => world.live.act(id, { kind: "transfer", atMs: now(), userNth: agent ?? 3 })),
  };
  const routes = controlRoutes(control);

  const respond = async (
    request: Request,
    url: URL,
    path: string,
    host: SeenCall["host"] | null,
  ): Promise<Response> => {
    sweep(world.changes, world.switches, now());
    if (host === "media") {
      const fault = await proxyFault(world.switches, "media", request.signal);
      return fault ?? media(world, request, url.pathname, url.searchParams);
    }
    if (host === "login") {
      const fault = await proxyFault(world.switches, "login", request.signal);
      return fault ?? (await signIn(request, world.tokens, world.switches, now()));
    }
    if (host === "api") return answer(world, request, path, url.searchParams);
    return answerFailure(failures.notFound(url.pathname), world.newId());
  };

  return {
    fetch: async (request) => {
      const url = new URL(request.url);
      const path = pathBelow(url.pathname);
      if (isControlPath(path)) return answerControl(routes, request, path);
      const target = isMediaPath(url.pathname) ? mediaTarget(url, mediaUrl) : apiTarget(path);
      const response = await respond(request, url, target.path, target.host);
      seen.add({
        ...seenCall(request, url.pathname, response),
        host: target.host ?? "api",
        hasAuthorization: request.headers.has("authorization"),
      });
      return response;
    },
    source: {
      vendor: "genesys-cloud",
      apiUrl: baseUrl,
      loginUrl: `${baseUrl}/login`,
      clientId: chosen.clientId,
      clientSecret: chosen.clientSecret,
      allowedMediaHosts: [mediaUrl.hostname],
    },
    switches: world.switches,
    calls: () => seen.list,
    forgetCalls: control.forgetCalls,
    reset: control.reset,
    snapshot: () => takeSnapshot(world, issuedIds),
    restore: (snapshot) => {
      const parsed = CloudSnapshotSchema.parse(snapshot);
      putSnapshot(world, parsed);
      issuedIds = parsed.issuedIds;
    },
    expireTokens: control.expireTokens,
    tokensIssued: () => world.tokens.issued,
    liveIds: control.liveIds,
    addLiveCall: (call = {}) => control.addLiveCall(call),
    endLiveCall: control.endLiveCall,
    holdCall: control.holdCall,
    transferCall: control.transferCall,
    credentials: CLIENTS,
  };
}

type Target = Readonly<{ host: SeenCall["host"] | null; path: string }>;

/** Media are served under the name of the download host alone: elsewhere their signature is worth nothing. */
function mediaTarget(url: URL, mediaUrl: URL): Target {
  return { host: url.host === mediaUrl.host ? "media" : null, path: url.pathname };
}

/** Login and API stand at the root, and below the prefixes of the official SDK's gateway setting. */
function apiTarget(path: string): Target {
  if (path === "/oauth/token" || path === "/login/oauth/token") return { host: "login", path };
  const below = /^(?:\/platform)?\/api\/v2(\/.*)$/.exec(path)?.[1];
  return below === undefined ? { host: null, path } : { host: "api", path: below };
}
