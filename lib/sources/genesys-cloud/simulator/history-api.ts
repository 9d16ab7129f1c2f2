/** Asynchronous jobs over past conversations: states, pages by cursor, attributes, data behind the clock (§4.2). */
import { z } from "zod";
import { empty, failures, json } from "./answers";
import { type Found, find } from "./find-conversations";
import { begin, type Progress, stepsOf } from "./jobs";
import { filtersOf, QuerySchema, readInterval, wholeDays } from "./query";
import { type Ctx, numberOf, type Route } from "./route";
import { SEARCH_PERMISSIONS } from "./search";
import { checkFilters } from "./search-filters";
import { iso } from "./wire";
import type { World } from "./world";

const DAY_MS = 86_400_000;
const KEPT_MS = DAY_MS;
const MOST_DAYS = 5_000;

const JobSchema = QuerySchema.extend({
  limit: z.int().min(1).nullish(),
  startOfDayIntervalMatching: z.boolean().nullish(),
});

export type HistoryJob = {
  readonly id: string;
  readonly clientId: string;
  readonly query: z.infer<typeof JobSchema>;
  readonly submittedMs: number;
  readonly progress: Progress;
  state: "QUEUED" | "PENDING" | "FULFILLED" | "FAILED" | "CANCELLED";
  completedMs: number | null;
  found: Found | null;
  /** Set when the job was fulfilled: what it read went up to here. */
  availableMs: number;
};

const availableMs = (world: World): number => world.now() - world.switches.jobDataLagMs;

async function submit(ctx: Ctx): Promise<Response> {
  const { world, caller } = ctx;
  const query = await ctx.body(JobSchema);
  readInterval(query.interval, MOST_DAYS);
  checkFilters(filtersOf(query));
  if (query.paging != null) throw failures.badRequest("A job takes no paging.");
  const job: HistoryJob = {
    id: world.newId(),
    clientId: caller.client.clientId,
    query,
    submittedMs: world.now(),
    progress: begin(world.now()),
    state: "QUEUED",
    completedMs: null,
    found: null,
    availableMs: 0,
  };
  world.jobs.history.set(job.id, job);
  return json(202, { jobId: job.id });
}

function jobOf({ world, caller, params }: Ctx): HistoryJob {
  const job = world.jobs.history.get(params[0] ?? "");
  if (job === undefined || job.clientId !== caller.client.clientId) throw failures.notFound(params[0] ?? "");
  return job;
}

const isOpen = (job: HistoryJob): boolean => job.state === "QUEUED" || job.state === "PENDING";

const isExpired = (job: HistoryJob, nowMs: number): boolean =>
  job.completedMs !== null && nowMs >= job.completedMs + KEPT_MS;

function advance(ctx: Ctx, job: HistoryJob): void {
  const { world } = ctx;
  if (!isOpen(job)) return;
  const steps = stepsOf(job.progress, world.switches, world.now());
  if (steps >= 2) {
    job.state = world.switches.failJobs ? "FAILED" : "FULFILLED";
    job.completedMs = world.now();
    job.availableMs = availableMs(world);
  } else if (steps >= 1) job.state = "PENDING";
}

function status(ctx: Ctx): Response {
  const job = jobOf(ctx);
  advance(ctx, job);
  const state = isExpired(job, ctx.world.now()) ? "EXPIRED" : job.state;
  return json(isOpen(job) ? 202 : 200, {
    state,
    ...(job.state === "FAILED" ? { errorMessage: "The query could not be executed." } : {}),
    submissionDate: iso(job.submittedMs),
    ...(job.completedMs === null
      ? {}
      : { completionDate: iso(job.completedMs), expirationDate: iso(job.completedMs + KEPT_MS) }),
  });
}

/** What had activity in the interval and is in the store that jobs read; with attributes. */
function select(ctx: Ctx, job: HistoryJob): Found {
  const interval = readInterval(job.query.interval, MOST_DAYS);
  if (job.query.startOfDayIntervalMatching === true) {
    const span = wholeDays(interval);
    return find(ctx.world, ctx.caller, span, job.query, {
      withAttributes: true,
      keep: (draft) => (draft.endMs ?? job.availableMs) <= job.availableMs,
    });
  }
  const span = { fromMs: interval.fromMs - DAY_MS, toMs: interval.toMs };
  return find(ctx.world, ctx.caller, span, job.query, {
    withAttributes: true,
    keep: (draft) => draft.endMs !== null && draft.endMs >= interval.fromMs && draft.endMs <= job.availableMs,
  });
}

function results(ctx: Ctx): Response {
  const job = jobOf(ctx);
  if (isExpired(job, ctx.world.now())) throw failures.notFound(job.id);
  if (job.state !== "FULFILLED") throw failures.badRequest("The job has no results.");
  job.found ??= select(ctx, job);
  const pageSize = numberOf(ctx.query, "pageSize", 100, 1, 1_000);
  const from = Number(Buffer.from(ctx.query.get("cursor") ?? "", "base64url").toString() || "0");
  if (!Number.isInteger(from) || from < 0) throw failures.badRequest("The cursor is not one of ours.");
  const length = Math.min(job.found.length, job.query.limit ?? Number.POSITIVE_INFINITY);
  const conversations = job.found.page(from, Math.min(from + pageSize, length));
  const next = from + conversations.length;
  return json(200, {
    ...(conversations.length === 0 && ctx.world.switches.omitsEmptyConversations ? {} : { conversations }),
    ...(next < length && conversations.length > 0
      ? { cursor: Buffer.from(String(next)).toString("base64url") }
      : {}),
    dataAvailabilityDate: iso(job.availableMs),
  });
}

function cancel(ctx: Ctx): Response {
  const job = jobOf(ctx);
  if (isOpen(job)) {
    job.state = "CANCELLED";
    job.completedMs = ctx.world.now();
  }
  return empty(204);
}

const path = "/analytics/conversations/details/jobs";
const common = { family: "jobs", anyOf: SEARCH_PERMISSIONS } as const;

export const HISTORY_ROUTES: readonly Route[] = [
  { method: "POST", path, ...common, handle: submit },
  {
    method: "GET",
    path: `${path}/availability`,
    family: "jobs",
    anyOf: ["analytics:conversationDetail:view"],
    handle: ({ world }) => json(200, { dataAvailabilityDate: iso(availableMs(world)) }),
  },
  { method: "GET", path: `${path}/{}`, ...common, handle: status },
  { method: "GET", path: `${path}/{}/results`, ...common, handle: results },
  { method: "DELETE", path: `${path}/{}`, ...common, handle: cancel },
];
