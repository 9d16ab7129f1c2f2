import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startJobs } from "@/lib/jobs/runner";
import { settleOpenActs } from "@/lib/services/settle-open-acts";
import { type Answer, type Api, isObject, SECOND, startApi, type Who } from "../api";
import { listAt } from "./leaks";
import { CALL } from "./requests";

let api: Api;
beforeAll(async () => {
  api = await startApi({ calls: 30, second: true });
});
beforeEach(() => {
  api.simulator.forgetCalls();
});
afterAll(() => api.stop());

const aw = (number: string) => `011AP643CSAPR4FKQGQE31TAESAW${number}`;
const told = (answer: Answer) => `${answer.status}/${answer.json?.statusCode}`;
const bulk = (who: Who, body: unknown) => api.call(who, "POST", "/recordings/bulk", { body });
const jobOf = (who: Who, id: unknown) => api.call(who, "GET", `/jobs/${id}`);

async function settled(who: Who, id: unknown): Promise<Answer> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await jobOf(who, id);
    if (!["queued", "running"].includes(String(answer.json?.state))) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the job did not end");
}

async function running<T>(work: () => Promise<T>): Promise<T> {
  const jobs = startJobs(api.runtime);
  try {
    return await work();
  } finally {
    await jobs.stop();
  }
}

