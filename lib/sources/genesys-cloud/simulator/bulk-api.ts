/** Bulk jobs over many recordings: PENDING, READY, started by their submitter, PROCESSING, FULFILLED (§6.3). */
import { z } from "zod";
import { empty, failures, json } from "./answers";
import { find } from "./find-conversations";
import { begin, type Progress, stepsOf } from "./jobs";
import { filtersOf, QuerySchema, readInterval, wholeDays } from "./query";
import { type Ctx, dateOf, listing, needAll, type Route } from "./route";
import { checkFilters } from "./search-filters";
import { iso } from "./wire";
import { anyDraft, type Known, recordingsOf, type World } from "./world";

const MOST_AT_ONCE = 2;
const DAY_MS = 86_400_000;
const MOST_DAYS = 5_000;

const AgeSchema = z.int().min(0).max(36_500).nullish();
const BulkSchema = z.looseObject({
  action: z.enum(["ARCHIVE", "DELETE", "EXPORT"]),
  actionDate: z.string().nullish(),
  actionAge: AgeSchema,
  integrationId: z.string().nullish(),
  includeRecordingsWithSensitiveData: z.boolean().nullish(),
  includeScreenRecordings: z.boolean().nullish(),
  includePolicyBasedRecordings: z.boolean().nullish(),
  includeSnippetRecordings: z.boolean().nullish(),
  conversationQuery: QuerySchema.nullish(),
  agedConversationInterval: z.string().nullish(),
});
type BulkQuery = z.infer<typeof BulkSchema>;

type Pair = Readonly<{ conversationId: string; recordingId: string }>;

export type BulkJob = {
  readonly id: string;
  readonly clientId: string;
  readonly query: BulkQuery;
  readonly createdMs: number;
  progress: Progress;
  state: "PENDING" | "READY" | "PROCESSING" | "FULFILLED" | "CANCELLED" | "FAILED";
  conversations: number;
  recordings: readonly Pair[];
  skipped: number;
  processed: number;
  failed: readonly Pair[];
};

const RETENTION = ["recording", "screenRecording", "snippetRecording"].map(
  (entity) => `recording:${entity}:editRetention`,
);

function check(query: BulkQuery): void {
  const ways = [query.conversationQuery, query.agedConversationInterval].filter((one) => one != null).length;
  if (ways !== 1) throw failures.badRequest("Give a conversationQuery or an agedConversationInterval.");
  if (query.action === "EXPORT" && query.integrationId == null) {
    throw failures.badRequest("An export needs an integrationId.");
  }
  if (query.action !== "EXPORT" && (query.actionDate == null) === (query.actionAge == null)) {
    throw failures.badRequest("Give an actionDate or an actionAge.");
  }
  if (query.actionDate != null) dateOf(query.actionDate);
  if (query.conversationQuery != null) {
    readInterval(query.conversationQuery.interval, MOST_DAYS);
    checkFilters(filtersOf(query.conversationQuery));
  } else readInterval(query.agedConversationInterval ?? "", 186);
}

async function submit(ctx: Ctx): Promise<Response> {
  const { world, caller } = ctx;
  const query = await ctx.body(BulkSchema);
  check(query);
  if (query.includeRecordingsWithSensitiveData === true) {
    needAll(caller, ["recording:recording:viewSensitiveData"]);
  }
  const running = [...world.jobs.bulk.values()].filter((job) =>
    ["PENDING", "PROCESSING"].includes(job.state),
  );
  if (running.length >= MOST_AT_ONCE) {
    throw failures.conflict(`At most ${MOST_AT_ONCE} jobs may be pending or processing.`);
  }
  const job: BulkJob = {
    id: world.newId(),
    clientId: caller.client.clientId,
    query,
    createdMs: world.now(),
    progress: begin(world.now()),
    state: "PENDING",
    conversations: 0,
    recordings: [],
    skipped: 0,
    processed: 0,
    failed: [],
  };
  world.jobs.bulk.set(job.id, job);
  return json(202, show(job));
}

function isWanted({ facts }: Known, query: BulkQuery): boolean {
  if (facts.subtype === "Screen" && query.includeScreenRecordings === false) return false;
  if (facts.subtype === "Snippet" && query.includeSnippetRecordings === false) return false;
  if (facts.role === "CUSTOMER_EXPERIENCE" && query.includePolicyBasedRecordings === false) return false;
  return !facts.sensitive || query.includeRecordingsWithSensitiveData === true;
}

/** Finds what the job is about, once it is ready. */
function collect(ctx: Ctx, job: BulkJob): void {
  const { world, caller } = ctx;
  const { conversationQuery, agedConversationInterval } = job.query;
  const query = conversationQuery ?? { interval: agedConversationInterval ?? "" };
  const visibleMs = world.now() - world.switches.bulkLagMs;
  const span = wholeDays(readInterval(query.interval, MOST_DAYS));
  const found = find(world, caller, span, query, {
    withAttributes: false,
    keep: (draft) => draft.endMs !== null && draft.endMs <= visibleMs,
  });
  const all = found.page(0, found.length).flatMap(({ conversationId }) => {
    const draft = anyDraft(world, conversationId);
    return draft === null ? [] : recordingsOf(world, draft);
  });
  const wanted = all.filter((known) => isWanted(known, job.query));
  job.conversations = found.length;
  job.recordings = wanted.map(({ facts }) => ({
    conversationId: facts.conversationId,
    recordingId: facts.id,
  }));
  job.skipped = all.length - wanted.length;
}

