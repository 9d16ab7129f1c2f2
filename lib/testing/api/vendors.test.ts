import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RecordingIdSchema } from "@/lib/domain/ids";
import { settleOpenActs } from "@/lib/services/settle-open-acts";
import { type Answer, type Api, isObject, startApi, type Who } from "../api";
import type { OtherVendors } from "../other-vendors";
import { listAt } from "./leaks";

let api: Api;
let others: OtherVendors;
beforeAll(async () => {
  api = await startApi({ calls: 20, others: true });
  if (!api.others) throw new Error("the other vendors should be there");
  others = api.others;
});
afterAll(() => api.stop());

type Json = Readonly<Record<string, unknown>>;

const told = (answer: Answer) => `${answer.status}/${answer.json?.statusCode}`;
const recordingIn = (answer: Answer): Json => (isObject(answer.json?.recording) ? answer.json.recording : {});
const textAt = (json: Json | undefined, key: string) => String(json?.[key] ?? "");

async function search(who: Who, query: Record<string, string | number>): Promise<Json[]> {
  const answer = await api.call(who, "GET", "/recordings", { query: { limit: 500, ...query } });
  expect(told(answer)).toBe("200/0");
  return listAt(answer.json, "recordings");
}

const isReady = (file: Json) => file.audio === "ready";

/** A call of this source whose audio is ready, unprotected; the nth of those. */
async function readyCall(source: string, nth = 0): Promise<Json> {
  const found = (await search("administrator", { source })).filter(
    (recording) => listAt(recording, "mediaFiles").some(isReady) && recording.nonDelete === false,
  );
  const call = found[nth];
  if (!call) throw new Error(`${source} has no call ${nth} that can be played`);
  return call;
}

/** The bytes of a file, asked for until its vendor has it ready. */
async function play(who: Who, file: Json, headers: Record<string, string> = {}): Promise<Response> {
  for (let tries = 0; tries < 40; tries += 1) {
    const response = await api.send(who, "GET", textAt(file, "playPath"), { headers });
    if (response.status !== 202) return response;
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    await response.body?.cancel();
    api.clock.advance(5_000);
  }
  throw new Error("the audio never became ready");
}

