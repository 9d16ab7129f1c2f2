/** One call to `/api/v2`: who calls, session and token, faults, endpoint, headers. */
import { failures } from "./answers";
import { answerFailure, proxyFault, serverFault, truncated } from "./faults";
import { authenticate, type Person } from "./people";
import { type Route, route } from "./routes";
import { CSRF_HEADER, csrfRefusal, hasToken, isChanging, type Session } from "./sessions";
import type { World } from "./world";

type Answered = Readonly<{ response: Response; session: Session | null; isNewSession: boolean }>;

/** Answers a call; `path` is the path below `/api/v2`. */
export async function answer(
  world: World,
  request: Request,
  path: string,
  parameters: URLSearchParams,
): Promise<Response> {
  const found = route(request.method, path);
  const fault = await proxyFault(world, found.name, request.signal);
  if (fault !== null) return fault;
  const { response, session, isNewSession } = await answerServer(world, request, found, parameters);
  const sent = await truncated(world, found.name, response);
  sent.headers.set("date", new Date(world.now()).toUTCString());
  if (session !== null && isNewSession) {
    sent.headers.append("set-cookie", `JSESSIONID=${session.id}; Path=/; HttpOnly`);
  }
  if (session !== null && world.switches.csrf && request.method === "GET") {
    sent.headers.set("X-CSRF-HEADER", CSRF_HEADER);
    sent.headers.set("X-CSRF-TOKEN", session.token);
  }
  return sent;
}

async function answerServer(
  world: World,
  request: Request,
  found: Route,
  parameters: URLSearchParams,
): Promise<Answered> {
  const caller = authenticate(request.headers.get("authorization"));
  if (caller === null)
    return { response: answerFailure(failures.notAuthenticated()), session: null, isNewSession: false };
  const known = world.sessions.find(request, caller.username, world.switches.sessionCalls);
  if (world.switches.csrf && isChanging(request.method) && !hasToken(request, known)) {
    return { response: csrfRefusal(), session: null, isNewSession: false };
  }
  const session = known ?? world.sessions.open(caller.username);
  const response = await answerCaller(world, caller, request, found, parameters);
  return { response, session, isNewSession: known === null };
}

async function answerCaller(
  world: World,
  caller: Person,
  request: Request,
  found: Route,
  parameters: URLSearchParams,
): Promise<Response> {
  try {
    return serverFault(world, found.name) ?? (await found.endpoint({ world, caller, request, parameters }));
  } catch (thrown) {
    return answerFailure(thrown);
  }
}
