/** What a route is, and what its handler is given. */
import type { z } from "zod";
import { failures } from "./answers";
import type { RouteFamily } from "./switches";
import type { Caller, World } from "./world";

export type Ctx = Readonly<{
  world: World;
  caller: Caller;
  request: Request;
  /** The `{}` parts of the path, decoded. */
  params: readonly string[];
  query: URLSearchParams;
  /** The body as JSON, checked. Throws 400, 413 and 415 as the platform would. */
  body: <T>(schema: z.ZodType<T>) => Promise<T>;
}>;

export type Route = Readonly<{
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api/v2`, with `{}` for each variable part. */
  path: string;
  family: RouteFamily;
  /** Any of them will do; absent = none is needed. */
  anyOf?: readonly string[];
  handle: (ctx: Ctx) => Response | Promise<Response>;
}>;

/** Throws 403 unless the caller has one of these; nothing is needed when there are none. */
export function needAny(caller: Caller, permissions: readonly string[]): void {
  if (permissions.length > 0 && !permissions.some((one) => caller.may(one)))
    throw failures.missing(permissions);
}

/** Throws 403 with those that the caller lacks. */
export function needAll(caller: Caller, permissions: readonly string[]): void {
  const lacking = permissions.filter((one) => !caller.may(one));
  if (lacking.length > 0) throw failures.missingAll(lacking);
}

const MOST_BYTES = 512_000;

export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const type = request.headers.get("content-type") ?? "";
  const bytes = await request.text();
  if (bytes.length > MOST_BYTES) throw failures.tooLarge();
  if (!/^application\/json\b/i.test(type)) throw failures.mediaType();
  let value: unknown;
  try {
    value = JSON.parse(bytes);
  } catch {
    throw failures.badRequest("The request body could not be read as JSON.");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  throw failures.badRequest(
    `The value of ${field === "" ? "the body" : field} is not valid.`,
    "invalid.value",
  );
}

/** A whole number of the query between two bounds; 400 for anything else. */
export function numberOf(
  query: URLSearchParams,
  name: string,
  fallback: number,
  from: number,
  to: number,
): number {
  const text = query.get(name);
  if (text === null || text === "") return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < from || value > to) {
    throw failures.badRequest(`The value of ${name} must be between ${from} and ${to}.`, "invalid.value");
  }
  return value;
}

export const listOf = (query: URLSearchParams, name: string): string[] =>
  query
    .getAll(name)
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");

/** A date of a body: ISO-8601, else 400 `invalid.date`. */
export function dateOf(text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw failures.badRequest("The date is not a valid ISO-8601 date.", "invalid.date");
  return ms;
}

/** One page of a listing, with the addresses of its neighbours (§4.3). */
export function listing(
  rows: readonly unknown[],
  path: string,
  query: URLSearchParams,
  sizes: Readonly<{ fallback: number; most: number }>,
): Record<string, unknown> {
  const pageSize = numberOf(query, "pageSize", sizes.fallback, 1, sizes.most);
  const pageNumber = numberOf(query, "pageNumber", 1, 1, Number.MAX_SAFE_INTEGER);
  const pageCount = Math.ceil(rows.length / pageSize);
  const uri = (page: number): string => {
    const others = new URLSearchParams(query);
    others.set("pageSize", String(pageSize));
    others.set("pageNumber", String(page));
    return `/api/v2${path}?${others}`;
  };
  return {
    entities: rows.slice((pageNumber - 1) * pageSize, pageNumber * pageSize),
    pageSize,
    pageNumber,
    total: rows.length,
    pageCount,
    firstUri: uri(1),
    selfUri: uri(pageNumber),
    ...(pageNumber < pageCount ? { nextUri: uri(pageNumber + 1) } : {}),
    ...(pageNumber > 1 ? { previousUri: uri(pageNumber - 1) } : {}),
    lastUri: uri(Math.max(1, pageCount)),
  };
}
