/** The simulated RingCX, with the RingCentral platform beside it. Its guide is README.md. */
import { loadSampleCalls } from "@/lib/samples/samples";
import { answerControl, isControlPath } from "@/lib/sources/simulator-kit/control";
import { type SeenCall as SeenCallOfAny, SeenCalls, seenCall } from "@/lib/sources/simulator-kit/seen-calls";
import { startOf } from "@/lib/sources/simulator-kit/start";
import type { CallLimit } from "../../source";
import type { VendorSimulator, VendorSimulatorOptions } from "../../vendor-simulator";
import { answer } from "./api";
import { awkwardCalls } from "./awkward-calls";
import { callTimes } from "./call-times";
import { CANARIES } from "./canaries";
import { type AgentChange, type Control, controlRoutes, type LiveState } from "./control";
import { Limiter } from "./limits";
import { dialogOf, isRecording } from "./live-call";
import { LiveCalls, type NewLiveCall } from "./live-calls";
import { CLIENT_ID } from "./login";
import type { Dialog } from "./model";
import { allAgents, RC_ACCOUNT_ID, SUB_ACCOUNT_ID } from "./people";
import { type RingcxSnapshot, RingcxSnapshotSchema } from "./snapshot";
import { spokenCalls } from "./spoken-calls";
import { Store } from "./store";
import { changeSwitches, defaultSwitches, type RingcxSwitches } from "./switches";
import { Tokens } from "./tokens";
import type { World } from "./world";

export type RingcxSimulatorOptions = VendorSimulatorOptions &
  Readonly<{
    /**
     * Limits of metadata, enforced here and told to the client. Absent: the vendor's own (3 per 60 s, 9 per 15 min), while
     * the client is told its stricter default.
     */
    limits?: readonly CallLimit[];
  }>;

/** Paths are below the base address. */
export type SeenCall = SeenCallOfAny & Readonly<{ userAgent: string }>;

export type RingcxSimulator = VendorSimulator &
  Readonly<{
    /** Mutable: set a property, and the next call finds it so. */
    switches: RingcxSwitches;
    /** Calls answered since the start or the last reset, the last ten thousand. */
    calls: () => readonly SeenCall[];
    forgetCalls: () => void;
    snapshot: () => RingcxSnapshot;
    /** A dialog as it stands, whether the report lists it already or still; null when there is none. */
    dialog: (dialogId: string) => Dialog | null;
    /** Dialogs of which a segment ended in the half-open window, whether the report lists them or not. */
    dialogsEnded: (fromMs: number, toMs: number) => Dialog[];
    /** A ready RingCX token, for a source that is given one instead of a JWT. */
    issueToken: () => string;
    /** Ends all RingCX tokens now: the next calls are 401. */
    expireTokens: () => void;
    /** Another worker has used the refresh tokens. */
    spendRefreshTokens: () => void;
    /** Another product has made so many metadata calls with the same account just now. */
    spendMetadata: (calls: number) => void;
    /** Starts a live call; its `uii`. */
    addLiveCall: (options?: NewLiveCall) => string;
    /** Ends it now: it appears in the report in due time. Throws when it is not going on. */
    endLiveCall: (uii: string) => void;
    /** Hands it to the directory's nth agent. */
    transferLiveCall: (uii: string, agentNumber: number) => void;
    /** Calls going on, with the state of recording that no vendor call tells, and the dialog they will become. */
    liveCalls: () => readonly LiveState[];
    /** Renames, moves or, with null, removes an agent from all lists. */
    changeAgent: (agentId: number, change: AgentChange | null) => void;
  }>;

const DEFAULT_CALLS = 200;
/** Fact sheet §4.7: the vendor's limits, and what a client keeps to unless told otherwise. */
const VENDOR_LIMITS: readonly CallLimit[] = [
  { calls: 3, seconds: 60 },
  { calls: 9, seconds: 900 },
];
const CLIENT_LIMITS: readonly CallLimit[] = [
  { calls: 2, seconds: 60 },
  { calls: 9, seconds: 900 },
];

function writtenDialogs(options: RingcxSimulatorOptions, baseMs: number, seed: number): Dialog[] {
  const withSpoken = options.samples !== "none";
  return [
    ...(withSpoken ? spokenCalls(loadSampleCalls(), baseMs) : []),
    ...((options.awkward ?? withSpoken) ? awkwardCalls(baseMs, seed) : []),
  ];
}

