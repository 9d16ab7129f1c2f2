import { z } from "zod";
import { parseVendorTime } from "./time";

/** A time in a request: as answers write it, or ISO with or without a zone (then UTC). Becomes ISO in UTC. */
export const TimeSchema = z
  .string()
  .max(40)
  .refine((text) => parseVendorTime(text) !== null, "must be a time such as 2026-11-16T09:30:00Z")
  .transform((text) => new Date(parseVendorTime(text) ?? 0).toISOString());
