import { openApiDocument } from "@/lib/http/openapi";
import { route } from "@/lib/http/route";
import { OPERATIONS } from "./operations";

// GET /api/v2/openapi.json: no sign-in, since it tells nothing that is not in the documentation.
export const GET = route({
  permission: "public",
  handler: () =>
    Response.json(openApiDocument([...OPERATIONS, SELF]), { headers: { "cache-control": "no-cache" } }),
});

const SELF = {
  method: "GET",
  address: "/openapi.json",
  definition: { permission: "public" },
  tag: "About",
  summary: "This document",
  success: { 200: "OpenAPI 3.1, without a statusCode." },
} as const;
