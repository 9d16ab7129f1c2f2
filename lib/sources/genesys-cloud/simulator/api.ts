/** From a request to its answer: faults, token, rate limit, permission, route. */
import { strikes } from "@/lib/sources/simulator-kit/faults";
import { decodeIfPossible } from "@/lib/sources/simulator-kit/paths";
import { answerFailure, failures } from "./answers";
import { clientById } from "./clients";
import { platformFault, proxyFault, truncated } from "./faults";
import { type Route, readBody } from "./route";
import { ROUTES } from "./routes";
import type { RouteFamily } from "./switches";
import { type Token, tokenState } from "./tokens";
import { type Caller, callerOf, type World } from "./world";

const WINDOW_MS = 60_000;
const UNLIMITED = 300;

type Match = Readonly<{ route: Route; params: readonly string[] }>;

function matchPath(pattern: string, path: string): string[] | null {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return null;
  const params: string[] = [];
  for (const [nth, part] of wanted.entries()) {
    const segment = given[nth] ?? "";
    if (part !== "{}") {
      if (part !== segment) return null;
    } else if (segment === "") return null;
    else params.push(decodeIfPossible(segment));
  }
  return params;
}

/** The route of a path; words of a path go before its variable parts, as `ROUTES` is in that order. */
function findRoute(method: string, path: string): Match | "method" | null {
  let hasPath = false;
  for (const route of ROUTES) {
    const params = matchPath(route.path, path);
    if (params === null) continue;
    if (route.method === method) return { route, params };
    hasPath = true;
  }
  return hasPath ? "method" : null;
}

/** Who calls; throws 401. Looking at a token with `preserveIdleTTL=true` leaves its idle time as it is. */
function authenticate(world: World, request: Request, query: URLSearchParams, family: RouteFamily): Caller {
  const given = /^bearer\s+(\S+)\s*$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (given === undefined) throw failures.noBearer();
  const token = world.tokens.find(given);
  const nowMs = world.now();
  const state = tokenState(token, world.switches, nowMs);
  const client = token === null ? null : clientById(token.clientId);
  if (token === null || client === null || state === "unknown") throw failures.badToken();
  if (state === "expired" || strikes(world.switches.unauthorized, family)) throw failures.expired();
  if (query.get("preserveIdleTTL") !== "true") token.usedMs = nowMs;
  return callerOf(client, token);
}

type Rate = Readonly<{ count: number; allowed: number; resetSeconds: number; isOver: boolean }>;

function countCall(world: World, token: Token, family: RouteFamily): Rate {
  const nowMs = world.now();
  if (nowMs - token.windowMs >= WINDOW_MS || nowMs < token.windowMs) {
    token.windowMs = nowMs;
    token.calls = 0;
    token.familyCalls.clear();
  }
  token.calls += 1;
  const ofFamily = (token.familyCalls.get(family) ?? 0) + 1;
  token.familyCalls.set(family, ofFamily);
  const { ratePerMinute, ratePerFamily } = world.switches;
  const familyLimit = ratePerFamily[family];
  return {
    count: token.calls,
    allowed: ratePerMinute ?? UNLIMITED,
    resetSeconds: Math.max(1, Math.ceil((token.windowMs + WINDOW_MS - nowMs) / 1000)),
    isOver:
      (ratePerMinute !== null && token.calls > ratePerMinute) ||
      (familyLimit !== undefined && ofFamily > familyLimit),
  };
}

const retryAfter = (world: World, seconds: number): string | null =>
  world.switches.retryAfter === "left" ? String(seconds) : world.switches.retryAfter;

async function run(
  world: World,
  request: Request,
  query: URLSearchParams,
  match: Match | "method" | null,
  addHeaders: (rate: Rate) => void,
): Promise<Response> {
  const family = match === null || match === "method" ? "settings" : match.route.family;
  const caller = authenticate(world, request, query, family);
  const rate = countCall(world, caller.token, family);
  addHeaders(rate);
  if (rate.isOver || strikes(world.switches.rateLimited, family)) {
    throw failures.tooMany(retryAfter(world, rate.resetSeconds));
  }
  if (match === null) throw failures.notFound(new URL(request.url).pathname);
  if (match === "method") throw failures.methodNotAllowed();
  const fault = platformFault(world.switches, family);
  if (fault !== null) return fault;
  const { route, params } = match;
  if (route.anyOf !== undefined && !route.anyOf.some((one) => caller.may(one)))
    throw failures.missing(route.anyOf);
  return await route.handle({
    world,
    caller,
    request,
    params,
    query,
    body: (schema) => readBody(request, schema),
  });
}

/** Answers `/api/v2{path}`. */
export async function answer(
  world: World,
  request: Request,
  path: string,
  query: URLSearchParams,
): Promise<Response> {
  const match = findRoute(request.method, path);
  const family = match === null || match === "method" ? "settings" : match.route.family;
  const onTheWay = await proxyFault(world.switches, family, request.signal);
  if (onTheWay !== null) return onTheWay;
  const contextId = world.newId();
  let rate: Rate | null = null;
  let response: Response;
  try {
    response = await run(world, request, query, match, (counted) => {
      rate = counted;
    });
  } catch (thrown) {
    response = answerFailure(thrown, contextId);
  }
  const headers = new Headers(response.headers);
  headers.set("inin-correlation-id", contextId);
  headers.set("genesys-correlation-id", contextId);
  setRate(headers, rate);
  return truncated(world.switches, family, new Response(response.body, { status: response.status, headers }));
}

function setRate(headers: Headers, rate: Rate | null): void {
  headers.set("inin-ratelimit-count", String(rate?.count ?? 0));
  headers.set("inin-ratelimit-allowed", String(rate?.allowed ?? UNLIMITED));
  headers.set("inin-ratelimit-reset", String(rate?.resetSeconds ?? 60));
}
