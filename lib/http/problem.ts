import type { z } from "zod";
import { AppError, ERROR_STATUS, type ErrorCode } from "@/lib/domain/errors";
import { toAppError } from "@/lib/services/source-trouble";
import { SourceError } from "@/lib/sources/source";

export type Refusal = Readonly<{
  code: ErrorCode;
  message: string;
  retryAfterSeconds: number | null;
  /** Where it belongs in the log: a refusal that is nobody's fault, a vendor's trouble, or a surprise. */
  level: "info" | "warn" | "error";
}>;

/** Whatever was thrown, as a refusal. Unknown errors keep their text to themselves. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof AppError) {
    const { code, message, retryAfterSeconds } = thrown;
    return { code, message, retryAfterSeconds, level: code === "internal" ? "error" : "info" };
  }
  if (thrown instanceof SourceError) {
    const { code, message, retryAfterSeconds } = toAppError(thrown);
    return { code, message, retryAfterSeconds, level: "warn" };
  }
  return { code: "internal", message: "Something went wrong here.", retryAfterSeconds: null, level: "error" };
}

/** The answer to a refused request: `{statusCode, statusMessage}` and nothing else (contract §4). */
export function problemResponse(refusal: Pick<Refusal, "code" | "message" | "retryAfterSeconds">): Response {
  const [status, statusCode] = ERROR_STATUS[refusal.code];
  return Response.json(
    { statusCode, statusMessage: refusal.message },
    {
      status,
      headers: {
        "cache-control": "no-store",
        ...(refusal.retryAfterSeconds === null ? {} : { "retry-after": String(refusal.retryAfterSeconds) }),
      },
    },
  );
}

/**
 * A failed check of `input` as an AppError: something left out = missing_input, outside its bounds = out_of_range where
 * the schema says so (`intParam`), anything else = invalid_input. Values are not repeated, only names.
 */
export function inputError(error: z.ZodError, input: unknown, what: "parameter" | "attribute"): AppError {
  const issue = error.issues.find(({ code }) => code === "unrecognized_keys") ?? error.issues[0];
  if (!issue) return new AppError("invalid_input", "The request is not valid.");
  if (issue.code === "unrecognized_keys") {
    return new AppError(
      "invalid_input",
      `There is no ${what} called ${issue.keys.map(printable).join(", ")}.`,
    );
  }
  const name = printable(issue.path.map(String).join("."));
  if (issue.code !== "custom" && valueAt(input, issue.path) === undefined) {
    if (name === "") return new AppError("missing_input", "A JSON body is needed.");
    return new AppError("missing_input", `The ${what} ${name} is missing.`);
  }
  const subject = name === "" ? "The request" : `The ${what} ${name}`;
  if (issue.code === "custom" && issue.params?.errorCode === "out_of_range") {
    return new AppError("out_of_range", `${subject} ${issue.message}.`);
  }
  const words = issue.code === "custom" ? issue.message : "is not valid";
  return new AppError("invalid_input", `${subject} ${words}.`);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** A name as it was sent, short and without control characters or marks that turn text around. */
function printable(name: string): string {
  return name.slice(0, 60).replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, "?");
}
