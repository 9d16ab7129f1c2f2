/** From method and path to the endpoint. */
import { readSegments } from "@/lib/sources/simulator-kit/paths";
import { accounts, agentGroups, agentsOfGroup, queueGroups, queuesWithAgents, subAccounts } from "./admin";
import { activeCalls, realTimeAgents, toggleRecording } from "./live";
import { account, exchange, oauthToken, refresh } from "./login";
import { interactionMetadata } from "./metadata";
import { download } from "./recordings";
import type { RouteName } from "./switches";
import type { World } from "./world";

export type Call = Readonly<{
  world: World;
  request: Request;
  query: URLSearchParams;
  /** A placeholder of the path, decoded; "" when the path has none of this name. */
  params: (name: string) => string;
}>;

type Endpoint = (call: Call) => Response | Promise<Response>;

export type Route = Readonly<{
  name: RouteName;
  /** Wants RingCX's own token; else the endpoint looks at what it was sent. */
  signedIn: boolean;
  /** Counted against a limit of so many a minute, together with all of this name. */
  counted: string | null;
  endpoint: Endpoint;
}>;

type Pattern = Route & Readonly<{ method: string; segments: readonly string[] }>;

const pattern = (name: RouteName, counted: string | null, call: string, endpoint: Endpoint): Pattern => {
  const [method = "", path = ""] = call.split(" ");
  const signedIn = name !== "platform" && name !== "auth";
  return { name, signedIn, counted, endpoint, method, segments: path.split("/").slice(1) };
};

const CX = "/voice/api/cx/integration/v1/accounts/{rcAccountId}/sub-accounts/{subAccountId}";
const INTEGRATION = "/voice/api/integration/v1/admin/accounts";
const VOICE = "/voice/api/v1/admin/accounts";

const PATTERNS: readonly Pattern[] = [
  pattern("platform", null, "POST /restapi/oauth/token", oauthToken),
  pattern("platform", null, "GET /restapi/v1.0/account/~", account),
  pattern("auth", null, "POST /api/auth/login/rc/accesstoken", exchange),
  pattern("auth", null, "POST /api/auth/token/refresh", refresh),
  pattern("metadata", null, `POST ${CX}/interaction-metadata`, interactionMetadata),
  pattern(
    "recordings",
    "recordings",
    `GET ${CX}/recordings/dialogs/{dialogId}/segments/{segmentId}`,
    download,
  ),
  pattern("agents", "admin", `GET ${CX}/queue-groups`, queueGroups),
  pattern("agents", "admin", `GET ${CX}/queue-groups/{queueGroupId}/with-agents`, queuesWithAgents),
  pattern("agents", "admin", `GET ${INTEGRATION}/{mainAccountId}/subaccounts`, subAccounts),
  pattern("agents", "admin", `GET ${INTEGRATION}/{subAccountId}/agentGroups`, agentGroups),
  pattern(
    "agents",
    "admin",
    `GET ${INTEGRATION}/{subAccountId}/agentGroups/{agentGroupId}/agents`,
    agentsOfGroup,
  ),
  pattern("agents", "admin", `GET ${VOICE}`, accounts),
  pattern("live", "activeCalls", `GET ${VOICE}/{subAccountId}/activeCalls/list`, activeCalls),
  pattern("live", "realTimeData", `GET ${VOICE}/{subAccountId}/realTimeData/agent`, realTimeAgents),
  pattern(
    "toggle",
    "activeCalls",
    `POST ${VOICE}/{subAccountId}/activeCalls/{uii}/toggleCallRecording`,
    toggleRecording,
  ),
];

const NAMED = /^\{(\w+)\}$/;

function match(one: Pattern, segments: readonly string[]): Map<string, string> | null {
  if (one.segments.length !== segments.length) return null;
  const params = new Map<string, string>();
  for (const [at, wanted] of one.segments.entries()) {
    const given = segments[at] ?? "";
    const name = NAMED.exec(wanted)?.[1];
    if (name === undefined ? wanted !== given : given === "") return null;
    if (name !== undefined) params.set(name, given);
  }
  return params;
}

/** The endpoint of a call, with the placeholders of its path; null when there is none. */
export function findRoute(
  method: string,
  path: string,
): Readonly<{ route: Route; params: ReadonlyMap<string, string> }> | null {
  const segments = readSegments(path);
  if (segments === null) return null;
  for (const route of PATTERNS) {
    const params = route.method === method ? match(route, segments) : null;
    if (params !== null) return { route, params };
  }
  return null;
}

/** Whether a path leads to a service at all: below any other a front server answers in HTML. */
export function isServed(path: string): boolean {
  if (path.startsWith("/voice/api/")) return !path.startsWith("/voice/api/api/");
  return path.startsWith("/restapi/") || path.startsWith("/api/auth/");
}
