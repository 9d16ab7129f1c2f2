/** The simulated Genesys Engage recording server (Interaction Recording Web Services). Its guide is README.md. */
import { performance } from "node:perf_hooks";
import { uuid } from "@/lib/samples/random";
import { loadSampleCalls } from "@/lib/samples/samples";
import { answerControl, isControlPath } from "@/lib/sources/simulator-kit/control";
import { type SeenCall as SeenCallOfAny, SeenCalls, seenCall } from "@/lib/sources/simulator-kit/seen-calls";
import { startOf } from "@/lib/sources/simulator-kit/start";
import type { VendorSimulator, VendorSimulatorOptions } from "@/lib/sources/vendor-simulator";
import { json } from "./answers";
import { answer } from "./api";
import { awkwardCalls } from "./awkward-calls";
import { type Control, controlRoutes } from "./control";
import { generateCalls } from "./generated-calls";
import { seedDefinitions } from "./label-definitions";
import { authenticate, type Credentials, PEOPLE } from "./people";
import { Sessions } from "./sessions";
import { type EngageSnapshot, EngageSnapshotSchema, putSnapshot, takeSnapshot } from "./snapshot";
import { spokenCalls } from "./spoken-calls";
import { Store } from "./store";
import { changeSwitches, defaultSwitches, type EngageSwitches } from "./switches";
import type { WireLabel, WireRecording } from "./wire";
import { shiftRecording, type World } from "./world";

/** Generated calls: 320 unless told otherwise. This vendor has no live calls. */
export type EngageSimulatorOptions = VendorSimulatorOptions &
  Readonly<{
    /** The region of this server; default `region1`. Seeds of another region are never found. */
    region?: string;
    /** Bit rate of the audio: 128 as the vendor's own files, or 32 as the sample files lie on disk. */
    audioKbps?: 128 | 32;
  }>;

export type SeenCall = SeenCallOfAny & Readonly<{ username: string | null }>;

export type EngageSimulator = Omit<VendorSimulator, "snapshot"> &
  Readonly<{
    /** Mutable: set a property, and the next call finds it so. */
    switches: EngageSwitches;
    /** Calls answered since the start or the last reset, the last ten thousand. */
    calls: () => readonly SeenCall[];
    forgetCalls: () => void;
    /** Everything a search could list now, newest first, with labels, unmasked. For tests, not for a million calls. */
    recordings: () => WireRecording[];
    /** One recording as it stands, with labels, whoever may see it; null when deleted or never there. */
    recording: (id: string) => WireRecording | null;
    snapshot: () => EngageSnapshot;
    /** Sets or, with null, removes a privacy setting, as an administrator of the vendor would. */
    setSetting: (name: string, value: string | null) => void;
    /** Removes a recording as the vendor's nightly purge does: at once by id, after the lag in searches. */
    purge: (id: string) => void;
    expireSessions: () => void;
    credentials: Readonly<Record<keyof typeof PEOPLE, Credentials>>;
  }>;

const OTHER_REGION = "region2";

function buildStore(
  options: EngageSimulatorOptions,
  baseMs: number,
  region: string,
  audioKbps: number,
): Store {
  const withSpoken = options.samples !== "none";
  const withAwkward = options.awkward ?? withSpoken;
  const otherRegion = region === OTHER_REGION ? "region1" : OTHER_REGION;
  return new Store({
    generated: generateCalls(options.calls ?? 320, options.seed ?? 1, baseMs),
    specials: [
      ...(withSpoken ? spokenCalls(loadSampleCalls(), { baseMs, region, audioKbps }) : []),
      ...(withAwkward ? awkwardCalls({ baseMs, region, otherRegion, audioKbps }) : []),
    ],
    region,
    audioKbps,
  });
}

