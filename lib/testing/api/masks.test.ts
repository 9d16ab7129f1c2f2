import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measureDueTalk } from "@/lib/services/playback/measure-due-talk";
import { type Api, isObject, SECOND, SOURCE, startApi } from "../api";
import { listAt } from "./leaks";
import { fileOf, LENGTH_MS, measure, type PausedCall, readIn, TRUE_PAUSE, vendorOf } from "./paused-calls";

const PADDED = { source: SOURCE, skewMs: 0 } as const;
const CALLS: readonly PausedCall[] = [
  { ...PADDED, id: "PSILENCE", fill: "silence", skewMs: 310 },
  { ...PADDED, id: "PSECONDS", fill: "silence", lateMs: 640 },
  { ...PADDED, id: "PBEEPS", fill: "beeps", lateMs: 900, skewMs: -150 },
  { ...PADDED, id: "PNOISE", fill: "noise", skewMs: -700 },
  { ...PADDED, id: "PSPEECH", fill: "speech" },
  { ...PADDED, id: "POPEN", fill: "silence", isOpen: true, lateMs: 400 },
  { ...PADDED, id: "PHOLD", fill: "silence", holds: [{ startMs: 42_000, endMs: 54_000 }] },
  { source: SECOND, id: "PCUT", fill: "cut", skewMs: 0 },
  { source: SECOND, id: "PCUTLATE", fill: "cut", skewMs: 200, lateMs: 640 },
];
const calls = new Map(CALLS.map((call) => [call.id, call]));
const callOf = (id: string): PausedCall => {
  const call = calls.get(id);
  if (!call) throw new Error(`there is no call ${id}`);
  return call;
};
const read = (id: string) => readIn(api, callOf(id));

let api: Api;
beforeAll(async () => {
  api = await startApi({ calls: 1, second: true, secondPauseFill: "cut", vendor: vendorOf(calls) });
});
afterAll(() => api.stop());

const SPAN_KEYS = ["endMs", "open", "origin", "pausedMs", "startMs", "uncertainMs"];

/** The only span of a file, of exactly the shape that the contract names. */
function spanOf(file: Record<string, unknown>) {
  const [span, ...others] = listAt(file, "maskedSpans");
  if (!span || others.length > 0) throw new Error("the file has not one span");
  expect(Object.keys(span).sort()).toEqual(SPAN_KEYS);
  return {
    startMs: Number(span.startMs),
    endMs: Number(span.endMs),
    pausedMs: Number(span.pausedMs),
    uncertainMs: Number(span.uncertainMs),
    open: span.open,
  };
}
const evidenceOf = (file: Record<string, unknown>) => listAt(file, "maskEvidence")[0];

describe("marks of a pause that stands in the sound", () => {
  test.each([
    ["PSILENCE", "silence"],
    ["PSECONDS", "silence"],
    ["PBEEPS", "beeps"],
    ["PNOISE", "noise"],
  ])("%s: doubtful as told, then right within 100 ms, and said to be the sound's", async (id, fill) => {
    const recordingId = await read(id);
    const before = await fileOf(api, recordingId);
    const told = spanOf(before);
    expect(before).not.toHaveProperty("maskEvidence");
    expect(told.uncertainMs).toBe(1_000);
    expect(Math.abs(told.startMs - TRUE_PAUSE.startMs)).toBeGreaterThan(100);
    expect(Math.abs(told.startMs - TRUE_PAUSE.startMs)).toBeLessThanOrEqual(told.uncertainMs);

    await measure(api, recordingId);
    const after = await fileOf(api, recordingId);
    const heard = spanOf(after);
    expect(Math.abs(heard.startMs - TRUE_PAUSE.startMs)).toBeLessThanOrEqual(100);
    expect(Math.abs(heard.endMs - TRUE_PAUSE.endMs)).toBeLessThanOrEqual(100);
    expect(heard.uncertainMs).toBeLessThanOrEqual(100);
    expect(heard.pausedMs).toBe(heard.endMs - heard.startMs);
    expect(evidenceOf(after)).toMatchObject({
      startMovedMs: heard.startMs - told.startMs,
      endMovedMs: heard.endMs - told.endMs,
      fill,
      speechMs: 0,
      alarms: [],
    });
    // The vendor's own marks stay as it told them.
    expect(after.masks).toEqual(before.masks);
    const listed = await api.call("supervisor", "GET", "/recordings", {
      query: { phoneNumber: "+13125550142" },
    });
    const row = listAt(listed.json ?? {}, "recordings").find((one) => one.id === recordingId);
    expect(isObject(row) && listAt(row, "mediaFiles")[0]).toMatchObject({
      maskedSpans: after.maskedSpans,
      maskEvidence: after.maskEvidence,
    });
  });

  test("speech inside is an alarm, and moves nothing", async () => {
    const recordingId = await read("PSPEECH");
    const told = spanOf(await fileOf(api, recordingId));
    await measure(api, recordingId);
    const file = await fileOf(api, recordingId);
    expect(spanOf(file)).toEqual(told);
    expect(evidenceOf(file)).toMatchObject({ fill: "sound", alarms: ["speechInMask"] });
    expect(evidenceOf(file)).not.toHaveProperty("startMovedMs");
    expect(Number(evidenceOf(file)?.speechMs)).toBeGreaterThan(10_000);
  });

  test("paused and never resumed is an alarm; where it began is found all the same", async () => {
    const recordingId = await read("POPEN");
    await measure(api, recordingId);
    const file = await fileOf(api, recordingId);
    expect(spanOf(file)).toMatchObject({ open: true, endMs: LENGTH_MS });
    expect(Math.abs(spanOf(file).startMs - TRUE_PAUSE.startMs)).toBeLessThanOrEqual(100);
    expect(evidenceOf(file)).toMatchObject({ alarms: ["neverResumed"] });
  });
});

