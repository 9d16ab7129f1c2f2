import { describe, expect, test } from "vitest";
import { aContact, aMediaFile, anEvent } from "@/lib/testing/stored-recording";
import { MediaKeySchema } from "../ids";
import type { CallEvent, MediaFile } from "../recording";
import { agentOfSegments, agentsOfCall, naturalSegments } from "./natural-segments";

const START = Date.UTC(2026, 10, 16, 10);
const key = (name: string) => MediaKeySchema.parse(name.padEnd(16, "0"));
const file = (name: string, startMs: number, durationMs: number, more: Partial<MediaFile> = {}): MediaFile =>
  aMediaFile({
    mediaKey: key(name),
    callId: name,
    startMs: START + startMs,
    stopMs: START + startMs + durationMs,
    durationMs,
    ...more,
  });
const was = (event: "Joined" | "Left", userName: string, atMs: number, type = "User"): CallEvent =>
  anEvent({
    occurredAtMs: START + atMs,
    event,
    callId: null,
    contact: aContact({ type, userName, firstName: "The", lastName: userName }),
  });

describe("whose call it was", () => {
  test("those of ours who came, once each, in their order; customers are nobody", () => {
    const events = [
      was("Joined", "Ann", 0),
      was("Joined", "caller", 0, "External"),
      was("Joined", "bob", 5_000),
      was("Joined", "ann", 9_000),
    ];
    expect(agentsOfCall({ events, mediaFiles: [] })).toEqual([
      { key: "ann", name: "The Ann" },
      { key: "bob", name: "The bob" },
    ]);
  });

  test("a line is nobody, a short id is somebody", () => {
    const events = [was("Joined", "+1 (800) 555-0199", 0), was("Joined", "7101", 0)].map((event) => ({
      ...event,
      contact: event.contact && { ...event.contact, firstName: null, lastName: null },
    }));
    expect(agentsOfCall({ events, mediaFiles: [] })).toEqual([{ key: "7101", name: "7101" }]);
  });

  test("without events, those whom the files name", () => {
    const parties = { ani: null, dnis: null, agentId: "1234", username: null };
    expect(agentsOfCall({ events: [], mediaFiles: [file("a", 0, 1_000, { parties })] })).toEqual([
      { key: "1234", name: "1234" },
    ]);
  });

  test("of several, whoever was there for most of the parts", () => {
    const events = [was("Joined", "ann", 0), was("Left", "ann", 20_000), was("Joined", "bob", 20_000)];
    const mediaFiles = [file("a", 0, 60_000)];
    const part = (startMs: number, endMs: number) => [{ mediaKey: key("a"), startMs, endMs }];
    expect(agentOfSegments({ events, mediaFiles }, part(0, 30_000))?.key).toBe("ann");
    expect(agentOfSegments({ events, mediaFiles }, part(15_000, 40_000))?.key).toBe("bob");
  });
});

describe("the parts that are there by themselves", () => {
  test("each file that can be heard, and each agent's time in it", () => {
    const events = [
      was("Joined", "ann", 0),
      was("Left", "ann", 20_000),
      was("Joined", "bob", 20_000),
      was("Left", "bob", 45_000),
    ];
    const mediaFiles = [
      file("a", 0, 30_000),
      file("b", 30_000, 30_000),
      file("c", 0, 1_000, { audio: "missing" }),
    ];
    expect(
      naturalSegments({ events, mediaFiles }).map(({ unit, mediaKey, startMs, endMs, agent }) => [
        unit,
        mediaKey.slice(0, 1),
        startMs,
        endMs,
        agent?.key,
      ]),
    ).toEqual([
      ["mediaFile", "a", 0, 30_000, "ann"],
      ["mediaFile", "b", 0, 30_000, "bob"],
      ["agentTime", "a", 0, 20_000, "ann"],
      ["agentTime", "a", 20_000, 30_000, "bob"],
      ["agentTime", "b", 0, 15_000, "bob"],
    ]);
  });

  test("a pause that was cut out is no time in the file", () => {
    const maskedSpans = [
      {
        startMs: 10_000,
        endMs: 10_000,
        pausedMs: 5_000,
        uncertainMs: 0,
        open: false,
        origin: "masks" as const,
      },
    ];
    const events = [was("Joined", "ann", 0), was("Left", "ann", 20_000)];
    const [, time] = naturalSegments({ events, mediaFiles: [file("a", 0, 30_000, { maskedSpans })] });
    expect(time).toMatchObject({ unit: "agentTime", startMs: 0, endMs: 15_000 });
  });

  test("too short a time is none, and nobody knows when somebody was there who came at no time", () => {
    const events = [
      was("Joined", "ann", 0),
      was("Left", "ann", 400),
      { ...was("Joined", "bob", 0), occurredAtMs: null },
    ];
    expect(naturalSegments({ events, mediaFiles: [file("a", 0, 30_000)] }).map(({ unit }) => unit)).toEqual([
      "mediaFile",
    ]);
  });
});
