/** The simulated 2600Hz KAZOO server: crossbar's `recordings` and what belongs to them. Its guide is README.md. */
import { hash, hex } from "@/lib/samples/random";
import { answerControl, isControlPath } from "@/lib/sources/simulator-kit/control";
import { readSegmentsAsTheyAre } from "@/lib/sources/simulator-kit/paths";
import { type SeenCall, SeenCalls, seenCall } from "@/lib/sources/simulator-kit/seen-calls";
import { startOf } from "@/lib/sources/simulator-kit/start";
import type { VendorSimulator, VendorSimulatorOptions } from "@/lib/sources/vendor-simulator";
import { answer } from "./api";
import { awkwardCalls } from "./awkward-calls";
import { Buckets } from "./buckets";
import { type Control, controlRoutes } from "./control";
import { toEpochMs, toGregorian } from "./gregorian";
import { type LiveCall, LiveCalls } from "./live";
import { ACCOUNTS, CREDENTIALS } from "./people";
import type { ProfileName } from "./profiles";
import { providerCopies } from "./provider-copies";
import { publicDocument } from "./recordings";
import { type KazooSnapshot, putSnapshot, readSnapshot, takeSnapshot } from "./snapshot";
import { spokenCalls } from "./spoken-calls";
import { Store } from "./store";
import { changeSwitches, defaultSwitches, type KazooSwitches, RATE_LIMIT } from "./switches";
import { Tokens } from "./tokens";
import type { JsonObject } from "./wire";
import type { World } from "./world";

export type KazooSimulatorOptions = VendorSimulatorOptions &
  Readonly<{
    /** Which of the five servers of fact sheet §1 this is at the start; `switches.profile` changes it. */
    profile?: ProfileName;
    /** Bit rate of the MP3s: 32 as the sample files lie on disk, or 128. */
    audioKbps?: 32 | 128;
  }>;

export type { SeenCall };

export type KazooSimulator = VendorSimulator &
  Readonly<{
    /** Mutable: set a property, and the next call finds it so. */
    switches: KazooSwitches;
    /** Calls answered since the start or the last reset, the last ten thousand. */
    calls: () => readonly SeenCall[];
    forgetCalls: () => void;
    credentials: typeof CREDENTIALS;
    /** Ids of the main account's awkward recordings, by number of the case in fact sheet §13. */
    awkward: Readonly<Record<number, readonly string[]>>;
    /** Ids that a list without a window's limits could give now, newest first. Not for a million calls. */
    recordingIds: (accountId?: string) => string[];
    /** Hidden creation time of a recording in epoch ms; null when there never was one. */
    createdMs: (id: string) => number | null;
    /** The public document as it stands, with what deletion has made of it; null when there never was one. */
    recording: (id: string) => Readonly<{ document: JsonObject; deleted: "soft" | "hard" | null }> | null;
    /** Starts a live call that began some seconds ago; the uuid of its first leg. */
    addLiveCall: (options?: Readonly<{ secondsAgo?: number }>) => string;
    /** Hangs up: its recordings become documents. False when there is no such call. */
    endLiveCall: (uuid: string) => boolean;
    liveCalls: () => readonly LiveCall[];
    /** Ends every token issued so far. */
    expireTokens: () => void;
  }>;

const DEFAULT_CALLS = 400;
const SUB_CALLS = 30;

function buildStore(options: KazooSimulatorOptions, baseMs: number) {
  const seed = options.seed ?? 1;
  const baseS = toGregorian(baseMs);
  const withSpoken = options.samples !== "none";
  const withAwkward = options.awkward ?? withSpoken;
  const spoken = spokenCalls(baseMs);
  const awkward = withAwkward ? awkwardCalls(baseMs, spoken) : { stored: [], ids: {}, deleted: [] };
  const tripled = new Set(awkward.ids[14]);
  const written = spoken.filter((one) => withSpoken || tripled.has(one.id));
  const generators = [
    { account: ACCOUNTS.main, count: options.calls ?? DEFAULT_CALLS, seed, baseS },
    { account: ACCOUNTS.sub, count: SUB_CALLS, seed: hash(seed, 1, 70), baseS },
  ];
  return { store: new Store(generators, [...written, ...awkward.stored]), awkward };
}

