import { describe, expect, test } from "vitest";
import { liveRecordingId } from "@/lib/domain/ids";
import type { SourceRecording } from "../source";
import {
  DAY_MS,
  findCall,
  type Given,
  HOUR_MS,
  MINUTE_MS,
  NOW_MS,
  ringcxSource,
  row,
  scripted,
  signal,
} from "./test-kit";

const WINDOW = { fromMs: NOW_MS - 150 * MINUTE_MS, toMs: NOW_MS };
const iso = (ms: number) => new Date(ms).toISOString();

const AGENTS = [
  {
    agentId: 449400,
    rcUserId: 985901000,
    firstName: "Priya",
    lastName: "Nair",
    userName: "pnair",
    email: "e@x",
  },
];

/** What the source makes of these rows. */
async function mapped(rows: readonly unknown[], given: Given = {}): Promise<readonly SourceRecording[]> {
  const { fetch } = scripted(({ path }) => {
    if (path.includes("oauth")) return Response.json({ access_token: "rc" });
    if (path.startsWith("/api/auth")) return Response.json({ accessToken: "cx" });
    if (path.endsWith("/agentGroups")) return Response.json([{ agentGroupId: 76870, groupName: "Sales" }]);
    if (path.endsWith("/agents")) return Response.json(AGENTS);
    return Response.json(rows);
  });
  return (await ringcxSource(fetch, given).walk(WINDOW, null, signal)).recordings;
}

async function only(fields: Readonly<Record<string, unknown>> = {}, given: Given = {}) {
  const [first, ...others] = await mapped([row(fields)], given);
  if (first === undefined || others.length > 0) throw new Error("there should be one recording");
  const [file] = first.recording.mediaFiles;
  if (file === undefined) throw new Error("it should have a file");
  return { ...first, file };
}

describe("a dialog", () => {
  test("is a recording, its segment a file with the segment's id as leg, and known by its live id", async () => {
    const { recording, file, ...told } = await only();
    expect(recording).toMatchObject({
      id: "ringcx.s-v-1",
      vendorId: "s-v-1",
      vendor: "ringcx",
      callerPhoneNumber: "3125550142",
      dialedPhoneNumber: "2015550100",
      startMs: NOW_MS - 121 * MINUTE_MS,
      stopMs: NOW_MS - 120 * MINUTE_MS,
      callType: "Inbound",
      nonDelete: false,
    });
    expect(told).toMatchObject({
      labels: null,
      files: "some",
      liveIds: ["202611161100000000000000000001"],
    });
    expect(liveRecordingId(recording.sourceId, told.liveIds?.[0] ?? "")).toBe(
      "ringcx.live-202611161100000000000000000001",
    );
    expect(file).toMatchObject({
      callId: "p-v-1-a",
      audio: "ready",
      mimeType: "audio/wav",
      extension: "wav",
      channels: null,
      sizeBytes: null,
      durationMs: 60_000,
      accessGroups: [],
      accessUnits: ["76870", "Sales"],
      parties: { ani: "3125550142", dnis: "2015550100", agentId: "449400", username: "pnair" },
    });
  });

  test("of several segments has as many files, in order of time, and one key each whatever the order", async () => {
    const later = {
      segmentId: "p-v-1-b",
      segmentStartTimeMs: iso(NOW_MS - 120 * MINUTE_MS),
      segmentEndTimeMs: iso(NOW_MS - 119 * MINUTE_MS),
      segmentParticipantId: "5",
      segmentParticipantRcExtensionId: null,
    };
    const [first] = await mapped([row(later), row()]);
    const [second] = await mapped([row(), row(later), row()]);
    expect(first?.recording.mediaFiles.map(({ callId }) => callId)).toEqual(["p-v-1-a", "p-v-1-b"]);
    expect(second).toEqual(first);
  });

  test("events: who joined and left, with the segment as leg; the customer; what was noted", async () => {
    const { recording } = await only({ agentDisposition: "Success", agentNotes: "call back <b>" });
    const told = recording.events.map(({ event, callId, contact }) => [event, callId, contact?.type ?? null]);
    expect(told).toEqual([
      ["Joined", null, "External"],
      ["Joined", "p-v-1-a", "User"],
      ["Left", null, "External"],
      ["Left", "p-v-1-a", "User"],
      ["Data", "p-v-1-a", null],
    ]);
    expect(recording.events[0]?.contact?.phoneNumber).toBe("3125550142");
    expect(recording.events[1]?.contact).toEqual({
      type: "User",
      phoneNumber: null,
      userName: "pnair",
      firstName: "Priya",
      lastName: "Nair",
    });
    expect(recording.events[4]?.data?.added).toEqual({
      segmentType: "AGENT",
      interactionId: "202611161100000000000000000001",
      systemDisposition: "ANSWER",
      agentDisposition: "Success",
      agentNotes: "call back <b>",
    });
    expect(JSON.stringify(recording)).not.toContain("e@x");
  });

  test("never recorded, or digital, is no recording; neither is counted as rejected", async () => {
    const rows = [
      row({ dialogId: "s-v-2", hasRecording: false }),
      row({ dialogId: "d-3", segmentId: "d-3-a", channelClass: "DIGITAL", channelType: "SMS" }),
      row({ dialogId: "d-4", segmentId: "d-4-a", channelClass: undefined, channelType: undefined }),
    ];
    expect(await mapped(rows)).toEqual([]);
  });

  test("an id too long for one of ours is rejected by itself", async () => {
    const [kept, ...others] = await mapped([row({ dialogId: "x".repeat(600) }), row()]);
    expect(kept?.recording.vendorId).toBe("s-v-1");
    expect(others).toEqual([]);
  });
});

