import { liveRecordingId, type SourceId } from "@/lib/domain/ids";
import type { CallEvent, Recording } from "@/lib/domain/recording";
import {
  type LiveCall,
  type LiveOutcome,
  type LiveStatus,
  type RecordingSource,
  SourceError,
} from "../source";
import { type RawChannel, RawDocumentSchema } from "./api-types";
import type { KazooClient, RecordAction } from "./client";
import type { Directory } from "./directory";
import { KazooError } from "./envelope";
import { epochOfGregorian } from "./gregorian";
import { legKey } from "./leg-key";
import { contactsOf, type People } from "./map-events";
import { legsOf } from "./parties";
import { reasonOf } from "./waits";

type Live = Extract<RecordingSource["live"], { supported: true }>;

export type LiveContext = Readonly<{
  client: KazooClient;
  directory: Directory;
  sourceId: SourceId;
  now: () => number;
  groupsOf: (units: readonly string[]) => readonly string[];
  fill: "silence" | "cut";
}>;

/**
 * How far a mask's edges may lie from the moment at which it was asked for: the request goes through a queue and is never
 * confirmed (fact sheet §10.1). [unknown: chosen]
 */
const UNCERTAIN_MS = 2_000;
/** A server without the list of channels is not asked again at every look. */
const ASKED_AGAIN_AFTER_MS = 10 * 60_000;
const CAN: readonly LiveStatus[] = ["paused", "recording", "stopped"];

/** Never `toggle`: open-source Kazoo starts a second recording at it (fact sheet §10.1). */
const ACTIONS: Readonly<Record<LiveStatus, RecordAction>> = {
  paused: "mask",
  recording: "unmask",
  stopped: "stop",
};

const NOT_LISTED = "This Kazoo server does not list the calls that are going on.";

function notListed(): SourceError {
  return new SourceError("unsupported", NOT_LISTED);
}

export type KazooLive = Live & Readonly<{ whyEmpty(): string | null }>;

/** Answered calls, each once, from the account's channels (public Kazoo docs `crossbar/doc/channels.md`). */
export function kazooLive(context: LiveContext): KazooLive {
  let missingUntilMs = Number.NEGATIVE_INFINITY;

  return {
    supported: true,
    masksFromActs: { fill: context.fill, uncertainMs: UNCERTAIN_MS },
    whyEmpty: () => (context.now() < missingUntilMs ? NOT_LISTED : null),
    async list(signal) {
      if (signal.aborted) throw reasonOf(signal);
      if (context.now() < missingUntilMs) throw notListed();
      try {
        const channels = callsOf(await context.client.channels(signal));
        const isOwned = channels.some(({ ownerId }) => ownerId !== null);
        const people: People = isOwned ? await context.directory.people(signal) : new Map();
        return channels.flatMap((channel) => liveCall(channel, people, context) ?? []);
      } catch (error) {
        const isMissing =
          error instanceof KazooError && (error.said === "noSuchModule" || error.kind === "unsupported");
        if (!isMissing) throw error;
        missingUntilMs = context.now() + ASKED_AGAIN_AFTER_MS;
        throw notListed();
      }
    },
    async set(vendorLiveId, status, signal): Promise<LiveOutcome> {
      try {
        await context.client.record(vendorLiveId, ACTIONS[status], signal);
      } catch (error) {
        throw refusal(error);
      }
      return { state: "requested" };
    },
  };
}

/** Words that fit a call instead of a recording. */
function refusal(error: unknown): unknown {
  if (!(error instanceof KazooError)) return error;
  if (error.kind === "notFound") return new SourceError("notFound", "Kazoo has no such call any more.");
  if (error.said === "noSuchModule") {
    return new SourceError("unsupported", "This Kazoo server can't control calls that are going on.");
  }
  const isNo = error.kind === "invalid" || error.kind === "forbidden";
  return isNo ? new SourceError("conflict", "Kazoo refuses to do this to the call.") : error;
}

/**
 * One channel for each call: both legs of a call are channels. The leg of one of our people is taken, since that is the one
 * that is recorded as theirs (its id is the recording's `call_id`); between two such, the one that came into the switch.
 */
function callsOf(channels: readonly RawChannel[]): RawChannel[] {
  const calls = new Map<string, RawChannel[]>();
  for (const channel of channels.filter(({ isAnswered }) => isAnswered)) {
    const pair = [channel.uuid, channel.otherLeg ?? channel.uuid].sort();
    const key = channel.interactionId ?? pair.join("\n");
    calls.set(key, [...(calls.get(key) ?? []), channel]);
  }
  return [...calls.values()].flatMap((legs) => [...legs].sort(firstLegFirst).slice(0, 1));
}

function firstLegFirst(a: RawChannel, b: RawChannel): number {
  const owned = Number(b.ownerId !== null) - Number(a.ownerId !== null);
  const enters = Number(b.direction === "inbound") - Number(a.direction === "inbound");
  const begins = (a.timestamp ?? Number.MAX_SAFE_INTEGER) - (b.timestamp ?? Number.MAX_SAFE_INTEGER);
  return owned || enters || begins || (a.uuid < b.uuid ? -1 : 1);
}

/** Null = its id can't be one of ours (over 512 bytes). */
function liveCall(channel: RawChannel, people: People, context: LiveContext): LiveCall | null {
  const id = liveIdOf(context.sourceId, channel.uuid);
  if (id === null) return null;
  // A channel tells of its ends what a document tells, in other words.
  const document = RawDocumentSchema.parse({
    id: channel.uuid,
    direction: channel.direction,
    caller_id_number: channel.callerNumber,
    caller_id_name: channel.callerName,
    callee_id_number: channel.calleeNumber,
    callee_id_name: channel.calleeName,
    from: channel.presenceId,
    to: channel.destination,
    owner_id: channel.ownerId,
    custom_channel_vars: {
      "Privacy-Hide-Number": channel.hidesNumber,
      "Privacy-Hide-Name": channel.hidesName,
    },
  });
  const [leg] = legsOf([document]);
  if (leg === undefined) return null;
  const startMs = epochOfGregorian(channel.timestamp);
  const callId = legKey(context.sourceId, { id: channel.uuid, callId: channel.uuid });
  const events = contactsOf(leg, people).map(
    (contact): CallEvent => ({ occurredAtMs: startMs, event: "Joined", callId, contact, data: null }),
  );
  const recording: Recording = {
    id,
    sourceId: context.sourceId,
    vendor: "kazoo",
    vendorId: `live-${channel.uuid}`,
    callerPhoneNumber: leg.caller.number,
    dialedPhoneNumber: leg.callee.number,
    startMs,
    stopMs: null,
    callType: leg.direction.callType,
    region: null,
    screenRecording: false,
    nonDelete: false,
    events,
    mediaFiles: [],
  };
  return {
    vendorLiveId: channel.uuid,
    recording,
    // Kazoo tells neither whether a call is being recorded nor whether it is masked.
    status: "unknown",
    can: CAN,
    accessGroups: channel.ownerId === null ? [] : context.groupsOf([channel.ownerId]),
  };
}

function liveIdOf(sourceId: SourceId, uuid: string) {
  try {
    return liveRecordingId(sourceId, uuid);
  } catch {
    return null;
  }
}
