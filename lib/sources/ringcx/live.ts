import { liveRecordingId, type SourceId, splitRecordingId } from "@/lib/domain/ids";
import type { CallEvent } from "@/lib/domain/recording";
import { type LiveCall, type LiveOutcome, type LiveStatus, SourceError } from "../source";
import type { RawActiveCall } from "./api-types";
import type { RingcxClient } from "./client";

const PAGE_ROWS = 50;
/** A thousand calls at once; beyond it the list is one that never ends. */
const MOST_PAGES = 20;
const CONTROLS: readonly LiveStatus[] = ["paused", "recording", "stopped"];

/** The calls going on now (fact sheet §7). Whether one is being recorded can't be read: always `unknown`. */
export async function listLive(
  client: Pick<RingcxClient, "activeCalls">,
  sourceId: SourceId,
  signal: AbortSignal,
): Promise<LiveCall[]> {
  const calls = new Map<string, LiveCall>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.activeCalls({ page, maxRows: PAGE_ROWS }, signal);
    for (const raw of answer.calls) {
      const call = mapLive(raw, sourceId);
      if (call !== null) calls.set(raw.uii, call);
    }
    if (answer.received < PAGE_ROWS) break;
  }
  return [...calls.values()];
}

/**
 * Asks once for the recording to be on or off; the vendor has no pause of its own, so that pausing and stopping are one. It
 * confirms that it was asked, never the state: `requested`. `false` = the queue or campaign does not allow it.
 */
export async function setLive(
  client: Pick<RingcxClient, "toggleRecording">,
  uii: string,
  status: LiveStatus,
  signal: AbortSignal,
): Promise<LiveOutcome> {
  const isDone = await client.toggleRecording(uii, status === "recording", signal).catch(asLiveError);
  if (isDone) return { state: "requested" };
  throw new SourceError(
    "conflict",
    "RingCX did not change the recording: the settings of this call's queue or campaign do not allow it.",
  );
}

function asLiveError(error: unknown): never {
  if (error instanceof SourceError && error.kind === "notFound") {
    throw new SourceError("notFound", "This call has ended at RingCX.");
  }
  throw error;
}

/** Null = its id can't be one of ours. */
function mapLive(raw: RawActiveCall, sourceId: SourceId): LiveCall | null {
  const id = liveId(sourceId, raw.uii);
  if (id === null) return null;
  return {
    vendorLiveId: raw.uii,
    recording: {
      id,
      sourceId,
      vendor: "ringcx",
      vendorId: splitRecordingId(id).vendorId,
      callerPhoneNumber: raw.ani,
      dialedPhoneNumber: raw.dnis,
      startMs: raw.enqueueMs ?? raw.dequeueMs,
      stopMs: null,
      callType: null,
      region: null,
      screenRecording: false,
      nonDelete: false,
      events: agentEvents(raw),
      mediaFiles: [],
    },
    status: "unknown",
    can: raw.isActive ? CONTROLS : [],
    // The list names neither agent's id nor group nor queue: the source's own groups decide.
    accessGroups: [],
  };
}

function agentEvents({ agentFirstName, agentLastName, dequeueMs, enqueueMs }: RawActiveCall): CallEvent[] {
  if (agentFirstName === null && agentLastName === null) return [];
  return [
    {
      occurredAtMs: dequeueMs ?? enqueueMs,
      event: "Joined",
      callId: null,
      contact: {
        type: "User",
        phoneNumber: null,
        userName: null,
        firstName: agentFirstName,
        lastName: agentLastName,
      },
      data: null,
    },
  ];
}

function liveId(sourceId: SourceId, uii: string) {
  try {
    return liveRecordingId(sourceId, uii);
  } catch {
    return null;
  }
}