/** Starts a simulator. Nothing runs between calls: no timers, no network, no audio in memory before it is played. */
export function createRingcxSimulator(options: RingcxSimulatorOptions = {}): RingcxSimulator {
  const seed = options.seed ?? 1;
  const { clockMs, baseMs, baseUrl, pathBelow } = startOf(options, "http://ringcx.example");
  const count = options.calls ?? DEFAULT_CALLS;

  const seen = new SeenCalls<SeenCall>();
  const live = new LiveCalls({ seed, baseMs, mode: options.live ?? "steady" });
  const generation = { count, seed, times: callTimes(count, seed, baseMs) };
  const world: World = {
    store: new Store(generation, writtenDialogs(options, baseMs, seed), live),
    live,
    tokens: new Tokens(seed),
    limiter: new Limiter(),
    switches: defaultSwitches(),
    agents: allAgents(),
    metadataLimits: options.limits ?? VENDOR_LIMITS,
    rcAccountId: RC_ACCOUNT_ID,
    subAccountId: SUB_ACCOUNT_ID,
    baseUrl,
    now: () => clockMs() + world.switches.clockSkewMs,
    signedInCalls: 0,
    expiredAnswers: 0,
  };

  const control: Control = {
    reset: () => {
      live.reset();
      world.tokens.clear();
      world.limiter.clear();
      world.agents.splice(0, world.agents.length, ...allAgents());
      world.signedInCalls = 0;
      world.expiredAnswers = 0;
      seen.forget();
      changeSwitches(world.switches, defaultSwitches());
    },
    readSwitches: () => world.switches,
    changeSwitches: (changes) => changeSwitches(world.switches, changes),
    readCalls: () => seen.list,
    forgetCalls: () => seen.forget(),
    expireTokens: () => world.tokens.expire("access"),
    spendMetadata: (calls) => world.limiter.spend("metadata", calls, world.now()),
    readLive: () =>
      live.active(world.now()).map((call) => ({
        uii: call.uii,
        dialogId: dialogOf(call, seed, world.now()).dialogId,
        recording: isRecording(call, world.now()),
      })),
    addLiveCall: (call) => live.add(call, world.now()).uii,
    endLiveCall: (uii) => live.end(uii, world.now()),
    transferLiveCall: (uii, agentNumber) => live.transfer(uii, agentNumber, world.now()),
    changeAgent: (agentId, change) => {
      const at = world.agents.findIndex((agent) => agent.agentId === agentId);
      const agent = world.agents[at];
      if (agent === undefined) throw new Error(`There is no agent ${agentId}.`);
      if (change === null) world.agents.splice(at, 1);
      else Object.assign(agent, change);
    },
  };
  const routes = controlRoutes(control);

  const respond = async (request: Request, url: URL, path: string): Promise<Response> => {
    if (isControlPath(path)) return answerControl(routes, request, path);
    const response = await answer(world, request, path, url.searchParams);
    const userAgent = request.headers.get("user-agent") ?? "";
    seen.add({ ...seenCall(request, path, response), userAgent });
    return response;
  };

  return {
    fetch: (request) => {
      const url = new URL(request.url);
      return respond(request, url, pathBelow(url.pathname));
    },
    source: {
      vendor: "ringcx",
      baseUrl,
      platformUrl: baseUrl,
      rcAccountId: RC_ACCOUNT_ID,
      subAccountId: SUB_ACCOUNT_ID,
      clientId: CLIENT_ID,
      clientSecret: CANARIES.clientSecret,
      jwt: CANARIES.jwt,
      timeZone: "UTC",
      metadataLimits: options.limits ?? CLIENT_LIMITS,
    },
    switches: world.switches,
    calls: () => seen.list,
    forgetCalls: control.forgetCalls,
    reset: control.reset,
    snapshot: () => ({ version: 1, live: live.snapshot(), agents: structuredClone(world.agents) }),
    restore: (snapshot) => {
      const parsed = RingcxSnapshotSchema.parse(snapshot);
      live.restore(parsed.live);
      world.agents.splice(0, world.agents.length, ...parsed.agents);
    },
    dialog: (dialogId) => world.store.find(dialogId, world.now()),
    dialogsEnded: (fromMs, toMs) => [
      ...new Set(world.store.endedWithin(fromMs, toMs, world.now()).map(({ dialog }) => dialog)),
    ],
    issueToken: () => world.tokens.issue("access", world.switches.tokenSeconds, world.now()),
    expireTokens: control.expireTokens,
    spendRefreshTokens: () => world.tokens.spendRefreshTokens(),
    spendMetadata: control.spendMetadata,
    addLiveCall: (call) => control.addLiveCall(call ?? {}),
    endLiveCall: control.endLiveCall,
    transferLiveCall: control.transferLiveCall,
    liveCalls: control.readLive,
    changeAgent: control.changeAgent,
  };
}
