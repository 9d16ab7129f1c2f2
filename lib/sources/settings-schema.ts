/** What may stand in the sources file (contract §1): these keys and no others. */
import { z } from "zod";
import { SourceIdSchema } from "@/lib/domain/ids";

const text = z
  .string({ error: (issue) => (issue.input === undefined ? "is missing" : "must be a text") })
  .min(1, "must not be empty")
  .max(10_000, "is too long");
const word = text.refine((value) => value.trim() === value, "must not begin or end with a blank");

/** Scheme, host, port and path, without a slash at the end. */
const address = word
  .refine((value) => {
    if (!URL.canParse(value)) return false;
    const url = new URL(value);
    return /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "" && url.username === "";
  }, "must be an address such as https://host.example.com, without user name or query")
  .transform((value) => value.replace(/\/+$/, ""));

const wholeNumber = (min: number, max: number) =>
  z
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(min, `must be ${min} or more`)
    .max(max, `must be ${max} or less`);

const group = word.refine((value) => value.startsWith("/"), "must begin with /");
const groups = z.array(group, { error: "must be a list of groups" }).max(1_000, "is too long");

/** A group or several for each of the vendor's own divisions, queues, agent groups or owners (model.md "People"). */
const groupMap = z.record(
  z.string(),
  z.union([groups, group.transform((one) => [one])], { error: "must be a group or a list of groups" }),
  { error: "must be a list of groups, or an object from the vendor's units to groups" },
);

const mediaHost = word.regex(/^[A-Za-z0-9.-]+$/, "must be a host's name without port").toLowerCase();

const common = {
  id: z
    .string({ error: (issue) => (issue.input === undefined ? "is missing" : "must be a text") })
    .regex(/^[a-z0-9-]{1,64}$/, "must be made of 1 to 64 of a-z, 0-9 and -")
    .pipe(SourceIdSchema),
  name: text.refine((value) => value.trim() !== "", "must not be empty"),
  allowedMediaHosts: z.array(mediaHost, { error: "must be a list of hosts" }).default([]),
};

const syncing = (syncSeconds: number, backfillDays: number) => ({
  syncSeconds: wholeNumber(1, 86_400).default(syncSeconds),
  backfillDays: wholeNumber(0, 36_500).default(backfillDays),
});

const pauseFill = z.enum(["silence", "cut"], { error: 'must be "silence" or "cut"' });

const engage = z.strictObject({
  ...common,
  ...syncing(60, 365),
  vendor: z.literal("genesys-engage"),
  baseUrl: address.refine(
    (value) => !/\/api(\/v2)?$/i.test(new URL(value).pathname),
    "must end with the host: /api/v2 is added by Earmark",
  ),
  username: word.refine((value) => !value.includes(":"), "must not hold a colon: HTTP Basic can't carry one"),
  password: text,
  /** This vendor names groups itself; these are for recordings without any file. */
  accessGroups: groups.default([]),
  pauseFill: pauseFill.default("silence"),
});

const cloud = z.strictObject({
  ...common,
  ...syncing(60, 365),
  vendor: z.literal("genesys-cloud"),
  apiUrl: address,
  loginUrl: address,
  clientId: word,
  clientSecret: text,
  accessGroups: z.union([groups, groupMap], { error: "must be a list of groups, or an object" }).default([]),
  pauseFill: pauseFill.optional(),
});

const pathTemplate = word.regex(/^\/[^\s?#]*$/, "must be a path that begins with /");

const ringcx = z
  .strictObject({
    ...common,
    ...syncing(300, 30),
    vendor: z.literal("ringcx"),
    baseUrl: address.default("https://ringcx.ringcentral.com"),
    platformUrl: address.default("https://platform.ringcentral.com"),
    rcAccountId: word,
    subAccountId: word,
    clientId: word.optional(),
    clientSecret: text.optional(),
    jwt: word.optional(),
    accessToken: word.optional(),
    timeZone: word
      .refine((zone) => isTimeZone(zone), "must be the name of a time zone, such as US/Eastern")
      .default("UTC"),
    paths: z
      .strictObject({
        authPath: pathTemplate.optional(),
        refreshPath: pathTemplate.optional(),
        metadataPath: pathTemplate.optional(),
        recordingPath: pathTemplate.optional(),
        agentGroupsPath: pathTemplate.optional(),
        agentsPath: pathTemplate.optional(),
        activeCallsPath: pathTemplate.optional(),
        toggleRecordingPath: pathTemplate.optional(),
      })
      .default({}),
    metadataLimits: z
      .array(z.strictObject({ calls: wholeNumber(1, 1_000_000), seconds: wholeNumber(1, 86_400) }))
      .min(1, "needs at least one limit")
      .default([
        { calls: 2, seconds: 60 },
        { calls: 9, seconds: 900 },
      ]),
    accessGroups: z
      .union([groups, groupMap], { error: "must be a list of groups, or an object" })
      .default([]),
    pauseFill: pauseFill.optional(),
  })
  .superRefine((value, context) => {
    if (value.accessToken !== undefined) return;
    for (const key of ["clientId", "clientSecret", "jwt"] as const) {
      if (value[key] === undefined) {
        context.addIssue({ code: "custom", path: [key], message: "is missing (or give an accessToken)" });
      }
    }
  });

const kazoo = z
  .strictObject({
    ...common,
    ...syncing(60, 365),
    vendor: z.literal("kazoo"),
    baseUrl: address.refine((value) => value.endsWith("/v2"), "must end with /v2"),
    accountId: word,
    apiKey: word.optional(),
    username: word.optional(),
    password: text.optional(),
    accountName: word.optional(),
    accessGroups: z
      .union([groups, groupMap], { error: "must be a list of groups, or an object" })
      .default([]),
    pauseFill: pauseFill.optional(),
  })
  .superRefine((value, context) => {
    if (value.apiKey !== undefined) return;
    for (const key of ["username", "password", "accountName"] as const) {
      if (value[key] === undefined) {
        context.addIssue({ code: "custom", path: [key], message: "is missing (or give an apiKey)" });
      }
    }
  });

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const SourceSettingsSchema = z.discriminatedUnion("vendor", [engage, cloud, ringcx, kazoo], {
  error: "must be one of genesys-engage, genesys-cloud, ringcx, kazoo",
});

/** One source of the sources file, defaults filled in. `baseUrl` and the like have no slash at the end. */
export type SourceSettings = z.infer<typeof SourceSettingsSchema>;
export type EngageSettings = z.infer<typeof engage>;
export type CloudSettings = z.infer<typeof cloud>;
export type RingcxSettings = z.infer<typeof ringcx>;
export type KazooSettings = z.infer<typeof kazoo>;
export type AccessGroupsSetting = CloudSettings["accessGroups"];