/** Starts a simulator. Nothing runs between calls: no timers, no network, no audio in memory before it is played. */
export function createEngageSimulator(options: EngageSimulatorOptions = {}): EngageSimulator {
  const seed = options.seed ?? 1;
  const region = options.region ?? "region1";
  const audioKbps = options.audioKbps ?? 128;
  const { clockMs, baseMs, baseUrl, pathBelow } = startOf(options, "http://rws.example");

  let issuedIds = 0;
  let sessionIds = 0;
  const seen = new SeenCalls<SeenCall>();
  const switches = defaultSwitches();
  const sessions = new Sessions(() => {
    sessionIds += 1;
    return uuid(seed, sessionIds, 11);
  });
  const store = buildStore(options, baseMs, region, audioKbps);
  const lag = () => ({ lagMs: switches.indexLagMs, elapsedMs: performance.now(), clockMs: clockMs() });
  const world: World = {
    store,
    switches,
    sessions,
    settings: new Map(),
    definitions: seedDefinitions(),
    region,
    audioKbps,
    baseUrl,
    authenticatedCalls: 0,
    now: () => clockMs() + switches.clockSkewMs,
    newId: () => {
      issuedIds += 1;
      return uuid(seed, issuedIds, 10);
    },
    stamp: (recording) => shiftRecording(recording, switches.clockSkewMs),
    change: (apply) => store.change(apply, lag()),
  };

  const reset = () => {
    store.forgetChanges();
    world.settings.clear();
    world.definitions.splice(0, world.definitions.length, ...seedDefinitions());
    world.authenticatedCalls = 0;
    sessions.clear();
    issuedIds = 0;
    sessionIds = 0;
    seen.forget();
    changeSwitches(switches, defaultSwitches());
  };

  const describe = (id: string, key: number): WireRecording => {
    const labels: WireLabel[] = [...store.labels(key, store.current)];
    return { ...store.document(key, store.current), id, labels };
  };

  const control: Control = {
    reset,
    readSwitches: () => switches,
    changeSwitches: (changes) => changeSwitches(switches, changes),
    readCalls: () => seen.list,
    forgetCalls: () => seen.forget(),
    expireSessions: () => sessions.clear(),
  };
  const routes = controlRoutes(control);

  const respond = async (request: Request, url: URL, path: string): Promise<Response> => {
    if (isControlPath(path)) return answerControl(routes, request, path);
    if (path !== "/api/v2" && !path.startsWith("/api/v2/")) {
      return json(404, { statusCode: 6, statusMessage: "Resource not found" });
    }
    store.catchUp(lag());
    const response = await answer(world, request, path.slice("/api/v2".length), url.searchParams);
    const username = authenticate(request.headers.get("authorization"))?.username ?? null;
    seen.add({ ...seenCall(request, path, response), username });
    return response;
  };

  return {
    fetch: (request) => {
      const url = new URL(request.url);
      return respond(request, url, pathBelow(url.pathname));
    },
    source: {
      vendor: "genesys-engage",
      baseUrl,
      username: PEOPLE.admin.username,
      password: PEOPLE.admin.password,
    },
    switches,
    calls: () => seen.list,
    forgetCalls: control.forgetCalls,
    recordings: () =>
      [...store.order].filter((key) => store.isListed(key)).map((key) => describe(store.idOf(key), key)),
    recording: (id) => {
      const key = store.keyOf(id);
      return key === null || store.current.deleted.has(key) ? null : describe(id, key);
    },
    reset,
    snapshot: () => takeSnapshot(world, issuedIds),
    restore: (snapshot) => {
      const parsed = EngageSnapshotSchema.parse(snapshot);
      putSnapshot(world, parsed);
      issuedIds = parsed.issuedIds;
    },
    setSetting: (name, value) => {
      if (value === null) world.settings.delete(name);
      else world.settings.set(name, value);
    },
    purge: (id) => {
      const key = store.find(id);
      if (key !== null) world.change((changes) => changes.deleted.add(key));
    },
    expireSessions: control.expireSessions,
    credentials: PEOPLE,
  };
}
