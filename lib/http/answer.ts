const ANSWER = Symbol("answer");

/** An answer of a handler that is more than a plain 200. */
export type Answer = Readonly<{
  [ANSWER]: true;
  status: number;
  body: object | null;
  headers: Readonly<Record<string, string>>;
}>;

/** A JSON answer with a status and headers of its own; `statusCode: 0` is added. `body: null` = no body at all. */
export function answer(
  given: Readonly<{ status?: number; body?: object | null; headers?: Readonly<Record<string, string>> }>,
): Answer {
  const { status = 200, body = {}, headers = {} } = given;
  return { [ANSWER]: true, status, body, headers };
}

/** What a handler gave, as the answer that goes out. A Response passes as it is. */
export function toResponse(result: object): Response {
  if (result instanceof Response) return result;
  const { status, body, headers } = isAnswer(result) ? result : answer({ body: result });
  const all = { "cache-control": "no-store", ...headers };
  if (body === null) return new Response(null, { status, headers: all });
  return Response.json({ statusCode: 0, ...body }, { status, headers: all });
}

function isAnswer(result: object): result is Answer {
  return ANSWER in result;
}
