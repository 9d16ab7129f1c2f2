import { z } from "zod";
import { claimJob, finishJob, finishJobItem, type JobRow, nextJobItems, renewJob } from "@/lib/catalog/jobs";
import { getRecording } from "@/lib/catalog/recordings";
import { findUserById } from "@/lib/catalog/users";
import { recordingNotFound } from "@/lib/domain/errors";
import { RecordingIdSchema } from "@/lib/domain/ids";
import { labelKey } from "@/lib/domain/labels";
import { pause } from "@/lib/pause";
import type { Runtime, ServiceContext } from "@/lib/services/context";
import { contextOfUser } from "@/lib/services/context-of-user";
import { BULK_OPERATIONS } from "@/lib/services/jobs/bulk";
import { addRecordingLabel, removeRecordingLabel } from "@/lib/services/labels/recording-labels";
import { deleteRecording } from "@/lib/services/recordings/delete-recording";
import { protectRecording } from "@/lib/services/recordings/protect-recording";
import { statusCodeOf } from "@/lib/services/status-code";

const POLL_MS = 500;
const CLAIM_MS = 30_000;
const BATCH = 20;

const BulkParamsSchema = z.object({
  operation: z.enum(BULK_OPERATIONS),
  name: z.string().optional(),
  reason: z.string().optional(),
  address: z.string().default(""),
});
type BulkParams = z.infer<typeof BulkParamsSchema>;

/** Runs queued jobs, one at a time on this server; a killed server's job goes on where it stood. */
export function startJobs(runtime: Runtime): Readonly<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      const worked = await workOnce(runtime, stopping.signal).catch((error: unknown) => {
        runtime.log.error({ err: error }, "a job failed");
        return false;
      });
      if (!worked) await pause(POLL_MS, stopping.signal);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

async function workOnce(runtime: Runtime, signal: AbortSignal): Promise<boolean> {
  const job = await claimJob(runtime.catalog.db, {
    owner: runtime.owner,
    ttlMs: CLAIM_MS,
    nowMs: runtime.now(),
  });
  if (!job) return false;
  const params = BulkParamsSchema.safeParse(job.params);
  if (!params.success) {
    await finishJob(runtime.catalog.db, job.id, "failed", runtime.now());
    return true;
  }
  for (;;) {
    const items = await nextJobItems(runtime.catalog.db, job.id, BATCH);
    if (items.length === 0) break;
    for (const item of items) {
      if (signal.aborted) return true;
      const isOurs = await renewJob(runtime.catalog.db, job.id, runtime.owner, CLAIM_MS, runtime.now());
      if (!isOurs) return true;
      await finishJobItem(
        runtime.catalog.db,
        job.id,
        item.position,
        await runItem(runtime, job, params.data, item.recordingId),
      );
    }
  }
  await finishJob(runtime.catalog.db, job.id, "done", runtime.now());
  return true;
}

/** One recording's turn, with the rights that its owner has now. The statusCode of its answer; 0 = done. */
async function runItem(
  runtime: Runtime,
  job: JobRow,
  params: BulkParams,
  recordingId: string,
): Promise<number> {
  try {
    const ctx = await contextOf(runtime, job, params.address);
    await runOperation(ctx, params, recordingId);
    return 0;
  } catch (error) {
    const code = statusCodeOf(error);
    if (code === 4) runtime.log.warn({ err: error, job: job.id }, "a recording of a job failed");
    return code;
  }
}

async function runOperation(ctx: ServiceContext, params: BulkParams, recordingId: string): Promise<void> {
  const parsed = RecordingIdSchema.safeParse(recordingId);
  if (!parsed.success) throw recordingNotFound();
  const id = parsed.data;
  switch (params.operation) {
    case "delete":
      await deleteRecording(ctx, id, { reason: params.reason });
      return;
    case "applyNonDelete":
      return protectRecording(ctx, id, "applyNonDelete");
    case "addLabel":
    case "removeLabel": {
      const recording = await getRecording(ctx.scope, ctx.catalog.db, id);
      if (!recording || params.name === undefined) throw recordingNotFound();
      const wanted = labelKey(params.name);
      const carried = recording.labels.filter((label) => labelKey(label.name) === wanted);
      if (params.operation === "addLabel") {
        // A job that was killed between the vendor's answer and its own note finds its label there and goes on.
        if (carried.length === 0) await addRecordingLabel(ctx, id, { name: params.name });
        return;
      }
      for (const label of carried) await removeRecordingLabel(ctx, id, label.id);
    }
  }
}

async function contextOf(runtime: Runtime, job: JobRow, address: string): Promise<ServiceContext> {
  const user = await findUserById(runtime.catalog.db, job.userId);
  if (!user || user.disabled) throw recordingNotFound();
  return contextOfUser(runtime, user, { id: `job-${job.id}`, address });
}
