import { expect, test } from "vitest";
import { DAY_MS, findCall, HOUR_MS, MINUTE_MS, mapped, NOW_MS, only, row } from "./test-kit";

const iso = (ms: number) => new Date(ms).toISOString();

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
