import { z } from "zod";
import { route } from "@/lib/http/route";
import { previewPrivacy } from "@/lib/services/settings/preview-privacy";

// POST /api/v2/settings/recording/preview: the newest recording as a supervisor would see it.
export const POST = route({
  permission: "settings.manage",
  body: z.strictObject({ agentFields: z.string().max(4_000), customerFields: z.string().max(4_000) }),
  handler: async ({ ctx, body }) => ({ recording: await previewPrivacy(ctx, body) }),
});
