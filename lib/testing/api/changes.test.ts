import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type Api, isObject, startApi, type Who } from "../api";
import { listAt } from "./leaks";
import { CALL, mediaKeyOf } from "./requests";

let api: Api;
beforeAll(async () => {
  api = await startApi({ calls: 40 });
});
afterEach(() => {
  Object.assign(api.simulator.switches, {
    readOnly: false,
    failDelete: "off",
    internalError: false,
    hang: false,
  });
});
afterAll(() => api.stop());

const aw = (number: string) => `011AP643CSAPR4FKQGQE31TAESAW${number}`;
const open = (who: Who, id: string) => api.call(who, "GET", `/recordings/${api.idOf(id)}?subresources=*`);
const told = (answer: Answer) => `${answer.status}/${answer.json?.statusCode}`;
const recordingIn = (answer: Answer) => (isObject(answer.json?.recording) ? answer.json.recording : {});
const vendorDeletes = () => api.simulator.calls().filter((call) => call.method === "DELETE").length;

async function auditOf(id: string, action: string): Promise<Record<string, unknown>[]> {
  const { json } = await api.call("administrator", "GET", "/audit", {
    query: { recording: api.idOf(id), action },
  });
  return listAt(json, "rows").reverse();
}

describe("labels", () => {
  const labels = (id = CALL, below = "") => `/recordings/${api.idOf(id)}/labels${below}`;
  const add = (who: Who, body: unknown, id = CALL) => api.call(who, "POST", labels(id), { body });

  test("one that is added is held by the vendor, defined there first, and ours by author", async () => {
    const added = await add("supervisor", { name: "Escalated" });
    expect(added.status).toBe(201);
    expect(added.json).toMatchObject({
      statusCode: 0,
      kept: "vendor",
      path: `${labels()}/${added.json?.id}`,
    });
    expect(api.simulator.recording(CALL)?.labels?.map((label) => label.name)).toContain("Escalated");
    const again = await add("administrator", { name: "escalated" });
    expect(again.status).toBe(201);
    const listed = listAt((await api.call("supervisor", "GET", labels())).json, "labels");
    const own = listed.filter((label) => String(label.name).toLowerCase() === "escalated");
    expect(own.map((label) => [label.name, label.createUser, label.removable])).toEqual(
      expect.arrayContaining([
        ["Escalated", "The supervisor", true],
        ["Escalated", "The administrator", false],
      ]),
    );
    await api.sync();
    const after = listAt((await api.call("supervisor", "GET", labels())).json, "labels");
    expect(after.map((label) => label.id).sort()).toEqual(listed.map((label) => label.id).sort());
    expect(after.find((label) => label.id === added.json?.id)?.createUser).toBe("The supervisor");
  });

  test("a supervisor changes and removes their own, an administrator any, at the vendor too", async () => {
    const mine = await add("supervisor", { name: "vip", content: { note: "mine" } });
    const theirs = await add("administrator", { name: "vip", content: { note: "theirs" } });
    const before = api.simulator.recording(CALL)?.labels?.length ?? 0;
    const on = (id: unknown) => labels(CALL, `/${id}`);
    const body = { content: { note: "changed" } };
    expect(told(await api.call("supervisor", "PUT", on(theirs.json?.id), { body }))).toBe("403/5");
    expect(told(await api.call("supervisor", "DELETE", on(theirs.json?.id)))).toBe("403/5");
    expect(told(await api.call("supervisor", "PUT", on(mine.json?.id), { body }))).toBe("200/0");
    expect(JSON.stringify(api.simulator.recording(CALL)?.labels)).toContain("changed");
    expect(told(await api.call("supervisor", "DELETE", on(mine.json?.id)))).toBe("200/0");
    expect(told(await api.call("administrator", "DELETE", on(theirs.json?.id)))).toBe("200/0");
    expect(told(await api.call("administrator", "DELETE", on(theirs.json?.id)))).toBe("404/6");
    expect(api.simulator.recording(CALL)?.labels?.length).toBe(before - 2);
    expect((await open("administrator", CALL)).text).not.toContain("changed");
  });

  test.each([
    ["a reserved name", { name: "__mine" }, "403/3"],
    ["a reserved name behind a blank", { name: " __mine" }, "403/3"],
    ["a comma", { name: "a,b" }, "400/2"],
    ["blanks at the ends", { name: " vip" }, "400/2"],
    ["nothing", { name: "" }, "400/2"],
    ["no name", {}, "400/1"],
    ["a comment without text", { name: "comment" }, "400/2"],
    [
      "a comment's position beyond the end",
      { name: "comment", content: { text: "x", startMs: 999_999_999 } },
      "400/2",
    ],
    [
      "a file of another recording",
      { name: "comment", content: { text: "x", mediaKey: "A".repeat(24), startMs: 1 } },
      "400/2",
    ],
  ])("refuses %s", async (_name, body, expected) => {
    expect(told(await add("administrator", body))).toBe(expected);
  });

  test("the derived label can be found and neither changed nor removed", async () => {
    const one = await api.call("administrator", "GET", labels(CALL, "/__screenRecording"));
    expect(one.json?.label).toMatchObject({ name: "__screenRecording", type: "reserved", removable: false });
    expect(told(await api.call("administrator", "DELETE", labels(CALL, "/__screenRecording")))).toBe("403/3");
    const body = { content: {} };
    expect(told(await api.call("administrator", "PUT", labels(CALL, "/__screenRecording"), { body }))).toBe(
      "403/3",
    );
  });

  test("a comment keeps its place in the file, gets its wall-clock time, and is safe whatever is in it", async () => {
    const mediaKey = await mediaKeyOf(api, CALL);
    const text = `<img src=x onerror=alert(1)> =1+1 \u202e "quoted"`;
    const added = await add("supervisor", {
      name: "comment",
      content: { text, mediaKey, startMs: 20_000, endMs: 25_000 },
    });
    expect(added.status).toBe(201);
    const label = isObject(added.json?.label) ? added.json.label : {};
    expect(label.content).toMatchObject({
      mediaKey,
      startMs: 20_000,
      endMs: 25_000,
      time: expect.stringMatching(/Z$/),
    });
    expect(JSON.stringify(label.content)).not.toContain("\u202e");
    const found = await api.call("supervisor", "GET", "/recordings", {
      query: { includeLabels: "Comment", limit: 500 },
    });
    expect(listAt(found.json, "recordings").map((one) => one.id)).toContain(api.idOf(CALL));
  });

  test("when the vendor fails, no label is shown that it does not hold, and the log says so", async () => {
    api.simulator.switches.internalError = { on: ["labels"] };
    const refused = await add("supervisor", { name: "vip" }, aw("1301"));
    expect(refused.status).toBeGreaterThanOrEqual(500);
    api.simulator.switches.internalError = false;
    expect(listAt((await api.call("supervisor", "GET", labels(aw("1301")))).json, "labels")).toEqual([]);
    expect((await auditOf(aw("1301"), "label.add")).map((row) => [row.phase, row.result ?? null])).toEqual([
      ["asked", null],
      ["answered", expect.not.stringMatching("done")],
    ]);
  });
});

