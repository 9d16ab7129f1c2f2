import { setMaxListeners } from "node:events";
import { liveRecordingId, type SourceId, splitRecordingId } from "@/lib/domain/ids";
import { orAborted } from "../http";
import { type LiveCall, type LiveOutcome, type LiveStatus, SourceError } from "../source";
import { isRecordedCall, type RawConversation } from "./api-conversation";
import type { LiveState } from "./api-live";
import type { Asking, CloudClient } from "./client";
import { LIVE, SEARCH } from "./config";
import { CloudError, isForbidden } from "./errors";
import { unitsOf } from "./map-parties";
import { type Mapping, mapCall } from "./mapper";
import type { NameBook } from "./names";
import type { Sleep } from "./rate-limiter";
import { VOICE } from "./walk";

export type LiveParts = Readonly<{
  client: CloudClient;
  names: NameBook;
  mapping: Mapping;
  sourceId: SourceId;
  now: () => number;
  sleep: Sleep;
}>;

export type LiveDesk = Readonly<{
  list(signal: AbortSignal): Promise<readonly LiveCall[]>;
  set(vendorLiveId: string, status: LiveStatus, signal: AbortSignal): Promise<LiveOutcome>;
}>;

type Seen = Readonly<{ state: LiveState | null; atMs: number }>;

/** The calls being recorded now, and their pausing and resuming (fact sheet §9). */
export function createLiveDesk(parts: LiveParts): LiveDesk {
  const { client, mapping, names, now } = parts;
  const seen = new Map<string, Seen>();
  let listed: Readonly<{ calls: Promise<readonly LiveCall[]>; atMs: number }> | null = null;

  async function find(asking: Asking): Promise<readonly LiveCall[]> {
    const live = await liveConversations(client, now(), asking);
    const ids = new Set(live.map(({ id }) => id));
    for (const id of seen.keys()) if (!ids.has(id)) seen.delete(id);
    await readStates(live, asking);
    const known = await names.of(live, asking);
    return live.flatMap((conversation) => {
      const recording = mapCall(conversation, known, mapping);
      const told = seen.get(conversation.id)?.state;
      if (recording === null || !isBeingRecorded(conversation, told)) return [];
      const id = liveRecordingId(parts.sourceId, conversation.id);
      return {
        vendorLiveId: conversation.id,
        recording: { ...recording, id, vendorId: splitRecordingId(id).vendorId },
        status: statusOf(told),
        can: canOf(told),
        accessGroups: mapping.unitGroups?.groupsOf(unitsOf(conversation)) ?? [],
      };
    });
  }

  /** Reads the states that are not known or no longer fresh, those read longest ago first, within bounds. */
  async function readStates(live: readonly RawConversation[], asking: Asking): Promise<void> {
    const ageOf = ({ id }: RawConversation) => now() - (seen.get(id)?.atMs ?? 0);
    const stale = live
      .filter((conversation) => ageOf(conversation) > LIVE.stateMs)
      .sort((a, b) => ageOf(b) - ageOf(a))
      .slice(0, LIVE.readsPerList);
    await Promise.all(
      stale.map(async ({ id }) => {
        const state = await client.liveState(id, asking).catch((error: unknown) => {
          // Too few permissions, or no room in the rate: the call is shown, its state as unknown.
          if (isForbidden(error) || isRateLimited(error)) return undefined;
          throw error;
        });
        if (state !== undefined) seen.set(id, { state: state ?? ENDED, atMs: now() });
      }),
    );
  }

  return {
    async list(signal) {
      signal.throwIfAborted();
      if (listed === null || now() - listed.atMs > LIVE.listMs) {
        // Of its own, not of the first who asked: others share this answer.
        const { signal: own } = new AbortController();
        // Node warns of a leak beyond ten listeners; here each state read is one.
        setMaxListeners(0, own);
        const asking: Asking = { urgency: "fresh", signal: own };
        const fresh = { calls: find(asking), atMs: now() };
        listed = fresh;
        fresh.calls.catch(() => {
          if (listed === fresh) listed = null;
        });
      }
      return orAborted(listed.calls, signal);
    },
    async set(vendorLiveId, status, signal) {
      signal.throwIfAborted();
      try {
        return await setState(parts, vendorLiveId, status, { urgency: "person", signal });
      } finally {
        listed = null;
        seen.delete(vendorLiveId);
      }
    },
  };
}

const ENDED: LiveState = { state: "none", isSecurePause: false, hasEnded: true };

