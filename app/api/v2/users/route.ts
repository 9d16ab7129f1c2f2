import { z } from "zod";
import { ROLES } from "@/lib/domain/permissions";
import { answer, route } from "@/lib/http/route";
import { createUser, listUsers } from "@/lib/services/users/manage-users";

// GET /api/v2/users
export const GET = route({
  permission: "user.manage",
  handler: async ({ ctx }) => ({ users: await listUsers(ctx) }),
});

// POST /api/v2/users
export const POST = route({
  permission: "user.manage",
  body: z.strictObject({
    email: z.email().max(320),
    name: z.string().trim().min(1).max(200),
    role: z.enum(ROLES),
    password: z.string().min(10).max(1_000),
    accessGroups: z.array(z.string().regex(/^\//).max(500)).max(200).default(["/"]),
    partitions: z.array(z.string().min(1).max(200)).max(200).default(["*"]),
    agents: z
      .array(z.strictObject({ source: z.string().max(64), key: z.string().min(1).max(320) }))
      .max(100)
      .optional(),
  }),
  handler: async ({ ctx, body }) => {
    const user = await createUser(ctx, body);
    return answer({ status: 201, body: { id: user.id, user } });
  },
});
