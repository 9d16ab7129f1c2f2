import { describe, expect, test } from "vitest";
import { PEOPLE } from "./simulator";
import { engageSource, html, no, ok, scripted, signal, simulated, supported } from "./test-kit";

const AGENT = "metadata.privacy.agent_fields";
const CUSTOMER = "metadata.privacy.customer_fields";

describe("the vendor's privacy lists", () => {
  const read = (settings: unknown) => {
    const { fetch } = scripted(() => ok(settings === undefined ? {} : { settings }));
    return supported(engageSource(fetch).privacyLists).read(signal);
  };

  test("are read as the vendor writes them, with blanks after the commas", async () => {
    const { simulator, source } = simulated();
    const { read: readLists } = supported(source.privacyLists);
    expect(await readLists(signal)).toEqual({ agentFields: [], customerFields: [] });
    simulator.setSetting(CUSTOMER, "callerPhoneNumber, ani , ,GSIP_RECORD");
    simulator.setSetting(AGENT, "userName");
    const lists = { agentFields: ["userName"], customerFields: ["callerPhoneNumber", "ani", "GSIP_RECORD"] };
    expect(await readLists(signal)).toEqual(lists);
    simulator.switches.settingsAsMap = true;
    expect(await readLists(signal)).toEqual(lists);
  });

  test.each([
    [undefined, []],
    [null, []],
    [[], []],
    [{}, []],
    [[{ name: "other", value: { password: "x" } }], []],
    [{ [AGENT]: { value: "userName" } }, ["userName"]],
    [
      [
        { name: AGENT, value: "a" },
        { name: AGENT, value: "b" },
      ],
      ["a", "b"],
    ],
    [[{ name: AGENT, value: null }], []],
  ])("%j is understood", async (settings, agentFields) => {
    expect(await read(settings)).toEqual({ agentFields, customerFields: [] });
  });

  test.each([["text"], [[{ name: AGENT, value: ["userName"] }]], [{ [CUSTOMER]: 7 }], [[null]], [["x"]]])(
    "%j is not, so that the caller masks everything",
    async (settings) => {
      await expect(read(settings)).rejects.toMatchObject({ name: "SourceError" });
    },
  );

  test("mere addresses, a proxy's page and a refusal are failures too", async () => {
    for (const answer of [() => ok({ uris: [] }), () => html(200), () => no(403, 5), () => no(404, 6)]) {
      const { fetch } = scripted(answer);
      await expect(supported(engageSource(fetch).privacyLists).read(signal)).rejects.toMatchObject({
        name: "SourceError",
      });
    }
  });

  test("do not mask what an administrator's account is shown", async () => {
    const { simulator, source } = simulated();
    simulator.setSetting(CUSTOMER, "callerPhoneNumber");
    const [first] = simulator
      .recordings()
      .filter(({ callerPhoneNumber }) => callerPhoneNumber?.startsWith("+"));
    const seen = await supported(source.readById).read(first?.id ?? "", signal);
    expect(seen?.recording.callerPhoneNumber).toBe(first?.callerPhoneNumber);
    const { username, password } = PEOPLE.supervisor;
    const masked = engageSource(simulator.fetch, { username, password });
    expect(
      (await supported(masked.readById).read(first?.id ?? "", signal))?.recording.callerPhoneNumber,
    ).toBeNull();
  });
});

test("a call being recorded can't be controlled, and that is said in words", () => {
  expect(simulated().source.live).toEqual({
    supported: false,
    reason: "Genesys Engage does not let this API control a call being recorded.",
  });
});

test("labels that were asked for and did not come are asked for by themselves", async () => {
  const label = { id: "L1", name: "vip" };
  const { fetch, sent } = scripted(({ path }) =>
    path.endsWith("/labels") ? ok({ labels: [label] }) : ok({ recording: { id: "R" } }),
  );
  const found = await supported(engageSource(fetch).readById).read("R", signal);
  expect(found?.labels).toMatchObject([{ vendorLabelId: "L1", name: "vip" }]);
  expect(sent.map(({ path }) => path)).toEqual(["/recordings/R", "/recordings/R/labels"]);
  const without = scripted(({ path }) =>
    path.endsWith("/labels") ? no(403, 3) : ok({ recording: { id: "R" } }),
  );
  expect((await supported(engageSource(without.fetch).readById).read("R", signal))?.labels).toBeNull();
});

test("settings reach the plan of sync and the groups of recordings", () => {
  const { source } = simulated();
  expect(source.syncPlan).toMatchObject({ syncSeconds: 60, backfillDays: 365, lagMs: 0 });
  expect(source).toMatchObject({
    id: "engage",
    name: "Genesys Engage",
    vendor: "genesys-engage",
    defaultAccessGroups: [],
  });
  for (const limit of source.limits) expect(limit).toMatch(/\.$/);
});
