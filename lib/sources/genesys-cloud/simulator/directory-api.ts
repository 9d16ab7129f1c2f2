/** Users, queues, wrap-up codes, recording settings, and what the caller may do (§2, §4.3, §5.3). */
import { empty, failures, json } from "./answers";
import { CLOUD_QUEUES, DIVISIONS, USERS, type User, userById, WRAP_UP_CODES } from "./directory";
import { type Ctx, listing, listOf, type Route } from "./route";
import { tokenState } from "./tokens";
import { iso } from "./wire";
import type { Caller } from "./world";

const SIZES = { fallback: 25, most: 500 } as const;

const showUser = (user: User) => ({
  id: user.id,
  name: user.name,
  username: user.username,
  email: user.username,
  state: user.state,
  division: Object.values(DIVISIONS)
    .filter((one) => one.id === user.divisionId)
    .map(({ id, name }) => ({ id, name }))[0],
  selfUri: `/api/v2/users/${user.id}`,
});

/** Users whom the caller sees; without `state` only the active ones, so that leavers are missing (§4.3). */
function listUsers({ caller, query }: Ctx): Response {
  const ids = listOf(query, "id");
  const state = query.get("state") ?? "active";
  if (!["any", "active", "inactive", "deleted"].includes(state)) {
    throw failures.badRequest("The state is not one that is known.", "invalid.value");
  }
  const users = USERS.filter(
    (user) =>
      isSeen(caller, user) &&
      (state === "any" || user.state === state) &&
      (ids.length === 0 || ids.includes(user.id)),
  );
  return json(200, listing(users.map(showUser), "/users", query, SIZES));
}

const isSeen = (caller: Caller, user: User): boolean =>
  user.divisionId !== DIVISIONS.hidden.id || caller.sees([user.divisionId]);

function getUser({ caller, params, query }: Ctx): Response {
  const user = userById(params[0] ?? "");
  const state = query.get("state") ?? "active";
  const isShown = user !== null && isSeen(caller, user) && (user.state !== "deleted" || state === "deleted");
  if (!isShown) throw failures.notFound(params[0] ?? "");
  return json(200, showUser(user));
}

function listQueues({ caller, query }: Ctx): Response {
  const ids = listOf(query, "id");
  const queues = CLOUD_QUEUES.filter(
    (queue) => caller.sees([queue.divisionId]) && (ids.length === 0 || ids.includes(queue.id)),
  ).map((queue) => ({
    id: queue.id,
    name: queue.name,
    division: Object.values(DIVISIONS)
      .filter((one) => one.id === queue.divisionId)
      .map(({ id, name }) => ({ id, name }))[0],
    selfUri: `/api/v2/routing/queues/${queue.id}`,
  }));
  return json(200, listing(queues, "/routing/queues", query, SIZES));
}

function listWrapUpCodes({ query }: Ctx): Response {
  const ids = listOf(query, "id");
  const codes = WRAP_UP_CODES.filter((code) => ids.length === 0 || ids.includes(code.id)).map((code) => ({
    ...code,
    selfUri: `/api/v2/routing/wrapupcodes/${code.id}`,
  }));
  return json(200, listing(codes, "/routing/wrapupcodes", query, SIZES));
}

function getOne<T extends Readonly<{ id: string }>>(rows: readonly T[], id: string | undefined): Response {
  const row = rows.find((one) => one.id === id);
  if (row === undefined) throw failures.notFound(id ?? "");
  return json(200, row);
}

