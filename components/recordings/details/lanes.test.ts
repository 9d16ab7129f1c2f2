import { describe, expect, test } from "vitest";
import type { OutgoingEvent, OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";
import { agentsOf, lengthMs } from "../summary";
import { lanesOf } from "./lanes";

const T0 = Date.parse("2026-11-16T14:00:00Z");
const at = (seconds: number) => `${new Date(T0 + seconds * 1_000).toISOString().slice(0, -1)}+0000`;
const MO = { type: "User", phoneNumber: "5001", userName: "mo@x.test", firstName: "Mo", lastName: "Ali" };
const CALLER = { type: "External", phoneNumber: "+15550100142" };

function event(word: string, seconds: number, contact: OutgoingEvent["contact"] = MO): OutgoingEvent {
  return { event: word, occurredAt: at(seconds), ...(contact ? { contact } : {}) };
}

function call(events: readonly OutgoingEvent[], files: readonly OutgoingMediaFile[] = []): OutgoingRecording {
  return {
    id: "engage.1",
    source: "engage",
    vendor: "genesys-engage",
    vendorId: "1",
    startTime: at(0),
    stopTime: at(100),
    screenRecording: false,
    nonDelete: false,
    eventHistory: events,
    mediaFiles: files,
  };
}

const spans = (events: readonly OutgoingEvent[]) =>
  lanesOf(call(events))?.lanes.map((lane) => [
    lane.name,
    ...lane.spans.map((span) => [
      (span.startMs - T0) / 1_000,
      (span.endMs - T0) / 1_000,
      span.kind + (span.isOpen ? "…" : ""),
    ]),
  ]);

describe("a participant's lane", () => {
  test("runs from joining to leaving, and again after coming back", () => {
    expect(
      spans([
        event("Joined", 5, CALLER),
        event("Joined", 10),
        event("Left", 40),
        event("Joined", 60),
        event("Left", 90),
      ]),
    ).toEqual([
      ["+15550100142", [5, 100, "on…"]],
      ["Mo Ali", [10, 40, "on"], [60, 90, "on"]],
    ]);
  });

  test("shows holds, also one that is never ended", () => {
    expect(spans([event("Joined", 0), event("Hold", 20), event("Retrieved", 30), event("Left", 50)])).toEqual(
      [["Mo Ali", [0, 50, "on"], [20, 30, "hold"]]],
    );
    expect(spans([event("Joined", 0), event("Hold", 20), event("Left", 50)])).toEqual([
      ["Mo Ali", [0, 50, "on"], [20, 50, "hold"]],
    ]);
  });

  test("begins with the call for somebody who only leaves", () => {
    expect(spans([event("Left", 50)])).toEqual([["Mo Ali", [0, 50, "on"]]]);
  });

  test("is one of two for the same person on two legs", () => {
    expect(spans([event("Joined", 0), event("Joined", 10), event("Left", 20), event("Left", 30)])).toEqual([
      ["Mo Ali", [0, 20, "on"]],
      ["Mo Ali", [10, 30, "on"]],
    ]);
  });

  test("needs a time, and a call without any has no lanes", () => {
    const { startTime: _start, stopTime: _stop, ...timeless } = call([{ event: "Joined", contact: MO }]);
    expect(lanesOf(timeless)).toBeNull();
  });
});

test("masks stand on the wall clock, where a cut pause takes its time", () => {
  const span = { uncertainMs: 0, open: false, origin: "masks" } as const;
  const file: OutgoingMediaFile = {
    mediaKey: "k",
    playPath: "/p",
    peaksPath: "/q",
    startTime: at(0),
    type: "audio/mpeg",
    masks: [],
    maskedSpans: [
      { ...span, startMs: 10_000, endMs: 10_000, pausedMs: 5_000 },
      { ...span, startMs: 20_000, endMs: 23_000, pausedMs: 3_000 },
    ],
    audio: "ready",
  };
  const bands = lanesOf(call([], [file]))?.masks.map((mask) => [mask.startMs - T0, mask.endMs - T0]);
  expect(bands).toEqual([
    [10_000, 15_000],
    [25_000, 28_000],
  ]);
});

test("agents are our people, each once; the length falls back to the longest file", () => {
  const masked = { type: "User", userName: "*******", firstName: "*******", lastName: "*******" };
  expect(
    agentsOf(
      call([event("Joined", 0, CALLER), event("Joined", 1), event("Left", 2), event("Joined", 3, masked)]),
    ),
  ).toEqual(["Mo Ali", "*******"]);
  expect(lengthMs(call([]))).toBe(100_000);
  const { stopTime: _stop, ...running } = call([]);
  expect(lengthMs(running)).toBeNull();
});
