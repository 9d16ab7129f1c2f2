import { parseVendorTime } from "@/lib/domain/time";
import { type ConversationPage, readConversations } from "./api-conversation";
import { type Asking, segment } from "./client";
import { JOB } from "./config";
import { CloudError, unreadable } from "./errors";
import type { CloudSession } from "./session";
import { isRecord, text, word } from "./tolerant";

/** The asynchronous details job (fact sheet §4.2): for history it tells attributes, and pages of any depth. */
export type HistoryJobs = Readonly<{
  /** Conversations up to this time (epoch ms) are in the store that jobs read; null = our account has no jobs. */
  availableUntilMs(asking: Asking): Promise<number | null>;
  /** The new job's id; null = our account has no jobs. */
  start(query: Readonly<Record<string, unknown>>, asking: Asking): Promise<string | null>;
  /** `lost` = failed, cancelled, expired or unknown: what it was to tell must be asked for otherwise. */
  state(jobId: string, asking: Asking): Promise<"running" | "done" | "lost">;
  /** Null = the job is lost. */
  results(jobId: string, cursor: string | null, asking: Asking): Promise<ConversationPage | null>;
}>;

const ROOT = "/analytics/conversations/details/jobs";
const DOING = "searching history";
const ACT = { doing: DOING, changes: false };

export function createHistoryJobs(session: CloudSession, now: () => number): HistoryJobs {
  let isOff = false;
  let known: Readonly<{ untilMs: number | null; goodUntilMs: number }> | null = null;

  /** What the call brings; null when jobs are not for us, which is then remembered for good. */
  async function unlessOff<T>(ask: () => Promise<T>): Promise<T | null> {
    if (isOff) return null;
    try {
      return await ask();
    } catch (error) {
      if (!isNotForUs(error)) throw error;
      isOff = true;
      return null;
    }
  }

  return {
    async availableUntilMs(asking) {
      if (known !== null && now() < known.goodUntilMs && !isOff) return known.untilMs;
      const body = await unlessOff(async () => {
        const answer = await session.send({
          method: "GET",
          path: `${ROOT}/availability`,
          ...asking,
          act: ACT,
        });
        return answer.body;
      });
      const untilMs = isRecord(body) ? parseVendorTime(body.dataAvailabilityDate) : null;
      known = { untilMs, goodUntilMs: now() + JOB.availabilityMs };
      return untilMs;
    },

    start: (query, asking) =>
      unlessOff(async () => {
        const { body } = await session.send({ method: "POST", path: ROOT, body: query, ...asking, act: ACT });
        const jobId = isRecord(body) ? text(body.jobId) : null;
        if (jobId === null) throw unreadable(DOING);
        return jobId;
      }),

    async state(jobId, asking) {
      const path = `${ROOT}/${segment(jobId)}`;
      try {
        const { body } = await session.send({ method: "GET", path, ...asking, act: ACT });
        switch (isRecord(body) ? word(body.state) : null) {
          case "queued":
          case "pending":
            return "running";
          case "fulfilled":
            return "done";
          default:
            return "lost";
        }
      } catch (error) {
        if (isGone(error)) return "lost";
        throw error;
      }
    },

    async results(jobId, cursor, asking) {
      const path = `${ROOT}/${segment(jobId)}/results`;
      const query = { pageSize: String(JOB.pageSize), ...(cursor === null ? {} : { cursor }) };
      try {
        const { body } = await session.send({ method: "GET", path, query, ...asking, act: ACT });
        const page = readConversations(body, "job");
        if (page === null) throw unreadable(DOING);
        return page;
      } catch (error) {
        if (isGone(error)) return null;
        throw error;
      }
    },
  };
}

/** Forbidden, or an organisation without this call. */
function isNotForUs(error: unknown): boolean {
  if (!(error instanceof CloudError)) return false;
  return error.status === 403 || error.kind === "notFound" || error.kind === "unsupported";
}

/** The vendor does not know the job any more, or does not take its cursor. */
function isGone(error: unknown): boolean {
  return error instanceof CloudError && ["notFound", "invalid", "conflict"].includes(error.kind);
}
