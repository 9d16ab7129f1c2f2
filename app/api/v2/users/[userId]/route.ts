import { z } from "zod";
import { ROLES } from "@/lib/domain/permissions";
import { route } from "@/lib/http/route";
import { updateUser } from "@/lib/services/users/manage-users";

// PUT /api/v2/users/:userId: only what is given changes.
export const PUT = route({
  permission: "user.manage",
  params: z.strictObject({ userId: z.string().max(64) }),
  body: z.strictObject({
    name: z.string().trim().min(1).max(200).optional(),
    role: z.enum(ROLES).optional(),
    password: z.string().min(10).max(1_000).optional(),
    accessGroups: z.array(z.string().regex(/^\//).max(500)).max(200).optional(),
    partitions: z.array(z.string().min(1).max(200)).max(200).optional(),
    disabled: z.boolean().optional(),
    agents: z
      .array(z.strictObject({ source: z.string().max(64), key: z.string().min(1).max(320) }))
      .max(100)
      .optional(),
  }),
  handler: async ({ ctx, params, body }) => ({ user: await updateUser(ctx, params.userId, body) }),
});
