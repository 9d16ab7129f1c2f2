import { describe, expect, test } from "vitest";
import { AWKWARD } from "./awkward-calls";
import { nth, testClient } from "./test-client";

const PROTECTED = nth(AWKWARD[17], 0);
const TWO_FILES = nth(AWKWARD[17], 1);
const PLAIN = nth(AWKWARD[17], 2);
const ok = { status: 200, body: { statusCode: 0 } };

describe("duty 11: deleting", () => {
  test("takes files and screen recording along; a second time it is 404", async () => {
    const { call, get } = testClient();
    const path = (await get(TWO_FILES)).mediaFiles?.[1]?.playPath ?? "";
    const deleted = await call(`/recordings/${TWO_FILES}`, { method: "DELETE" });
    expect([deleted.status, deleted.body]).toEqual([200, { statusCode: 0 }]);
    for (const [method, target] of [
      ["DELETE", `/recordings/${TWO_FILES}`],
      ["GET", `/recordings/${TWO_FILES}`],
      ["GET", path],
      ["GET", `/recordings/${TWO_FILES}/labels`],
    ] as const) {
      const { status, body } = await call(target, { method });
      expect([status, body.statusCode]).toEqual([404, 6]);
    }
  });

  test("is for administrators, and never for a protected recording", async () => {
    const { call } = testClient();
    const asSupervisor = await call(`/recordings/${PLAIN}`, { method: "DELETE", as: "supervisor" });
    expect([asSupervisor.status, asSupervisor.body.statusCode]).toEqual([403, 5]);
    const refused = await call(`/recordings/${PROTECTED}`, { method: "DELETE" });
    expect([refused.status, refused.body.statusCode]).toEqual([403, 3]);
    expect((await call(`/recordings/${PROTECTED}`)).body.recording?.nonDelete).toBe(true);
  });

  test("read-only is 503/4 and changes nothing", async () => {
    const { call, simulator } = testClient();
    simulator.switches.readOnly = true;
    const { status, body } = await call(`/recordings/${PLAIN}`, { method: "DELETE" });
    expect([status, body.statusCode]).toEqual([503, 4]);
    expect((await call(`/recordings/${PLAIN}`)).status).toBe(200);
  });

  test.each([
    ["without-effect", 2, 200],
    ["with-effect", 0, 404],
    ["partial", 1, 200],
  ] as const)("failing %s leaves %i files behind 500/4", async (how, left, status) => {
    const { call, simulator } = testClient();
    simulator.switches.failDelete = how;
    const failed = await call(`/recordings/${TWO_FILES}`, { method: "DELETE" });
    expect([failed.status, failed.body.statusCode]).toEqual([500, 4]);
    const after = await call(`/recordings/${TWO_FILES}`);
    expect([after.status, after.body.recording?.mediaFiles?.length ?? 0]).toEqual([status, left]);
    simulator.switches.failDelete = "off";
    expect((await call(`/recordings/${TWO_FILES}`, { method: "DELETE" })).status).toBe(status);
  });
});

