import { z } from "zod";
import { AppError } from "@/lib/domain/errors";

/**
 * The query's parameters by name. `_` is ignored, as a client's way around caches (contract §4); a name given twice is
 * invalid, since whoever reads the other value would see another request.
 */
export function queryOf(request: Request): Record<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of new URL(request.url).searchParams) {
    if (name === "_") continue;
    // No parameter is called so, and a schema of ours would pass it over without a word.
    if (name === "__proto__") throw new AppError("invalid_input", "There is no such parameter.");
    if (found.has(name)) throw new AppError("invalid_input", "A parameter is given more than once.");
    if (value.includes("\u0000")) throw new AppError("invalid_input", "A parameter holds a NUL character.");
    found.set(name, value);
  }
  return Object.fromEntries(found);
}

const WHOLE_NUMBER = /^[+-]?\d{1,20}$/;

type Bounds = Readonly<{ min: number; max: number; outside?: "out_of_range" | "invalid_input" }>;

/** A whole number in a query: outside its bounds 400/10, or 400/2 where `outside` says so; not a number 400/2. */
export function intParam(bounds: Bounds) {
  const parsed = z.string().transform((text, ctx) => {
    const value = Number(text);
    if (!WHOLE_NUMBER.test(text)) {
      ctx.addIssue({ code: "custom", message: "is not a whole number" });
      return z.NEVER;
    }
    if (value < bounds.min || value > bounds.max) {
      ctx.addIssue({
        code: "custom",
        message: `must be from ${bounds.min} to ${bounds.max}`,
        params: { errorCode: bounds.outside ?? "out_of_range" },
      });
      return z.NEVER;
    }
    return value;
  });
  return parsed.meta({ type: "integer", minimum: bounds.min, maximum: bounds.max });
}

/** `true` or `false` in a query. */
export function boolParam() {
  return z
    .string()
    .refine((text) => text === "true" || text === "false", "must be true or false")
    .transform((text) => text === "true")
    .meta({ type: "boolean" });
}
