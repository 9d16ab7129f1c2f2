/** Reading live calls and pausing their recordings (§9.2, §9.3). */
import { z } from "zod";
import { empty, failures, json, text } from "./answers";
import { userAt } from "./directory";
import { participantIdOf, sessionIdOf } from "./draft";
import { type LiveSpec, type LiveState, liveQueue, liveState, RING_MS } from "./live-calls";
import type { Ctx, Route } from "./route";
import { iso } from "./wire";
import { type Caller, findDraft, type World } from "./world";

type Found = Readonly<{ spec: LiveSpec; state: LiveState; endMs: number | null }>;

/** A live call, or one that has just ended and can still be read; 404 for all others. */
export function findLive(world: World, caller: Caller, id: string): Found {
  const nowMs = world.now();
  const spec = world.live.find(id, nowMs);
  if (spec === null || !caller.sees([liveQueue(spec).divisionId])) throw failures.notFound(id);
  const endMs = world.live.endOf(spec);
  const state = liveState(spec, world.live.actsOf(id), endMs, nowMs);
  if (!state.isLive && nowMs - (endMs ?? nowMs) >= world.switches.liveReadableMs) throw failures.notFound(id);
  return { spec, state, endMs };
}

const lower = (state: LiveState["recordingState"]): string => state.toLowerCase();

type Leg = Readonly<{ userNth: number; fromMs: number; toMs: number | null }>;

function legs(world: World, { spec, endMs }: Found): Leg[] {
  const found: Leg[] = [];
  let current: Leg = { userNth: spec.userNth, fromMs: spec.startMs + RING_MS, toMs: endMs };
  for (const act of world.live.actsOf(spec.id)) {
    if (act.kind !== "transfer" || act.atMs > world.now()) continue;
    found.push({ ...current, toMs: act.atMs });
    current = { userNth: act.userNth, fromMs: act.atMs, toMs: endMs };
  }
  return [...found, current];
}

/** The agents one after the other: those who handed on are history, and stay in the list (§9.3). */
function agentParticipants(world: World, found: Found): Record<string, unknown>[] {
  const { spec, state } = found;
  const queue = liveQueue(spec);
  const all = legs(world, found);
  return all.map((leg, nth) => {
    const user = userAt(leg.userNth);
    const isOn = state.isLive && nth === all.length - 1;
    const own = isOn ? state.recordingState : "NONE";
    return {
      id: participantIdOf(spec.id, 3 + nth),
      name: user.name,
      userId: user.id,
      purpose: "agent",
      queueId: queue.id,
      queueName: queue.name,
      ani: spec.customer,
      dnis: spec.called,
      startTime: iso(leg.fromMs),
      ...(isOn ? {} : { endTime: iso(leg.toMs ?? world.now()) }),
      attributes: {},
      calls: [
        {
          id: sessionIdOf(spec.id, 3 + nth),
          state: isOn ? "connected" : "terminated",
          direction: spec.direction,
          held: isOn && state.held,
          muted: false,
          // An ad-hoc recording is marked here; the trunk's own recorder shows as a state.
          recording: isOn && (own !== "NONE" || state.adhoc),
          recordingState: lower(own),
          securePause: isOn && state.securePause,
          ...(own === "NONE" ? {} : { recordingId: sessionIdOf(spec.id, 40 + nth) }),
          recordersState: {
            customerExperienceState: own,
            agentExperienceState: "NONE",
            adhocState: isOn && state.adhoc ? "ACTIVE" : "NONE",
            snippetState: "NONE",
          },
          segments: [
            { startTime: iso(leg.fromMs), type: "Interact", ...(isOn ? {} : { howEnded: "Disconnect" }) },
          ],
        },
      ],
    };
  });
}

export function liveConversation(world: World, found: Found): Record<string, unknown> {
  const { spec, state, endMs } = found;
  const customer = {
    id: participantIdOf(spec.id, 0),
    name: "Springfield IL",
    purpose: spec.direction === "inbound" ? "customer" : "external",
    startTime: iso(spec.startMs),
    ...(state.isLive ? {} : { endTime: iso(endMs ?? world.now()) }),
    ani: spec.direction === "inbound" ? spec.customer : spec.called,
    dnis: spec.direction === "inbound" ? spec.called : spec.customer,
    aniName: "Springfield IL",
    calls: [
      {
        id: sessionIdOf(spec.id, 0),
        state: state.isLive ? "connected" : "disconnected",
        direction: spec.direction,
        held: false,
        muted: false,
        // The customer's leg says "none" even while the agent's is recorded (§9.3).
        recording: false,
        recordingState: "none",
        segments: [{ startTime: iso(spec.startMs), type: "Interact" }],
      },
    ],
  };
  return {
    id: spec.id,
    startTime: iso(spec.startMs),
    ...(state.isLive ? {} : { endTime: iso(endMs ?? world.now()) }),
    address: spec.customer,
    recordingState: state.isLive ? state.recordingState : "NONE",
    securePause: state.isLive && state.securePause,
    divisions: [{ division: { id: liveQueue(spec).divisionId }, entities: [] }],
    participants: [customer, ...agentParticipants(world, found)],
    selfUri: `/api/v2/conversations/${spec.id}`,
  };
}

