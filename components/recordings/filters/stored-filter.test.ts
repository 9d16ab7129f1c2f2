import { expect, test } from "vitest";
import { RecordingFilterSchema } from "@/lib/domain/recording-filter";
import { readStoredFilter } from "./stored-filter";

const FULL = {
  callerPhoneNumber: "1",
  dialedPhoneNumber: "2",
  phoneNumber: "3",
  startTime: 1,
  endTime: 2,
  startBefore: 3,
  userName: "a",
  userData: "b",
  includeLabels: "c",
  excludeLabels: "d",
  source: "e",
  callType: "Inbound",
  region: "f",
  minDuration: 0,
  maxDuration: 1,
  screenRecording: false,
  nonDelete: true,
  minSilence: 30_000,
  minCrosstalk: 5_000,
  minHold: 60_000,
  agentTalkShare: "0.2..0.6",
};

test("a stored search comes back whole", () => {
  expect(Object.keys(FULL).sort()).toEqual(Object.keys(RecordingFilterSchema.shape).sort());
  expect(readStoredFilter(RecordingFilterSchema.parse(FULL))).toEqual(FULL);
});

test("what is unknown or of another type is dropped", () => {
  expect(readStoredFilter({ phoneNumber: 5, startTime: "1", nonDelete: "true", colour: "red" })).toEqual({});
});
