import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createRegistry } from "./registry";
import { loadSources, parseSources, SourceSettingsError } from "./settings";

const ENGAGE = {
  id: "engage",
  name: "Head office",
  vendor: "genesys-engage",
  baseUrl: "https://rws.example",
  username: "earmark",
  password: "pw",
};
const CLOUD = {
  id: "cloud",
  name: "Cloud",
  vendor: "genesys-cloud",
  apiUrl: "https://api.mypurecloud.de",
  loginUrl: "https://login.mypurecloud.de",
  clientId: "c",
  clientSecret: "s",
};
const RINGCX = {
  id: "ringcx",
  name: "RingCX",
  vendor: "ringcx",
  baseUrl: "https://ringcx.ringcentral.com",
  platformUrl: "https://platform.ringcentral.com",
  rcAccountId: "1",
  subAccountId: "2",
  clientId: "c",
  clientSecret: "s",
  jwt: "j",
  timeZone: "US/Eastern",
};
const KAZOO = {
  id: "kazoo",
  name: "Kazoo",
  vendor: "kazoo",
  baseUrl: "https://kazoo.example:8443/v2",
  accountId: "a",
  apiKey: "k",
};

const none = () => undefined;
const file = (...sources: readonly object[]) => JSON.stringify({ sources });
const parse = (...sources: readonly object[]) => parseSources(file(...sources), none);

function problemsOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof SourceSettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe("the sources file", () => {
  test("the keys of all four vendors are taken, with their defaults", () => {
    const [engage, cloud, ringcx, kazoo] = parse(ENGAGE, CLOUD, RINGCX, KAZOO);
    expect(engage).toMatchObject({
      syncSeconds: 60,
      backfillDays: 365,
      accessGroups: [],
      pauseFill: "silence",
    });
    expect(cloud).toMatchObject({ syncSeconds: 60, backfillDays: 365 });
    expect(ringcx).toMatchObject({
      syncSeconds: 300,
      backfillDays: 30,
      metadataLimits: [
        { calls: 2, seconds: 60 },
        { calls: 9, seconds: 900 },
      ],
    });
    expect(kazoo).toMatchObject({ syncSeconds: 60, backfillDays: 365 });
  });

  test("every optional key of contract §1 is taken", () => {
    const common = {
      syncSeconds: 5,
      backfillDays: 7,
      allowedMediaHosts: ["Media.Example"],
      pauseFill: "cut",
      accessGroups: ["/Sales"],
    };
    const [engage, cloud, ringcx, kazoo] = parse(
      { ...ENGAGE, ...common },
      { ...CLOUD, ...common, accessGroups: { "division-1": "/Sales", "division-2": ["/a", "/b"] } },
      {
        ...RINGCX,
        ...common,
        paths: { authPath: "/auth" },
        metadataLimits: [{ calls: 100, seconds: 1 }],
      },
      { ...KAZOO, ...common },
    );
    expect(engage).toMatchObject({ ...common, allowedMediaHosts: ["media.example"] });
    expect(cloud).toMatchObject({ accessGroups: { "division-1": ["/Sales"], "division-2": ["/a", "/b"] } });
    expect(ringcx).toMatchObject({
      paths: { authPath: "/auth" },
      metadataLimits: [{ calls: 100, seconds: 1 }],
    });
    expect(kazoo).toMatchObject({ syncSeconds: 5, backfillDays: 7, pauseFill: "cut" });
  });

  test("a ready token stands for RingCX's three secrets, and a password for Kazoo's key", () => {
    const { clientId: _, clientSecret: __, jwt: ___, ...ringcx } = RINGCX;
    const { apiKey: ____, ...kazoo } = KAZOO;
    expect(parse({ ...ringcx, accessToken: "t" })).toHaveLength(1);
    expect(parse({ ...kazoo, username: "u", password: "p", accountName: "n" })).toHaveLength(1);
    expect(problemsOf(() => parse(ringcx))).toEqual([
      "sources[0].clientId: is missing (or give an accessToken).",
      "sources[0].clientSecret: is missing (or give an accessToken).",
      "sources[0].jwt: is missing (or give an accessToken).",
    ]);
    expect(problemsOf(() => parse({ ...kazoo, username: "u", password: "p" }))).toEqual([
      "sources[0].accountName: is missing (or give an apiKey).",
    ]);
  });

  test("a slash at the end of an address is dropped", () => {
    expect(parse({ ...ENGAGE, baseUrl: "https://rws.example/" })[0]).toMatchObject({
      baseUrl: "https://rws.example",
    });
  });

  test.each([
    [{ baseUrl: undefined }, "sources[0].baseUrl: is missing."],
    [{ password: "" }, "sources[0].password: must not be empty."],
    [{ username: 7 }, "sources[0].username: must be a text."],
    [{ username: "a:b" }, "sources[0].username: must not hold a colon: HTTP Basic can't carry one."],
    [{ pasword: "pw" }, "sources[0].pasword: there is no such key."],
    [{ apiKey: "k" }, "sources[0].apiKey: there is no such key."],
    [{ id: "Engage" }, "sources[0].id: must be made of 1 to 64 of a-z, 0-9 and -."],
    [{ vendor: "avaya" }, "sources[0].vendor: must be one of genesys-engage, genesys-cloud, ringcx, kazoo."],
    [
      { baseUrl: "https://rws.example/api/v2" },
      "sources[0].baseUrl: must end with the host: /api/v2 is added by Earmark.",
    ],
    [{ pauseFill: "beep" }, 'sources[0].pauseFill: must be "silence" or "cut".'],
    [{ syncSeconds: 0 }, "sources[0].syncSeconds: must be 1 or more."],
    [{ syncSeconds: "60" }, "sources[0].syncSeconds: must be a number."],
    [{ backfillDays: 1.5 }, "sources[0].backfillDays: must be a whole number."],
    [{ accessGroups: ["Sales"] }, "sources[0].accessGroups[0]: must begin with /."],
    [
      { allowedMediaHosts: ["media.example:8080"] },
      "sources[0].allowedMediaHosts[0]: must be a host's name without port.",
    ],
  ])("%j is refused with one clear line", (change, line) => {
    expect(problemsOf(() => parse({ ...ENGAGE, ...change }))).toEqual([line]);
  });

  test.each(["ftp://rws.example", "rws.example", "https://user:pw@rws.example", "https://rws.example/?a=1"])(
    "the address %j is refused",
    (baseUrl) => {
      expect(problemsOf(() => parse({ ...ENGAGE, baseUrl }))).toEqual([
        "sources[0].baseUrl: must be an address such as https://host.example.com, without user name or query.",
      ]);
    },
  );

  test("all problems of the file come in one error, a line each, and no value is repeated", () => {
    const problems = problemsOf(() =>
      parse(
        { ...ENGAGE, password: 123456789, extra: "canary-secret" },
        { ...KAZOO, baseUrl: "https://canary-host" },
        ENGAGE,
        ENGAGE,
      ),
    );
    expect(problems).toEqual([
      "sources[0].password: must be a text.",
      "sources[0].extra: there is no such key.",
      "sources[1].baseUrl: must end with /v2.",
      "two sources have the id engage.",
    ]);
    expect(problems.join()).not.toMatch(/canary|123456789/);
  });

  test.each([
    ["{", "the file is not valid JSON."],
    ["[]", 'the file must be an object with a list: {"sources":[…]}.'],
    ['{"sources":{}}', 'the file must be an object with a list: {"sources":[…]}.'],
    ['{"sources":[],"vendors":[]}', "there is no key vendors."],
  ])("%s is refused", (text, line) => {
    expect(problemsOf(() => parseSources(text, none))).toEqual([line]);
  });

  test("no source at all is no mistake", () => {
    expect(parse()).toEqual([]);
  });
});