describe("one desk over four vendors", () => {
  test("one search finds calls of all of them, newest first, and says how whole it is", async () => {
    const answer = await api.call("supervisor", "GET", "/recordings", { query: { limit: 500 } });
    const recordings = listAt(answer.json, "recordings");
    expect(new Set(recordings.map((recording) => recording.source))).toEqual(
      new Set(["engage", "cloud", "ringcx", "kazoo"]),
    );
    const starts = recordings.flatMap((recording) => textAt(recording, "startTime") || []);
    expect(starts).toEqual([...starts].sort().reverse());
    const sources = listAt(answer.json, "sources");
    expect(sources.map((source) => [source.id, source.state])).toEqual([
      ["engage", "ok"],
      ["cloud", "ok"],
      ["ringcx", "ok"],
      ["kazoo", "ok"],
    ]);
    expect(sources.find((source) => source.id === "ringcx")).toMatchObject({
      complete: false,
      message: "RingCX: calls of the last 15 minutes are not in yet.",
    });
    const past = await api.call("supervisor", "GET", "/recordings", {
      query: { endTime: api.clock.nowMs() - 3_600_000, startTime: api.clock.nowMs() - 2 * 86_400_000 },
    });
    expect(listAt(past.json, "sources").map((source) => source.complete)).toEqual([true, true, true, true]);
  });

  test("no vendor's call is there twice, and only voice calls that were recorded are", async () => {
    for (const source of ["engage", "cloud", "ringcx", "kazoo"]) {
      const ids = (await search("administrator", { source })).map((recording) => recording.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThan(15);
    }
  });

  test.each(["cloud", "ringcx", "kazoo"])(
    "a call of %s is played whole and in ranges, the same bytes",
    async (source) => {
      const [file] = listAt(await readyCall(source), "mediaFiles").filter(isReady);
      if (!file) throw new Error("this call should have a file");
      const whole = await play("supervisor", file);
      expect(whole.status).toBe(200);
      expect(whole.headers.get("content-type")).toMatch(/^audio\//);
      const bytes = Buffer.from(await whole.arrayBuffer());
      expect(bytes.length).toBeGreaterThan(10_000);
      const part = await play("supervisor", file, { range: "bytes=1000-1999" });
      expect(part.status).toBe(206);
      expect(part.headers.get("content-range")).toBe(`bytes 1000-1999/${bytes.length}`);
      expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1_000, 2_000))).toBe(true);
      expect((await api.send("evaluator", "GET", textAt(file, "playPath"))).status).toBe(404);
    },
  );

  test("labels: kept at the vendor where it holds them, here where it does not, and found by search all the same", async () => {
    for (const [source, kept] of [
      ["cloud", "earmark"],
      ["ringcx", "earmark"],
      ["kazoo", "vendor"],
    ] as const) {
      const id = textAt(await readyCall(source), "id");
      const added = await api.call("supervisor", "POST", `/recordings/${id}/labels`, {
        body: { name: "seen-by-us" },
      });
      expect([source, added.status, added.json?.kept]).toEqual([source, 201, kept]);
      const file = listAt(await readyCall(source), "mediaFiles")[0];
      const comment = await api.call("supervisor", "POST", `/recordings/${id}/labels`, {
        body: { name: "comment", content: { text: "Well done.", mediaKey: file?.mediaKey, startMs: 1_000 } },
      });
      expect([source, comment.status, comment.json?.kept]).toEqual([source, 201, "earmark"]);
    }
    const found = await search("supervisor", { includeLabels: "seen-by-us" });
    expect(new Set(found.map((recording) => recording.source))).toEqual(
      new Set(["cloud", "ringcx", "kazoo"]),
    );
    await api.sync();
    expect(await search("supervisor", { includeLabels: "seen-by-us" })).toHaveLength(3);
  });

  test("a Kazoo server that takes no labels has them kept here", async () => {
    others.kazoo.switches.profile = "kazoo-4.3";
    try {
      const id = textAt(await readyCall("kazoo", 1), "id");
      const added = await api.call("supervisor", "POST", `/recordings/${id}/labels`, {
        body: { name: "vip" },
      });
      expect([added.status, added.json?.kept]).toEqual([201, "earmark"]);
    } finally {
      others.kazoo.switches.profile = "kazoo-5-docs";
    }
  });

  test("protection: a legal hold at Genesys Cloud, kept here for the others, and nothing protected is deleted", async () => {
    for (const source of ["cloud", "kazoo"]) {
      const id = textAt(await readyCall(source, 2), "id");
      const operation = (operationName: string) =>
        api.call("administrator", "POST", `/recordings/${id}`, { body: { operationName } });
      expect(told(await operation("applyNonDelete"))).toBe("200/0");
      expect(recordingIn(await api.call("administrator", "GET", `/recordings/${id}`)).nonDelete).toBe(true);
      expect(told(await api.call("administrator", "DELETE", `/recordings/${id}`))).toBe("403/3");
      expect(told(await operation("unapplyNonDelete"))).toBe("200/0");
      expect(recordingIn(await api.call("administrator", "GET", `/recordings/${id}`)).nonDelete).toBe(false);
    }
  });

  test("deleting at RingCX is not possible and says so", async () => {
    const id = textAt(await readyCall("ringcx"), "id");
    const answer = await api.call("administrator", "DELETE", `/recordings/${id}`);
    expect(told(answer)).toBe("409/14");
    expect(answer.json?.statusMessage).toMatch(/^RingCX can't delete recordings/);
  });

  test("a call of Genesys Cloud that goes on can't be deleted yet", async () => {
    const calls = await search("administrator", { source: "cloud" });
    const id = textAt(
      calls.find((call) => call.stopTime === undefined && !listAt(call, "mediaFiles").some(isReady)),
      "id",
    );
    expect(id).not.toBe("");
    expect(told(await api.call("administrator", "DELETE", `/recordings/${id}`))).toBe("409/14");
  });

  test("deleting at Kazoo is done at once, and names what the vendor keeps; erased, it keeps less", async () => {
    const remaining: unknown[][] = [];
    for (const [nth, body] of [
      [3, { reason: "Asked for by the caller" }],
      [3, { reason: "Asked for by the caller", erase: true }],
    ] as const) {
      const id = textAt(await readyCall("kazoo", nth), "id");
      const answer = await api.call("administrator", "DELETE", `/recordings/${id}`, { body });
      expect([told(answer), answer.json?.deleted]).toEqual(["200/0", "done"]);
      remaining.push(Array.isArray(answer.json?.remaining) ? answer.json.remaining : []);
      expect(told(await api.call("administrator", "GET", `/recordings/${id}`))).toBe("404/6");
      await api.sync();
      expect(told(await api.call("administrator", "GET", `/recordings/${id}`))).toBe("404/6");
    }
    expect(remaining[0]?.length).toBeGreaterThan(remaining[1]?.length ?? 0);
  });

  test("deleting at Genesys Cloud is scheduled: going, not to be played by supervisors, and gone once it is", async () => {
    const call = await readyCall("cloud", 3);
    const id = textAt(call, "id");
    const answer = await api.call("administrator", "DELETE", `/recordings/${id}`, {
      body: { reason: "Old" },
    });
    expect([told(answer), answer.json?.deleted]).toEqual(["200/0", "scheduled"]);
    expect(textAt(answer.json ?? {}, "deleteTime")).toMatch(/^2026-/);
    const rows = await api.call("administrator", "GET", "/audit", {
      query: { recording: id, action: "recording.delete" },
    });
    expect(listAt(rows.json, "rows").find((row) => row.phase === "answered")).toMatchObject({
      result: "done",
      details: { deleted: "scheduled", deleteTime: answer.json?.deleteTime },
    });
    const going = recordingIn(await api.call("administrator", "GET", `/recordings/${id}`));
    expect(textAt(going, "deleteTime")).toBe(textAt(answer.json ?? {}, "deleteTime"));
    const [file] = listAt(call, "mediaFiles");
    expect((await api.send("supervisor", "GET", textAt(file, "playPath"))).status).toBe(404);
    for (let tries = 0; tries < 20; tries += 1) {
      api.clock.advance(60_000);
      await api.followUp();
      if (told(await api.call("administrator", "GET", `/recordings/${id}`)) === "404/6") break;
    }
    expect(told(await api.call("administrator", "GET", `/recordings/${id}`))).toBe("404/6");
    const { json } = await api.call("administrator", "GET", "/audit", {
      query: { recording: id, action: "recording.gone" },
    });
    expect(listAt(json, "rows").map((row) => row.reason)).toEqual([
      "purged by the vendor after its deletion",
    ]);
  });
});

