export const ROLES = ["administrator", "supervisor", "evaluator", "agent"] as const;
export type Role = (typeof ROLES)[number];

/**
 * What a role without a permission is told: `forbidden` = 403/5; `hidden` = 404/6, as if the thing did not
 * exist (evaluators and `/recordings`: contract §2).
 */
type Grant = "allowed" | "forbidden" | "hidden";

const ALL = {
  administrator: "allowed",
  supervisor: "allowed",
  evaluator: "forbidden",
  agent: "forbidden",
} as const;
const RECORDING = {
  administrator: "allowed",
  supervisor: "allowed",
  evaluator: "hidden",
  agent: "forbidden",
} as const;
const OPEN = {
  administrator: "allowed",
  supervisor: "allowed",
  evaluator: "hidden",
  agent: "allowed",
} as const;
const ADMIN = {
  administrator: "allowed",
  supervisor: "forbidden",
  evaluator: "forbidden",
  agent: "forbidden",
} as const;
const LIFT = { ...ADMIN, evaluator: "hidden" } as const;
const REVIEWS = {
  administrator: "allowed",
  supervisor: "allowed",
  evaluator: "allowed",
  agent: "forbidden",
} as const;
const ANYONE = {
  administrator: "allowed",
  supervisor: "allowed",
  evaluator: "allowed",
  agent: "allowed",
} as const;

/** The whole table of contract §2. `RIGHTS[permission][role]`. */
export const RIGHTS = {
  "recording.search": RECORDING,
  "recording.open": OPEN,
  "recording.play": OPEN,
  "recording.download": RECORDING,
  "recording.export": RECORDING,
  "recording.label": RECORDING,
  "recording.reveal": RECORDING,
  "recording.protect": RECORDING,
  "recording.unprotect": LIFT,
  // The one act on a recording for which contract §2 tells evaluators 403, not 404.
  "recording.delete": ADMIN,
  "recording.control": RECORDING,
  "recording.bulk": RECORDING,
  "live.view": ALL,
  "search.store": ALL,
  "search.facets": ALL,
  "job.view": ALL,
  "label-definition.view": ADMIN,
  "label-definition.manage": ADMIN,
  // Whoever a review was given to may work on it; what a person sees of reviews is decided review by review.
  "review.view": REVIEWS,
  "review.assign": ALL,
  "review.results": REVIEWS,
  "review.export": ALL,
  "scorecard.view": ALL,
  "scorecard.manage": ADMIN,
  "settings.manage": ADMIN,
  "user.manage": ADMIN,
  "source.view": ADMIN,
  "audit.view": ADMIN,
  "me.view": ANYONE,
} as const satisfies Record<string, Record<Role, Grant>>;

export type Permission = keyof typeof RIGHTS;

/** What this role is told when it asks for this permission. */
export function grantOf(role: Role, permission: Permission): Grant {
  return RIGHTS[permission][role];
}

/** True when the role holds the permission. */
export function may(role: Role, permission: Permission): boolean {
  return grantOf(role, permission) === "allowed";
}

/** Every permission of a role, for `GET /me`: the browser shows what the server says. */
export function permissionsOf(role: Role): Permission[] {
  const all: Permission[] = [];
  for (const permission of Object.keys(RIGHTS)) {
    if (isPermission(permission) && may(role, permission)) all.push(permission);
  }
  return all;
}

function isPermission(value: string): value is Permission {
  return Object.hasOwn(RIGHTS, value);
}

/** True when masked fields are shown in clear without a reveal. Only administrators (contract §3). */
export function seesMaskedFields(role: Role): boolean {
  return role === "administrator";
}