describe("secrets from the environment", () => {
  const lookup = (name: string) => ({ RWS_PASSWORD: "p w:ä", RWS_EMPTY: " " })[name];

  test("env:NAME stands for any string", () => {
    const [engage] = parseSources(
      file({ ...ENGAGE, password: "env:RWS_PASSWORD", name: "env:RWS_PASSWORD" }),
      lookup,
    );
    expect(engage).toMatchObject({ password: "p w:ä", name: "p w:ä" });
  });

  test("a variable that is not set, or empty, is named, once", () => {
    const given = {
      ...ENGAGE,
      username: "env:RWS_EMPTY",
      password: "env:RWS_NONE",
      allowedMediaHosts: ["env:HOST"],
    };
    expect(problemsOf(() => parseSources(file(given), lookup))).toEqual([
      "sources[0].username: the variable RWS_EMPTY is not set.",
      "sources[0].password: the variable RWS_NONE is not set.",
      "sources[0].allowedMediaHosts[0]: the variable HOST is not set.",
    ]);
  });

  test("a text that merely begins like one is itself", () => {
    expect(parse({ ...ENGAGE, password: "env:not a name" })[0]).toMatchObject({ password: "env:not a name" });
  });
});

test("the file is read from disk, and a missing one is a clear line", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "earmark-sources-"));
  try {
    const place = path.join(folder, "sources.json");
    await writeFile(place, `\uFEFF${file(ENGAGE)}`);
    expect(await loadSources(place, none)).toHaveLength(1);
    await expect(loadSources(`${place}.none`, none)).rejects.toThrow(`the file ${place}.none can't be read.`);
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe("the registry", () => {
  const transport = { fetch: () => Promise.reject(new Error("nothing may be sent at the start")) };

  test("finds a source by its id and by a recording's", async () => {
    const { recordingId, SourceIdSchema } = await import("@/lib/domain/ids");
    const registry = createRegistry(parse(ENGAGE, { ...ENGAGE, id: "second" }), transport);
    expect(registry.all.map(({ id }) => id)).toEqual(["engage", "second"]);
    expect(registry.byId("second")?.name).toBe("Head office");
    expect(registry.of(recordingId(SourceIdSchema.parse("engage"), "x"))?.id).toBe("engage");
    expect(registry.of(recordingId(SourceIdSchema.parse("gone"), "x"))).toBeNull();
    expect(registry.byId("toString")).toBeNull();
  });

  test("opens a source of every vendor, and sends nothing yet", () => {
    const registry = createRegistry(parse(ENGAGE, CLOUD, RINGCX, KAZOO), transport);
    expect(registry.all.map(({ vendor }) => vendor)).toEqual([
      "genesys-engage",
      "genesys-cloud",
      "ringcx",
      "kazoo",
    ]);
  });
});
