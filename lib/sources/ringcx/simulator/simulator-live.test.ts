import { describe, expect, test } from "vitest";
import { AWKWARD } from "./awkward-calls";
import { STEADY_UIIS } from "./live-calls";
import { recordedMs } from "./sound";
import { BASE_MS, field, HOUR_MS, LIVE, MINUTE_MS, rowsOf, testClient } from "./test-client";

const LIST = `${LIVE}/activeCalls/list`;
const ALL = `${LIST}?product=ACCOUNT&productId=99999999&page=0&maxRows=50`;
const [billing = "", payments = ""] = STEADY_UIIS;

function liveClient(options: Parameters<typeof testClient>[0] = {}) {
  const client = testClient({ calls: 0, samples: "none", ...options });
  const { call, simulator } = client;
  const uiis = async (path = ALL) => rowsOf((await call(path)).body).map((row) => String(row.uii));
  const toggle = (uii: string, record: unknown, signal?: AbortSignal) =>
    call(`${LIVE}/activeCalls/${uii}/toggleCallRecording?record=${String(record)}`, {
      method: "POST",
      ...(signal === undefined ? {} : { signal }),
    });
  const isRecording = (uii: string) => simulator.liveCalls().find((one) => one.uii === uii)?.recording;
  /** The rows that tell of a live call, once it has ended and everything is ready. */
  const rowsLater = async (uii: string) => {
    client.clock.nowMs += 20 * MINUTE_MS;
    const rows = await client.report(BASE_MS - HOUR_MS, client.clock.nowMs - 6 * MINUTE_MS);
    return rows.filter((row) => row.interactionId === uii);
  };
  return { ...client, uiis, toggle, isRecording, rowsLater };
}

const eventsOf = (row: unknown): (readonly [unknown, number])[] =>
  rowsOf(field(row, "segmentEvents")).map((event) => [
    event.eventType,
    Date.parse(String(event.eventTimeMs)),
  ]);

