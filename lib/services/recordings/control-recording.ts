import { beginLiveAct, endLiveAct, findLiveCall, type StoredLiveCall } from "@/lib/catalog/live-calls";
import { AppError, recordingNotFound } from "@/lib/domain/errors";
import type { RecordingId } from "@/lib/domain/ids";
import { type LiveOutcome, type LiveStatus, type RecordingSource, SourceError } from "@/lib/sources/source";
import { audited, noted } from "../audited";
import type { ServiceContext } from "../context";
import { visibleRecording } from "./visible-recording";

const ENDED = "This call has ended; its recording can't be changed any more.";

export const LIVE_STATUSES = ["paused", "recording", "stopped"] as const satisfies readonly LiveStatus[];

/** Vendors answer within seconds, or not at all; nobody waits longer with a card number on the line. */
const CONTROL_TIMEOUT_MS = 12_000;

const REFUSED: Readonly<Record<LiveStatus, string>> = {
  paused: "This call can't be paused: it is paused already, or its recording system does not allow it.",
  recording:
    "This call can't be resumed: it is being recorded already, or its recording system does not allow it.",
  stopped: "The recording of this call can't be stopped at its recording system.",
};

/**
 * Pauses, resumes or stops the recording of a live call, sent to the vendor once. `requested` = the vendor can't confirm
 * it, or its answer was lost: the state is then not known. Throws not_found for unknown calls, cannot_update for calls that
 * have ended, are in that state, or whose vendor can't do it.
 */
export async function controlRecording(
  ctx: ServiceContext,
  id: RecordingId,
  status: LiveStatus,
): Promise<LiveOutcome> {
  const act = { action: "recording.control", recordingId: id, details: { status } };
  const source = ctx.sources.of(id);
  const call = source ? await liveCallOf(ctx, source, id) : null;
  if (!call) await visibleRecording(ctx, id);
  const refusal = refusalOf(source, call, status);
  if (!source?.live.supported || !call || refusal !== null) {
    await noted(ctx, act, "cannot_update");
    throw new AppError("cannot_update", refusal ?? ENDED);
  }
  const { live } = source;
  // What the vendor could not confirm must not read as done in the log.
  return audited(
    ctx,
    act,
    () => carryOut(ctx, call, status, live),
    ({ state }) => ({ state }),
  );
}

/** The call as it is now. A source that can't be asked leaves what was last known. */
async function liveCallOf(
  ctx: ServiceContext,
  source: RecordingSource,
  id: RecordingId,
): Promise<StoredLiveCall | null> {
  if (source.live.supported) await ctx.liveCalls.refresh(source);
  return findLiveCall(ctx.scope, ctx.catalog.db, id);
}

/** Why this can't be asked of the call, in words; null = go ahead. */
function refusalOf(
  source: RecordingSource | null,
  call: StoredLiveCall | null,
  status: LiveStatus,
): string | null {
  if (!source) return "The source of this call is no longer configured.";
  if (!source.live.supported) return source.live.reason;
  if (!call || call.endedMs !== null) return ENDED;
  return call.can.includes(status) ? null : REFUSED[status];
}

async function carryOut(
  ctx: ServiceContext,
  call: StoredLiveCall,
  status: LiveStatus,
  live: Extract<RecordingSource["live"], { supported: true }>,
): Promise<LiveOutcome> {
  const liveId = call.recording.id;
  const { db } = ctx.catalog;
  const id = await beginLiveAct(ctx.scope, db, {
    liveId,
    status,
    userId: ctx.actor.userId,
    nowMs: ctx.now(),
  });
  const end = (state: "requested" | "done" | "failed", ended = false) =>
    endLiveAct(ctx.scope, db, { id, liveId }, { state, ended, nowMs: ctx.now() });
  try {
    // Not tied to the request: what was asked is seen through even when the browser has left.
    const outcome = await live.set(call.vendorLiveId, status, AbortSignal.timeout(CONTROL_TIMEOUT_MS));
    await end(outcome.state);
    return outcome;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.unclear) {
      await end("requested");
      return { state: "requested" };
    }
    await end("failed", error.kind === "notFound");
    if (error.kind === "notFound") {
      throw new AppError("cannot_update", ENDED, { cause: error });
    }
    if (error.kind === "conflict" || error.kind === "unsupported") {
      throw new AppError("cannot_update", REFUSED[status], { cause: error });
    }
    throw error;
  } finally {
    ctx.liveCalls.forget(call.recording.sourceId);
  }
}

/** Throws not_found unless this live call is known, and within the caller's scope. */
export async function visibleLiveCall(ctx: ServiceContext, id: RecordingId): Promise<StoredLiveCall> {
  const source = ctx.sources.of(id);
  const call = source ? await liveCallOf(ctx, source, id) : null;
  if (!call) throw recordingNotFound();
  return call;
}