test("a date that a killed server set at Genesys Cloud is found again: the call shows as going, and the log says so", async () => {
  const call = await readyCall("cloud", 4);
  const id = textAt(call, "id");
  const deletion = api.runtime.sources.byId("cloud")?.deletion;
  if (!deletion?.supported) throw new Error("Genesys Cloud can delete");
  const { appendAudit } = await import("@/lib/catalog/audit");
  const asked = {
    timeMs: api.clock.nowMs() - 130_000,
    userId: api.users.administrator.id,
    userEmail: api.users.administrator.email,
    role: "administrator",
    address: "192.0.2.10",
    action: "recording.delete",
    phase: "asked",
    recordingId: RecordingIdSchema.parse(id),
    searchId: null,
    details: {},
    reason: "Before the power went",
  } as const;
  await appendAudit(api.runtime.catalog.db, asked);
  await deletion.delete(textAt(call, "vendorId"), AbortSignal.timeout(5_000));
  await settleOpenActs(api.runtime);
  const { json } = await api.call("administrator", "GET", "/audit", { query: { recording: id } });
  const row = listAt(json, "rows").find(({ phase }) => phase === "answered");
  expect(row).toMatchObject({
    result: "done",
    details: { deleted: "scheduled", settled: "after a restart" },
  });
  const going = recordingIn(await api.call("administrator", "GET", `/recordings/${id}`));
  expect(textAt(going, "deleteTime")).toMatch(/^2026-/);
});

