/** One call to the service: base path, faults, token, account, limits, endpoint. */
import { nginxPage } from "@/lib/sources/simulator-kit/answers";
import { failureResponse, failures } from "./answers";
import { proxyFault, serviceFault, truncated } from "./faults";
import { bearerOf } from "./login";
import { type Call, findRoute, isServed, type Route } from "./routes";
import type { RouteName } from "./switches";
import type { World } from "./world";

const MINUTE_S = 60;
const SPELLINGS = ["JWT is expired.", "Jwt is expired", "status-line"] as const;

/** Answers a call; `path` is the path below the base address. */
export async function answer(
  world: World,
  request: Request,
  path: string,
  query: URLSearchParams,
): Promise<Response> {
  if (!isServed(path)) return nginxPage(404, "404 Not Found");
  const found = findRoute(request.method, path);
  const name: RouteName = found?.route.name ?? "agents";
  const fault = await proxyFault(world, name, request.signal);
  if (fault !== null) return fault;
  const params = (key: string) => found?.params.get(key) ?? "";
  const response = await answerService(world, found?.route ?? null, { world, request, query, params }).catch(
    (thrown: unknown) => failureResponse(thrown, path, world.now()),
  );
  const sent = await truncated(world, name, response);
  sent.headers.set("date", new Date(world.now()).toUTCString());
  return sent;
}

async function answerService(world: World, route: Route | null, call: Call): Promise<Response> {
  if (route === null || route.signedIn) requireToken(world, call.request);
  if (route === null) throw failures.notFound();
  requireAccount(world, call);
  const struck = serviceFault(world, route.name);
  if (struck !== null) return struck;
  countCall(world, route);
  return await route.endpoint(call);
}

/** Throws 401 in plain text unless the call carries a RingCX token that lives. */
function requireToken(world: World, request: Request): void {
  const { switches } = world;
  const token = bearerOf(request);
  if (token === null) throw failures.unauthorized("Jwt is missing");
  const state = world.tokens.look("access", token, world.now());
  if (state === "unknown") throw failures.unauthorized("Jwt verification fails");
  if (state === "valid") world.signedInCalls += 1;
  const isWornOut =
    switches.unauthorizedAfterCalls !== null && world.signedInCalls > switches.unauthorizedAfterCalls;
  if (state === "expired" || isWornOut) throw failures.unauthorized(expiredText(world));
}

/** One of the three documented spellings. */
function expiredText(world: World): string {
  const { expiredText: wanted } = world.switches;
  const spelling = wanted === "rotate" ? SPELLINGS[world.expiredAnswers % SPELLINGS.length] : wanted;
  world.expiredAnswers += 1;
  return spelling === "status-line" || spelling === undefined ? "401 Unauthorized\nJwt is expired" : spelling;
}

/** Throws 403 for a sub-account that is not ours and 404 for another RingCentral account. */
function requireAccount(world: World, { params }: Call): void {
  const subAccountId = params("subAccountId");
  if (subAccountId !== "" && subAccountId !== world.subAccountId) throw failures.forbidden(true);
  const rcAccountId = params("rcAccountId");
  if (rcAccountId !== "" && rcAccountId !== world.rcAccountId) throw failures.notFound();
}

function countCall(world: World, route: Route): void {
  const { switches, limiter } = world;
  if (route.counted === null || switches.callsPerMinute === null) return;
  const limits = [{ calls: switches.callsPerMinute, seconds: MINUTE_S }];
  const waitMs = limiter.take(route.counted, limits, world.now());
  if (waitMs > 0) throw failures.tooMany(switches.retryAfter ? Math.ceil(waitMs / 1000) : null);
}
