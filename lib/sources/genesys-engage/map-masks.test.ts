import { describe, expect, test } from "vitest";
import { SourceIdSchema } from "@/lib/domain/ids";
import { type RawRecording, RawRecordingSchema } from "./api-types";
import { mapRecording } from "./mapper";

const sourceId = SourceIdSchema.parse("engage");
const START = "2015-09-10T18:36:58.000+0000";
const START_MS = Date.UTC(2015, 8, 10, 18, 36, 58);

function map(wire: object, pauseFill: "silence" | "cut" = "silence") {
  const raw: RawRecording = RawRecordingSchema.parse({ id: "R", startTime: START, ...wire });
  const mapped = mapRecording(raw, { sourceId, pauseFill });
  if (mapped === null) throw new Error("this recording should be one");
  return mapped;
}

const fileOf = (file: object, recording: object = {}, fill: "silence" | "cut" = "silence") => {
  const mapped = map(
    { ...recording, mediaFiles: [{ startTime: START, playPath: "/recordings/R/play/u1.mp3", ...file }] },
    fill,
  );
  const [first] = mapped.recording.mediaFiles;
  if (first === undefined) throw new Error("this recording should have a file");
  return first;
};
const at = (seconds: number) => new Date(START_MS + seconds * 1_000).toISOString();
const data = (seconds: number, change: object, calluuid = "leg-1") => ({
  occurredAt: at(seconds),
  event: "Data",
  calluuid,
  data: change,
});

describe("masks", () => {
  const masks = (...list: readonly (readonly [number, string])[]) =>
    list.map(([seconds, type]) => ({ time: at(seconds), type }));

  test("the vendor's page: 2,064 ms of pause in a file of 33.1 s, uncertain by a second", () => {
    const file = fileOf({
      duration: "33100",
      masks: [
        { time: "2015-09-10T18:37:22.034Z", type: "paused" },
        { time: "2015-09-10T18:37:24.098Z", type: "resume" },
      ],
    });
    expect(file.maskedSpans).toEqual([
      { startMs: 24_034, endMs: 26_098, pausedMs: 2_064, uncertainMs: 1_000, open: false, origin: "masks" },
    ]);
    expect(file.masks).toEqual([
      { timeMs: START_MS + 24_034, type: "paused" },
      { timeMs: START_MS + 26_098, type: "resume" },
    ]);
  });

  test("a pause cut out of the file has no length in it", () => {
    const file = fileOf({ duration: "30000", masks: masks([10, "paused"], [14, "RESUMED"]) }, {}, "cut");
    expect(file.maskedSpans).toMatchObject([{ startMs: 10_000, endMs: 10_000, pausedMs: 4_000 }]);
  });

  test("marks that can't be read are left out", () => {
    const list = [
      { time: "yesterday", type: "paused" },
      { time: at(3), type: "beep" },
      null,
      ...masks([10, "Paused"]),
    ];
    expect(fileOf({ duration: "20000", masks: list }).maskedSpans).toMatchObject([
      { startMs: 10_000, endMs: 20_000, open: true },
    ]);
  });

  test("a file of unknown length is masked to its stop time", () => {
    const file = fileOf({ stopTime: at(40), masks: masks([10, "paused"]) });
    expect(file).toMatchObject({
      durationMs: null,
      maskedSpans: [{ startMs: 10_000, endMs: 40_000, open: true }],
    });
  });

  test("a lone file without a start is placed by its recording", () => {
    const file = fileOf({ startTime: null, duration: "60000", masks: masks([5, "paused"], [9, "resume"]) });
    expect(file).toMatchObject({ startMs: null, maskedSpans: [{ startMs: 5_000, endMs: 9_000 }] });
  });

  test("known only from GSIP_RECORD: made up from the events", () => {
    const eventHistory = [
      data(30, { updated: { GSIP_RECORD: "ON" } }),
      data(0, { added: { GSIP_RECORD: "ON" } }),
      data(20, { updated: { GSIP_RECORD: "paused" } }),
      data(25, { updated: { GSIP_RECORD: "PAUSED" } }),
      data(60, { deleted: { GSIP_RECORD: "ON" } }),
    ];
    const file = fileOf({ duration: "60000", callUUID: "leg-1" }, { eventHistory });
    expect(file.masks).toEqual([
      { timeMs: START_MS + 20_000, type: "paused" },
      { timeMs: START_MS + 30_000, type: "resume" },
    ]);
    expect(file.maskedSpans).toEqual([
      { startMs: 20_000, endMs: 30_000, pausedMs: 10_000, uncertainMs: 1_000, open: false, origin: "events" },
    ]);
  });

  test("events tell nothing where the vendor has masks of its own", () => {
    const eventHistory = [data(20, { updated: { GSIP_RECORD: "PAUSED" } })];
    const file = fileOf({ duration: "60000", masks: masks([1, "paused"], [2, "resume"]) }, { eventHistory });
    expect(file.maskedSpans).toMatchObject([{ startMs: 1_000, endMs: 2_000, origin: "masks" }]);
  });

  test("events of one leg mask that leg's file alone, and a call without a pause none", () => {
    const files = [
      {
        startTime: START,
        stopTime: at(30),
        duration: "30000",
        callUUID: "leg-1",
        playPath: "/recordings/R/play/u1.mp3",
      },
      {
        startTime: at(30),
        stopTime: at(60),
        duration: "30000",
        callUUID: "leg-2",
        playPath: "/recordings/R/play/u2.mp3",
      },
    ];
    const paused = [
      data(35, { added: { GSIP_RECORD: "PAUSED" } }, "leg-2"),
      data(40, { updated: { GSIP_RECORD: "ON" } }, "leg-2"),
    ];
    const spans = (eventHistory: readonly object[]) =>
      map({ mediaFiles: files, eventHistory }).recording.mediaFiles.map((file) =>
        file.maskedSpans.map(({ startMs, endMs }) => [startMs, endMs]),
      );
    expect(spans(paused)).toEqual([[], [[5_000, 10_000]]]);
    expect(
      spans([data(0, { added: { GSIP_RECORD: "ON" } }), data(60, { deleted: { GSIP_RECORD: "ON" } })]),
    ).toEqual([[], []]);
    // Events that name no leg count for the file in whose time they fall.
    const nameless = paused.map(({ calluuid: _, ...event }) => event);
    const { mediaFiles } = map({ mediaFiles: files, eventHistory: nameless }).recording;
    expect(mediaFiles.map((file) => file.masks.length)).toEqual([0, 2]);
  });
});