/** Does to every recording what the job is for; protected ones fail. */
function apply(world: World, job: BulkJob): void {
  const failed: Pair[] = [];
  for (const pair of job.recordings) {
    const draft = anyDraft(world, pair.conversationId);
    const facts = draft?.recordings.find((one) => one.id === pair.recordingId);
    const isBlocked = job.query.action === "DELETE" && world.changes.protectedIds.has(pair.conversationId);
    if (facts === undefined || isBlocked) {
      failed.push(pair);
      continue;
    }
    const dateMs =
      job.query.actionDate != null
        ? dateOf(job.query.actionDate)
        : facts.endMs + (job.query.actionAge ?? 0) * DAY_MS;
    const changes =
      job.query.action === "DELETE"
        ? { deleteMs: dateMs }
        : job.query.action === "ARCHIVE"
          ? { archiveMs: dateMs }
          : { exportMs: world.now() };
    world.changes.change(pair.conversationId, pair.recordingId, changes);
  }
  job.failed = failed;
  job.processed = job.recordings.length - failed.length;
}

function advance(ctx: Ctx, job: BulkJob): void {
  const { world } = ctx;
  if (job.state !== "PENDING" && job.state !== "PROCESSING") return;
  if (stepsOf(job.progress, world.switches, world.now()) < 1) return;
  if (world.switches.failJobs) job.state = "FAILED";
  else if (job.state === "PENDING") {
    collect(ctx, job);
    job.state = "READY";
  } else {
    apply(world, job);
    job.state = "FULFILLED";
  }
}

function show(job: BulkJob): Record<string, unknown> {
  const total = job.recordings.length;
  const isCounted = job.state !== "PENDING";
  return {
    id: job.id,
    state: job.state,
    recordingJobsQuery: job.query,
    dateCreated: iso(job.createdMs),
    user: { id: job.clientId },
    ...(isCounted
      ? {
          totalConversations: job.conversations,
          totalRecordings: total,
          totalSkippedRecordings: job.skipped,
          totalFailedRecordings: job.failed.length,
          totalProcessedRecordings: job.processed,
          percentProgress: job.state === "FULFILLED" ? 100 : 0,
        }
      : {}),
    ...(job.state === "FAILED" ? { errorMessage: "The job could not be executed." } : {}),
    failedRecordings: `/api/v2/recording/jobs/${job.id}/failedrecordings`,
    selfUri: `/api/v2/recording/jobs/${job.id}`,
  };
}

function jobOf({ world, params }: Ctx): BulkJob {
  const job = world.jobs.bulk.get(params[0] ?? "");
  if (job === undefined) throw failures.notFound(params[0] ?? "");
  return job;
}

function read(ctx: Ctx): Response {
  const job = jobOf(ctx);
  advance(ctx, job);
  return json(200, show(job));
}

const StartSchema = z.looseObject({ state: z.string() });

async function start(ctx: Ctx): Promise<Response> {
  needAll(ctx.caller, RETENTION);
  const { state } = await ctx.body(StartSchema);
  const job = jobOf(ctx);
  if (job.clientId !== ctx.caller.client.clientId) {
    throw failures.notAuthorized("Only whoever made the job may start it.");
  }
  if (state !== "PROCESSING")
    throw failures.badRequest("A job can only be set to PROCESSING.", "invalid.value");
  if (job.state !== "READY") throw failures.conflict("The job is not ready.");
  job.state = "PROCESSING";
  job.progress = begin(ctx.world.now());
  return json(200, show(job));
}

function cancel(ctx: Ctx): Response {
  const job = jobOf(ctx);
  if (job.state !== "FULFILLED" && job.state !== "FAILED") job.state = "CANCELLED";
  return empty(204);
}

const failedOf = (ctx: Ctx): Response =>
  json(
    200,
    listing(
      jobOf(ctx).failed.map(({ conversationId, recordingId }) => ({
        conversation: { id: conversationId, selfUri: `/api/v2/conversations/${conversationId}` },
        recording: {
          id: recordingId,
          selfUri: `/api/v2/conversations/${conversationId}/recordings/${recordingId}`,
        },
      })),
      `/recording/jobs/${ctx.params[0] ?? ""}/failedrecordings`,
      ctx.query,
      { fallback: 25, most: 100 },
    ),
  );

const path = "/recording/jobs";
const VIEW = ["recording:job:view"];

export const BULK_ROUTES: readonly Route[] = [
  { method: "POST", path, family: "bulk", anyOf: ["recording:job:add"], handle: submit },
  {
    method: "GET",
    path,
    family: "bulk",
    anyOf: VIEW,
    handle: ({ world, query }) =>
      json(200, listing([...world.jobs.bulk.values()].map(show), path, query, { fallback: 25, most: 100 })),
  },
  { method: "GET", path: `${path}/{}`, family: "bulk", anyOf: VIEW, handle: read },
  { method: "PUT", path: `${path}/{}`, family: "bulk", anyOf: ["recording:job:edit"], handle: start },
  { method: "DELETE", path: `${path}/{}`, family: "bulk", anyOf: ["recording:job:delete"], handle: cancel },
  { method: "GET", path: `${path}/{}/failedrecordings`, family: "bulk", anyOf: VIEW, handle: failedOf },
];
