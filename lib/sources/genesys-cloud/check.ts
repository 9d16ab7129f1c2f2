import type { Asking } from "./client";
import { CloudError, isForbidden } from "./errors";
import type { CloudSession } from "./session";
import { isRecord, text, word } from "./tolerant";

export type MissingPermission = Readonly<{ call: string; permission: string }>;

/**
 * A call that Earmark makes, and what it takes: any one of `anyOf` will do (fact sheet §5.1, §6, §9.2). `alias` = what a
 * page of Genesys' own calls it, so that whoever follows that page finds it (§2).
 */
type Need = Readonly<{
  call: string;
  anyOf: readonly string[];
  alias?: string;
  /** A question that changes nothing and tells 403 from everything else; null = only a change would tell. */
  probe: Readonly<{
    method: "GET" | "POST";
    path: string;
    query?: Record<string, string>;
    body?: unknown;
  }> | null;
}>;

/** An id that no conversation has. */
const NOBODY = "00000000-0000-4000-8000-000000000000";
const conversation = (rest: string) => `/conversations/${NOBODY}${rest}`;

function needsAt(nowMs: number): readonly Need[] {
  const interval = `${new Date(nowMs - 3_600_000).toISOString()}/${new Date(nowMs).toISOString()}`;
  return [
    {
      call: "POST /api/v2/analytics/conversations/details/query",
      anyOf: ["analytics:conversationDetail:view", "analytics:agentConversationDetail:view"],
      alias: "conversation:conversation:view",
      probe: {
        method: "POST",
        path: "/analytics/conversations/details/query",
        body: { interval, paging: { pageSize: 1, pageNumber: 1 } },
      },
    },
    {
      call: "GET /api/v2/conversations/{id}/recordings",
      anyOf: ["recording:recording:view", "recording:recordingSegment:view"],
      probe: { method: "GET", path: conversation("/recordings"), query: { formatId: "NONE" } },
    },
    {
      call: "GET /api/v2/conversations/{id}",
      anyOf: ["conversation:communication:view"],
      probe: { method: "GET", path: conversation("") },
    },
    {
      call: "GET /api/v2/routing/queues",
      anyOf: ["routing:queue:view"],
      probe: { method: "GET", path: "/routing/queues", query: { pageSize: "1" } },
    },
    {
      call: "GET /api/v2/routing/wrapupcodes",
      anyOf: ["routing:wrapupCode:view"],
      probe: { method: "GET", path: "/routing/wrapupcodes", query: { pageSize: "1" } },
    },
    {
      call: "PUT /api/v2/conversations/{id}/recordings/{recordingId}",
      anyOf: ["recording:recording:editRetention"],
      probe: null,
    },
    {
      call: "PUT /api/v2/recordings/deletionprotection?protect=true",
      anyOf: ["recording:deletionProtection:apply"],
      probe: null,
    },
    {
      call: "PUT /api/v2/recordings/deletionprotection?protect=false",
      anyOf: ["recording:deletionProtection:revoke"],
      probe: null,
    },
    {
      call: "PUT /api/v2/conversations/calls/{id}/recordingstate",
      anyOf: ["conversation:recording:pauseOthers"],
      probe: null,
    },
  ];
}

const ACT = { doing: "checking permissions", changes: false };

/**
 * What Earmark's OAuth client may not do. Its grants tell where they can be read; a grant with an empty list of policies
 * proves nothing (§2), so what they seem to lack is then tried out. Throws `refused` when the client itself is refused.
 */
export async function checkPermissions(
  session: CloudSession,
  nowMs: number,
  signal: AbortSignal,
): Promise<{ missingPermissions: readonly MissingPermission[] }> {
  signal.throwIfAborted();
  const asking: Asking = { urgency: "person", signal };
  const grants = await readGrants(session, asking);
  const lacking = needsAt(nowMs).filter(({ anyOf }) => !anyOf.some((one) => grants.holds(one)));
  const missing: MissingPermission[] = [];
  for (const need of lacking) {
    const isMissing = need.probe === null ? grants.areWhole : await isRefused(session, need.probe, asking);
    if (isMissing) missing.push(...namesOf(need));
  }
  const whole = needsAt(nowMs).find(({ anyOf }) => anyOf.includes(FULL));
  if (whole !== undefined && grants.areWhole && !grants.holds(FULL) && grants.holds(SEGMENT)) {
    missing.push({ call: whole.call, permission: FULL });
  }
  return { missingPermissions: missing };
}

/** With the second one only parts of the audio are heard. */
const FULL = "recording:recording:view";
const SEGMENT = "recording:recordingSegment:view";

function namesOf({ alias, anyOf, call }: Need): MissingPermission[] {
  const [first = ""] = anyOf;
  const names = anyOf.includes(FULL) ? anyOf : [first, ...(alias === undefined ? [] : [alias])];
  return names.map((permission) => ({ call, permission }));
}

type Grants = Readonly<{
  holds(permission: string): boolean;
  /** True when every grant says what it allows: then what is not there is missing. */
  areWhole: boolean;
}>;

const NOTHING_KNOWN: Grants = { holds: () => false, areWhole: false };

async function readGrants(session: CloudSession, asking: Asking): Promise<Grants> {
  try {
    const { body } = await session.send({
      method: "GET",
      path: "/authorization/subjects/me",
      ...asking,
      act: ACT,
    });
    return grantsIn(body);
  } catch (error) {
    // Whether "me" works for a client without a user is not documented (§2): then the calls themselves are tried.
    if (error instanceof CloudError && isNoAnswer(error)) return NOTHING_KNOWN;
    throw error;
  }
}

function isNoAnswer({ kind, status }: CloudError): boolean {
  if (kind === "refused") return status === 403;
  return ["notFound", "invalid", "unsupported", "conflict", "internal"].includes(kind);
}

function grantsIn(body: unknown): Grants {
  const grants = isRecord(body) ? rowsOf(body.grants) : [];
  const held = new Set<string>();
  let areWhole = grants.length > 0;
  for (const grant of grants) {
    const policies = isRecord(grant.role) ? rowsOf(grant.role.policies) : [];
    if (policies.length === 0) areWhole = false;
    for (const policy of policies) {
      const parts = [word(policy.domain) ?? "*", word(policy.entityName) ?? "*"];
      const actions: unknown[] = Array.isArray(policy.actions) ? policy.actions : [];
      for (const action of actions) held.add([...parts, word(action) ?? ""].join(":"));
    }
  }
  return { areWhole, holds: (permission) => formsOf(permission).some((form) => held.has(form)) };
}

function rowsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The permission itself, and the wildcards that include it. */
function formsOf(permission: string): string[] {
  const [domain = "", entity = "", action = ""] = (text(permission) ?? "").toLowerCase().split(":");
  return [domain, "*"].flatMap((d) =>
    [entity, "*"].flatMap((e) => [action, "*"].map((a) => `${d}:${e}:${a}`)),
  );
}

/** 403 = not allowed; any other word of the vendor's, 404 above all, shows that the call is open to us. */
async function isRefused(
  session: CloudSession,
  probe: NonNullable<Need["probe"]>,
  asking: Asking,
): Promise<boolean> {
  try {
    await session.send({ ...probe, ...asking, act: ACT });
    return false;
  } catch (error) {
    if (isForbidden(error)) return true;
    if (error instanceof CloudError && isNoAnswer(error)) return false;
    throw error;
  }
}
