import { z } from "zod";
import { recordingIdParam } from "@/lib/http/recording-params";
import { route } from "@/lib/http/route";
import { suggestSegments } from "@/lib/services/reviews/suggest-segments";

// GET /api/v2/reviews/segments?recording=: the parts of a call that are there by themselves.
export const GET = route({
  permission: "review.assign",
  query: z.strictObject({ recording: recordingIdParam }),
  handler: async ({ ctx, query }) => ({ segments: await suggestSegments(ctx, query.recording) }),
});
