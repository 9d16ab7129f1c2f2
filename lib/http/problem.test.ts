import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { AppError, ERROR_CODES, ERROR_STATUS } from "@/lib/domain/errors";
import { SourceError } from "@/lib/sources/source";
import { inputError, problemResponse, refusalOf } from "./problem";
import { intParam } from "./query";

describe("refusals", () => {
  test.each(ERROR_CODES.map((code) => [code, ...ERROR_STATUS[code]] as const))(
    "%s is %i with statusCode %i, and nothing else stands in the body",
    async (code, status, statusCode) => {
      const response = problemResponse(
        refusalOf(new AppError(code, "Words.", { cause: new Error("secret") })),
      );
      expect(response.status).toBe(status);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(await response.json()).toEqual({ statusCode, statusMessage: "Words." });
    },
  );

  test.each([
    ["unreachable", 503, 4],
    ["readOnly", 503, 4],
    ["rateLimited", 503, 4],
    ["refused", 502, 4],
    ["invalid", 502, 4],
    ["internal", 500, 4],
    ["notFound", 404, 6],
    ["forbidden", 403, 3],
  ] as const)("a vendor's %s is %i/%i in our own words", async (kind, status, statusCode) => {
    const response = problemResponse(refusalOf(new SourceError(kind, "ORA-00942 at 10.0.0.7")));
    expect(response.status).toBe(status);
    const body = await response.json();
    expect(body.statusCode).toBe(statusCode);
    expect(body.statusMessage).not.toContain("ORA");
  });

  test("a vendor that says when to come back is passed on in seconds", () => {
    const refusal = refusalOf(new SourceError("rateLimited", "slow down", { retryAfterMs: 1_200 }));
    expect(problemResponse(refusal).headers.get("retry-after")).toBe("2");
  });

  test.each([new Error("select * from app_user"), "text", null, new z.ZodError([])])(
    "anything else is 500/4 and keeps its text to itself",
    async (thrown) => {
      const response = problemResponse(refusalOf(thrown));
      expect(response.status).toBe(500);
      expect(JSON.stringify(await response.json())).not.toContain("select");
    },
  );

  test("an error of another copy of the module is still known: Next bundles it once per kind of entry", async () => {
    vi.resetModules();
    const [errors, sources] = await Promise.all([
      import("@/lib/domain/errors"),
      import("@/lib/sources/source"),
    ]);
    expect(errors.AppError).not.toBe(AppError);
    expect(refusalOf(new errors.AppError("forbidden", "No.")).code).toBe("forbidden");
    expect(refusalOf(new sources.SourceError("readOnly", "No.")).code).toBe("source_unavailable");
    expect(new Error("No.") instanceof AppError).toBe(false);
  });

  test("a vendor's own kind of error is told from the others", () => {
    class OfOneVendor extends SourceError {}
    expect(new OfOneVendor("internal", "x") instanceof SourceError).toBe(true);
    expect(new OfOneVendor("internal", "x") instanceof OfOneVendor).toBe(true);
    expect(new SourceError("internal", "x") instanceof OfOneVendor).toBe(false);
  });
});

describe("input that does not fit its schema", () => {
  const schema = z.strictObject({
    name: z.string(),
    limit: intParam({ min: 1, max: 5 }).optional(),
    inner: z.strictObject({ key: z.string() }).optional(),
  });
  const codeOf = (input: unknown) => {
    const parsed = schema.safeParse(input);
    return parsed.success ? null : inputError(parsed.error, input, "attribute");
  };

  test.each([
    [{ name: "x" }, null],
    [{}, "missing_input"],
    [undefined, "missing_input"],
    [{ name: null }, "invalid_input"],
    [{ name: 7 }, "invalid_input"],
    [[], "invalid_input"],
    [{ name: "x", other: 1 }, "invalid_input"],
    [{ other: 1 }, "invalid_input"],
    [{ name: "x", inner: {} }, "missing_input"],
    [{ name: "x", limit: "6" }, "out_of_range"],
    [{ name: "x", limit: "0" }, "out_of_range"],
    [{ name: "x", limit: "1.5" }, "invalid_input"],
    [{ name: "x", limit: "many" }, "invalid_input"],
    [{ name: "x", limit: "99999999999999999999" }, "out_of_range"],
  ])("%j: %s", (input, code) => {
    expect(codeOf(input)?.code ?? null).toBe(code);
  });

  test("names are repeated without marks and control characters, values not at all", () => {
    const error = codeOf({ name: "x", "evil\u202e\u0007name": "+4930123456" });
    expect(error?.message).toBe("There is no attribute called evil??name.");
    expect(codeOf({ name: { secret: "+4930123456" } })?.message).not.toContain("4930");
  });
});
