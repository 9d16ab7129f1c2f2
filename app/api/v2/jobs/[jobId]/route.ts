import { z } from "zod";
import { route } from "@/lib/http/route";
import { cancelJob, readJob } from "@/lib/services/jobs/read-job";

const params = z.strictObject({ jobId: z.string().max(64) });

// GET /api/v2/jobs/:jobId
export const GET = route({
  permission: "job.view",
  params,
  handler: ({ ctx, params }) => readJob(ctx, params.jobId),
});

// DELETE /api/v2/jobs/:jobId: cancels what has not begun.
export const DELETE = route({
  permission: "job.view",
  params,
  handler: async ({ ctx, params }) => {
    await cancelJob(ctx, params.jobId);
    return {};
  },
});
