import { describe, expect, test } from "vitest";
import { AWKWARD } from "./simulator";
import { engageSource, no, ok, readOne, scripted, signal, simulated, supported } from "./test-kit";

const [PLAIN = ""] = AWKWARD[13] ?? [];

describe("a label", () => {
  test("is written in the definition's spelling, whatever was typed", async () => {
    const { simulator, source } = simulated();
    const { add } = supported(source.labels);
    await add(PLAIN, { name: "COMPLAINT", content: null }, signal);
    await add(PLAIN, { name: "Review", content: null }, signal);
    await add(PLAIN, { name: "review", content: null }, signal);
    expect(simulator.recording(PLAIN)?.labels?.map(({ name }) => name)).toEqual([
      "complaint",
      "Review",
      "review",
    ]);
    expect(simulator.calls().filter(({ path }) => path.endsWith("definitions"))).toHaveLength(1);
  });

  test("of a new name gets its definition made first", async () => {
    const { simulator, source } = simulated();
    const labels = supported(source.labels);
    const { vendorLabelId } = await labels.add(
      PLAIN,
      { name: "escalated", content: { text: "twice" } },
      signal,
    );
    expect((await readOne(source, PLAIN)).labels).toEqual([
      expect.objectContaining({
        vendorLabelId,
        name: "escalated",
        content: { text: "twice" },
        createUser: "admin",
      }),
    ]);
    expect((await labels.definitions(signal)).map(({ name }) => name)).toContain("escalated");
    expect(simulator.calls().some(({ status }) => status >= 400)).toBe(false);
  });

  test("whose definition somebody else has just made is added all the same", async () => {
    let isThere = false;
    const { fetch, sent } = scripted(({ method, path, body }) => {
      if (path.endsWith("/labels")) return ok({ id: "L1", path: "/recordings/R/labels/L1" }, 201);
      if (method === "GET") return ok({ recordingLabelDefinitions: isThere ? [{ name: "Escalated" }] : [] });
      isThere = true;
      expect(JSON.parse(body)).toEqual({ name: "escalated" });
      return no(409, 18);
    });
    const labels = supported(engageSource(fetch).labels);
    expect(await labels.add("R", { name: "escalated", content: null }, signal)).toEqual({
      vendorLabelId: "L1",
    });
    expect(JSON.parse(sent.at(-1)?.body ?? "")).toEqual({ name: "Escalated" });
  });

  test("whose remembered definition has been deleted meanwhile gets a new one", async () => {
    const { simulator, source } = simulated();
    const { add } = supported(source.labels);
    const label = { name: "vip", content: null };
    simulator.restore({ ...simulator.snapshot(), definitions: [definition("vip")] });
    await add(PLAIN, label, signal);
    simulator.restore({ ...simulator.snapshot(), definitions: [] });
    await add(PLAIN, label, signal);
    expect(simulator.recording(PLAIN)?.labels).toHaveLength(2);
  });

  test("that is there already, on a server that allows one of a name, is that one", async () => {
    const { simulator, source } = simulated();
    simulator.switches.duplicateLabels = "refuse";
    const { add } = supported(source.labels);
    const first = await add(PLAIN, { name: "vip", content: null }, signal);
    expect(await add(PLAIN, { name: "VIP", content: null }, signal)).toEqual(first);
    // A second comment is another comment, and can't be kept there.
    await expect(add(PLAIN, { name: "vip", content: { text: "more" } }, signal)).rejects.toMatchObject({
      kind: "conflict",
    });
  });

  test("whose answer names it only by its path is known by that", async () => {
    const { fetch } = scripted(({ method }) =>
      method === "GET" ? ok({ labels: [{ name: "vip" }] }) : ok({ path: "/recordings/R/labels/L9/" }, 201),
    );
    const { add } = supported(engageSource(fetch).labels);
    expect(await add("R", { name: "vip", content: null }, signal)).toEqual({ vendorLabelId: "L9" });
  });

  test("that the vendor confirms without saying which is unclear", async () => {
    const { fetch } = scripted(({ method }) =>
      method === "GET" ? ok({ labels: [{ name: "vip" }] }) : ok({}, 201),
    );
    const { add } = supported(engageSource(fetch).labels);
    await expect(add("R", { name: "vip", content: null }, signal)).rejects.toMatchObject({ unclear: true });
  });

  test("that is gone already can be removed, but not changed", async () => {
    const { source } = simulated();
    const labels = supported(source.labels);
    await labels.remove(PLAIN, "none", signal);
    await expect(labels.update(PLAIN, "none", {}, signal)).rejects.toMatchObject({ kind: "notFound" });
  });

  test.each([
    ["vip", true],
    ["to-be-heard:2026!", true],
    ["two words", false],
    ["büro", false],
    ["a,b", false],
    ["__screenRecording", false],
    ["", false],
    ["tab\there", false],
  ])("the name %j can be kept by the vendor: %s", (name, can) => {
    const { refuses } = supported(simulated().source.labels);
    const reason = refuses(name);
    expect(reason === null).toBe(can);
    if (reason !== null) expect(reason).toMatch(/^Genesys Engage .*\.$/);
  });
});

test("definitions are listed without the reserved ones, under whatever name the list has", async () => {
  const { source } = simulated();
  const names = (await supported(source.labels).definitions(signal)).map(({ name }) => name);
  expect(names).toContain("complaint");
  expect(names.some((name) => name.startsWith("__"))).toBe(false);
  const { fetch } = scripted(() =>
    ok({
      uris: ["http://internal/1"],
      recording_label_definitions: [{ name: "vip", displayName: null }, "junk"],
    }),
  );
  expect(await supported(engageSource(fetch).labels).definitions(signal)).toEqual([
    { name: "vip", displayName: "vip", description: "" },
  ]);
});

function definition(name: string) {
  return { id: `def-${name}`, name, displayName: name, description: "", type: "custom" };
}