test("the model of addresses is configuration", async () => {
  const given: Given = { parts: { choices: { addressModel: "company-contact" } } };
  const { recording } = await only({}, given);
  expect([recording.callerPhoneNumber, recording.dialedPhoneNumber]).toEqual(["2015550100", "3125550142"]);
});

describe("audio of a segment", () => {
  const at = (endedMs: number, fields: Readonly<Record<string, unknown>> = {}) => ({
    segmentEndTimeMs: iso(NOW_MS - endedMs),
    segmentStartTimeMs: iso(NOW_MS - endedMs - MINUTE_MS),
    ...fields,
  });
  const statesOf = async (...rows: readonly Readonly<Record<string, unknown>>[]) => {
    const [first] = await mapped(rows.map((fields, nth) => row({ segmentId: `p-v-1-${nth}`, ...fields })));
    return first?.recording.mediaFiles.map(({ audio }) => audio);
  };

  test.each([
    ["recorded and settled", at(20 * MINUTE_MS), ["ready"]],
    ["recorded, younger than a quarter of an hour", at(10 * MINUTE_MS), ["pending"]],
    [
      "without any time",
      { segmentEndTimeMs: null, segmentStartTimeMs: null, dialogEndTimeMs: null },
      ["ready"],
    ],
  ])("%s", async (_name, fields, states) => {
    expect(await statesOf(fields)).toEqual(states);
  });

  test("beside a recorded one: pending for an hour, then missing; IVRs and bots only when recorded", async () => {
    const beside = (endedMs: number, fields = {}) => at(endedMs, { hasRecording: false, ...fields });
    const recorded = at(100 * MINUTE_MS);
    expect(await statesOf(recorded, beside(59 * MINUTE_MS))).toEqual(["ready", "pending"]);
    expect(await statesOf(recorded, beside(61 * MINUTE_MS))).toEqual(["ready", "missing"]);
    expect(await statesOf(recorded, beside(59 * MINUTE_MS, { segmentType: "IVR" }))).toEqual(["ready"]);
    expect(await statesOf(recorded, at(59 * MINUTE_MS, { segmentType: "BOT" }))).toEqual(["ready", "ready"]);
  });

  test("the same segment later, with a recording: the same key", async () => {
    const beside = at(50 * MINUTE_MS, { segmentId: "p-v-1-b", hasRecording: false });
    const [before] = await mapped([row(), row(beside)]);
    const [after] = await mapped([row(), row({ ...beside, hasRecording: true })]);
    const keys = (told: SourceRecording | undefined) =>
      told?.recording.mediaFiles.map(({ mediaKey, audio }) => [mediaKey, audio]);
    const [, [key] = []] = keys(before) ?? [];
    expect(keys(after)?.[1]).toEqual([key, "ready"]);
  });
});

describe("agents and groups", () => {
  const contactOf = async (fields: Readonly<Record<string, unknown>>) => {
    const { recording } = await only(fields);
    return recording.events.find(({ contact }) => contact?.type === "User")?.contact?.userName;
  };

  test.each([
    ["by number", { segmentParticipantId: 449400, segmentParticipantRcExtensionId: null }, "pnair"],
    ["by extension alone", { segmentParticipantId: null }, "pnair"],
    ["a stranger with a known extension", { segmentParticipantId: "1" }, "pnair"],
    [
      "a participant that is the RingCentral user",
      { segmentParticipantId: "985901000", segmentParticipantRcExtensionId: null },
      "pnair",
    ],
    ["in no list", { segmentParticipantId: "7", segmentParticipantRcExtensionId: "8" }, "agent 7"],
    ["nobody", { segmentParticipantId: null, segmentParticipantRcExtensionId: null }, "unknown agent"],
  ])("%s", async (_name, fields, name) => {
    expect(await contactOf(fields)).toBe(name);
  });

  test("a map gives each file the groups of its agent group, by id or by name; a list none", async () => {
    const byName = await only({}, { settings: { accessGroups: { Sales: "/Sales", 1: ["/One"] } } });
    expect(byName.file.accessGroups).toEqual(["/Sales"]);
    const byId = await only({}, { settings: { accessGroups: { 76870: ["/B", "/A"] } } });
    expect(byId.file.accessGroups).toEqual(["/A", "/B"]);
    const unknown = await only(
      { segmentAgentGroupId: null },
      { settings: { accessGroups: { Sales: "/Sales" } } },
    );
    expect(unknown.file).toMatchObject({ accessGroups: [], accessUnits: [] });
    expect((await only({}, { settings: { accessGroups: ["/All"] } })).file.accessGroups).toEqual([]);
  });
});

