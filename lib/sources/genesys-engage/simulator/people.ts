/** The Persons that may call, and what each may do. */
import { failures } from "./answers";

export type Role = "admin" | "supervisor" | "agent";

export const PERMISSIONS = [
  "RECORDING_PERMISSION_ADD_LABEL_DEFINITION",
  "RECORDING_PERMISSION_DELETE_LABEL_DEFINITION",
  "RECORDING_PERMISSION_ADD_LABEL",
  "RECORDING_PERMISSION_DELETE_LABEL",
  "RECORDING_PERMISSION_APPLY_NON_DELETE",
  "RECORDING_PERMISSION_UNAPPLY_NON_DELETE",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export type Person = Readonly<{
  username: string;
  password: string;
  firstName: string;
  lastName: string;
  /** The strongest role of the Person; null = none. */
  role: Role | null;
  permissions: readonly Permission[];
  /** The platform privilege "Decrypt a Recording". */
  mayDecrypt: boolean;
  accessGroups: readonly string[];
  partitions: readonly string[];
}>;

const person = (username: string, role: Role | null, rest: Partial<Person>): Person => ({
  username,
  password: `rws-${username}-pass`,
  firstName: "",
  lastName: "",
  role,
  permissions: [],
  mayDecrypt: true,
  accessGroups: ["/"],
  partitions: ["*"],
  ...rest,
});

export const PEOPLE = {
  admin: person("admin", "admin", { firstName: "Ada", lastName: "Quinn" }),
  supervisor: person("supervisor", "supervisor", {
    firstName: "Sam",
    lastName: "Ortiz",
    permissions: PERMISSIONS,
    accessGroups: ["/Sales", "/Support"],
    partitions: ["/sales", "/support"],
  }),
  supervisorNoLabels: person("supervisor-no-labels", "supervisor", {
    firstName: "Nadia",
    lastName: "Berg",
    accessGroups: ["/Support/Billing"],
    partitions: ["/support"],
  }),
  supervisorNoDecrypt: person("supervisor-no-decrypt", "supervisor", {
    password: "rws:no-decrypt:pass",
    firstName: "Dev",
    lastName: "Rao",
    permissions: PERMISSIONS,
    mayDecrypt: false,
    accessGroups: ["/Sales/EU", "/Company A"],
  }),
  /** One of the directory's agents, so that some recordings are this Person's own. */
  agent: person("jsmith", "agent", {
    firstName: "Jane",
    lastName: "Smith",
    mayDecrypt: false,
    accessGroups: ["/Support/Billing"],
    partitions: [],
  }),
  noRole: person("no-role", null, { mayDecrypt: false, accessGroups: [], partitions: [] }),
} as const;

export type Credentials = Readonly<{ username: string; password: string }>;

/** Who a `Basic` header speaks for (RFC 2617 section 2, UTF-8); null when nobody. */
export function authenticate(header: string | null): Person | null {
  const match = /^basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(header ?? "");
  if (match === null) return null;
  const pair = Buffer.from(match[1] ?? "", "base64").toString("utf8");
  const colon = pair.indexOf(":");
  if (colon < 0) return null;
  const [username, password] = [pair.slice(0, colon), pair.slice(colon + 1)];
  return Object.values(PEOPLE).find((one) => one.username === username && one.password === password) ?? null;
}

/** Throws 403/5 unless the Person has one of the roles. */
export function requireRole(caller: Person, ...roles: readonly Role[]): void {
  if (caller.role === null || !roles.includes(caller.role)) throw failures.role();
}

/** Throws 403/5 without any role, then 403/3 without the permission; administrators need none. */
export function requirePermission(caller: Person, permission: Permission): void {
  requireRole(caller, "admin", "supervisor", "agent");
  if (caller.role !== "admin" && !caller.permissions.includes(permission)) {
    throw failures.forbidden(`Permission ${permission} is required`);
  }
}
