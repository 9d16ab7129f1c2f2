/** The envelope: `statusCode` in every JSON answer; on failure `statusMessage` beside it and nothing else. */

/** A failure on its way to the caller. */
export class ApiFailure extends Error {
  constructor(
    readonly http: number,
    readonly statusCode: number,
    statusMessage: string,
  ) {
    super(statusMessage);
    this.name = "ApiFailure";
  }
}

export const failures = {
  missing: (what: string) => new ApiFailure(400, 1, `Required parameter is missing: ${what}`),
  invalid: (what: string) => new ApiFailure(400, 2, `Parameter is not valid: ${what}`),
  outOfRange: (what: string) => new ApiFailure(400, 10, `Value is out of range: ${what}`),
  readOnlyProperty: (what: string) => new ApiFailure(400, 11, `Property is read-only: ${what}`),
  notAuthenticated: () => new ApiFailure(401, 20, "User is not authenticated"),
  role: () => new ApiFailure(403, 5, "User does not have the required role"),
  forbidden: (why: string) => new ApiFailure(403, 3, why),
  passwordChange: () => new ApiFailure(403, 8, "The password must be changed"),
  notFound: (what: string) => new ApiFailure(404, 6, `Resource not found: [${what}]`),
  method: () => new ApiFailure(405, 3, "Method is not allowed for this resource"),
  exists: (what: string) => new ApiFailure(409, 18, `Resource already exists: ${what}`),
  inUse: (what: string) => new ApiFailure(409, 19, `Resource is in use: ${what}`),
  internal: (why: string) => new ApiFailure(500, 4, why),
  readOnlyDatabase: () => new ApiFailure(503, 4, "The recording database is read-only"),
} as const;

export function json(http: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status: http,
    headers: { "content-type": "application/json;charset=UTF-8", "cache-control": "no-cache, no-store" },
  });
}

export const success = (fields: Readonly<Record<string, unknown>> = {}, http = 200): Response =>
  json(http, { statusCode: 0, ...fields });

export function failureResponse(failure: ApiFailure): Response {
  const response = json(failure.http, { statusCode: failure.statusCode, statusMessage: failure.message });
  if (failure.http === 401)
    response.headers.set("www-authenticate", 'Basic realm="Interaction Recording Web Services"');
  return response;
}

/** The JSON object of a request; anything else is 400/2, no body at all 400/1. */
export async function readObject(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  if (text.trim() === "") throw failures.missing("request body");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw failures.invalid("request body is not JSON");
  }
  if (!isObject(value)) throw failures.invalid("request body is not an object");
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text attribute: 400/1 when absent, 400/2 when it is no text. */
export function requiredText(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (value === undefined || value === null) throw failures.missing(name);
  if (typeof value !== "string") throw failures.invalid(name);
  return value;
}

export function optionalText(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  return body[name] === undefined || body[name] === null ? undefined : requiredText(body, name);
}