/** Starts a simulator. Nothing runs between calls: no timers, no network, no audio in memory before it is played. */
export function createKazooSimulator(options: KazooSimulatorOptions = {}): KazooSimulator {
  const seed = options.seed ?? 1;
  const profile = options.profile ?? "kazoo-5-docs";
  const { clockMs, baseMs, baseUrl, pathBelow } = startOf(options, "http://kazoo.example:8000");
  // A clock that stands still never fills a bucket again.
  const rateLimit = options.now === undefined ? null : RATE_LIMIT;
  const switches = defaultSwitches(profile, rateLimit);
  const { store, awkward } = buildStore(options, baseMs);
  const tokens = new Tokens();
  const buckets = new Buckets();
  const live = new LiveCalls({
    mode: options.live ?? null,
    seed,
    baseMs,
    lag: () => switches,
    keep: (stored) => store.add(stored),
  });
  let issuedIds = 0;
  const seen = new SeenCalls<SeenCall>();
  const world: World = {
    store,
    live,
    tokens,
    buckets,
    switches,
    audioKbps: options.audioKbps ?? 32,
    now: () => clockMs() + switches.clockSkewMs,
    newId: () => {
      issuedIds += 1;
      return [0, 1, 2, 3].map((part) => hex(seed, issuedIds, 80 + part)).join("");
    },
  };
  const deleteSeeded = () => {
    for (const id of awkward.deleted) {
      store.changes.set(id, { writes: 1, modifiedS: toGregorian(baseMs), deleted: "soft" });
    }
  };
  const reset = () => {
    store.forgetChanges();
    deleteSeeded();
    live.reset();
    tokens.clear();
    buckets.clear();
    issuedIds = 0;
    seen.forget();
    changeSwitches(switches, defaultSwitches(profile, rateLimit));
  };
  deleteSeeded();

  const addLiveCall: KazooSimulator["addLiveCall"] = ({ secondsAgo = 60 } = {}) =>
    live.add({ startMs: world.now() - secondsAgo * 1000 }).uuid;
  const forgetCalls = () => seen.forget();
  const control: Control = {
    reset,
    readSwitches: () => switches,
    changeSwitches: (changes) => changeSwitches(switches, changes),
    readCalls: () => seen.list,
    forgetCalls,
    expireTokens: () => tokens.expireAll(),
    readLive: () => live.active(),
    addLive: () => addLiveCall(),
    endLive: (uuid) => live.end(uuid, world.now()),
    readProvider: () => providerCopies(world, ACCOUNTS.main.id),
    readAwkward: () => awkward.ids,
  };
  const routes = controlRoutes(control);

  const respond = async (request: Request, url: URL, path: string): Promise<Response> => {
    live.settle(world.now());
    if (isControlPath(path)) return answerControl(routes, request, path);
    const response = await answer(world, request, url, readSegmentsAsTheyAre(path));
    seen.add(seenCall(request, path, response));
    return response;
  };

  return {
    fetch: (request) => {
      const url = new URL(request.url);
      return respond(request, url, pathBelow(url.pathname));
    },
    source: {
      vendor: "kazoo",
      baseUrl: `${baseUrl}/v2`,
      accountId: ACCOUNTS.main.id,
      apiKey: ACCOUNTS.main.apiKey,
    },
    credentials: CREDENTIALS,
    switches,
    calls: () => seen.list,
    forgetCalls,
    awkward: awkward.ids,
    recordingIds: (accountId = ACCOUNTS.main.id) => {
      live.settle(world.now());
      const all = { fromS: 0, toS: Number.MAX_SAFE_INTEGER };
      return [...store.rows(accountId, all, false, world.now())].map((row) => row.id);
    },
    createdMs: (id) => {
      const stored = store.any(ACCOUNTS.main.id, id);
      return stored === null ? null : toEpochMs(stored.created);
    },
    recording: (id) => {
      const stored = store.any(ACCOUNTS.main.id, id);
      if (stored === null) return null;
      return { document: publicDocument(world, stored), deleted: store.change(id)?.deleted ?? null };
    },
    addLiveCall,
    endLiveCall: control.endLive,
    liveCalls: () => {
      live.settle(world.now());
      return live.active();
    },
    expireTokens: control.expireTokens,
    reset,
    snapshot: (): KazooSnapshot => takeSnapshot(world),
    restore: (snapshot) => putSnapshot(world, readSnapshot(snapshot)),
  };
}
