import type { HttpAnswer } from "../http";
import { SourceError } from "../source";
import { failureOf, isGood, readJson, unreadable } from "./answers";
import {
  type RawActiveCall,
  type RawAgent,
  type RawAgentGroup,
  type RawPage,
  readActiveCalls,
  readAgentGroups,
  readAgents,
  readMetadata,
} from "./api-types";
import { FAMILY_LIMITS, USER_AGENT } from "./config";
import type { Limiter } from "./limiter";
import type { PathOf } from "./paths";
import { flag } from "./read";
import type { RingcxSession } from "./session";

/** `start`: `YYYY-MM-DD HH:mm:ss`, local to `timeZone` (fact sheet §4.1). */
export type MetadataQuery = Readonly<{ start: string; intervalSeconds: number; timeZone: string }>;

/** The calls of fact sheet §4, §5 and §7, typed and within their limits. Each throws SourceError. */
export type RingcxClient = Readonly<{
  /** Not counted here: its budget is a matter of its own (`limiter.ts`). `again`: before it is sent a second time. */
  metadata(query: MetadataQuery, signal: AbortSignal, again?: () => Promise<void>): Promise<RawPage>;
  /** Signs in when that is due: to be awaited before a metadata call is counted. */
  ready(signal: AbortSignal): Promise<void>;
  agentGroups(signal: AbortSignal): Promise<readonly RawAgentGroup[]>;
  agents(agentGroupId: string, signal: AbortSignal): Promise<readonly RawAgent[]>;
  /** `received` = rows that came, to tell a full page from the last one. */
  activeCalls(
    page: Readonly<{ page: number; maxRows: number }>,
    signal: AbortSignal,
  ): Promise<Readonly<{ calls: readonly RawActiveCall[]; received: number }>>;
  /** True = done. Sent once; `unclear` when nobody can know. */
  toggleRecording(uii: string, record: boolean, signal: AbortSignal): Promise<boolean>;
  /** The answer with its body unread, whatever its status. */
  openRecording(dialogId: string, segmentId: string, signal: AbortSignal): Promise<Response>;
}>;

/** A busy account's three hours may take long to gather. */
const METADATA_TIMEOUT_MS = 60_000;
const AUDIO_TIMEOUT_MS = 30_000;

export function createRingcxClient(
  parts: Readonly<{ session: RingcxSession; limiter: Limiter; pathOf: PathOf; subAccountId: string }>,
): RingcxClient {
  const { session, limiter, pathOf } = parts;
  const accept = { accept: "application/json", "user-agent": USER_AGENT };

  async function listed<T>(
    request: Readonly<{ path: string; query?: Record<string, string> }>,
    family: string,
    doing: string,
    read: (value: unknown) => T | null,
    signal: AbortSignal,
  ): Promise<T> {
    await limiter.take(family, FAMILY_LIMITS, signal);
    const answer = await session.send({ method: "GET", headers: accept, ...request, signal });
    const value = read(readJson(answer, { doing }));
    if (value === null) throw unreadable({ doing });
    return value;
  }

  return {
    ready: session.ready,

    async metadata({ start, intervalSeconds, timeZone }, signal, again) {
      const act = { doing: "listing calls" };
      const answer = await asQuestion(
        session.send(
          {
            method: "POST",
            path: pathOf("metadataPath"),
            headers: { ...accept, "content-type": "application/json" },
            body: JSON.stringify({ segmentEndTime: start, timeInterval: intervalSeconds, timeZone }),
            timeoutMs: METADATA_TIMEOUT_MS,
            signal,
          },
          again,
        ),
      );
      const page = readMetadata(readJson(answer, act));
      if (page === null) throw unreadable(act);
      return page;
    },

    agentGroups: (signal) =>
      listed({ path: pathOf("agentGroupsPath") }, "admin", "listing agent groups", readAgentGroups, signal),

    agents: (agentGroupId, signal) =>
      listed({ path: pathOf("agentsPath", { agentGroupId }) }, "admin", "listing agents", readAgents, signal),

    activeCalls({ page, maxRows }, signal) {
      const query = {
        product: "ACCOUNT",
        productId: parts.subAccountId,
        page: String(page),
        maxRows: String(maxRows),
      };
      const path = pathOf("activeCallsPath");
      return listed({ path, query }, "live", "listing live calls", readActiveCalls, signal);
    },

    async toggleRecording(uii, record, signal) {
      const act = { doing: "changing the recording of a live call", changes: true };
      await limiter.take("live", FAMILY_LIMITS, signal);
      const answer: HttpAnswer = await session.send({
        method: "POST",
        path: pathOf("toggleRecordingPath", { uii }),
        query: { record: String(record) },
        headers: { accept: "text/plain, application/json", "user-agent": USER_AGENT },
        signal,
      });
      if (!isGood(answer.status)) throw failureOf(answer, act);
      const isDone = flag(answer.text);
      if (isDone === null) throw unreadable(act);
      return isDone;
    },

    async openRecording(dialogId, segmentId, signal) {
      await limiter.take("media", FAMILY_LIMITS, signal);
      return session.open({
        method: "GET",
        path: pathOf("recordingPath", { dialogId, segmentId }),
        // Compressed audio would make its length unknown and gain nothing.
        headers: { accept: "audio/wav", "accept-encoding": "identity", "user-agent": USER_AGENT },
        timeoutMs: AUDIO_TIMEOUT_MS,
        signal,
      });
    },
  };
}

/** The report is asked for by POST but changes nothing: no outcome of it is unclear. */
async function asQuestion<T>(sent: Promise<T>): Promise<T> {
  try {
    return await sent;
  } catch (error) {
    if (!(error instanceof SourceError) || !error.unclear) throw error;
    throw new SourceError(error.kind, error.message, { retryAfterMs: error.retryAfterMs });
  }
}
