import { randomUUID } from "node:crypto";
import { z } from "zod";
import { toActor } from "@/lib/auth/actor";
import { type Caller, callerOfRequest } from "@/lib/auth/actor-of-request";
import { personScope } from "@/lib/domain/access";
import { AppError, recordingNotFound } from "@/lib/domain/errors";
import { grantOf, type Permission } from "@/lib/domain/permissions";
import { readEnv } from "@/lib/env";
import type { RequestInfo, Runtime, ServiceContext } from "@/lib/services/context";
import { getRuntime } from "@/lib/services/runtime";
import { toResponse } from "./answer";
import { auditRefusal } from "./audit-refusal";
import { clientAddress } from "./client-address";
import { readLimitedText } from "./limited-body";
import { checkOrigin } from "./origin";
import { inputError, problemResponse, refusalOf } from "./problem";
import { queryOf } from "./query";

export { answer } from "./answer";

/** What a handler without a sign-in gets. */
export type PublicContext = Runtime & Readonly<{ request: RequestInfo; signal: AbortSignal }>;

type NoFields = z.ZodObject<Record<never, never>, z.core.$strict>;

type Schemas<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Readonly<{
  /** Of the path, e.g. `z.strictObject({ recordingId: RecordingIdSchema })`. */
  params?: P;
  /** Of the query, whose values are strings; without it no parameter is known. */
  query?: Q;
  /** Of the JSON body; an empty one is `undefined`. Without it the body is not read. */
  body?: B;
}>;

type Input<C, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Readonly<{
  ctx: C;
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  request: Request;
}>;

type Handler<C, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = (
  input: Input<C, P, Q, B>,
) => object | Promise<object>;

type Guarded<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Schemas<P, Q, B> &
  Readonly<{ permission: Permission | "signed-in"; handler: Handler<ServiceContext, P, Q, B> }>;

type Open<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Schemas<P, Q, B> &
  Readonly<{ permission: "public"; handler: Handler<PublicContext, P, Q, B> }>;

type PathParams = Readonly<Record<string, string | string[] | undefined>>;
export type RouteHandler = ((
  request: Request,
  context: { params: Promise<PathParams> },
) => Promise<Response>) &
  Readonly<{ definition: RouteDefinition }>;

/** What an operation was declared with: for whoever describes it. */
export type RouteDefinition = Schemas<z.ZodType, z.ZodType, z.ZodType> &
  Readonly<{ permission: Permission | "signed-in" | "public" }>;

const NO_FIELDS: NoFields = z.strictObject({});

/**
 * One operation of the API. Checks, in this order: who asks, where the request comes from, the permission, the path, the
 * query, the body; then runs the handler. Whatever is thrown becomes `{statusCode, statusMessage}`.
 */
export function route<
  P extends z.ZodType = NoFields,
  Q extends z.ZodType = NoFields,
  B extends z.ZodType = z.ZodUndefined,
>(definition: Guarded<P, Q, B>): RouteHandler;
export function route<
  P extends z.ZodType = NoFields,
  Q extends z.ZodType = NoFields,
  B extends z.ZodType = z.ZodUndefined,
>(definition: Open<P, Q, B>): RouteHandler;
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  definition: Guarded<P, Q, B> | Open<P, Q, B>,
): RouteHandler {
  const handler = async (request: Request, context: { params: Promise<PathParams> }) => {
    const id = randomUUID();
    let runtime: Runtime | null = null;
    try {
      runtime = await getRuntime();
      const response = toResponse(
        await handle(definition, request, (await context.params) ?? {}, runtime, id),
      );
      return finished(response, id);
    } catch (thrown) {
      return finished(refused(thrown, request, runtime, id), id);
    }
  };
  return Object.assign(handler, { definition });
}

