import { describe, expect, test } from "vitest";
import { AWKWARD, AWKWARD_SWITCHES, AWKWARD_WORDS } from "./awkward-calls";
import { CANARIES } from "./canaries";
import { createRingcxSimulator } from "./simulator";
import { RingcxSwitchChangesSchema } from "./switches";
import { ADMIN, BASE_MS, CX, HOUR_MS, MINUTE_MS, rowsOf, testClient } from "./test-client";
import type { WireRow } from "./wire";

const DAY_MS = 24 * HOUR_MS;
const LATEST_MS = BASE_MS - 6 * MINUTE_MS;
const everything = (client: ReturnType<typeof testClient>) => client.report(BASE_MS - 36 * DAY_MS, LATEST_MS);
const awkwardRow = async (
  client: ReturnType<typeof testClient>,
  number: number,
  nth: number,
): Promise<WireRow> => {
  const dialog = client.simulator.dialog(AWKWARD[number]?.[nth] ?? "");
  const endMs = dialog?.endMs ?? Number.NaN;
  const rows = await client.report(Math.floor(endMs / 1000) * 1000, Math.floor(endMs / 1000) * 1000 + 1000);
  if (rows[0] === undefined) throw new Error(`Case ${number}.${nth} is in no report.`);
  return rows[0];
};

describe("duty 5: what lies in the report", () => {
  test("voice of both directions, menus, transfers of two to four, digital rows with nulls, given-up calls", async () => {
    const rows = await everything(testClient({ calls: 200 }));
    const where = (name: string, value: unknown) => rows.filter((row) => row[name] === value);
    for (const [name, value, least] of [
      ["dialogOrigination", "INBOUND", 50],
      ["dialogOrigination", "OUTBOUND", 20],
      ["segmentType", "IVR", 20],
      ["segmentType", "BOT", 1],
      ["channelClass", "DIGITAL", 10],
      ["systemDisposition", null, 10],
      ["systemDisposition", "ABANDON", 5],
    ] as const) {
      expect(where(name, value).length, `${name} ${String(value)}`).toBeGreaterThanOrEqual(least);
    }
    const agents = new Map<unknown, number>();
    for (const row of where("segmentType", "AGENT"))
      agents.set(row.dialogId, (agents.get(row.dialogId) ?? 0) + 1);
    for (const legs of [1, 2, 3, 4]) expect([...agents.values()]).toContain(legs);
    for (const row of where("channelClass", "DIGITAL")) expect(row.hasRecording).toBe(false);
    expect(rows.some((row) => !("interactionId" in row) && row.channelClass === "VOICE")).toBe(true);
    expect(rows.some((row) => Array.isArray(row.segmentEvents) && row.segmentEvents.length > 4)).toBe(true);
    const numbers = where("channelClass", "VOICE").map((row) => String(row.channelEndpointAddress));
    expect(numbers.some((number) => number.startsWith("+"))).toBe(true);
    expect(numbers.filter((number) => /^\d+$/.test(number)).length).toBeGreaterThan(numbers.length * 0.8);
    expect(
      rows.some(
        (row) => String(row.dialogStartTimeMs).slice(0, 10) !== String(row.dialogEndTimeMs).slice(0, 10),
      ),
    ).toBe(true);
  });

  test("a row has the official example's fields and types", async () => {
    const client = testClient();
    const rows = await client.report(BASE_MS - 24 * MINUTE_MS, BASE_MS - 22 * MINUTE_MS);
    const row = rows.find((one) => String(one.dialogId).startsWith("s-v-5a"));
    expect(row).toEqual({
      subAccountId: "99999999",
      dialogId: expect.stringMatching(/^s-v-[0-9a-f]{32}-\d{13}$/),
      interactionId: expect.stringMatching(/^\d{30}$/),
      channelId: "448081570100",
      channelType: "VOICE",
      channelClass: "VOICE",
      channelEndpointAddress: "442079460136",
      contactEndpointAddress: "448081570100",
      dialogOrigination: "INBOUND",
      dialogStartTimeMs: "2026-11-16T11:34:16.750Z",
      dialogEndTimeMs: "2026-11-16T11:37:00.000Z",
      dialogDurationMs: 163_250,
      segmentId: expect.stringMatching(/^p-v-[0-9a-f]{32}-\d{13}-[0-9a-f]+$/),
      segmentType: "AGENT",
      segmentParticipantId: "449401",
      segmentParticipantRcExtensionId: "985901001",
      segmentStartTimeMs: "2026-11-16T11:34:16.750Z",
      segmentEndTimeMs: "2026-11-16T11:37:00.000Z",
      segmentDurationMs: 163_250,
      segmentAgentGroupId: "76871",
      systemDisposition: "ANSWER",
      agentDisposition: "Paid",
      hasRecording: true,
      hasTranscript: true,
      segmentEvents: expect.arrayContaining([
        {
          eventTimeMs: "2026-11-16T11:35:29.751Z",
          clientEventTimeMs: "2026-11-16T11:35:29.788Z",
          eventType: "REC_STOP",
        },
      ]),
    });
  });

  test("there are as many recorded voice dialogs as calls were asked for, and each id leads back to its dialog", async () => {
    const client = testClient({ calls: 100, samples: "none" });
    client.clock.nowMs += 2 * HOUR_MS;
    const rows = await client.report(BASE_MS - 36 * DAY_MS, BASE_MS + HOUR_MS);
    const recorded = rows.filter((row) => row.hasRecording === true);
    expect(new Set(recorded.map((row) => row.dialogId)).size).toBe(100);
    for (const row of rows) {
      const segments = client.simulator.dialog(String(row.dialogId))?.segments ?? [];
      expect(segments.map((segment) => segment.segmentId)).toContain(row.segmentId);
    }
  });

  test("both address models: the customer changes fields on inbound calls only", async () => {
    const client = testClient({ awkward: false });
    const before = await client.report(BASE_MS - 3 * HOUR_MS, LATEST_MS);
    client.simulator.switches.addressModel = "company-contact";
    const after = await client.report(BASE_MS - 3 * HOUR_MS, LATEST_MS);
    const sides = (row: WireRow | undefined) => [row?.channelEndpointAddress, row?.contactEndpointAddress];
    for (const [nth, row] of before.entries()) {
      const swaps = row.channelClass === "VOICE" && row.dialogOrigination === "INBOUND";
      expect(sides(after[nth])).toEqual(swaps ? sides(row).reverse() : sides(row));
      if (row.channelClass === "VOICE") expect(sides(row)).toContain(row.channelId);
    }
  });
});