describe("protection", () => {
  const protect = (who: Who, id: string, operationName: string) =>
    api.call(who, "POST", `/recordings/${api.idOf(id)}`, { body: { operationName } });

  test("is set at the vendor, twice without harm, and lifted by administrators alone", async () => {
    const id = aw("1303");
    for (const _twice of [1, 2])
      expect(told(await protect("supervisor", id, "applyNonDelete"))).toBe("200/0");
    expect(api.simulator.recording(id)?.nonDelete).toBe(true);
    expect(recordingIn(await open("supervisor", id)).nonDelete).toBe(true);
    expect(told(await protect("supervisor", id, "unapplyNonDelete"))).toBe("403/5");
    const deleted = await api.call("administrator", "DELETE", `/recordings/${api.idOf(id)}`);
    expect(told(deleted)).toBe("403/3");
    expect(told(await protect("administrator", id, "unapplyNonDelete"))).toBe("200/0");
    expect(api.simulator.recording(id)?.nonDelete).toBe(false);
    expect(recordingIn(await open("supervisor", id)).nonDelete).toBe(false);
    expect(told(await protect("administrator", id, "destroy"))).toBe("400/2");
  });

  test("set by somebody else at the vendor, it still holds here", async () => {
    const before = vendorDeletes();
    expect(told(await api.call("administrator", "DELETE", `/recordings/${api.idOf(aw("1701"))}`))).toBe(
      "403/3",
    );
    expect(vendorDeletes()).toBe(before);
  });
});