async function handle<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  definition: Guarded<P, Q, B> | Open<P, Q, B>,
  request: Request,
  path: PathParams,
  runtime: Runtime,
  id: string,
): Promise<object> {
  const address = clientAddress(request);
  const info = { id, address, userAgent: request.headers.get("user-agent")?.slice(0, 500) ?? null };
  if (definition.permission === "public") {
    const ctx = { ...runtime, request: { ...info, via: "none" as const }, signal: request.signal };
    return definition.handler({ ctx, ...(await readInput(definition, request, path)), request });
  }
  const caller = await callerOfRequest(request, runtime, address);
  if (!caller) throw new AppError("unauthenticated", "Sign in first.");
  const ctx = contextOf(runtime, caller, info, request.signal);
  try {
    checkOrigin(request, caller.via, readEnv().url);
    if (definition.permission !== "signed-in") checkPermission(caller, definition.permission);
    return await definition.handler({ ctx, ...(await readInput(definition, request, path)), request });
  } catch (thrown) {
    await auditRefusal(ctx, { permission: definition.permission, request, path, thrown });
    throw thrown;
  }
}

function contextOf(
  runtime: Runtime,
  caller: Caller,
  info: Omit<RequestInfo, "via">,
  signal: AbortSignal,
): ServiceContext {
  const actor = toActor(caller.user);
  return { ...runtime, actor, scope: personScope(actor), request: { ...info, via: caller.via }, signal };
}

function checkPermission(caller: Caller, permission: Permission): void {
  const grant = grantOf(caller.user.role, permission);
  if (grant === "hidden") throw recordingNotFound();
  if (grant === "forbidden") throw new AppError("forbidden_role", "Your role does not allow this.");
}

async function readInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  schemas: Schemas<P, Q, B>,
  request: Request,
  path: PathParams,
): Promise<Pick<Input<unknown, P, Q, B>, "params" | "query" | "body">> {
  // No text of ours holds NUL and no database takes it: such an address leads nowhere.
  if (
    Object.values(path)
      .flat()
      .some((part) => part?.includes("\u0000"))
  ) {
    throw new AppError("not_found", "There is nothing under this address.");
  }
  return {
    params: checked(schemas.params, path, "parameter"),
    query: checked(schemas.query, queryOf(request), "parameter"),
    body: await readBody(schemas.body, request),
  };
}

async function readBody<B extends z.ZodType>(schema: B | undefined, request: Request): Promise<z.output<B>> {
  if (!schema) return absent<z.output<B>>();
  const text = await readLimitedText(request);
  if (text.trim() === "") return checked(schema, undefined, "attribute");
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(request.headers.get("content-type") ?? "")) {
    throw new AppError("unsupported_media_type", "The body must be JSON, sent as application/json.");
  }
  return checked(schema, parseJson(text), "attribute");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("invalid_input", "The body is not valid JSON.");
  }
}

function checked<S extends z.ZodType>(
  schema: S | undefined,
  input: unknown,
  what: "parameter" | "attribute",
): z.output<S> {
  const parsed = (schema ?? NO_FIELDS).safeParse(input);
  if (!parsed.success) throw inputError(parsed.error, input, what);
  return trusted<z.output<S>>(parsed.data);
}

/** A body that was not declared. */
function absent<T>(): T {
  return trusted<T>(undefined);
}

// A schema left out is the type parameter's default, NoFields or undefined: TypeScript does not tie the two together.
function trusted<T>(value: unknown): T {
  return value as T;
}

function refused(thrown: unknown, request: Request, runtime: Runtime | null, id: string): Response {
  const refusal = refusalOf(thrown);
  const response = problemResponse(refusal);
  // A browser would put its own password box over our sign-in screen.
  if (refusal.code === "unauthenticated" && !request.headers.has("sec-fetch-mode")) {
    response.headers.set("www-authenticate", 'Basic realm="Earmark", charset="UTF-8"');
  }
  if (request.signal.aborted) return response;
  const facts = {
    requestId: id,
    method: request.method,
    path: new URL(request.url).pathname.slice(0, 200),
    code: refusal.code,
  };
  if (refusal.level === "info") runtime?.log.info(facts, "request refused");
  else runtime?.log[refusal.level]({ ...facts, err: thrown }, "request failed");
  if (!runtime) console.error("Earmark did not start:", thrown);
  return response;
}

function finished(response: Response, id: string): Response {
  response.headers.set("x-request-id", id);
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  return response;
}