describe("marks of a pause that was cut out of the sound", () => {
  test.each([
    ["PCUT", 0],
    ["PCUTLATE", 840],
  ])(
    "%s: no length, its place off by %i ms and within its doubt, and no sound moves it",
    async (id, offMs) => {
      const recordingId = await read(id);
      const told = spanOf(await fileOf(api, recordingId));
      expect(told).toMatchObject({
        startMs: TRUE_PAUSE.startMs + offMs,
        endMs: TRUE_PAUSE.startMs + offMs,
        pausedMs: TRUE_PAUSE.endMs - TRUE_PAUSE.startMs,
        uncertainMs: 1_000,
      });
      await measure(api, recordingId);
      const file = await fileOf(api, recordingId);
      expect(spanOf(file)).toEqual(told);
      expect(evidenceOf(file)).toEqual({
        startUncertainMs: 1_000,
        endUncertainMs: 1_000,
        fill: "cut",
        speechMs: 0,
        alarms: [],
      });
    },
  );
});

test("other marks of the vendor's are measured anew, and until then stand as told", async () => {
  const recordingId = await read("PSILENCE");
  await measure(api, recordingId);
  calls.set("PSILENCE", { ...callOf("PSILENCE"), skewMs: -800 });
  await read("PSILENCE");
  const told = await fileOf(api, recordingId);
  expect(spanOf(told)).toMatchObject({ startMs: TRUE_PAUSE.startMs - 800, uncertainMs: 1_000 });
  expect(told).not.toHaveProperty("maskEvidence");
  expect(await measureDueTalk(api.runtime)).toBe(1);
  expect(Math.abs(spanOf(await fileOf(api, recordingId)).startMs - TRUE_PAUSE.startMs)).toBeLessThanOrEqual(
    100,
  );
});

test("what was measured before there was evidence is measured when its waveform is asked for", async () => {
  const recordingId = await read("PNOISE");
  await measure(api, recordingId);
  const { db } = api.runtime.catalog;
  await db
    .updateTable("media_talk")
    .set({ mask_evidence: null, hold_ms: null, longest_hold_ms: null })
    .execute();
  await db.updateTable("peaks").set({ talk_due: true }).execute();
  const before = await fileOf(api, recordingId);
  expect(before).not.toHaveProperty("maskEvidence");
  expect((await api.send("supervisor", "GET", String(before.peaksPath))).status).toBe(200);
  expect(evidenceOf(await fileOf(api, recordingId))).toMatchObject({ fill: "noise" });
});

test("a hold is nobody's talk and no silence; it is told, counted and found", async () => {
  const recordingId = await read("PHOLD");
  expect((await fileOf(api, recordingId)).holds).toEqual([{ startMs: 42_000, endMs: 54_000, open: false }]);
  await measure(api, recordingId);
  const { json } = await api.call("supervisor", "GET", `/recordings/${recordingId}`);
  const talk = isObject(json?.recording) && isObject(json.recording.talk) ? json.recording.talk : {};
  expect(talk).toMatchObject({ holdMs: 12_000, longestHoldMs: 12_000 });
  expect(Number(talk.countedMs)).toBeGreaterThan(29_000);
  expect(Number(talk.countedMs)).toBeLessThan(30_000);
  expect(Number(talk.agentMs) + Number(talk.customerMs)).toBeLessThanOrEqual(Number(talk.countedMs));
  const found = async (minHold: number) =>
    listAt(
      (await api.call("supervisor", "GET", "/recordings", { query: { minHold } })).json ?? {},
      "recordings",
    );
  expect((await found(12_000)).map(({ id }) => id)).toEqual([recordingId]);
  expect(await found(12_001)).toEqual([]);
});