describe("deletion", () => {
  const remove = (id: string, body?: unknown) =>
    api.call("administrator", "DELETE", `/recordings/${api.idOf(id)}`, { body });
  const isListed = async (id: string) => {
    const { json } = await api.call("administrator", "GET", "/recordings", { query: { limit: 500 } });
    return listAt(json, "recordings").some((one) => one.vendorId === id);
  };
  const cachedFiles = () => api.runtime.spool.stats().files;

  test("is told only when the vendor has confirmed it; nothing is left, and it never comes back", async () => {
    const id = aw("1703");
    const mediaKey = await mediaKeyOf(api, id);
    const play = () => api.call("administrator", "GET", `/recordings/${api.idOf(id)}/play/${mediaKey}.mp3`);
    expect((await play()).status).toBe(200);
    const cached = cachedFiles();
    expect(cached).toBeGreaterThan(0);
    const deleted = await remove(id, { reason: "Asked by the customer" });
    expect(deleted.json).toEqual({ statusCode: 0, deleted: "done", remaining: [] });
    expect(api.simulator.recording(id)).toBeNull();
    expect(cachedFiles()).toBe(cached - 1);
    expect((await play()).status).toBe(404);
    expect(
      (await api.call("administrator", "GET", `/recordings/${api.idOf(id)}/peaks/${mediaKey}`)).status,
    ).toBe(404);
    expect((await open("administrator", id)).status).toBe(404);
    expect(await isListed(id)).toBe(false);
    await api.sync();
    expect(await isListed(id)).toBe(false);
    expect(told(await remove(id))).toBe("404/6");
    expect(await auditOf(id, "recording.delete")).toMatchObject([
      { phase: "asked", reason: "Asked by the customer", user: "administrator@earmark.example" },
      { phase: "answered", reason: "Asked by the customer", result: "done" },
    ]);
  });

  test("in the vendor's read-only mode nothing changes", async () => {
    api.simulator.switches.readOnly = true;
    const id = aw("0301");
    expect(told(await remove(id))).toBe("503/4");
    api.simulator.switches.readOnly = false;
    expect((await open("administrator", id)).status).toBe(200);
    expect(await isListed(id)).toBe(true);
    expect(await auditOf(id, "recording.delete")).toMatchObject([
      { phase: "asked" },
      { phase: "answered", result: "vendor_readOnly" },
    ]);
  });

  test("a failure that had no effect is a failure, and repeating is safe", async () => {
    api.simulator.switches.failDelete = "without-effect";
    const id = aw("0302");
    expect(told(await remove(id))).toBe("500/4");
    expect((await open("administrator", id)).status).toBe(200);
    api.simulator.switches.failDelete = "off";
    expect((await remove(id)).json?.deleted).toBe("done");
  });

  test("a failure that had its effect is told as done", async () => {
    api.simulator.switches.failDelete = "with-effect";
    const id = aw("0303");
    const answer = await remove(id);
    expect([answer.status, answer.json?.deleted]).toEqual([200, "done"]);
    expect(await isListed(id)).toBe(false);
    expect((await open("administrator", id)).status).toBe(404);
  });

  test("partly gone: what is left stays shown, and repeating removes it", async () => {
    api.simulator.switches.failDelete = "partial";
    const id = aw("1702");
    expect(listAt(recordingIn(await open("administrator", id)), "mediaFiles").length).toBe(2);
    expect(told(await remove(id))).toBe("500/4");
    const left = recordingIn(await open("administrator", id));
    expect(listAt(left, "mediaFiles").length).toBe(1);
    expect(left.screenRecording).toBe(false);
    api.simulator.switches.failDelete = "off";
    expect((await remove(id)).json?.deleted).toBe("done");
    expect((await open("administrator", id)).status).toBe(404);
  });

  test("a silent vendor is not taken for a yes", async () => {
    const id = aw("0304");
    api.simulator.switches.badGateway = { on: ["delete"] };
    const answer = await remove(id);
    expect(answer.status).toBeGreaterThanOrEqual(500);
    api.simulator.switches.badGateway = false;
    expect((await open("administrator", id)).status).toBe(200);
  });
});

