import path from "node:path";
import { z } from "zod";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type OidcSettings = Readonly<{
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Claim that holds the role; a dotted path reaches into objects. */
  roleClaim: string;
  /** Null = access groups are given in Admin → Users, not by the identity provider. */
  groupsClaim: string | null;
  partitionsClaim: string | null;
}>;

/** Every setting of contract §1, checked. Paths are absolute. */
export type Env = Readonly<{
  port: number;
  /** Address to listen on; null = every interface. */
  host: string | null;
  /** Public origin, e.g. `https://calls.example.com`. */
  url: string;
  secret: string;
  oldSecrets: readonly string[];
  dataDir: string;
  /** Null = the embedded database below `dataDir`. */
  databaseUrl: string | null;
  sourcesFile: string | null;
  oidc: OidcSettings | null;
  /** How many proxies stand in front and write `X-Forwarded-For`. */
  trustProxy: number;
  logLevel: LogLevel;
  mediaCacheMb: number;
  /** True only in `npm run demo`: its flagged users may sign in. */
  demo: boolean;
  /** Whether made-up reviews are added to the demo. */
  demoReviews: boolean;
  /** Any variable by name: what `env:NAME` in the sources file stands for. */
  lookup(name: string): string | undefined;
}>;

/** What is wrong with the settings: one line for each. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "SettingsError";
    this.problems = problems;
  }
}

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

const webUrl = z.url({
  protocol: /^https?$/,
  error: "must be an address that begins with http:// or https://",
});
const secret = z.string().min(32, "must have 32 characters or more");
const text = z.string().max(1_000);

const SettingsSchema = z.object({
  PORT: wholeNumber(1, 65_535).default(3000),
  HOST: text.optional(),
  EARMARK_URL: webUrl
    .refine((value) => {
      // Also asked about what has just been refused as no address at all.
      const url = URL.canParse(value) ? new URL(value) : null;
      return url?.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
    }, "must be scheme, host and port alone, such as https://calls.example.com")
    .transform((value) => new URL(value).origin),
  EARMARK_SECRET: secret,
  EARMARK_SECRET_OLD: secret.optional(),
  EARMARK_DATA: text.default(".data"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must be an address that begins with postgres://" })
    .optional(),
  EARMARK_SOURCES: text.optional(),
  EARMARK_OIDC_ISSUER: webUrl.optional(),
  EARMARK_OIDC_CLIENT_ID: text.optional(),
  EARMARK_OIDC_CLIENT_SECRET: text.optional(),
  EARMARK_OIDC_ROLE_CLAIM: text.default("role"),
  EARMARK_OIDC_GROUPS_CLAIM: text.optional(),
  EARMARK_OIDC_PARTITIONS_CLAIM: text.optional(),
  EARMARK_TRUST_PROXY: wholeNumber(0, 16).default(0),
  EARMARK_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).default("info"),
  EARMARK_MEDIA_CACHE_MB: wholeNumber(16, 100_000_000).default(2_048),
  EARMARK_DEMO: z.enum(["0", "1"], { error: "must be 0 or 1" }).default("0"),
  EARMARK_DEMO_REVIEWS: z.enum(["0", "1"], { error: "must be 0 or 1" }).default("0"),
});
type Settings = z.infer<typeof SettingsSchema>;

const WHAT_FOR: Readonly<Record<string, string>> = {
  EARMARK_URL: "the public address of this server, such as https://calls.example.com",
  EARMARK_SECRET: "32 random characters or more; `openssl rand -hex 32` makes some",
  EARMARK_OIDC_ISSUER: "the other EARMARK_OIDC settings need it",
  EARMARK_OIDC_CLIENT_ID: "EARMARK_OIDC_ISSUER needs it",
  EARMARK_OIDC_CLIENT_SECRET: "EARMARK_OIDC_ISSUER needs it",
};

type Values = Readonly<Record<string, string | undefined>>;

/** The settings in these variables; relative paths are below `cwd`. Throws SettingsError with a line for each problem. */
export function parseEnv(values: Values, cwd: string): Env {
  const given = onlyGiven(values);
  const parsed = SettingsSchema.safeParse(given);
  const problems = [...(parsed.success ? [] : linesOf(parsed.error, given)), ...oidcProblems(given)];
  if (!parsed.success || problems.length > 0) throw new SettingsError(problems);
  return toEnv(parsed.data, values, cwd);
}

