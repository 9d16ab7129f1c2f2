import { z } from "zod";
import { route } from "@/lib/http/route";
import {
  createRecordingSetting,
  deleteRecordingSetting,
  listRecordingSettings,
  updateRecordingSetting,
} from "@/lib/services/settings/recording-settings";

const setting = z.strictObject({ name: z.string().max(200), value: z.string().max(4_000) });

// GET /api/v2/settings/recording
export const GET = route({
  permission: "settings.manage",
  handler: async ({ ctx }) => ({ settings: await listRecordingSettings(ctx) }),
});

// POST /api/v2/settings/recording
export const POST = route({
  permission: "settings.manage",
  body: setting,
  handler: async ({ ctx, body }) => {
    await createRecordingSetting(ctx, body);
    return {};
  },
});

// PUT /api/v2/settings/recording
export const PUT = route({
  permission: "settings.manage",
  body: setting,
  handler: async ({ ctx, body }) => {
    await updateRecordingSetting(ctx, body);
    return {};
  },
});

// DELETE /api/v2/settings/recording: the vendor's own form, a DELETE with a body.
export const DELETE = route({
  permission: "settings.manage",
  body: z.strictObject({ name: z.string().max(200) }),
  handler: async ({ ctx, body }) => {
    await deleteRecordingSetting(ctx, body.name);
    return {};
  },
});
