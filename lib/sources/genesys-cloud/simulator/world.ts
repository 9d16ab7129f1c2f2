/** Everything the routes share. */
import { failures } from "./answers";
import type { Changes } from "./changes";
import type { CloudClient } from "./clients";
import type { Draft, RecordingFacts } from "./draft";
import type { Selections } from "./find-conversations";
import type { Jobs } from "./jobs";
import type { LiveCalls } from "./live-calls";
import { liveDraft } from "./live-draft";
import { type RecordingNow, recordingNow } from "./recording-state";
import type { Store } from "./store";
import type { CloudSwitches } from "./switches";
import type { Token, Tokens } from "./tokens";
import type { Transcoder } from "./transcoder";

export type World = Readonly<{
  store: Store;
  live: LiveCalls;
  changes: Changes;
  switches: CloudSwitches;
  tokens: Tokens;
  transcoder: Transcoder;
  jobs: Jobs;
  selections: Selections;
  mediaBaseUrl: string;
  signingKey: string;
  now: () => number;
  /** A fresh UUID, the same in every run. */
  newId: () => string;
}>;

export type Caller = Readonly<{
  client: CloudClient;
  token: Token;
  may: (permission: string) => boolean;
  sees: (divisionIds: readonly string[] | undefined) => boolean;
}>;

export function callerOf(client: CloudClient, token: Token): Caller {
  const divisions = new Set(client.divisions.map((division) => division.id));
  return {
    client,
    token,
    may: (permission) => client.permissions.has(permission),
    sees: (ids) => ids === undefined || ids.length === 0 || ids.some((id) => divisions.has(id)),
  };
}

/** Live calls and those that were live, as analytics know them: a few seconds late. */
export function liveDrafts(world: World, fromMs: number, toMs: number): Draft[] {
  const nowMs = world.now();
  const knownMs = nowMs - world.switches.analyticsLagMs;
  return world.live.startedBetween(fromMs, Math.min(toMs, knownMs + 1)).map((spec) => {
    const endMs = world.live.endOf(spec);
    return liveDraft(
      spec,
      world.live.actsOf(spec.id),
      endMs !== null && endMs <= knownMs ? endMs : null,
      nowMs,
    );
  });
}

/** One conversation, with or without anybody's right to see it; null when there is none. Live ones are known at once here. */
export function anyDraft(world: World, id: string): Draft | null {
  const nowMs = world.now();
  const spec = world.live.find(id, nowMs);
  if (spec === null) return world.store.find(id);
  const endMs = world.live.endOf(spec);
  return liveDraft(spec, world.live.actsOf(id), endMs !== null && endMs <= nowMs ? endMs : null, nowMs);
}

/** The conversation, or 404 when it is not there or in a division that the caller does not see. */
export function findDraft(world: World, caller: Caller, id: string): Draft {
  const draft = anyDraft(world, id);
  if (draft === null || !caller.sees(draft.conversation.divisionIds)) throw failures.notFound(id);
  return draft;
}

export type Known = Readonly<{ draft: Draft; facts: RecordingFacts; now: RecordingNow }>;

export function recordingNowOf(world: World, draft: Draft, facts: RecordingFacts): RecordingNow {
  const { changes, switches } = world;
  const uploadedMs = draft.uploadsAfterMs === undefined ? null : draft.uploadsAfterMs + switches.uploadMs;
  return recordingNow({ facts, changes, switches, nowMs: world.now(), uploadedMs });
}

/** The recordings of a conversation that are still there. */
export function recordingsOf(world: World, draft: Draft): Known[] {
  return draft.recordings
    .map((facts) => ({ draft, facts, now: recordingNowOf(world, draft, facts) }))
    .filter(({ now }) => !now.isMissing);
}

export function findRecording(
  world: World,
  caller: Caller,
  conversationId: string,
  recordingId: string,
): Known {
  const draft = findDraft(world, caller, conversationId);
  const found = recordingsOf(world, draft).find(({ facts }) => facts.id === recordingId);
  if (found === undefined) throw failures.notFound(recordingId);
  return found;
}
