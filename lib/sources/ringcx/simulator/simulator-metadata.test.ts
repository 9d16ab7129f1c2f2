import { describe, expect, test } from "vitest";
import { AWKWARD } from "./awkward-calls";
import { CANARIES } from "./canaries";
import { BASE_MS, field, HOUR_MS, MINUTE_MS, rowsOf, testClient, vendorTime } from "./test-client";
import type { WireRow } from "./wire";

const WINDOW = { segmentEndTime: vendorTime(BASE_MS - 3 * HOUR_MS), timeInterval: 3_600, timeZone: "UTC" };
const idOf = (row: WireRow) => `${String(row.dialogId)}/${String(row.segmentId)}`;

describe("duty 3: what may be asked", () => {
  test("a window gives a bare array; an empty one an empty array", async () => {
    const { ask } = testClient();
    const answer = await ask({
      ...WINDOW,
      timeInterval: 10_800,
      segmentEndTime: vendorTime(BASE_MS - 3.5 * HOUR_MS),
    });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json"]);
    expect(rowsOf(answer.body).length).toBeGreaterThan(3);
    expect((await ask({ ...WINDOW, segmentEndTime: "2019-01-01 00:00:00" })).text).toBe("[]");
  });

  test.each([
    ["segmentEndTime", "2026-11-16T09:00:00Z"],
    ["segmentEndTime", "2026-11-16 09:00"],
    ["segmentEndTime", "2026-02-30 09:00:00"],
    ["segmentEndTime", "2026-11-16 24:00:00"],
    ["segmentEndTime", 1_794_800_000_000],
    ["segmentEndTime", undefined],
    ["timeInterval", 0],
    ["timeInterval", 10_801],
    ["timeInterval", 1.5],
    ["timeInterval", "3600"],
    ["timeInterval", undefined],
    ["timeZone", "US/Estern"],
    ["timeZone", "us/eastern"],
    ["timeZone", "+01:00"],
    ["timeZone", undefined],
  ] as const)("%s = %s is 400 and named", async (name, value) => {
    const { ask } = testClient();
    const { status, body } = await ask({ ...WINDOW, [name]: value });
    expect([status, field(body, "generalMessage")]).toEqual([400, "The supplied data is not valid"]);
    expect(field(body, "validationErrors")).toMatchObject([{ attributeName: name }]);
  });

  test("no JSON is 400 too, and several faults are told at once", async () => {
    const { ask, call } = testClient();
    const { body } = await ask({ segmentEndTime: "soon", timeInterval: -1, timeZone: "Moon/Base" });
    expect(rowsOf(field(body, "validationErrors"))).toHaveLength(3);
    for (const text of ["", "[]", "{"]) {
      const path =
        "/voice/api/cx/integration/v1/accounts/980634004/sub-accounts/99999999/interaction-metadata";
      expect((await call(path, { method: "POST", body: text })).status).toBe(400);
    }
  });

  test("case 4: an older cell knows windows of an hour only", async () => {
    const { ask, simulator } = testClient();
    simulator.switches.maxIntervalSeconds = 3_600;
    expect((await ask({ ...WINDOW, timeInterval: 10_800 })).status).toBe(400);
    expect((await ask(WINDOW)).status).toBe(200);
  });

  test("a window into the last five minutes is refused, unless the switch lets it", async () => {
    const { ask, simulator } = testClient();
    const until = (minutes: number) => ({
      ...WINDOW,
      segmentEndTime: vendorTime(BASE_MS - HOUR_MS - minutes * MINUTE_MS),
    });
    expect([(await ask(until(4.9))).status, (await ask(until(5))).status]).toEqual([400, 200]);
    simulator.switches.refuseRecent = false;
    expect((await ask(until(0))).status).toBe(200);
    simulator.switches.refuseRecent = true;
    simulator.switches.clockSkewMs = -3 * MINUTE_MS;
    expect((await ask(until(7))).status).toBe(400);
  });

  test("the window looks forward from segmentEndTime on the segment's end, half-open; case 5: or back", async () => {
    const { ask, simulator } = testClient();
    const [spoken] = simulator.dialogsEnded(BASE_MS - 24 * MINUTE_MS, BASE_MS - 22 * MINUTE_MS);
    const endMs = spoken?.segments[0]?.endMs ?? Number.NaN;
    const asked = async (atMs: number) => {
      const { body } = await ask({ segmentEndTime: vendorTime(atMs), timeInterval: 60, timeZone: "UTC" });
      return rowsOf(body).some((row) => row.dialogId === spoken?.dialogId);
    };
    expect([await asked(endMs), await asked(endMs - 60_000), await asked(endMs - 59_000)]).toEqual([
      true,
      false,
      true,
    ]);
    simulator.switches.windowAnchor = "end";
    expect([await asked(endMs), await asked(endMs + 60_000), await asked(endMs + 1_000)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test("case 15: zones are local clocks, the hour that comes twice is the first, the missing one moves on", async () => {
    const { ask } = testClient();
    const [, first = "", second = "", spring = ""] = AWKWARD[15] ?? [];
    const dialogs = async (segmentEndTime: string, timeZone: string, timeInterval = 3_600) => {
      const { body } = await ask({ segmentEndTime, timeInterval, timeZone });
      return rowsOf(body).map((row) => row.dialogId);
    };
    const autumn = await dialogs("2026-11-01 01:00:00", "US/Eastern");
    expect([autumn.includes(first), autumn.includes(second)]).toEqual([true, false]);
    const both = await dialogs("2026-11-01 05:00:00", "UTC", 7_200);
    expect([both.includes(first), both.includes(second)]).toEqual([true, true]);
    expect(await dialogs("2026-03-08 02:00:00", "US/Eastern")).toContain(spring);
    expect(await dialogs("2026-03-08 03:00:00", "US/Eastern")).toContain(spring);
    expect(await dialogs("2026-03-08 07:00:00", "UTC")).toContain(spring);
  });

  test("a zone that the service does not know is 400", async () => {
    const { ask, simulator } = testClient();
    simulator.switches.knownZones = ["US/Eastern"];
    expect((await ask(WINDOW)).status).toBe(400);
    expect(
      (await ask({ ...WINDOW, timeZone: "US/Eastern", segmentEndTime: "2026-11-16 03:00:00" })).status,
    ).toBe(200);
  });

  test("both of the vendor's limits hold, 429 is empty, and the client is told its stricter default", async () => {
    const { ask, simulator, clock } = testClient({ limits: undefined });
    expect(simulator.source.metadataLimits).toEqual([
      { calls: 2, seconds: 60 },
      { calls: 9, seconds: 900 },
    ]);
    const statuses = async (times: number) => {
      const seen = [];
      for (let time = 0; time < times; time += 1) seen.push((await ask(WINDOW)).status);
      return seen;
    };
    expect(await statuses(4)).toEqual([200, 200, 200, 429]);
    const refused = await ask(WINDOW);
    expect([refused.text, refused.headers.get("retry-after")]).toEqual(["", null]);
    clock.nowMs += 61_000;
    expect(await statuses(3)).toEqual([200, 200, 200]);
    clock.nowMs += 61_000;
    expect(await statuses(3)).toEqual([200, 200, 200]);
    clock.nowMs += 61_000;
    simulator.switches.retryAfter = true;
    const full = await ask(WINDOW);
    expect([full.status, Number(full.headers.get("retry-after"))]).toEqual([429, 900 - 183]);
    clock.nowMs += (900 - 183) * 1_000;
    expect((await ask(WINDOW)).status).toBe(200);
  });

  test("given limits hold for both sides; case 3: another product uses them up", async () => {
    const limits = [{ calls: 4, seconds: 60 }];
    const { ask, simulator, clock } = testClient({ limits });
    expect(simulator.source.metadataLimits).toEqual(limits);
    simulator.spendMetadata(3);
    expect([(await ask(WINDOW)).status, (await ask(WINDOW)).status]).toEqual([200, 429]);
    clock.nowMs += 60_000;
    expect((await ask(WINDOW)).status).toBe(200);
    simulator.spendMetadata(9);
    simulator.switches.metadataLimited = false;
    expect((await ask(WINDOW)).status).toBe(200);
  });

  test("counted per node, every second refused call passes", async () => {
    const { ask, simulator } = testClient({ limits: [{ calls: 1, seconds: 60 }] });
    simulator.switches.perNode = true;
    const statuses = [];
    for (let time = 0; time < 5; time += 1) statuses.push((await ask(WINDOW)).status);
    expect(statuses).toEqual([200, 429, 200, 429, 200]);
  });
});

describe("duty 4: late data", () => {
  test("a row appears, is flagged, and can be played, minutes apart", async () => {
    const { report, download, clock, simulator } = testClient({ calls: 0, awkward: false });
    const [dialog] = simulator.dialogsEnded(BASE_MS + 3 * MINUTE_MS, BASE_MS + 5 * MINUTE_MS);
    const endMs = dialog?.endMs ?? Number.NaN;
    const seenAt = async (minutes: number) => {
      clock.nowMs = endMs + minutes * MINUTE_MS;
      simulator.switches.refuseRecent = false;
      const [row] = (await report(endMs - MINUTE_MS, endMs + MINUTE_MS)).filter(
        (one) => one.dialogId === dialog?.dialogId,
      );
      const { status } = await download(dialog?.dialogId, dialog?.segments[0]?.segmentId);
      return [row?.hasRecording, row?.segmentEvents === null, status];
    };
    expect(await seenAt(3.9)).toEqual([undefined, false, 404]);
    expect(await seenAt(4)).toEqual([false, true, 404]);
    expect(await seenAt(10)).toEqual([true, false, 404]);
    expect(await seenAt(15)).toEqual([true, false, 200]);
  });

  test("four spoken calls can be played at the base time, three younger ones come to light", async () => {
    const { report, download, clock } = testClient({ calls: 0, awkward: false });
    const playable = async () => {
      const rows = await report(BASE_MS - 3 * HOUR_MS, clock.nowMs - 5 * MINUTE_MS);
      const dialogs = new Set<unknown>();
      for (const row of rows) {
        const answer = await download(row.dialogId, row.segmentId);
        await answer.body?.cancel();
        if (answer.status === 200) dialogs.add(row.dialogId);
      }
      return dialogs.size;
    };
    expect(await playable()).toBe(4);
    clock.nowMs += 20 * MINUTE_MS;
    expect(await playable()).toBe(7);
  });

  test("case 6: a flag that turns after 55 minutes, and audio with it", async () => {
    const { report, download, clock } = testClient({ calls: 0, samples: "none", awkward: true });
    const id = AWKWARD[6]?.[1];
    const find = async () =>
      (await report(BASE_MS - HOUR_MS, BASE_MS - 6 * MINUTE_MS)).find((row) => row.dialogId === id);
    const early = await find();
    expect(early?.hasRecording).toBe(false);
    clock.nowMs += 25 * MINUTE_MS;
    expect((await find())?.hasRecording).toBe(true);
    expect((await download(id, early?.segmentId)).status).toBe(200);
  });

  test("beyond retention rows and audio are gone", async () => {
    const { report, download, clock, simulator } = testClient({ calls: 0 });
    const id = AWKWARD[6]?.[3] ?? "";
    const segmentId = simulator.dialog(id)?.segments[0]?.segmentId;
    const endMs = simulator.dialog(id)?.endMs ?? 0;
    const state = async () => [
      (await report(endMs, endMs + MINUTE_MS)).map((row) => row.dialogId),
      (await download(id, segmentId)).status,
    ];
    expect(await state()).toEqual([[id], 200]);
    clock.nowMs += 2 * HOUR_MS;
    expect(await state()).toEqual([[], 404]);
  });

  test("while a dialog goes on, its finished segments come without its end", async () => {
    const { report, clock, simulator } = testClient({ calls: 0 });
    const uii = simulator.addLiveCall({ startedMsAgo: 5 * MINUTE_MS });
    simulator.transferLiveCall(uii, 9);
    clock.nowMs += 10 * MINUTE_MS;
    const rows = (await report(BASE_MS - MINUTE_MS, BASE_MS + MINUTE_MS)).filter(
      (row) => row.interactionId === uii,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).not.toHaveProperty("dialogEndTimeMs");
    expect(rows[0]?.segmentDurationMs).toBe(5 * MINUTE_MS);
  });
});

describe("duty 6: older shapes", () => {
  test("beside the present names: segmentID, epoch numbers, an address of a foreign host", async () => {
    const { report, simulator } = testClient({ awkward: false });
    simulator.switches.shape = "beside";
    const rows = await report(BASE_MS - 12 * HOUR_MS, BASE_MS - HOUR_MS);
    for (const row of rows) {
      expect(row).not.toHaveProperty("segmentId");
      expect(typeof row.segmentStartTimeMs).toBe("number");
      expect(
        simulator.dialog(String(row.dialogId))?.segments.some((one) => one.segmentId === row.segmentID),
      ).toBe(true);
      expect(row.segmentRecordingURL).toContain(CANARIES.recordingHost);
    }
    expect(rows.length).toBeGreaterThan(0);
  });

  test("alone: numbers for ids, seconds for a duration, no dialog", async () => {
    const { report, simulator } = testClient({ awkward: false });
    simulator.switches.shape = "old";
    const [row] = await report(BASE_MS - 2 * HOUR_MS, BASE_MS - HOUR_MS);
    expect(row).not.toHaveProperty("dialogId");
    expect([typeof row?.segmentID, typeof row?.interactionStartTimeMs]).toEqual(["number", "number"]);
    expect(Number(row?.segmentDuration)).toBeLessThan(3_600);
  });
});

test("the same segment stands in every window that holds its end", async () => {
  const { report } = testClient();
  const one = (await report(BASE_MS - 4 * HOUR_MS, BASE_MS - HOUR_MS)).map(idOf);
  const other = (await report(BASE_MS - 3 * HOUR_MS, BASE_MS - 0.5 * HOUR_MS)).map(idOf);
  const shared = (await report(BASE_MS - 3 * HOUR_MS, BASE_MS - HOUR_MS)).map(idOf);
  expect(one.filter((id) => other.includes(id))).toEqual(shared);
  expect(shared.length).toBeGreaterThan(0);
});