describe("duty 9: the calls going on", () => {
  test("rows have times with an offset without colon, and no state of the recording", async () => {
    const { call } = liveClient();
    const rows = rowsOf((await call(ALL)).body);
    expect(rows).toHaveLength(STEADY_UIIS.length);
    const row = rows.find((one) => one.uii === billing);
    expect(row).toMatchObject({
      accountId: "99999999",
      callState: "ACTIVE",
      archive: false,
      dnis: "8005550199",
      enqueueTime: "2026-11-16T11:56:00.000+0000",
      agentFirstName: "Jane",
      agentLastName: "Smith",
    });
    expect(Object.keys(row ?? {}).join(" ")).not.toMatch(/record|dialog|gate|agentId/i);
  });

  test("pages count from 0; products narrow; what is no product is 400", async () => {
    const { uiis, call } = liveClient();
    const all = await uiis();
    const page = (nth: number) => uiis(ALL.replace("page=0&maxRows=50", `page=${nth}&maxRows=3`));
    expect([...(await page(0)), ...(await page(1)), ...(await page(2)), ...(await page(3))]).toEqual(all);
    expect(await uiis(`${LIST}?product=DNIS&productId=8005550199`)).toEqual([billing]);
    expect(await uiis(`${LIST}?product=VISUAL_IVR&productId=1`)).toEqual([]);
    expect((await call(`${LIST}?product=EVERYTHING&productId=1`)).status).toBe(400);
    expect((await call(`${LIST}?product=ACCOUNT&productId=99999999&page=x`)).status).toBe(400);
    expect((await call(`${LIST}?product=ACCOUNT&productId=77777777`)).status).toBe(403);
  });

  test("real-time data tells who is on which call, with which queue", async () => {
    const { call } = liveClient();
    const rows = rowsOf((await call(`${LIVE}/realTimeData/agent`)).body);
    expect(rows.find((row) => row.callUii === billing)).toMatchObject({
      agentId: 449_402,
      gateId: 71_500,
      agentState: "ENGAGED",
      callDnis: "8005550199",
    });
    expect(rows.filter((row) => row.callUii === null).length).toBeGreaterThan(20);
  });

  test("hooks start, hand on and end calls; the report tells them in segments", async () => {
    const { simulator, uiis, rowsLater, clock, call, download } = liveClient();
    const uii = simulator.addLiveCall({ queue: "Support", customer: "2125550177", agentNumber: 3 });
    clock.nowMs += 2 * MINUTE_MS;
    simulator.transferLiveCall(uii, 5);
    const agent = async () =>
      rowsOf((await call(`${LIVE}/realTimeData/agent`)).body).find((row) => row.callUii === uii)?.agentId;
    expect(await agent()).toBe(449_405);
    clock.nowMs += MINUTE_MS;
    expect(await uiis()).toContain(uii);
    simulator.endLiveCall(uii);
    expect(await uiis()).not.toContain(uii);
    expect(() => simulator.endLiveCall(uii)).toThrow("going on");
    const rows = await rowsLater(uii);
    expect(rows.map((row) => [row.segmentParticipantId, row.segmentDurationMs])).toEqual([
      ["449403", 2 * MINUTE_MS],
      ["449405", MINUTE_MS],
    ]);
    expect(new Set(rows.map((row) => row.dialogId)).size).toBe(1);
    expect(rows[0]).toMatchObject({ channelEndpointAddress: "2125550177", dialogDurationMs: 3 * MINUTE_MS });
    expect((await download(rows[1]?.dialogId, rows[1]?.segmentId)).status).toBe(200);
  });

  test("rotating calls come and go by the clock, and end in the report", async () => {
    const { uiis, clock, report, simulator } = liveClient({ live: "rotating" });
    const first = await uiis();
    expect(first.length).toBeGreaterThan(1);
    clock.nowMs += 8 * MINUTE_MS;
    const later = await uiis();
    expect(later.length).toBeGreaterThan(1);
    expect(later.filter((uii) => first.includes(uii))).toEqual([]);
    clock.nowMs += 20 * MINUTE_MS;
    const rows = await report(BASE_MS, BASE_MS + 8 * MINUTE_MS);
    expect(rows.map((row) => row.interactionId)).toEqual(expect.arrayContaining(first));
    for (const row of rows)
      expect(simulator.dialog(String(row.dialogId))?.interactionId).toBe(row.interactionId);
  });
});

