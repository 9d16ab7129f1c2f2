import { expect, test } from "vitest";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { listItems } from "./list-items";

function call(id: string, startTime?: string): OutgoingRecording {
  return {
    id,
    source: "engage",
    vendor: "genesys-engage",
    vendorId: id,
    ...(startTime ? { startTime } : {}),
    screenRecording: false,
    nonDelete: false,
    eventHistory: [],
    mediaFiles: [],
  };
}

const CALLS = [
  call("a", "2026-11-16T23:30:00.000+0000"),
  call("b", "2026-11-16T10:00:00.000+0000"),
  call("c", "2026-11-15T22:30:00.000+0000"),
  call("d"),
];
const NOW = Date.parse("2026-11-16T23:45:00Z");
const words = (zone: string) =>
  listItems(CALLS, zone, NOW).map((item) => (item.kind === "day" ? item.words : CALLS[item.row]?.id));

test("a line stands before each day of the zone that is shown", () => {
  expect(words("UTC")).toEqual(["Today, Mon 16 Nov", "a", "b", "Sun 15 Nov", "c", "No time known", "d"]);
  expect(words("Europe/Berlin")).toEqual([
    "Today, Tue 17 Nov",
    "a",
    "Mon 16 Nov",
    "b",
    "Sun 15 Nov",
    "c",
    "No time known",
    "d",
  ]);
});
