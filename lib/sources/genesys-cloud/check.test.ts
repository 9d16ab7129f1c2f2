import { describe, expect, test } from "vitest";
import { createCloudSimulator } from "./simulator";
import { cloudSource, errorOf, html, no, scripted, signal, simulated } from "./test-kit";

const ALL = [
  ["analytics", "conversationDetail", "view"],
  ["recording", "recording", "*"],
  ["recording", "recordingSegment", "view"],
  ["recording", "deletionProtection", "apply", "revoke"],
  ["conversation", "communication", "view"],
  ["conversation", "recording", "pauseOthers"],
  ["routing", "*", "view"],
] as const;

const grants = (policies: readonly (readonly string[])[]) =>
  Response.json({
    id: "client",
    grants: [
      {
        division: { id: "d" },
        role: {
          id: "r",
          policies: policies.map(([domain, entityName, ...actions]) => ({ domain, entityName, actions })),
        },
      },
    ],
  });

/** A vendor that tells these grants, and refuses calls whose path matches. */
function vendor(subject: () => Response, refused: RegExp = /^$/) {
  return scripted(({ path }) => {
    if (path === "/authorization/subjects/me") return subject();
    if (refused.test(path)) return no(403);
    return path.startsWith("/conversations") ? no(404) : Response.json({ totalHits: 0, entities: [] });
  });
}
const missingAt = async (...given: Parameters<typeof vendor>) => {
  const { missingPermissions } = await cloudSource(vendor(...given).fetch).check(signal);
  return missingPermissions.map(({ permission }) => permission);
};

describe("what the account may not do", () => {
  test("is told by its grants, wildcards and letter case included", async () => {
    expect(await missingAt(() => grants(ALL))).toEqual([]);
    expect(await missingAt(() => grants([["*", "*", "*"]]))).toEqual([]);
    const some = ALL.filter(([domain]) => domain !== "conversation");
    expect(await missingAt(() => grants(some), /^\/conversations\/[^/]+$/)).toEqual([
      "conversation:communication:view",
      "conversation:recording:pauseOthers",
    ]);
  });

  test("is named by the call that fails, with the name of the vendor's own page beside it", async () => {
    const { fetch } = vendor(() => no(404), /query$|\/recordings$/);
    expect((await cloudSource(fetch).check(signal)).missingPermissions).toEqual([
      {
        call: "POST /api/v2/analytics/conversations/details/query",
        permission: "analytics:conversationDetail:view",
      },
      {
        call: "POST /api/v2/analytics/conversations/details/query",
        permission: "conversation:conversation:view",
      },
      { call: "GET /api/v2/conversations/{id}/recordings", permission: "recording:recording:view" },
      { call: "GET /api/v2/conversations/{id}/recordings", permission: "recording:recordingSegment:view" },
    ]);
  });

  test("segments alone are not the whole audio", async () => {
    const some = ALL.filter(([, entity]) => entity !== "recording");
    const missing = await missingAt(() => grants([...some, ["recording", "recording", "editRetention"]]));
    expect(missing).toContain("recording:recording:view");
    expect(missing).not.toContain("recording:recordingSegment:view");
  });

  test("an empty list of policies proves nothing: the calls themselves are tried", async () => {
    expect(await missingAt(() => grants([]))).toEqual([]);
    expect(await missingAt(() => grants([]), /queues$/)).toEqual(["routing:queue:view"]);
    expect(await missingAt(() => Response.json({}))).toEqual([]);
  });

  test("no change is ever tried out", async () => {
    const { fetch, sent } = vendor(() => no(403));
    await cloudSource(fetch).check(signal);
    expect(sent.filter(({ method }) => method === "PUT" || method === "DELETE")).toEqual([]);
    expect(sent.filter(({ method }) => method === "POST").every(({ path }) => path.endsWith("/query"))).toBe(
      true,
    );
  });

  test("a client that is refused altogether can't work at all; a vendor away is another matter", async () => {
    const refused = cloudSource(scripted(() => no(401)).fetch);
    expect((await errorOf(refused.check(signal))).kind).toBe("refused");
    const away = cloudSource(scripted(() => html(503)).fetch);
    expect((await errorOf(away.check(signal))).kind).toBe("unreachable");
    expect((await errorOf(cloudSource(vendor(() => html(200)).fetch).check(signal))).kind).toBe(
      "unreachable",
    );
  });
});

describe("the simulator's clients", () => {
  test("the full one lacks nothing", async () => {
    expect(await simulated().source.check(signal)).toEqual({ missingPermissions: [] });
  });

  test("one that is disabled, and one with a wrong secret, are refused", async () => {
    const simulator = createCloudSimulator();
    const wrong = cloudSource(simulator.fetch, { settings: { ...simulator.source, clientSecret: "wrong" } });
    expect((await errorOf(wrong.check(signal))).kind).toBe("refused");
  });

  test.each<[keyof ReturnType<typeof createCloudSimulator>["credentials"], readonly string[]]>([
    ["other", []],
    ["noMedia", ["recording:recording:view", "recording:recordingSegment:view"]],
    ["noQueues", ["routing:queue:view", "routing:wrapupCode:view"]],
    ["noAnalytics", ["analytics:conversationDetail:view", "conversation:conversation:view"]],
    ["noLive", ["conversation:communication:view", "conversation:recording:pauseOthers"]],
    [
      "readOnly",
      [
        "recording:recording:editRetention",
        "recording:deletionProtection:apply",
        "recording:deletionProtection:revoke",
        "conversation:recording:pauseOthers",
      ],
    ],
  ])("what %s lacks is named", async (name, expected) => {
    const simulator = createCloudSimulator();
    const { clientId, clientSecret } = simulator.credentials[name];
    const source = cloudSource(simulator.fetch, {
      settings: { ...simulator.source, clientId, clientSecret },
    });
    const { missingPermissions } = await source.check(signal);
    expect(missingPermissions.map(({ permission }) => permission)).toEqual(expected);
  });
});