/** Voice conversations without an end, newest first. */
async function liveConversations(
  client: CloudClient,
  nowMs: number,
  asking: Asking,
): Promise<readonly RawConversation[]> {
  const from = new Date(nowMs - LIVE.reachMs).toISOString();
  const query = {
    interval: `${from}/${new Date(nowMs + LIVE.aheadMs).toISOString()}`,
    order: "desc",
    orderBy: "conversationStart",
    conversationFilters: [
      {
        type: "and",
        predicates: [{ type: "dimension", dimension: "conversationEnd", operator: "notExists" }],
      },
    ],
    segmentFilters: VOICE,
    paging: { pageSize: Math.min(LIVE.most, SEARCH.pageSize), pageNumber: 1 },
  };
  const { conversations } = await client.search(query, asking);
  const live = conversations.filter(({ endMs }) => endMs === null);
  return [...new Map(live.map((conversation) => [conversation.id, conversation])).values()];
}

function isBeingRecorded(conversation: RawConversation, told: LiveState | null | undefined): boolean {
  if (!told) return isRecordedCall(conversation);
  return !told.hasEnded && told.state !== "none";
}

function statusOf(told: LiveState | null | undefined): LiveCall["status"] {
  if (!told || told.state === "none") return "unknown";
  return told.state === "active" ? "recording" : "paused";
}

/**
 * Resuming is offered only for a deliberate pause: PAUSED without it is a hold's doing (§9.3, §13.12). A policy's recording
 * is never stopped (§9.1). Of a call whose state we can't read nothing is promised.
 */
function canOf(told: LiveState | null | undefined): LiveStatus[] {
  if (told?.state === "active") return ["paused"];
  return told?.state === "paused" && told.isSecurePause ? ["recording"] : [];
}

async function setState(
  { client, sleep }: LiveParts,
  id: string,
  status: LiveStatus,
  asking: Asking,
): Promise<LiveOutcome> {
  if (status === "stopped") {
    throw new CloudError("conflict", "Genesys Cloud can pause and resume a recording, but not stop it.");
  }
  const before = await client.liveState(id, asking);
  refuseUnfit(before, status);
  try {
    await client.setLiveState(id, status === "paused" ? "PAUSED" : "ACTIVE", asking);
  } catch (error) {
    return afterRefusal(client, id, status, error, asking);
  }
  for (const waitMs of LIVE.confirmWaitsMs) {
    await sleep(waitMs, asking.signal);
    const state = await client.liveState(id, asking).catch(ignored);
    if (state === null || state?.hasEnded) break;
    if (state !== undefined && isIn(state, status)) return { state: "done" };
  }
  // Accepted, but not seen: the vendor's own delay, or the call ended meanwhile.
  return { state: "requested" };
}

function refuseUnfit(before: LiveState | null, status: "paused" | "recording"): void {
  if (before === null || before.hasEnded) throw ended();
  if (before.state === "none") throw new CloudError("conflict", "This call is not being recorded.");
  if (isIn(before, status)) throw new CloudError("conflict", "The recording is in that state already.");
  if (before.state === "paused" && !before.isSecurePause) {
    throw new CloudError("conflict", "The recording is paused by a hold; it goes on by itself.");
  }
}

/** 404 and 409 prove nothing by themselves, nor does silence (§13.13): the call is looked at again, and that is told. */
async function afterRefusal(
  client: CloudClient,
  id: string,
  status: "paused" | "recording",
  failure: unknown,
  asking: Asking,
): Promise<LiveOutcome> {
  if (!(failure instanceof SourceError)) throw failure;
  const tells = failure.unclear || failure.kind === "notFound" || failure.kind === "conflict";
  if (!tells) throw failure;
  const now = await client.liveState(id, asking).catch(ignored);
  if (now === undefined) throw failure;
  if (now === null || now.hasEnded) throw ended();
  if (isIn(now, status)) return { state: "done" };
  throw failure.kind === "notFound"
    ? new CloudError("conflict", "Genesys Cloud does not pause or resume this call.")
    : failure;
}

function isIn({ state, isSecurePause }: LiveState, status: "paused" | "recording"): boolean {
  return status === "recording" ? state === "active" : state === "paused" && isSecurePause;
}

function ended(): CloudError {
  return new CloudError("notFound", "This call has ended.");
}

function isRateLimited(error: unknown): boolean {
  return error instanceof CloudError && error.kind === "rateLimited";
}

/** Undefined = it could not be read now. The caller's own leaving is no trouble of the vendor's. */
function ignored(error: unknown): undefined {
  if (!(error instanceof SourceError)) throw error;
  return undefined;
}