describe("fact sheet §11", () => {
  test("every case is a dialog, a live call or a switch, in words", () => {
    const simulator = createRingcxSimulator();
    const live = simulator.liveCalls().map((call) => call.uii);
    for (let number = 1; number <= 15; number += 1) {
      const ids = AWKWARD[number] ?? [];
      const switches = AWKWARD_SWITCHES[number];
      expect(ids.length + Object.keys(switches ?? {}).length, `case ${number}`).toBeGreaterThan(0);
      if (switches !== undefined) expect(RingcxSwitchChangesSchema.safeParse(switches).success).toBe(true);
      for (const id of ids) {
        expect(AWKWARD_WORDS[id]).toMatch(new RegExp(`^${number}: \\w`));
        expect(number === 14 ? live.includes(id) : simulator.dialog(id)?.dialogId).toBe(
          number === 14 ? true : id,
        );
      }
    }
  });

  test("case 6: a row twice in one answer", async () => {
    const client = testClient({ calls: 0 });
    const id = AWKWARD[6]?.[0];
    expect((await everything(client)).filter((row) => row.dialogId === id)).toHaveLength(2);
  });

  test("case 7: times as numbers, as numbers in texts, as nothing, as nonsense", async () => {
    const client = testClient({ calls: 0 });
    const start = async (nth: number) => (await awkwardRow(client, 7, nth)).segmentStartTimeMs;
    expect([
      typeof (await start(0)),
      typeof (await start(1)),
      await start(2),
      await start(3),
      await start(5),
    ]).toEqual(["number", "string", undefined, undefined, "soon"]);
    expect(Number(await start(1))).toBeGreaterThan(1e12);
    const ended = await awkwardRow(client, 7, 4);
    expect([ended.segmentEndTimeMs, ended.segmentDurationMs]).toEqual([undefined, 90_000]);
    expect(Object.keys(await awkwardRow(client, 7, 6))).toContain("segmentID");
    expect(await awkwardRow(client, 7, 7)).not.toHaveProperty("dialogId");
    expect(JSON.stringify(await awkwardRow(client, 7, 8))).toContain(CANARIES.unknownField);
  });

  test("case 9: a conference is two segments at once", async () => {
    const { simulator } = testClient({ calls: 0 });
    const [first, second] = simulator.dialog(AWKWARD[9]?.[3] ?? "")?.segments ?? [];
    expect(second?.startMs).toBeLessThan(first?.endMs ?? 0);
  });

  test("case 13: agents without a group, without an id, and in no list", async () => {
    const client = testClient({ calls: 0 });
    const { agentId } = client.simulator.dialog(AWKWARD[13]?.[0] ?? "")?.segments[0] ?? {};
    const groups = rowsOf((await client.call(`${ADMIN}/agentGroups`)).body);
    const listed = await Promise.all(
      groups.map(async (group) =>
        rowsOf((await client.call(`${ADMIN}/agentGroups/${String(group.agentGroupId)}/agents`)).body),
      ),
    );
    expect(listed.flat().map((agent) => agent.agentId)).not.toContain(agentId);
    expect(await awkwardRow(client, 13, 1)).not.toHaveProperty("segmentAgentGroupId");
    expect(typeof (await awkwardRow(client, 13, 2)).segmentParticipantId).toBe("number");
    expect(await awkwardRow(client, 13, 3)).not.toHaveProperty("segmentParticipantId");
  });
});

