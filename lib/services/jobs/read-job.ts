import { getJob, cancelJob as stopJob } from "@/lib/catalog/jobs";
import type { JobAnswer } from "@/lib/domain/answers";
import { AppError } from "@/lib/domain/errors";
import { noted } from "../audited";
import type { ServiceContext } from "../context";

const notFound = () => new AppError("not_found", "There is no such job.");

/** How far a job is. One's own; any for administrators. */
export async function readJob(ctx: ServiceContext, id: string): Promise<Omit<JobAnswer, "statusCode">> {
  const job = await ownJob(ctx, id);
  return { state: job.state, done: job.done, failed: job.failed, total: job.total, failures: job.failures };
}

/** Keeps what is done and cancels what has not begun. */
export async function cancelJob(ctx: ServiceContext, id: string): Promise<void> {
  const job = await ownJob(ctx, id);
  if (!(await stopJob(ctx.catalog.db, job.id, ctx.now()))) {
    throw new AppError("cannot_update", "This job has ended already.");
  }
  await noted(ctx, { action: "job.cancel", details: { job: job.id } });
}

async function ownJob(ctx: ServiceContext, id: string) {
  const job = await getJob(ctx.catalog.db, id);
  if (!job || (job.userId !== ctx.actor.userId && ctx.actor.role !== "administrator")) throw notFound();
  return job;
}
