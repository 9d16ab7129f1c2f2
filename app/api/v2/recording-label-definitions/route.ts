import { z } from "zod";
import { answer, route } from "@/lib/http/route";
import {
  createLabelDefinition,
  listLabelDefinitions,
} from "@/lib/services/label-definitions/label-definitions";

// GET /api/v2/recording-label-definitions
export const GET = route({
  permission: "label-definition.view",
  handler: async ({ ctx }) => ({ recordingLabelDefinitions: await listLabelDefinitions(ctx) }),
});

// POST /api/v2/recording-label-definitions
export const POST = route({
  permission: "label-definition.manage",
  body: z.strictObject({
    name: z.string(),
    displayName: z.string().max(200).optional(),
    description: z.string().max(2_000).optional(),
  }),
  handler: async ({ ctx, body }) => {
    const definition = await createLabelDefinition(ctx, body);
    return answer({
      status: 201,
      body: { id: definition.id, path: `/recording-label-definitions/${definition.id}` },
    });
  },
});
