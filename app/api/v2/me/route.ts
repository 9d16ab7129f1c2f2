import { route } from "@/lib/http/route";
import { getMe } from "@/lib/services/me/get-me";

// GET /api/v2/me
export const GET = route({ permission: "me.view", handler: ({ ctx }) => getMe(ctx) });
