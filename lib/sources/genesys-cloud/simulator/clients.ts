/** The OAuth clients that may sign in, and what each is granted, per division (fact sheet §2). */
import { uuid } from "@/lib/samples/random";
import { DIVISIONS, type Division, OPEN_DIVISIONS } from "./directory";

export const VIEW_PERMISSIONS = [
  "recording:recording:view",
  "recording:recordingSegment:view",
  "recording:snippetRecording:view",
  "recording:screenRecording:view",
] as const;

const RETENTION = ["recording", "screenRecording", "snippetRecording"].flatMap((entity) => [
  `recording:${entity}:editRetention`,
  `recording:${entity}:restore`,
]);

/** What changes anything for good. */
const WRITES = [
  ...RETENTION,
  "recording:annotation:add",
  "recording:annotation:edit",
  "recording:annotation:delete",
  "recording:deletionProtection:apply",
  "recording:deletionProtection:revoke",
  "recording:job:add",
  "recording:job:edit",
  "recording:job:delete",
  "conversation:externalTag:edit",
  "conversation:recording:pauseOthers",
  "conversation:recording:snippetRecord",
  "conversation:call:record",
];

/** Everything the routes ask for. */
export const PERMISSIONS: readonly string[] = [
  ...VIEW_PERMISSIONS,
  ...WRITES,
  "analytics:conversationDetail:view",
  "analytics:queueObservation:view",
  "recording:recording:viewSensitiveData",
  "recording:annotation:view",
  "recording:job:view",
  "routing:queue:view",
  "routing:wrapupCode:view",
  "directory:user:view",
  "conversation:communication:view",
];

export type CloudClient = Readonly<{
  clientId: string;
  clientSecret: string;
  name: string;
  state: "active" | "disabled" | "inactive";
  permissions: ReadonlySet<string>;
  divisions: readonly Division[];
}>;

const without = (...gone: readonly string[]): ReadonlySet<string> =>
  new Set(PERMISSIONS.filter((permission) => !gone.includes(permission)));

let made = 0;
function client(name: string, rest: Partial<CloudClient> = {}): CloudClient {
  made += 1;
  return {
    clientId: uuid(0xc11e, made, 1),
    clientSecret: `sim-${name}-secret-${made}`,
    name,
    state: "active",
    permissions: new Set(PERMISSIONS),
    divisions: OPEN_DIVISIONS,
    ...rest,
  };
}

export const CLIENTS = {
  full: client("full"),
  /** A second one that may do everything, for what only its submitter may read. */
  other: client("other"),
  /** Finds calls, but may not open recordings. */
  noMedia: client("no-media", { permissions: without(...VIEW_PERMISSIONS) }),
  noUsers: client("no-users", { permissions: without("directory:user:view") }),
  noQueues: client("no-queues", { permissions: without("routing:queue:view", "routing:wrapupCode:view") }),
  noAnnotations: client("no-annotations", { permissions: without("recording:annotation:view") }),
  noAnalytics: client("no-analytics", { permissions: without("analytics:conversationDetail:view") }),
  noLive: client("no-live", {
    permissions: without("conversation:recording:pauseOthers", "conversation:communication:view"),
  }),
  /** Listens, but changes nothing. */
  readOnly: client("read-only", { permissions: without(...WRITES) }),
  salesOnly: client("sales-only", { divisions: [DIVISIONS.sales] }),
  noSensitive: client("no-sensitive", { permissions: without("recording:recording:viewSensitiveData") }),
  nothing: client("nothing", { permissions: new Set() }),
  disabled: client("disabled", { state: "disabled" }),
} as const;

export type ClientName = keyof typeof CLIENTS;

/** `id` and `secret` of a `Basic` header (any case of the scheme); null when it holds none. */
export function readBasic(header: string | null): Readonly<{ id: string; secret: string }> | null {
  const match = /^basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(header ?? "");
  if (match === null) return null;
  const pair = Buffer.from(match[1] ?? "", "base64").toString("utf8");
  const colon = pair.indexOf(":");
  return colon < 0 ? null : { id: pair.slice(0, colon), secret: pair.slice(colon + 1) };
}

/** The client with this id and secret; null for any other, and for one that is not active. */
export function findClient(id: string, secret: string): CloudClient | null {
  const found = Object.values(CLIENTS).find((one) => one.clientId === id && one.clientSecret === secret);
  return found !== undefined && found.state === "active" ? found : null;
}

export const clientById = (id: string): CloudClient | null =>
  Object.values(CLIENTS).find((one) => one.clientId === id) ?? null;