function read({ world, caller, params }: Ctx): Response {
  return json(200, liveConversation(world, findLive(world, caller, params[0] ?? "")));
}

function mustBeLive(world: World, caller: Caller, id: string): Found {
  const found = findLive(world, caller, id);
  if (!found.state.isLive) throw failures.conflict("The conversation has ended.");
  return found;
}

const StateSchema = z.looseObject({ recordingState: z.string() });

/** Accepts a new state, which takes hold a little later. */
async function setState(ctx: Ctx): Promise<void> {
  const { world, caller, params } = ctx;
  const { recordingState } = await ctx.body(StateSchema);
  const wanted = recordingState.toUpperCase();
  if (wanted !== "PAUSED" && wanted !== "ACTIVE") {
    throw failures.badRequest("The recording state must be PAUSED or ACTIVE.", "invalid.value");
  }
  const { spec } = mustBeLive(world, caller, params[0] ?? "");
  if (!spec.recorded) throw failures.conflict("The conversation is not being recorded.");
  const paused = wanted === "PAUSED";
  const last = world.live.actsOf(spec.id).findLast((act) => act.kind === "state");
  const isPaused = last?.kind === "state" && last.paused;
  if (paused === isPaused) {
    if (world.switches.repeatedState === "conflict")
      throw failures.conflict("The recording is in that state.");
    return;
  }
  world.live.act(spec.id, {
    kind: "state",
    atMs: world.now() + world.switches.recordingStateDelayMs,
    paused,
  });
}

async function putState(ctx: Ctx): Promise<Response> {
  await setState(ctx);
  return text(202, "accepted");
}

async function patchState(ctx: Ctx): Promise<Response> {
  await setState(ctx);
  return empty(202);
}

const AdhocSchema = z.looseObject({ recording: z.boolean() });
const SnippetSchema = z.looseObject({ type: z.enum(["snippet", "adhoc"]), record: z.boolean() });

function setAdhoc(ctx: Ctx, on: boolean): void {
  const { world, caller, params } = ctx;
  const { spec } = mustBeLive(world, caller, params[0] ?? "");
  const { conversation } = findDraft(world, caller, spec.id);
  const isThere = conversation.participants.some((one) => one.participantId === params[1]);
  if (!isThere) throw failures.notFound(params[1] ?? "");
  world.live.act(spec.id, { kind: "adhoc", atMs: world.now(), on });
}

/** A participant PATCH takes `recording`, not `recordingState` (§9.2). */
async function patchParticipant(ctx: Ctx): Promise<Response> {
  setAdhoc(ctx, (await ctx.body(AdhocSchema)).recording);
  return empty(202);
}

async function recordSnippet(ctx: Ctx): Promise<Response> {
  setAdhoc(ctx, (await ctx.body(SnippetSchema)).record);
  return text(200, "accepted");
}

const PAUSE = ["conversation:recording:pauseOthers"];

export const LIVE_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/conversations/{}",
    family: "live",
    anyOf: ["conversation:communication:view"],
    handle: read,
  },
  { method: "GET", path: "/conversations/calls/{}", family: "live", handle: read },
  {
    method: "PUT",
    path: "/conversations/calls/{}/recordingstate",
    family: "live",
    anyOf: PAUSE,
    handle: putState,
  },
  {
    method: "PATCH",
    path: "/conversations/{}/recordingstate",
    family: "live",
    anyOf: PAUSE,
    handle: patchState,
  },
  {
    method: "PATCH",
    path: "/conversations/calls/{}",
    family: "live",
    handle: () => {
      // Only somebody who is on the call may pause it this way, and client credentials are nobody (§9.2).
      throw failures.notAuthorized("Only a participant of the conversation may do this.");
    },
  },
  {
    method: "PATCH",
    path: "/conversations/calls/{}/participants/{}",
    family: "live",
    anyOf: ["conversation:call:record"],
    handle: patchParticipant,
  },
  {
    method: "POST",
    path: "/conversations/calls/{}/participants/{}/snippet/record",
    family: "live",
    anyOf: ["conversation:recording:snippetRecord"],
    handle: recordSnippet,
  },
  // Lists the caller's own conversations, and client credentials have none (§2).
  {
    method: "GET",
    path: "/conversations",
    family: "live",
    handle: () => json(200, { entities: [], total: 0 }),
  },
];