describe("the switch of a live recording", () => {
  test("a pause made live is a STOP and a START in the report, and cut out of the audio", async () => {
    const { toggle, isRecording, clock, simulator, rowsLater, download } = liveClient();
    const off = await toggle(billing, false);
    expect([off.status, off.text, off.headers.get("content-type")]).toEqual([
      200,
      "true",
      "text/plain;charset=UTF-8",
    ]);
    expect(isRecording(billing)).toBe(false);
    clock.nowMs += 17_321;
    expect((await toggle(billing, true)).text).toBe("true");
    expect(isRecording(billing)).toBe(true);
    clock.nowMs += MINUTE_MS;
    simulator.endLiveCall(billing);
    const [row] = await rowsLater(billing);
    expect(eventsOf(row)).toEqual([
      ["REC_START", BASE_MS - 4 * MINUTE_MS],
      ["REC_STOP", BASE_MS],
      ["REC_START", BASE_MS + 17_321],
      ["REC_STOP", BASE_MS + 17_321 + MINUTE_MS],
    ]);
    const bytes = Buffer.from(await (await download(row?.dialogId, row?.segmentId)).arrayBuffer());
    expect(bytes.length).toBe(44 + 5 * MINUTE_MS * 32);
  });

  test("asking for the state that it is in changes nothing and is done", async () => {
    const { toggle, simulator, clock, rowsLater } = liveClient();
    expect((await toggle(billing, true)).text).toBe("true");
    clock.nowMs += 5_000;
    simulator.endLiveCall(billing);
    expect(eventsOf((await rowsLater(billing))[0])).toHaveLength(2);
  });

  test("where the queue says so, a pause ends by itself", async () => {
    const { toggle, isRecording, clock, simulator, rowsLater } = liveClient();
    await toggle(payments, false);
    clock.nowMs += 29_999;
    expect(isRecording(payments)).toBe(false);
    clock.nowMs += 1;
    expect(isRecording(payments)).toBe(true);
    clock.nowMs += 10_000;
    simulator.endLiveCall(payments);
    expect(eventsOf((await rowsLater(payments))[0]).slice(1, 3)).toEqual([
      ["REC_STOP", BASE_MS],
      ["REC_START", BASE_MS + 30_000],
    ]);
  });

  test("an agent starts the recording where the queue's default is off", async () => {
    const { toggle, isRecording, simulator, clock } = liveClient();
    const uii = simulator.addLiveCall({ queue: "Retention" });
    expect(isRecording(uii)).toBe(false);
    clock.nowMs += 9_000;
    await toggle(uii, true);
    expect(isRecording(uii)).toBe(true);
    clock.nowMs += 9_000;
    const dialogId = simulator.liveCalls().find((one) => one.uii === uii)?.dialogId ?? "";
    simulator.endLiveCall(uii);
    expect(recordedMs(simulator.dialog(dialogId)?.segments[0]?.spans ?? [])).toBe(9_000);
  });

  test("case 14: false where the full call is recorded, 404 when archived, waiting, ended or unknown", async () => {
    const { toggle, simulator } = liveClient();
    const [fullCall = "", archived = "", waiting = ""] = AWKWARD[14] ?? [];
    expect((await toggle(fullCall, false)).text).toBe("false");
    simulator.endLiveCall(billing);
    for (const uii of [archived, waiting, billing, "202407221928172039000000009999"]) {
      expect((await toggle(uii, false)).status).toBe(404);
    }
    expect((await toggle(payments, "maybe")).status).toBe(400);
  });

  test.each([
    ["false", 200, "false", true],
    ["not-found", 404, null, true],
    ["forbidden", 403, null, true],
    ["created", 201, "true", false],
  ] as const)("as the switch has it: %s", async (kind, status, text, stillOn) => {
    const { toggle, isRecording, simulator } = liveClient();
    simulator.switches.toggle = kind;
    const answer = await toggle(billing, false);
    expect(answer.status).toBe(status);
    if (text !== null) expect(answer.text).toBe(text);
    expect(isRecording(billing)).toBe(stillOn);
  });

  test.each([
    ["hang", true],
    ["hang-done", false],
  ] as const)("a toggle without an answer: %s", async (kind, stillOn) => {
    const { toggle, isRecording, simulator } = liveClient();
    simulator.switches.toggle = kind;
    const left = new AbortController();
    const asked = toggle(billing, false, left.signal);
    left.abort(new Error("given up"));
    await expect(asked).rejects.toThrow("given up");
    expect(isRecording(billing)).toBe(stillOn);
  });

  test("without READ on Account neither list nor switch", async () => {
    const { toggle, call, simulator } = liveClient();
    simulator.switches.readOnAccount = false;
    for (const answer of [
      await call(ALL),
      await toggle(billing, false),
      await call(`${LIVE}/realTimeData/agent`),
    ]) {
      expect([answer.status, field(answer.body, "errorCode")]).toEqual([403, "access.denied.exception"]);
    }
  });

  test("what was done live outlasts a restart", async () => {
    const { toggle, simulator } = liveClient();
    const added = simulator.addLiveCall({});
    await toggle(billing, false);
    simulator.changeAgent(449_402, { lastName: "Smith-Okoro" });
    const kept = JSON.parse(JSON.stringify(simulator.snapshot()));
    const other = liveClient();
    other.simulator.restore(kept);
    expect(other.isRecording(billing)).toBe(false);
    expect(await other.uiis()).toContain(added);
    expect((await other.call(ALL)).text).toContain("Smith-Okoro");
    expect(() => other.simulator.restore({ version: 2 })).toThrow();
    expect(other.simulator.addLiveCall({})).not.toBe(added);
  });
});
