/** From method and path to the endpoint. */
import { readSegments } from "@/lib/sources/simulator-kit/paths";
import { failures } from "./answers";
import {
  createDefinition,
  deleteDefinition,
  getDefinition,
  listDefinitions,
  updateDefinition,
} from "./label-definitions";
import { addLabel, getLabel, listLabels, removeLabel, updateLabel } from "./labels";
import { media } from "./media";
import type { Person } from "./people";
import { requireRole } from "./people";
import { deleteRecording, getRecording, operate } from "./recordings";
import { search } from "./search";
import { changeSettings, getSettings, listGroups } from "./settings";
import type { RouteName } from "./switches";
import type { World } from "./world";

export type Call = Readonly<{ world: World; caller: Person; request: Request; parameters: URLSearchParams }>;

type Endpoint = (call: Call) => Response | Promise<Response>;

export type Route = Readonly<{ name: RouteName; endpoint: Endpoint }>;

const wrongMethod: Endpoint = () => {
  throw failures.method();
};

const unknown = (path: string): Route => ({
  name: "get",
  endpoint: () => {
    throw failures.notFound(path);
  },
});

/** The endpoint of a path below `/api/v2`. A path that is none leads to 404/6, a method that is none to 405. */
export function route(method: string, path: string): Route {
  const segments = readSegments(path);
  const [head, ...rest] = segments ?? [];
  switch (head) {
    case "recordings":
      return recordingsRoute(method, rest) ?? unknown(path);
    case "recording-label-definitions":
    case "recording_label_definitions":
      return { name: "definitions", endpoint: definitionsEndpoint(method, rest) };
    case "settings":
      return { name: "settings", endpoint: settingsEndpoint(method, rest) };
    case "me":
      return { name: "me", endpoint: method === "GET" && rest.length === 0 ? me : wrongMethod };
    default:
      return unknown(path);
  }
}

function recordingsRoute(method: string, segments: readonly string[]): Route | null {
  const [id, part, last, ...more] = segments;
  if (more.length > 0) return null;
  if (id === undefined) {
    return {
      name: "search",
      endpoint:
        method === "GET" ? ({ world, caller, parameters }) => search(world, caller, parameters) : wrongMethod,
    };
  }
  if (part === undefined) return recordingRoute(method, id);
  if (part === "labels") return { name: "labels", endpoint: labelsEndpoint(method, id, last) };
  const mediaUuid = /^(.+)\.mp3$/.exec(last ?? "")?.[1];
  if ((part === "play" || part === "decrypt") && mediaUuid !== undefined) {
    const asked = { recordingId: id, verb: part, mediaUuid } as const;
    return {
      name: "media",
      endpoint:
        method === "GET" ? ({ world, caller, request }) => media(world, caller, asked, request) : wrongMethod,
    };
  }
  return null;
}

function recordingRoute(method: string, id: string): Route {
  switch (method) {
    case "GET":
      return {
        name: "get",
        endpoint: ({ world, caller, parameters }) => getRecording(world, caller, id, parameters),
      };
    case "DELETE":
      return { name: "delete", endpoint: ({ world, caller }) => deleteRecording(world, caller, id) };
    case "POST":
      return {
        name: "operate",
        endpoint: ({ world, caller, request }) => operate(world, caller, id, request),
      };
    default:
      return { name: "get", endpoint: wrongMethod };
  }
}

function labelsEndpoint(method: string, id: string, labelId: string | undefined): Endpoint {
  if (labelId === undefined) {
    if (method === "GET") return ({ world, caller }) => listLabels(world, caller, id);
    if (method === "POST") return ({ world, caller, request }) => addLabel(world, caller, id, request);
    return wrongMethod;
  }
  switch (method) {
    case "GET":
      return ({ world, caller }) => getLabel(world, caller, id, labelId);
    case "PUT":
      return ({ world, caller, request }) => updateLabel(world, caller, id, labelId, request);
    case "DELETE":
      return ({ world, caller }) => removeLabel(world, caller, id, labelId);
    default:
      return wrongMethod;
  }
}

function definitionsEndpoint(method: string, [id, ...more]: readonly string[]): Endpoint {
  if (more.length > 0) return unknown(more.join("/")).endpoint;
  if (id === undefined) {
    if (method === "GET") return ({ world, caller }) => listDefinitions(world, caller);
    if (method === "POST") return ({ world, caller, request }) => createDefinition(world, caller, request);
    return wrongMethod;
  }
  switch (method) {
    case "GET":
      return ({ world, caller }) => getDefinition(world, caller, id);
    case "PUT":
      return ({ world, caller, request }) => updateDefinition(world, caller, id, request);
    case "DELETE":
      return ({ world, caller }) => deleteDefinition(world, caller, id);
    default:
      return wrongMethod;
  }
}

function settingsEndpoint(method: string, [group, ...more]: readonly string[]): Endpoint {
  if (group === undefined)
    return method === "GET" ? ({ world, caller }) => listGroups(world, caller) : wrongMethod;
  if (group !== "recording" || more.length > 0) {
    return ({ caller }) => {
      requireRole(caller, "admin");
      throw failures.notFound(group);
    };
  }
  if (method === "GET") return ({ world, caller }) => getSettings(world, caller);
  if (!["POST", "PUT", "DELETE"].includes(method)) return wrongMethod;
  return ({ world, caller, request }) => changeSettings(world, caller, request);
}

const ROLE_NAMES = { admin: "ROLE_ADMIN", supervisor: "ROLE_SUPERVISOR", agent: "ROLE_AGENT" } as const;

const me: Endpoint = ({ caller, world }) =>
  Response.json({
    statusCode: 0,
    user: {
      userName: caller.username,
      firstName: caller.firstName,
      lastName: caller.lastName,
      roles: caller.role === null ? [] : [ROLE_NAMES[caller.role]],
      enabled: true,
      uri: `${world.baseUrl}/api/v2/me`,
      path: "/me",
    },
  });
