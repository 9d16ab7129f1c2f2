import { peaksAnswer } from "@/lib/http/audio-answer";
import { segmentParams } from "@/lib/http/review-params";
import { route } from "@/lib/http/route";
import { segmentPeaks } from "@/lib/services/reviews/play-segment";

// GET /api/v2/reviews/:reviewId/segments/:segment/peaks: as of a recording's file, of the segment's own sound.
export const GET = route({
  permission: "review.view",
  params: segmentParams,
  handler: async ({ ctx, params, request }) =>
    peaksAnswer(await segmentPeaks(ctx, params.reviewId, params.segment), request),
});
