import { describe, expect, test } from "vitest";
import { parseSources } from "../settings";
import { createRingcxSource } from "./adapter";
import { DEFAULT_PATHS } from "./config";
import { createPaths } from "./paths";
import { createRingcxSimulator } from "./simulator";
import { expired, html, MINUTE_MS, NOW_MS, no, ringcxSource, signal, simulated, welcoming } from "./test-kit";

describe("what RingCX can't do has a reason in words", () => {
  const source = ringcxSource(() => Promise.reject(new Error("nothing should be sent")));

  test.each(["readById", "labels", "protection", "deletion", "privacyLists"] as const)("%s", (name) => {
    const capability = source[name];
    if (capability.supported) throw new Error("this should not be possible");
    expect(capability.reason).toMatch(/^[A-Z].*RingCX.*\.$|^RingCX .*\.$/);
  });

  test("live control is there; limits are sentences", () => {
    expect(source.live.supported).toBe(true);
    expect(source.limits).toContain("Calls of the last 15 minutes are not in yet.");
    for (const limit of source.limits) expect(limit).toMatch(/\.$/);
  });

  test("the plan: fifteen minutes behind, one call a window, two hours again each hour, a day each night", () => {
    expect(source.syncPlan).toMatchObject({
      syncSeconds: 300,
      backfillDays: 30,
      lagMs: 15 * MINUTE_MS,
      reachMs: { fast: 15 * MINUTE_MS, hourly: 120 * MINUTE_MS, nightly: 24 * 60 * MINUTE_MS },
    });
  });
});

test("settings of a ready sources entry make a source that works", async () => {
  const simulator = createRingcxSimulator({ calls: 5 });
  const [settings] = parseSources(
    JSON.stringify({ sources: [{ id: "cx", name: "CX", ...simulator.source }] }),
    () => undefined,
  );
  if (settings?.vendor !== "ringcx") throw new Error("these are RingCX's");
  const source = createRingcxSource(settings, { fetch: simulator.fetch, now: () => NOW_MS });
  expect(await source.check(signal)).toEqual({ missingPermissions: [] });
});

test("a placeholder that nothing fills stays, and no id climbs out of its path", () => {
  const pathOf = createPaths({
    paths: { agentsPath: "/x/{nobody}/{agentGroupId}" },
    rcAccountId: "1",
    subAccountId: "2",
  });
  expect(pathOf("agentsPath", { agentGroupId: "a b" })).toBe("/x/{nobody}/a%20b");
  expect(pathOf("activeCallsPath")).toBe("/voice/api/v1/admin/accounts/2/activeCalls/list");
  for (const agentGroupId of ["..", ".", "", "\ud800"]) {
    expect(() => pathOf("agentsPath", { agentGroupId })).toThrow("There is no such thing at RingCX.");
  }
  expect(Object.keys(DEFAULT_PATHS)).toHaveLength(8);
});

describe("checking the account", () => {
  test("costs two cheap calls and none of the report", async () => {
    const { simulator, source } = simulated();
    expect(await source.check(signal)).toEqual({ missingPermissions: [] });
    const paths = simulator.calls().map(({ path }) => path);
    expect(paths.filter((path) => path.endsWith("interaction-metadata"))).toEqual([]);
    expect(paths.slice(-2).map((path) => path.split("/").at(-1))).toEqual(["list", "agentGroups"]);
  });

  test("names the right that is lacking", async () => {
    const { simulator, source } = simulated();
    simulator.switches.wfoAccess = false;
    expect(await source.check(signal)).toEqual({
      missingPermissions: [{ call: "names of agents and agent groups", permission: "WFO_ACCESS" }],
    });
    simulator.switches.wfoAccess = true;
    simulator.switches.readOnAccount = false;
    expect(await source.check(signal)).toEqual({
      missingPermissions: [{ call: "live calls", permission: "READ on Account" }],
    });
    simulator.switches.wfoAccess = false;
    await expect(source.check(signal)).rejects.toMatchObject({ kind: "refused", message: /READ on Account/ });
  });

  test("remembers for five minutes that the report was refused, then lets it be tried again", async () => {
    const clock = { ms: NOW_MS };
    const { simulator, source } = simulated({ now: () => new Date(clock.ms) });
    simulator.switches.metadataEnabled = false;
    const window = { fromMs: NOW_MS - 60 * MINUTE_MS, toMs: NOW_MS };
    await expect(source.walk(window, null, signal)).rejects.toMatchObject({ kind: "refused" });
    await expect(source.check(signal)).rejects.toMatchObject({ kind: "refused", message: /enabled/ });
    clock.ms += 5 * MINUTE_MS;
    expect(await source.check(signal)).toEqual({ missingPermissions: [] });
    simulator.switches.metadataEnabled = true;
    await source.walk(window, null, signal);
    expect(await source.check(signal)).toEqual({ missingPermissions: [] });
  });

  test.each([
    ["a wrong base path", () => html(404), "unreachable", /Wrong base path/],
    ["a proxy", () => html(502), "unreachable", /did not come from RingCX/],
    ["the vendor's failure", () => no(500), "internal", /failed/],
    ["a token that is never accepted", () => expired(), "refused", /token/],
  ])("%s", async (_name, answer, kind, message) => {
    await expect(ringcxSource(welcoming(answer).fetch).check(signal)).rejects.toMatchObject({
      kind,
      message,
    });
  });

  test("paths that lack /voice/api are told as a wrong base path", async () => {
    const paths = { activeCallsPath: "/api/v1/admin/accounts/{subAccountId}/activeCalls/list" };
    const { source } = simulated({}, { settings: { paths } });
    await expect(source.check(signal)).rejects.toMatchObject({ message: /Wrong base path/ });
  });
});