describe("duty 12: protection and labels, role before permission", () => {
  test("protecting and lifting, both as often as one likes", async () => {
    const { call } = testClient();
    for (const [operationName, held] of [
      ["applyNonDelete", true],
      ["applyNonDelete", true],
      ["unapplyNonDelete", false],
      ["unapplyNonDelete", false],
    ] as const) {
      expect(
        await call(`/recordings/${PLAIN}`, { method: "POST", body: { operationName }, as: "supervisor" }),
      ).toMatchObject(ok);
      expect((await call(`/recordings/${PLAIN}`)).body.recording?.nonDelete).toBe(held);
    }
  });

  test.each([
    ["no body", undefined, 400, 1],
    ["no operation", {}, 400, 1],
    ["an unknown operation", { operationName: "toString" }, 400, 2],
    ["no JSON", "{", 400, 2],
  ])("%s is refused", async (_, body, status, code) => {
    const answer = await testClient().call(`/recordings/${PLAIN}`, { method: "POST", body });
    expect([answer.status, answer.body.statusCode]).toEqual([status, code]);
  });

  test.each([
    ["noRole", 5],
    ["agent", 3],
    ["supervisorNoLabels", 3],
  ] as const)("%s gets 403/%i for every change", async (as, code) => {
    const { call } = testClient();
    for (const [path, method, body] of [
      [`/recordings/${PLAIN}`, "POST", { operationName: "applyNonDelete" }],
      [`/recordings/${PLAIN}/labels`, "POST", { name: "vip" }],
      ["/recording-label-definitions", "POST", { name: "new" }],
      ["/recording-label-definitions/vip", "DELETE", undefined],
    ] as const) {
      const answer = await call(path, { as, method, body });
      expect([answer.status, answer.body.statusCode]).toEqual([403, code]);
    }
  });

  test("a label's life: added, read, changed, removed", async () => {
    const { call } = testClient();
    const labels = `/recordings/${PLAIN}/labels`;
    const added = await call(labels, {
      method: "POST",
      body: { name: "COMMENT", content: { text: "Hm." } },
      as: "supervisor",
    });
    expect([added.status, added.body.statusCode, added.body.path]).toEqual([
      201,
      0,
      `${labels}/${added.body.id}`,
    ]);
    const own = added.body.path ?? "";
    expect((await call(own)).body.label).toMatchObject({
      name: "comment",
      createUser: "supervisor",
      createTime: "2026-11-16T12:00:00.000+0000",
      content: { text: "Hm." },
    });
    expect(await call(own, { method: "PUT", body: { content: { text: "Oh." } } })).toMatchObject(ok);
    expect((await call(labels)).body.labels).toMatchObject([{ content: { text: "Oh." } }]);
    expect(await call(own, { method: "DELETE" })).toMatchObject(ok);
    expect((await call(own)).status).toBe(404);
  });

  test("undefined, reserved and doubled names", async () => {
    const { call, simulator } = testClient();
    const add = async (body: unknown) => {
      const answer = await call(`/recordings/${PLAIN}/labels`, { method: "POST", body });
      return [answer.status, answer.body.statusCode];
    };
    expect(await add({ name: "never-defined" })).toEqual([400, 2]);
    expect(await add({ name: "__screenRecording" })).toEqual([403, 3]);
    expect(await add({ content: {} })).toEqual([400, 1]);
    expect(await add({ name: "vip", content: "text" })).toEqual([400, 2]);
    expect([await add({ name: "vip" }), await add({ name: "vip" })]).toEqual([
      [201, 0],
      [201, 0],
    ]);
    simulator.switches.duplicateLabels = "refuse";
    expect(await add({ name: "vip" })).toEqual([409, 18]);
  });

  test("definitions: rules, spellings of the path, in use, reserved", async () => {
    const { call } = testClient();
    const code = async (path: string, method: string, body?: unknown) => {
      const answer = await call(path, { method, body });
      return [answer.status, answer.body.statusCode];
    };
    for (const path of [
      "/recording-label-definitions",
      "/recording-label-definitions/",
      "/recording_label_definitions",
    ]) {
      expect((await call(path)).body.recordingLabelDefinitions?.length).toBeGreaterThan(5);
    }
    const made = await call("/recording-label-definitions/", {
      method: "POST",
      body: { name: "Escalated", displayName: "Escalated!" },
    });
    expect([made.status, made.body.path]).toEqual([201, `/recording-label-definitions/${made.body.id}`]);
    const post = (body: unknown) => code("/recording-label-definitions", "POST", body);
    expect([await post({ name: "ESCALATED" }), await post({ name: "x", displayName: "Escalated!" })]).toEqual(
      [
        [409, 18],
        [409, 18],
      ],
    );
    expect([
      await post({}),
      await post({ name: "two words" }),
      await post({ name: "__x" }),
      await post({ name: "über" }),
    ]).toEqual([
      [400, 1],
      [400, 2],
      [400, 2],
      [400, 2],
    ]);
    expect(await code("/recording-label-definitions/escalated", "PUT", { name: "other" })).toEqual([400, 11]);
    expect(await code(`/recording-label-definitions/${made.body.id}`, "PUT", { displayName: "E" })).toEqual([
      200, 0,
    ]);
    expect(await code("/recording-label-definitions/complaint", "DELETE")).toEqual([409, 19]);
    expect(await code("/recording-label-definitions/__screenRecording", "DELETE")).toEqual([403, 3]);
    expect(await code("/recording-label-definitions/Escalated", "DELETE")).toEqual([200, 0]);
    expect(await code("/recording-label-definitions/Escalated", "GET")).toEqual([404, 6]);
  });
});

test("duty 13: settings, with a body on DELETE, for administrators only", async () => {
  const { call, simulator } = testClient();
  const name = "metadata.privacy.agent_fields";
  const send = async (method: string, body: unknown) => {
    const answer = await call("/settings/recording", { method, body });
    return [answer.status, answer.body.statusCode];
  };
  expect((await call("/settings/recording")).body).toEqual({ statusCode: 0, settings: [] });
  expect(await send("PUT", { name, value: "x" })).toEqual([404, 6]);
  expect(await send("POST", { name, value: "userName, ani" })).toEqual([200, 0]);
  expect(await send("POST", { name, value: "x" })).toEqual([409, 18]);
  expect(await send("PUT", { name, value: "userName" })).toEqual([200, 0]);
  expect((await call("/settings/recording")).body.settings).toEqual([{ name, value: "userName" }]);
  simulator.switches.settingsAsMap = true;
  expect((await call("/settings/recording")).body.settings).toEqual({ [name]: "userName" });
  expect((await call("/settings")).body.settings).toMatchObject([
    { name: "recording", key: "name", path: "/settings/recording" },
  ]);
  expect(await send("DELETE", {})).toEqual([400, 1]);
  expect([await send("DELETE", { name }), await send("DELETE", { name })]).toEqual([
    [200, 0],
    [404, 6],
  ]);
  for (const as of ["supervisor", "agent"] as const) {
    const refused = await call("/settings/recording", { as });
    expect([refused.status, refused.body.statusCode]).toEqual([403, 5]);
  }
});

test("duty 14: another region's recordings are never found and always 404", async () => {
  const { call, simulator } = testClient();
  const listed = new Set(simulator.recordings().map((one) => one.id));
  for (const id of AWKWARD[11] ?? []) {
    expect(listed.has(id)).toBe(false);
    for (const method of ["GET", "DELETE"]) {
      const { status, body } = await call(`/recordings/${id}`, { method });
      expect([status, body.statusCode]).toEqual([404, 6]);
    }
    expect(simulator.recording(id)?.region).toBe("region2");
  }
  const other = testClient({ samples: "none", awkward: true, region: "region2" });
  expect(other.simulator.recordings().every((one) => one.region === "region2")).toBe(true);
});
