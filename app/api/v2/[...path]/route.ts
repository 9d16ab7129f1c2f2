import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { route } from "@/lib/http/route";

const unknown = route({
  permission: "signed-in",
  params: z.looseObject({}),
  query: z.looseObject({}),
  handler: () => {
    throw new AppError("not_found", "There is nothing under this address.");
  },
});

// Every address below /api/v2 that no other file answers: not found, and for strangers not even that.
export const GET = unknown;
export const HEAD = unknown;
export const POST = unknown;
export const PUT = unknown;
export const PATCH = unknown;
export const DELETE = unknown;
export const OPTIONS = unknown;