describe("opening reads through to the vendor", () => {
  test("what it no longer has is not found, and is removed here with its audio", async () => {
    const id = aw("0305");
    expect((await open("supervisor", id)).status).toBe(200);
    api.simulator.purge(id);
    api.clock.advance(31_000);
    expect(told(await open("supervisor", id))).toBe("404/6");
    const { json } = await api.call("administrator", "GET", "/recordings", { query: { limit: 500 } });
    expect(listAt(json, "recordings").some((one) => one.vendorId === id)).toBe(false);
    expect((await auditOf(id, "recording.gone")).length).toBe(1);
  });

  test("what the vendor can't be asked about comes from the catalog and says so", async () => {
    const id = aw("0306");
    api.clock.advance(31_000);
    api.simulator.switches.hang = { on: ["get"] };
    const started = performance.now();
    const stale = await open("supervisor", id);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(stale.status).toBe(200);
    expect(recordingIn(stale).stale).toBe(true);
    api.simulator.switches.hang = false;
    api.clock.advance(31_000);
    expect("stale" in recordingIn(await open("supervisor", id))).toBe(false);
  });

  test("labels and protection changed at the vendor are current", async () => {
    const id = aw("0202");
    await open("supervisor", id);
    const authorization = `Basic ${Buffer.from("admin:rws-admin-pass").toString("base64")}`;
    const change = (below: string, body: unknown) =>
      api.simulator.fetch(
        new Request(`http://rws.example/api/v2/recordings/${id}${below}`, {
          method: "POST",
          headers: { authorization, "content-type": "application/json" },
          body: JSON.stringify(body),
        }),
      );
    expect((await change("/labels", { name: "vip" })).status).toBe(201);
    expect((await change("", { operationName: "applyNonDelete" })).status).toBe(200);
    api.clock.advance(31_000);
    const now = recordingIn(await open("supervisor", id));
    expect(now.nonDelete).toBe(true);
    expect(listAt(now, "labels").map((label) => label.name)).toContain("vip");
  });

  test("a live change of a call that has ended is 409/15, of an unknown one 404, with a wrong word 422/2", async () => {
    const put = (id: string, status: unknown) =>
      api.call("supervisor", "PUT", `/recordings/${api.idOf(id)}`, { body: { status } });
    expect(told(await put(CALL, "paused"))).toBe("409/15");
    expect(told(await put("live-none", "stopped"))).toBe("404/6");
    expect(told(await put(CALL, "faster"))).toBe("422/2");
  });
});

test("after all of that the audit log is whole, and holds none of the numbers", async () => {
  const verified = await api.call("administrator", "GET", "/audit/verify");
  expect(verified.json).toMatchObject({ ok: true, rows: expect.any(Number) });
  const again = await api.call("administrator", "GET", "/audit/verify", {
    query: { head: String(verified.json?.head) },
  });
  expect(again.json?.ok).toBe(true);
  const cut = await api.call("administrator", "GET", "/audit/verify", {
    query: { head: `999999:${"0".repeat(64)}` },
  });
  expect([cut.status, cut.json?.ok]).toEqual([200, false]);
  for (const nonsense of ["12:beef", "nonsense", `${verified.json?.head}0`, `-1:${"0".repeat(64)}`]) {
    const answer = await api.call("administrator", "GET", "/audit/verify", { query: { head: nonsense } });
    expect(told(answer), nonsense).toBe("400/2");
  }
  const rows = await api.call("administrator", "GET", "/audit", { query: { limit: 500 } });
  expect(listAt(rows.json, "rows").length).toBeGreaterThan(50);
  expect(rows.text).not.toMatch(/\+1312555|3125550142/);
});