/** An empty variable is one that is not set: that is how compose files and .env files write it. */
function onlyGiven(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value?.trim()));
}

function toEnv(settings: Settings, values: Values, cwd: string): Env {
  const absolute = (value: string | undefined) => (value === undefined ? null : path.resolve(cwd, value));
  return {
    port: settings.PORT,
    host: settings.HOST ?? null,
    url: settings.EARMARK_URL,
    secret: settings.EARMARK_SECRET,
    oldSecrets: oldSecrets(settings.EARMARK_SECRET_OLD),
    dataDir: path.resolve(cwd, settings.EARMARK_DATA),
    databaseUrl: settings.DATABASE_URL ?? null,
    sourcesFile: absolute(settings.EARMARK_SOURCES),
    oidc: oidcOf(settings),
    trustProxy: settings.EARMARK_TRUST_PROXY,
    logLevel: settings.EARMARK_LOG_LEVEL,
    mediaCacheMb: settings.EARMARK_MEDIA_CACHE_MB,
    demo: settings.EARMARK_DEMO === "1",
    demoReviews: settings.EARMARK_DEMO === "1" && settings.EARMARK_DEMO_REVIEWS === "1",
    lookup: (name) => values[name],
  };
}

function oidcOf(settings: Settings): OidcSettings | null {
  const { EARMARK_OIDC_ISSUER: issuer, EARMARK_OIDC_CLIENT_ID: clientId } = settings;
  const clientSecret = settings.EARMARK_OIDC_CLIENT_SECRET;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  return {
    issuer,
    clientId,
    clientSecret,
    roleClaim: settings.EARMARK_OIDC_ROLE_CLAIM,
    groupsClaim: settings.EARMARK_OIDC_GROUPS_CLAIM ?? null,
    partitionsClaim: settings.EARMARK_OIDC_PARTITIONS_CLAIM ?? null,
  };
}

/** One secret, or several with commas or blanks between them (a secret may hold such characters itself: both readings count). */
function oldSecrets(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  const parts = value.split(/[\s,]+/).filter((part) => secret.safeParse(part).success);
  return [...new Set([value, ...parts])];
}

const OIDC_NEEDED = ["EARMARK_OIDC_ISSUER", "EARMARK_OIDC_CLIENT_ID", "EARMARK_OIDC_CLIENT_SECRET"];

function oidcProblems(given: Values): string[] {
  if (!Object.keys(given).some((name) => name.startsWith("EARMARK_OIDC_"))) return [];
  return OIDC_NEEDED.filter((name) => given[name] === undefined).map(missingLine);
}

function linesOf(error: z.ZodError, given: Values): string[] {
  const lines = new Map<string, string>();
  for (const issue of error.issues) {
    const name = String(issue.path[0]);
    if (lines.has(name)) continue;
    lines.set(name, given[name] === undefined ? missingLine(name) : `${name} ${issue.message}.`);
  }
  return [...lines.values()];
}

function missingLine(name: string): string {
  return `${name} is missing: ${WHAT_FOR[name] ?? "it must be set"}.`;
}

const DatabaseSettingsSchema = SettingsSchema.pick({ EARMARK_DATA: true, DATABASE_URL: true });

/** What a command needs that touches the database alone. Throws SettingsError. */
export function parseDatabaseEnv(values: Values, cwd: string): Pick<Env, "dataDir" | "databaseUrl"> {
  const given = onlyGiven(values);
  const parsed = DatabaseSettingsSchema.safeParse(given);
  if (!parsed.success) throw new SettingsError(linesOf(parsed.error, given));
  return {
    dataDir: path.resolve(cwd, parsed.data.EARMARK_DATA),
    databaseUrl: parsed.data.DATABASE_URL ?? null,
  };
}

let known: Env | null = null;

/** The settings of this process, checked at the first call. Throws SettingsError. */
export function readEnv(): Env {
  known ??= parseEnv(process.env, process.cwd());
  return known;
}
