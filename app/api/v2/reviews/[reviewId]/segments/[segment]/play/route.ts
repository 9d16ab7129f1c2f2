import { z } from "zod";
import { playAnswer } from "@/lib/http/audio-answer";
import { segmentParams } from "@/lib/http/review-params";
import { route } from "@/lib/http/route";
import { playSegment, reportSegmentHeard } from "@/lib/services/reviews/play-segment";

const play = route({
  permission: "review.view",
  params: segmentParams,
  handler: async ({ ctx, params, request }) =>
    playAnswer(
      await playSegment(ctx, params.reviewId, params.segment, {
        method: request.method === "HEAD" ? "HEAD" : "GET",
        headers: request.headers,
      }),
    ),
});

// GET and HEAD /api/v2/reviews/:reviewId/segments/:segment/play: the segment's own audio, in ranges.
export const GET = play;
export const HEAD = play;

// POST /api/v2/reviews/:reviewId/segments/:segment/play: how much the player says was heard.
export const POST = route({
  permission: "review.view",
  params: segmentParams,
  body: z.strictObject({ heardMs: z.number().int().min(0).max(600_000) }),
  handler: async ({ ctx, params, body }) => {
    await reportSegmentHeard(ctx, params.reviewId, params.segment, body.heardMs);
    return {};
  },
});
