import { describe, expect, test } from "vitest";
import { liveRecordingId } from "@/lib/domain/ids";
import type { SourceRecording } from "../source";
import { type Given, MINUTE_MS, mapped, NOW_MS, only, row } from "./test-kit";

const iso = (ms: number) => new Date(ms).toISOString();

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