describe("duty 8: names", () => {
  test("groups, agents, queues, accounts; numbers where the report has texts", async () => {
    const { call } = testClient({ calls: 0 });
    expect(rowsOf((await call(`${ADMIN}/agentGroups`)).body)).toContainEqual({
      agentGroupId: 76_871,
      groupName: "Support/Billing",
    });
    const agents = rowsOf((await call(`${ADMIN}/agentGroups/76871/agents`)).body);
    expect(agents).toContainEqual(
      expect.objectContaining({
        agentId: 449_401,
        rcUserId: 985_901_001,
        firstName: "Mo",
        lastName: "Ali",
        email: "mali@tidewell.example",
        isActive: true,
      }),
    );
    expect((await call(`${ADMIN}/agentGroups/1/agents`)).status).toBe(404);
    expect(rowsOf((await call(`${CX}/queue-groups`)).body).map((row) => row.queueGroupType)).toEqual([
      "VOICE",
      "DIGITAL",
    ]);
    const queues = rowsOf((await call(`${CX}/queue-groups/51001/with-agents`)).body);
    expect(queues.map((row) => row.queueName)).toContain("Billing");
    expect(rowsOf((await call(`${CX}/queue-groups/51002/with-agents`)).body)).toHaveLength(1);
    expect((await call(`${CX}/queue-groups/1/with-agents`)).status).toBe(404);
    expect(rowsOf((await call("/voice/api/v1/admin/accounts")).body)).toMatchObject([
      { accountId: "99999999" },
    ]);
    const subs = (main: string) => call(`/voice/api/integration/v1/admin/accounts/${main}/subaccounts`);
    expect([(await subs("88888888")).status, (await subs("1")).status]).toEqual([200, 404]);
  });

  test("without WFO_ACCESS the lists are 403, and metadata goes on", async () => {
    const { call, report, simulator } = testClient();
    simulator.switches.wfoAccess = false;
    for (const path of [`${ADMIN}/agentGroups`, `${ADMIN}/agentGroups/76871/agents`, `${CX}/queue-groups`]) {
      expect((await call(path)).status).toBe(403);
    }
    expect((await report(BASE_MS - HOUR_MS, LATEST_MS)).length).toBeGreaterThan(0);
  });

  test("an agent is renamed, moved, removed; recordings keep their ids", async () => {
    const { call, send, simulator } = testClient();
    const names = async (group: number) =>
      rowsOf((await call(`${ADMIN}/agentGroups/${group}/agents`)).body).map((agent) => agent.lastName);
    const put = (body: unknown) =>
      send("/simulator/agents/449401", { method: "PUT", body: JSON.stringify(body) });
    expect((await put({ lastName: "Ali-Brook", agentGroupId: 76_870 })).status).toBe(200);
    expect([(await names(76_870)).includes("Ali-Brook"), (await names(76_871)).includes("Ali")]).toEqual([
      true,
      false,
    ]);
    simulator.changeAgent(449_401, null);
    expect(await names(76_870)).not.toContain("Ali-Brook");
    expect(() => simulator.changeAgent(449_401, null)).toThrow("no agent");
  });
});

describe("duty 11: the same seed, the same data", () => {
  test("twice the same, another seed other data; and restarting with the base time kept", async () => {
    const read = async (seed: number) =>
      JSON.stringify(await testClient({ seed, calls: 50 }).report(BASE_MS - DAY_MS, LATEST_MS));
    expect(await read(7)).toBe(await read(7));
    expect(await read(7)).not.toBe(await read(8));
  });

  test("a million calls take no memory of their own, and any window is found", async () => {
    const before = process.memoryUsage().heapUsed;
    const client = testClient({ calls: 1_000_000, samples: "none" });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(8_000_000);
    const rows = await client.report(BASE_MS - 10 * DAY_MS, BASE_MS - 10 * DAY_MS + 10 * MINUTE_MS);
    expect(rows.length).toBeGreaterThan(100);
    const ends = rows.map((row) => Date.parse(String(row.segmentEndTimeMs)));
    expect(Math.min(...ends)).toBeGreaterThanOrEqual(BASE_MS - 10 * DAY_MS);
    expect(Math.max(...ends)).toBeLessThan(BASE_MS - 10 * DAY_MS + 10 * MINUTE_MS);
    const last = rows.at(-1);
    expect(client.simulator.dialog(String(last?.dialogId))?.dialogId).toBe(last?.dialogId);
  });
});
