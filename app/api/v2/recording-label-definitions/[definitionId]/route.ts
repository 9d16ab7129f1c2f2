import { z } from "zod";
import { route } from "@/lib/http/route";
import {
  deleteLabelDefinition,
  getLabelDefinition,
  updateLabelDefinition,
} from "@/lib/services/label-definitions/label-definitions";

const params = z.strictObject({ definitionId: z.string().max(200) });

// GET /api/v2/recording-label-definitions/:definitionId (an id or a name)
export const GET = route({
  permission: "label-definition.view",
  params,
  handler: async ({ ctx, params }) => ({
    recordingLabelDefinition: await getLabelDefinition(ctx, params.definitionId),
  }),
});

// PUT /api/v2/recording-label-definitions/:definitionId
export const PUT = route({
  permission: "label-definition.manage",
  params,
  body: z.strictObject({
    displayName: z.string().max(200).optional(),
    description: z.string().max(2_000).optional(),
  }),
  handler: async ({ ctx, params, body }) => {
    await updateLabelDefinition(ctx, params.definitionId, body);
    return {};
  },
});

// DELETE /api/v2/recording-label-definitions/:definitionId
export const DELETE = route({
  permission: "label-definition.manage",
  params,
  handler: async ({ ctx, params }) => {
    await deleteLabelDefinition(ctx, params.definitionId);
    return {};
  },
});