/** The client as a subject: one role per division. Policies name entity and actions apart (§2). */
function subject({ caller }: Ctx): Response {
  const byEntity = new Map<string, string[]>();
  for (const permission of caller.client.permissions) {
    const at = permission.lastIndexOf(":");
    const entity = permission.slice(0, at);
    byEntity.set(entity, [...(byEntity.get(entity) ?? []), permission.slice(at + 1)]);
  }
  const policies = [...byEntity].map(([entity, actions]) => {
    const [domain = "", entityName = ""] = entity.split(":");
    return { domain, entityName, actions };
  });
  const role = {
    id: caller.client.clientId.replace(/^......../, "00000000"),
    name: `Role of ${caller.client.name}`,
    policies,
  };
  return json(200, {
    id: caller.client.clientId,
    name: caller.client.name,
    grants: caller.client.divisions.map((division) => ({
      subjectId: caller.client.clientId,
      division: { ...division },
      role,
    })),
  });
}

function tokenInfo({ world, caller, request }: Ctx): Response {
  const { token, client } = caller;
  if (request.method === "HEAD") return empty(200);
  const { idleTimeoutMs } = world.switches;
  return json(200, {
    organization: { id: DIVISIONS.home.id, name: "Tidewell" },
    homeOrganization: { id: DIVISIONS.home.id, name: "Tidewell" },
    OAuthClient: { id: client.clientId, name: client.name, organization: { id: DIVISIONS.home.id } },
    dateCreated: iso(token.issuedMs),
    dateExpires: iso(token.expiresMs),
    ...(idleTimeoutMs === null ? {} : { dateTokenIdles: iso(token.usedMs + idleTimeoutMs) }),
    isAlive: tokenState(token, world.switches, world.now()) === "alive",
  });
}

function revoke({ world, caller }: Ctx): Response {
  world.tokens.revoke(caller.token.value);
  return empty(200);
}

const settings = ({ world }: Ctx): Response =>
  json(200, {
    maxSimultaneousStreams: 3,
    maxConfigurableScreenRecordingStreams: 3,
    regionalRecordingStorageEnabled: false,
    recordingPlaybackUrlTtl: world.switches.playbackUrlTtlMinutes,
    recordingBatchDownloadUrlTtl: world.switches.batchUrlTtlMinutes,
    stopRecordingWhenOnlyExternalParticipants: true,
  });

// The sheet states no permission for users; an org where a client lacks this one is simulated by `no-users`.
const USER = ["directory:user:view"];
const QUEUE = ["routing:queue:view"];
const CODE = ["routing:wrapupCode:view"];

export const DIRECTORY_ROUTES: readonly Route[] = [
  { method: "GET", path: "/users", family: "directory", anyOf: USER, handle: listUsers },
  {
    method: "GET",
    path: "/users/me",
    family: "directory",
    // "me" means a user, and client credentials have none (§2).
    handle: () => {
      throw failures.badRequest("This request requires a user context. Client credentials cannot be used.");
    },
  },
  { method: "GET", path: "/users/{}", family: "directory", anyOf: USER, handle: getUser },
  { method: "GET", path: "/routing/queues", family: "directory", anyOf: QUEUE, handle: listQueues },
  {
    method: "GET",
    path: "/routing/queues/{}",
    family: "directory",
    anyOf: QUEUE,
    handle: ({ caller, params }) =>
      getOne(
        CLOUD_QUEUES.filter((queue) => caller.sees([queue.divisionId])),
        params[0],
      ),
  },
  { method: "GET", path: "/routing/wrapupcodes", family: "directory", anyOf: CODE, handle: listWrapUpCodes },
  {
    method: "GET",
    path: "/routing/wrapupcodes/{}",
    family: "directory",
    anyOf: CODE,
    handle: ({ params }) => getOne(WRAP_UP_CODES, params[0]),
  },
  { method: "GET", path: "/authorization/subjects/me", family: "settings", handle: subject },
  { method: "GET", path: "/recording/settings", family: "settings", handle: settings },
  { method: "GET", path: "/tokens/me", family: "tokens", handle: tokenInfo },
  { method: "HEAD", path: "/tokens/me", family: "tokens", handle: tokenInfo },
  { method: "DELETE", path: "/tokens/me", family: "tokens", handle: revoke },
];