describe("tolerance", () => {
  test("the older report: other names, epoch numbers, seconds, no dialog, an address nobody follows", async () => {
    const startMs = NOW_MS - 121 * MINUTE_MS;
    const [old] = await mapped([
      {
        interactionId: "202611160959000000000000000009",
        interactionStartTimeMs: startMs,
        interactionDurationMs: 60_000,
        segmentID: 4711,
        segmentAgentId: 449400,
        segmentContactStartTimeMs: startMs,
        segmentContactEndTimeMs: startMs + 60_000,
        segmentDuration: 60,
        interactionCallingAddress: "3125550142",
        interactionCalledAddress: "2015550100",
        interactionDirection: "INBOUND",
        segmentRecordingURL: "https://elsewhere.example/a.wav",
        segmentAgentGroupId: 76870,
      },
    ]);
    expect(old?.recording).toMatchObject({
      vendorId: "202611160959000000000000000009",
      callerPhoneNumber: "3125550142",
      dialedPhoneNumber: "2015550100",
      startMs,
      stopMs: startMs + 60_000,
    });
    expect(old?.recording.mediaFiles).toMatchObject([{ callId: "4711", audio: "missing" }]);
    expect(JSON.stringify(old)).not.toContain("elsewhere");
  });

  test.each([
    ["epoch ms", NOW_MS - 60 * MINUTE_MS],
    ["epoch ms as text", String(NOW_MS - 60 * MINUTE_MS)],
    ["epoch seconds", (NOW_MS - 60 * MINUTE_MS) / 1_000],
    ["an offset without colon", `${iso(NOW_MS - 60 * MINUTE_MS).slice(0, -1)}+0000`],
  ])("times as %s", async (_name, value) => {
    expect((await only({ segmentEndTimeMs: value })).file.stopMs).toBe(NOW_MS - 60 * MINUTE_MS);
  });

  test("ends that are missing follow from lengths; without those nothing is made up", async () => {
    const { file, recording } = await only({ segmentEndTimeMs: null, dialogEndTimeMs: undefined });
    expect(file.stopMs).toBe(NOW_MS - 120 * MINUTE_MS);
    expect(recording.stopMs).toBe(NOW_MS - 120 * MINUTE_MS);
    const nothing = await only({
      segmentStartTimeMs: "soon",
      segmentEndTimeMs: {},
      segmentDurationMs: -1,
      dialogStartTimeMs: 0,
      dialogEndTimeMs: null,
      dialogDurationMs: "x",
    });
    expect(nothing.recording).toMatchObject({ startMs: null, stopMs: null });
    expect(nothing.file).toMatchObject({ startMs: null, stopMs: null, durationMs: null, audio: "ready" });
  });

  test.each([
    ["the flag as a word", { hasRecording: "TRUE" }, true],
    [
      "no flag, but events",
      { hasRecording: null, segmentEvents: [{ eventTimeMs: NOW_MS, eventType: "REC_START" }] },
      true,
    ],
    ["no flag and nothing else", { hasRecording: undefined }, false],
    [
      "the flag against the events",
      { hasRecording: false, segmentEvents: [{ eventTimeMs: 1, eventType: "REC_START" }] },
      false,
    ],
  ])("whether it is recorded: %s", async (_name, fields, isRecorded) => {
    expect(await mapped([row(fields)])).toHaveLength(isRecorded ? 1 : 0);
  });

  test("a row without its dialog's id finds it in another row of the interaction", async () => {
    const rows = [row(), row({ dialogId: null, segmentId: "p-v-1-b" })];
    const found = findCall(await mapped(rows), "s-v-1");
    expect(found.recording.mediaFiles).toHaveLength(2);
  });

  test("a call over midnight and over days is one like any other", async () => {
    const startMs = NOW_MS - 3 * DAY_MS;
    const { recording } = await only({
      dialogStartTimeMs: iso(startMs),
      dialogDurationMs: 3 * DAY_MS - HOUR_MS,
    });
    expect(recording.startMs).toBe(startMs);
  });
});
