/** From verb and path to the endpoint. */
import { deleteRecording, patchCollection, patchRecording } from "./change-recording";
import { getChannel, listChannels, postChannel, putChannel } from "./channels";
import { getAccount, getDevice, getUser, listDevices, listUsers } from "./directory-routes";
import { getRecording, unlessKnown } from "./get-recording";
import { listRecordings } from "./listing";
import { apiAuth, logOut, userAuth } from "./login";
import { negotiateOne } from "./negotiate";
import { listedOwner, requireUnrestricted, scopedChannels } from "./owner-rules";
import type { RouteName } from "./switches";
import { type Call, profileOf, type World } from "./world";

type Endpoint = (call: Call) => Response;

export type Route = Readonly<{
  name: RouteName;
  /** The account's path segment, `account` standing for the token's own; null = a path without one. */
  accountId: string | null;
  /** The user that the path goes through, who must be there. */
  userId: string | null;
  /** Absent for a verb that this path does not take. */
  endpoint: Endpoint | null;
  isRecording: boolean;
  isLogin: boolean;
}>;

/** The alias of the token's own account. */
export const OWN_ACCOUNT = "account";

type Asked = Readonly<{ world: World; verb: string; request: Request; query: URLSearchParams }>;
type Found = Readonly<{ name: RouteName; endpoint: Endpoint | null; isRecording?: boolean }>;

/** The route of a path below `/v2`; null when there is none. */
export function route(asked: Asked, segments: readonly string[]): Route | null {
  const [head, ...rest] = segments;
  const login = loginRoute(asked.verb, head, rest);
  if (login !== null) return { ...login, accountId: null, userId: null, isRecording: false, isLogin: true };
  const isAlias = head === OWN_ACCOUNT;
  const accountId = isAlias ? OWN_ACCOUNT : rest[0];
  if ((head !== "accounts" && !isAlias) || accountId === undefined) return null;
  const [thing, id, ...below] = isAlias ? rest : rest.slice(1);
  const isThrough = (thing === "users" || thing === "devices") && id !== undefined && below.length > 0;
  const found = isThrough ? resource(asked, below, { kind: thing, id }) : top(asked, thing, id, below);
  if (found === null) return null;
  const userId = isThrough && thing === "users" ? id : null;
  return { isRecording: false, ...found, accountId, userId, isLogin: false };
}

function loginRoute(verb: string, head: string | undefined, rest: readonly string[]): Found | null {
  if (rest.length > 0) return null;
  const only = (wanted: string, endpoint: Endpoint): Found => ({
    name: "login",
    endpoint: verb === wanted ? endpoint : null,
  });
  if (head === "user_auth") return only("PUT", userAuth);
  if (head === "api_auth") return only("PUT", apiAuth);
  return head === "token_auth" ? only("DELETE", logOut) : null;
}

function top(
  asked: Asked,
  thing: string | undefined,
  id: string | undefined,
  below: readonly string[],
): Found | null {
  const get = (endpoint: Endpoint): Found => ({
    name: "directory",
    endpoint: asked.verb === "GET" ? endpoint : null,
  });
  if (thing === undefined) return get(getAccount);
  if (thing === "users" && below.length === 0)
    return get(id === undefined ? listUsers : (call) => getUser(call, id));
  if (thing === "devices" && below.length === 0)
    return get(id === undefined ? listDevices : (call) => getDevice(call, id));
  return resource(asked, [thing, ...(id === undefined ? [] : [id]), ...below], null);
}

type Through = Readonly<{ kind: "users" | "devices"; id: string }> | null;

function resource(asked: Asked, [name, id, ...more]: readonly string[], through: Through): Found | null {
  if (more.length > 0) return null;
  if (name === "channels") return channelsRoute(asked.verb, id, through);
  if (name !== "recordings" || !asked.world.switches.recordingsModule) return null;
  const found = id === undefined ? collectionRoute(asked.verb, through) : recordingRoute(asked, id);
  return { ...found, isRecording: true };
}

function collectionRoute(verb: string, through: Through): Found {
  // A device in the path filters nothing.
  const ownerId = through?.kind === "users" ? through.id : null;
  const list: Endpoint = (call) => unlessKnown(call, listRecordings(call, listedOwner(call, ownerId)));
  return { name: "list", endpoint: verb === "GET" ? list : null };
}

function recordingRoute({ world, verb, request, query }: Asked, id: string): Found {
  const profile = profileOf(world);
  if (id === "collection" && profile.softDelete) {
    return { name: "collection", endpoint: verb === "PATCH" ? patchCollection : null };
  }
  switch (verb) {
    case "GET": {
      const form = negotiateOne(request, query, true);
      const name = form !== null && form.body !== "document" ? "audio" : "get";
      return { name, endpoint: (call) => getRecording(call, id) };
    }
    case "PATCH":
      return {
        name: "patch",
        endpoint: profile.patch === "nothing" ? null : (call) => patchRecording(call, id),
      };
    case "DELETE":
      return { name: "delete", endpoint: (call) => deleteRecording(call, id) };
    default:
      return { name: "get", endpoint: null };
  }
}

function channelsRoute(verb: string, uuid: string | undefined, through: Through): Found {
  if (uuid === undefined) {
    const list: Endpoint = (call) => listChannels(call, scopedChannels(call, through));
    return { name: "channels", endpoint: verb === "GET" ? list : null };
  }
  const one = { GET: getChannel, PUT: putChannel, POST: postChannel }[verb];
  return {
    name: "channel",
    endpoint: one === undefined ? null : (call) => one(requireUnrestricted(call), uuid),
  };
}
