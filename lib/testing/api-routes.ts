import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { RouteHandler } from "@/lib/http/route";

export const HTTP_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

/** One route file: its address as `/api/v2/recordings/{recordingId}`, `{path+}` for a catch-all. */
export type ApiRoute = Readonly<{ address: string; file: string }>;

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const API = path.join(ROOT, "app/api");

/** Every route file below `app/api`, next-auth's own left out: it is no handler of ours. */
export function apiRoutes(): ApiRoute[] {
  if (!existsSync(API)) throw new Error("app/api is not there");
  return readdirSync(API, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === "route.ts")
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes("[...nextauth]"))
    .sort()
    .map((file) => ({ file, address: addressOf(path.relative(path.join(ROOT, "app"), path.dirname(file))) }));
}

function addressOf(folder: string): string {
  const parts = folder.split(path.sep).map((part) => part.replace(/^\[\.\.\.(.+)\]$/, "{$1+}"));
  return `/${parts.map((part) => part.replace(/^\[(.+)\]$/, "{$1}")).join("/")}`;
}

/** The methods that a route file answers, with their handlers. */
export async function handlersOf(route: ApiRoute): Promise<ReadonlyMap<HttpMethod, RouteHandler>> {
  const loaded: Record<string, unknown> = await import(/* @vite-ignore */ route.file);
  const handlers = new Map<HttpMethod, RouteHandler>();
  for (const method of HTTP_METHODS) {
    const handler = loaded[method];
    if (isHandler(handler)) handlers.set(method, handler);
  }
  return handlers;
}

// Whatever `route()` gives back is a function of this shape; the architecture test holds every file to it.
function isHandler(value: unknown): value is RouteHandler {
  return typeof value === "function";
}

type Match = Readonly<{ route: ApiRoute; params: Record<string, string | string[]> }>;

/** The route that Next would choose for this path: fixed names go before parameters, a catch-all comes last. */
export function matchRoute(routes: readonly ApiRoute[], pathname: string): Match | null {
  const wanted = pathname.split("/").slice(1);
  const found = routes.flatMap((route) => {
    const params = paramsOf(route.address.split("/").slice(1), wanted);
    return params ? [{ route, params }] : [];
  });
  found.sort((left, right) => rankOf(left.route.address).localeCompare(rankOf(right.route.address)));
  return found[0] ?? null;
}

function rankOf(address: string): string {
  return address
    .split("/")
    .map((part) => (part.endsWith("+}") ? "2" : part.startsWith("{") ? "1" : "0"))
    .join("");
}

function paramsOf(pattern: readonly string[], wanted: readonly string[]): Match["params"] | null {
  const params: Match["params"] = {};
  for (const [index, part] of pattern.entries()) {
    const rest = /^\{(.+)\+\}$/.exec(part)?.[1];
    if (rest !== undefined) {
      if (wanted.length <= index) return null;
      params[rest] = wanted.slice(index).map(decodeURIComponent);
      return params;
    }
    const given = wanted[index];
    if (given === undefined) return null;
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name !== undefined) params[name] = decodeURIComponent(given);
    else if (part !== given) return null;
  }
  return wanted.length === pattern.length ? params : null;
}
