import { describe, expect, test } from "vitest";
import { type RecordingFilter, RecordingFilterSchema } from "@/lib/domain/recording-filter";
import { chipsOf, isEmptyFilter, labelNames, withLabel, withoutLabel, withParts } from "./chips";

const WORDS = {
  nowMs: Date.parse("2026-11-16T12:00Z"),
  zone: "UTC",
  sourceName: (id: string) => (id === "engage" ? "Genesys Engage" : id),
};

const FULL: RecordingFilter = RecordingFilterSchema.parse({
  phoneNumber: "*555-0100*",
  callerPhoneNumber: "+1*",
  dialedPhoneNumber: "*0018",
  userName: "Jo*",
  userData: "gold",
  includeLabels: "complaint, vip",
  excludeLabels: "spam",
  startTime: Date.parse("2026-11-16T00:00Z"),
  startBefore: Date.parse("2026-11-17T00:00Z"),
  endTime: Date.parse("2026-11-20T00:00Z"),
  callType: "Inbound",
  source: "engage",
  minDuration: 60_000,
  maxDuration: 300_000,
  screenRecording: true,
  nonDelete: false,
  region: "emea",
  minSilence: 30_000,
  minCrosstalk: 5_000,
  minHold: 60_000,
  agentTalkShare: "0.2..0.6",
});

test("every part of a search is said in words", () => {
  expect(chipsOf(FULL, WORDS).map(({ name, value }) => `${name}: ${value}`)).toEqual([
    "Phone: contains 555-0100",
    "Caller: starts with +1",
    "Dialed: ends with 0018",
    "Person: starts with Jo",
    "Data: is gold",
    "Label: complaint",
    "Label: vip",
    "Without label: spam",
    "When: Today, UTC",
    "Ended: before 20 Nov 2026, UTC",
    "Call type: Inbound",
    "Source: Genesys Engage",
    "Length: 1:00 to 5:00",
    "Screen recording: yes",
    "Protected: no",
    "Region: emea",
    "Long silence: over 30 s",
    "Cross-talk: over 5 s",
    "Long hold: over 1:00",
    "Agent talks: 20–60 %",
  ]);
});

test("every chip can be removed, and removing all leaves the empty search", () => {
  let filter = FULL;
  for (let left = chipsOf(filter, WORDS).length; left > 0; left -= 1) {
    const last = chipsOf(filter, WORDS).at(-1);
    expect(last).toBeDefined();
    filter = last?.without ?? filter;
    expect(chipsOf(filter, WORDS)).toHaveLength(left - 1);
    expect(RecordingFilterSchema.parse(filter)).toEqual(filter);
  }
  expect(filter).toEqual({});
  expect(isEmptyFilter(filter)).toBe(true);
});

test("chips have keys of their own, and removing one leaves the others", () => {
  const chips = chipsOf(FULL, WORDS);
  expect(new Set(chips.map((chip) => chip.key)).size).toBe(chips.length);
  for (const chip of chips) {
    const rest = chipsOf(chip.without, WORDS).map((other) => other.key);
    expect(rest).toEqual(chips.map((other) => other.key).filter((key) => key !== chip.key));
  }
});

describe("labels of a search", () => {
  test("are each named once, blanks and letter case aside", () => {
    expect(labelNames(" vip,,VIP , complaint")).toEqual(["vip", "complaint"]);
    expect(labelNames(undefined)).toEqual([]);
  });

  test("are asked for or shut out, never both", () => {
    const asked = withLabel({}, "includeLabels", "vip");
    expect(asked).toEqual({ includeLabels: "vip" });
    expect(withLabel(asked, "excludeLabels", "VIP")).toEqual({ excludeLabels: "VIP" });
    expect(withoutLabel(asked, "includeLabels", "Vip")).toEqual({});
  });
});

test("a part set to nothing is gone", () => {
  expect(withParts(FULL, { region: undefined, includeLabels: "" })).not.toHaveProperty("region");
  expect(withParts(FULL, { region: undefined, includeLabels: "" })).not.toHaveProperty("includeLabels");
});