describe("one operation over many recordings", () => {
  test("labels each once, counts what is not the caller's as failed, and says so", async () => {
    const ids = [aw("1301"), aw("1304"), CALL, "none"].map((id) => api.idOf(id));
    const started = await bulk("supervisor", {
      operation: "addLabel",
      name: "audit-2026",
      ids: [...ids, ...ids],
    });
    expect(told(started)).toBe("202/0");
    const job = started.json?.job;
    expect((await jobOf("supervisor", job)).json).toMatchObject({
      state: "queued",
      total: 4,
      done: 0,
      failed: 0,
    });
    const ended = await running(() => settled("supervisor", job));
    expect(ended.json).toEqual({
      statusCode: 0,
      state: "done",
      done: 3,
      failed: 1,
      total: 4,
      failures: [{ id: api.idOf("none"), statusCode: 6 }],
    });
    const found = await api.call("supervisor", "GET", "/recordings", {
      query: { includeLabels: "audit-2026" },
    });
    expect(found.json?.totalCount).toBe(3);
    expect(api.simulator.recording(CALL)?.labels?.filter((label) => label.name === "audit-2026").length).toBe(
      1,
    );
  });

  test("takes them off again by search, the caller's own", async () => {
    const search = await api.call("supervisor", "POST", "/searches", {
      body: { includeLabels: "audit-2026" },
    });
    const started = await bulk("supervisor", {
      operation: "removeLabel",
      name: "AUDIT-2026",
      search: search.json?.id,
    });
    const ended = await running(() => settled("supervisor", started.json?.job));
    expect(ended.json).toMatchObject({ state: "done", done: 3, failed: 0 });
    const found = await api.call("supervisor", "GET", "/recordings", {
      query: { includeLabels: "audit-2026" },
    });
    expect(found.json?.totalCount).toBe(0);
  });

  test("a job is its owner's and the administrators', and can be cancelled before it has begun", async () => {
    const started = await bulk("supervisor", { operation: "applyNonDelete", ids: [api.idOf(CALL)] });
    const job = started.json?.job;
    expect(told(await jobOf("sales", job))).toBe("404/6");
    expect(told(await api.call("sales", "DELETE", `/jobs/${job}`))).toBe("404/6");
    expect((await jobOf("administrator", job)).json?.state).toBe("queued");
    expect(told(await api.call("supervisor", "DELETE", `/jobs/${job}`))).toBe("200/0");
    expect((await jobOf("supervisor", job)).json?.state).toBe("cancelled");
    expect(told(await api.call("supervisor", "DELETE", `/jobs/${job}`))).toBe("409/15");
    await running(async () => new Promise((resolve) => setTimeout(resolve, 100)));
    expect(api.simulator.recording(CALL)?.nonDelete ?? false).toBe(false);
  });

  test("deleting is for administrators, keeps protected ones, and tells which", async () => {
    const ids = [aw("1703"), aw("1701")].map((id) => api.idOf(id));
    expect(told(await bulk("supervisor", { operation: "delete", ids }))).toBe("403/5");
    const started = await bulk("administrator", { operation: "delete", ids, reason: "Retention" });
    const ended = await running(() => settled("administrator", started.json?.job));
    expect(ended.json).toMatchObject({
      done: 1,
      failed: 1,
      failures: [{ id: api.idOf(aw("1701")), statusCode: 3 }],
    });
    expect(api.simulator.recording(aw("1703"))).toBeNull();
    expect(api.simulator.recording(aw("1701"))).not.toBeNull();
    const { json } = await api.call("administrator", "GET", "/audit", {
      query: { recording: api.idOf(aw("1703")), action: "recording.delete" },
    });
    expect(listAt(json, "rows").map((row) => [row.phase, row.reason])).toEqual([
      ["answered", "Retention"],
      ["asked", "Retention"],
    ]);
  });

  test("goes on after a restart where it stood, and does nothing twice", async () => {
    const names = ["0301", "0302", "0303", "0304", "0305", "0306", "1601", "1602", "1603", "1604"];
    const ids = names.map((name) => api.idOf(aw(name)));
    const started = await bulk("supervisor", { operation: "addLabel", name: "resumed", ids });
    const job = started.json?.job;
    const labelCalls = () =>
      api.simulator.calls().filter((call) => call.method === "POST" && call.path.endsWith("/labels")).length;
    const first = startJobs(api.runtime);
    while (labelCalls() < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.stop();
    const half = await jobOf("supervisor", job);
    expect(Number(half.json?.done)).toBeLessThan(ids.length);
    const restarted = { ...api.runtime, owner: "another server" };
    api.clock.advance(31_000);
    const second = startJobs(restarted);
    const ended = await settled("supervisor", job);
    await second.stop();
    expect(ended.json).toMatchObject({ state: "done", done: ids.length, failed: 0 });
    for (const name of names) {
      const labels = api.simulator.recording(aw(name))?.labels ?? [];
      expect([name, labels.filter((label) => label.name === "resumed").length]).toEqual([name, 1]);
    }
  });

  test("has the rights that its owner has when its turn comes", async () => {
    const started = await bulk("sales", {
      operation: "applyNonDelete",
      ids: [api.idOf("011AP643CSAPR4FKQGQE31TAES0SP007")],
    });
    const path = `/users/${api.users.sales.id}`;
    await api.call("administrator", "PUT", path, { body: { accessGroups: ["/Nowhere"] } });
    const ended = await running(() => settled("administrator", started.json?.job));
    expect(ended.json).toMatchObject({ done: 0, failed: 1 });
    await api.call("administrator", "PUT", path, { body: { accessGroups: ["/Sales"] } });
  });

  test.each([
    ["neither ids nor a search", { operation: "applyNonDelete" }, "400/1"],
    ["both", { operation: "applyNonDelete", ids: ["engage.a"], search: "x" }, "400/2"],
    ["a label without a name", { operation: "addLabel", ids: ["engage.a"] }, "400/1"],
    ["a reserved label", { operation: "addLabel", ids: ["engage.a"], name: "__x" }, "403/3"],
    ["an unknown search", { operation: "applyNonDelete", search: "nothing" }, "404/6"],
    ["an unknown operation", { operation: "explode", ids: ["engage.a"] }, "400/2"],
    ["no id at all", { operation: "applyNonDelete", ids: [] }, "400/2"],
  ])("refuses %s", async (_name, body, expected) => {
    expect(told(await bulk("administrator", body))).toBe(expected);
  });
});

describe("an export", () => {
  const exporting = (body: unknown, who: Who = "administrator") =>
    api.call(who, "POST", "/recordings/export", { body });

  test("holds every match of a search, in both formats, streamed", async () => {
    const search = await api.call("administrator", "POST", "/searches", { body: { callType: "Inbound" } });
    const total = (await api.call("administrator", "GET", "/recordings", { query: { callType: "Inbound" } }))
      .json?.totalCount;
    const csv = await exporting({ search: search.json?.id, format: "csv" });
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(csv.headers.get("content-disposition")).toBe('attachment; filename="recordings.csv"');
    // Reading it as text takes the byte order mark away.
    expect(csv.text.startsWith('"id","source"')).toBe(true);
    expect(csv.text.trim().split("\r\n").length - 1).toBe(total);
    const json = await exporting({ search: search.json?.id, format: "json" });
    expect(listAt(json.json, "recordings").length).toBe(total);
  });

  test("no cell of it is a formula, whatever the vendor and people wrote", async () => {
    const ids = ["1902", "1903", "1904", "1905", "1906"].map((name) => api.idOf(aw(name)));
    for (const name of ["=1+1", "@SUM(A1)", "-2", "+3", '"quoted"']) {
      const body = { name };
      expect((await api.call("administrator", "POST", `/recordings/${ids[3]}/labels`, { body })).status).toBe(
        201,
      );
    }
    const { text } = await exporting({ ids, format: "csv" });
    const lines = text.trim().split("\r\n");
    expect(lines.length).toBe(ids.length + 1);
    for (const cell of lines.slice(1).flatMap(cellsOf)) {
      expect(cell).not.toMatch(/^[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]*[=+\-@|%\t\r]/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come out
      expect(cell).not.toMatch(/[\u0000-\u0008\u202a-\u202e]/);
    }
  });

  test("leaves out what the caller may not see, and refuses half a question", async () => {
    const ids = [api.idOf(CALL), api.idOf("none")];
    expect((await exporting({ ids, format: "csv" }, "sales")).text.trim().split("\r\n").length).toBe(1);
    expect(listAt((await exporting({ ids, format: "json" })).json, "recordings").length).toBe(1);
    expect(told(await exporting({ format: "csv" }))).toBe("400/1");
    expect(told(await exporting({ ids, format: "xlsx" }))).toBe("400/2");
    expect(told(await exporting({ search: "nothing", format: "csv" }))).toBe("404/6");
  });

  function cellsOf(line: string): string[] {
    return [...line.matchAll(/"((?:[^"]|"")*)"|([^,]+)/g)].map((match) => match[1] ?? match[2] ?? "");
  }
});

describe("bad days of one vendor", () => {
  const search = () => api.call("supervisor", "GET", "/recordings", { query: { limit: 500 } });
  const stateOf = (answer: Answer, id: string) =>
    listAt(answer.json, "sources").find((source) => source.id === id)?.state;

  test.each([
    "badGateway",
    "unavailableHtml",
    "okHtml",
    "okWithError",
    "truncatedJson",
    "internalError",
    "hang",
  ] as const)(
    "%s: search, facets and the other source go on, openings are stale, changes refused in clear words",
    async (fault) => {
      const before = listAt((await search()).json, "recordings").length;
      api.clock.advance(31_000);
      api.simulator.switches[fault] = true;
      try {
        const during = await search();
        expect(listAt(during.json, "recordings").length).toBe(before);
        expect((await api.call("supervisor", "GET", "/facets")).status).toBe(200);
        const opened = await api.call("supervisor", "GET", `/recordings/${api.idOf(CALL)}`);
        expect(opened.status).toBe(200);
        expect(isObject(opened.json?.recording) && opened.json.recording.stale).toBe(true);
        const second = api.second.recordings()[0]?.id ?? "";
        const other = await api.call("supervisor", "GET", `/recordings/${api.idOf(second, SECOND)}`);
        expect(isObject(other.json?.recording) && other.json.recording.stale).toBe(undefined);
        if (fault === "hang") return;
        const label = await api.call("supervisor", "POST", `/recordings/${api.idOf(CALL)}/labels`, {
          body: { name: "vip" },
        });
        expect(label.status).toBeGreaterThanOrEqual(500);
        expect(Object.keys(label.json ?? {})).toEqual(["statusCode", "statusMessage"]);
        expect(label.text).not.toMatch(/html|proxy|Internal error occurred|rws/i);
      } finally {
        api.simulator.switches[fault] = false;
        api.clock.advance(61_000);
        await api.runtime.sourceLists.refresh();
      }
    },
  );

  test("a source that has not been heard of for a while is behind, and complete is not claimed", async () => {
    api.clock.advance(10 * 60_000);
    const late = await search();
    expect(stateOf(late, "engage")).toBe("behind");
    expect(listAt(late.json, "sources").every((source) => source.complete === false)).toBe(true);
    await api.sync();
    expect(stateOf(await search(), "engage")).toBe("ok");
  });
});

test("what a killed server had asked and not answered is settled by re-reading the vendor", async () => {
  const { appendAudit } = await import("@/lib/catalog/audit");
  const asked = async (id: string) =>
    appendAudit(api.runtime.catalog.db, {
      timeMs: api.clock.nowMs(),
      userId: api.users.administrator.id,
      userEmail: api.users.administrator.email,
      role: "administrator",
      address: "192.0.2.10",
      action: "recording.delete",
      phase: "asked",
      recordingId: api.idOf(id),
      searchId: null,
      details: {},
      reason: "Before the power went",
    });
  await asked(aw("0203"));
  await asked(aw("0204"));
  api.simulator.purge(aw("0203"));
  api.clock.advance(200_000);
  await settleOpenActs(api.runtime);
  const resultOf = async (id: string) => {
    const { json } = await api.call("administrator", "GET", "/audit", { query: { recording: api.idOf(id) } });
    return listAt(json, "rows").find((row) => row.phase === "answered")?.result;
  };
  expect(await resultOf(aw("0203"))).toBe("done");
  expect(await resultOf(aw("0204"))).toBe("not done");
  expect((await api.call("administrator", "GET", `/recordings/${api.idOf(aw("0203"))}`)).status).toBe(404);
  expect((await api.call("administrator", "GET", `/recordings/${api.idOf(aw("0204"))}`)).status).toBe(200);
  expect((await api.call("administrator", "GET", "/audit/verify")).json?.ok).toBe(true);
});