describe("calls that are live", () => {
  const live = async (who: Who = "supervisor") =>
    listAt((await api.call(who, "GET", "/live")).json, "recordings");
  const control = (who: Who, id: string, status: string) =>
    api.call(who, "PUT", `/recordings/${id}`, { body: { status } });
  const of = async (source: string) => {
    // Of RingCX one whose queue lets itself be controlled.
    const uii =
      source === "ringcx" ? others.ringcx.addLiveCall({ queue: "Billing", startedMsAgo: 60_000 }) : null;
    api.clock.advance(4_000);
    const found = (await live()).find(
      (call) => call.source === source && (uii === null || textAt(call, "id").endsWith(uii)),
    );
    if (!found) throw new Error(`${source} has no live call`);
    return found;
  };
  const statusOf = async (id: string) => (await live()).find((call) => call.id === id)?.status;

  test("are listed over all vendors that tell them, and those that can't say why", async () => {
    const answer = await api.call("supervisor", "GET", "/live");
    const calls = listAt(answer.json, "recordings");
    expect(new Set(calls.map((call) => call.source))).toEqual(new Set(["cloud", "ringcx", "kazoo"]));
    for (const call of calls) {
      expect(call.id).toMatch(/^(?:cloud|ringcx|kazoo)\.live-./);
      expect(["recording", "paused", "unknown"]).toContain(call.status);
      expect(Array.isArray(call.can)).toBe(true);
    }
    expect(listAt(answer.json, "sources").map((source) => [source.id, source.state])).toEqual([
      ["engage", "unsupported"],
      ["cloud", "ok"],
      ["ringcx", "ok"],
      ["kazoo", "ok"],
    ]);
    expect(told(await api.call("evaluator", "GET", "/live"))).toBe("403/5");
  });

  test("numbers and agents are masked in them as in any recording", async () => {
    await api.mask({
      agent: "userName, firstName, lastName",
      customer: "phoneNumber, callerPhoneNumber, dialedPhoneNumber",
    });
    try {
      for (const call of await live("supervisor")) {
        const shown = [call.callerPhoneNumber, call.dialedPhoneNumber].filter((value) => value !== undefined);
        expect(shown.every((value) => value === "*******")).toBe(true);
        for (const agent of listAt(call, "agents")) {
          expect(Object.values(agent).every((value) => value === "*******")).toBe(true);
        }
      }
      const clear = await live("administrator");
      expect(JSON.stringify(clear)).not.toContain("*******");
    } finally {
      await api.mask({});
    }
  });

  test("Genesys Cloud confirms a pause and a resume; what it can't do, or is already so, is 409", async () => {
    const call = await of("cloud");
    const id = textAt(call, "id");
    expect(call.status).toBe("recording");
    others.cloud.switches.recordingStateDelayMs = 0;
    expect(told(await control("supervisor", id, "paused"))).toBe("200/0");
    api.clock.advance(4_000);
    expect(await statusOf(id)).toBe("paused");
    expect(told(await control("supervisor", id, "paused"))).toBe("409/15");
    expect(told(await control("supervisor", id, "stopped"))).toBe("409/15");
    expect(told(await control("supervisor", id, "recording"))).toBe("200/0");
    api.clock.advance(4_000);
    expect(await statusOf(id)).toBe("recording");
    expect(told(await control("supervisor", id, "running"))).toBe("422/2");
    expect(told(await control("evaluator", id, "paused"))).toBe("404/6");
    expect(told(await control("supervisor", "cloud.live-none", "paused"))).toBe("404/6");
    expect(told(await control("supervisor", textAt(await readyCall("cloud"), "id"), "paused"))).toBe(
      "409/15",
    );
    const { json } = await api.call("administrator", "GET", "/audit", {
      query: { recording: id, action: "recording.control" },
    });
    expect(
      listAt(json, "rows")
        .reverse()
        .map((row) => [row.phase, row.result]),
    ).toEqual([
      ["asked", undefined],
      ["answered", "done"],
      ["noted", "cannot_update"],
      ["noted", "cannot_update"],
      ["asked", undefined],
      ["answered", "done"],
      ["noted", "not_found"],
    ]);
  });

  test("a queue of RingCX that does not let its calls be controlled is told so", async () => {
    const uii = others.ringcx.addLiveCall({ queue: "Sales", startedMsAgo: 60_000 });
    api.clock.advance(4_000);
    expect(told(await control("supervisor", `ringcx.live-${uii}`, "paused"))).toBe("409/15");
  });

  test.each(["ringcx", "kazoo"])("%s can't confirm: 202, requested, never a fact", async (source) => {
    const id = textAt(await of(source), "id");
    const answer = await control("supervisor", id, "paused");
    expect([answer.status, answer.json]).toEqual([202, { statusCode: 0, state: "requested" }]);
    const [call] = (await live()).filter((one) => one.id === id);
    expect(call?.status).toBe("unknown");
    expect(call?.requested).toMatchObject({ status: "paused" });
    const opened = recordingIn(await api.call("supervisor", "GET", `/recordings/${id}`));
    expect([opened.id, opened.live]).toEqual([id, "unknown"]);
    const { json } = await api.call("administrator", "GET", "/audit", {
      query: { recording: id, action: "recording.control" },
    });
    expect(listAt(json, "rows").map((row) => [row.phase, row.result, row.details])).toEqual([
      ["answered", "done", { status: "paused", state: "requested" }],
      ["asked", undefined, { status: "paused" }],
    ]);
  });

  test("a pause made here shows as a mask in the recording later, under both ids", async () => {
    const kazoo = textAt(await of("kazoo"), "id");
    const ringcx = textAt(await of("ringcx"), "id");
    api.clock.advance(30_000);
    for (const id of [kazoo, ringcx]) {
      expect((await control("supervisor", id, "paused")).status).toBe(202);
    }
    api.clock.advance(20_000);
    for (const id of [kazoo, ringcx]) {
      expect((await control("supervisor", id, "recording")).status).toBe(202);
    }
    api.clock.advance(30_000);
    const liveIdOf = (id: string) => id.slice(id.indexOf(".live-") + ".live-".length);
    others.kazoo.endLiveCall(decodeURIComponent(liveIdOf(kazoo).replaceAll("~", "%")));
    others.ringcx.endLiveCall(liveIdOf(ringcx));
    api.clock.advance(20 * 60_000);
    await api.sync();
    for (const id of [kazoo, ringcx]) {
      const recording = recordingIn(await api.call("supervisor", "GET", `/recordings/${id}`));
      expect(recording.id).not.toBe(id);
      const spans = listAt(recording, "mediaFiles").flatMap((file) => listAt(file, "maskedSpans"));
      const longest = Math.max(0, ...spans.map((span) => Number(span.pausedMs)));
      expect([id, longest > 18_000 && longest < 80_000]).toEqual([id, true]);
      expect(told(await control("supervisor", id, "paused"))).toBe("409/15");
    }
  });
});
