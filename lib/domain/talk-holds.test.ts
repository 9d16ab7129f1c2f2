import { expect, test } from "vitest";
import { fileOf, T0 } from "@/lib/testing/catalog-fixtures";
import type { CallEvent, MaskedSpan, MediaFile } from "./recording";
import { holdSpans } from "./talk-holds";

const AGENT = { type: "User", phoneNumber: "4001", userName: "mo", firstName: null, lastName: null };
const OTHER = { ...AGENT, userName: "sue" };

function event(atMs: number | null, name: string, rest: Partial<CallEvent> = {}): CallEvent {
  const occurredAtMs = atMs === null ? null : T0 + atMs;
  return { occurredAtMs, event: name, callId: "leg", contact: AGENT, data: null, ...rest };
}

function aFile(rest: Partial<MediaFile> = {}): MediaFile {
  return { ...fileOf("one"), callId: "leg", startMs: T0, stopMs: T0 + 60_000, durationMs: 60_000, ...rest };
}

/** `10-20` per hold, `…` when nobody took it back. */
function held(events: readonly CallEvent[], file = aFile(), others: readonly MediaFile[] = []): string {
  return holdSpans({ events, mediaFiles: [file, ...others] }, file)
    .map(({ startMs, endMs, open }) => `${startMs / 1_000}-${endMs / 1_000}${open ? "…" : ""}`)
    .join(" ");
}

test.each<[string, readonly CallEvent[], string]>([
  ["none", [event(0, "Joined"), event(60_000, "Left")], ""],
  ["one", [event(10_000, "Hold"), event(20_000, "Retrieved")], "10-20"],
  [
    "two",
    [10_000, 30_000].flatMap((ms) => [event(ms, "Hold"), event(ms + 5_000, "Retrieved")]),
    "10-15 30-35",
  ],
  ["told twice", [event(10_000, "Hold"), event(11_000, "Hold"), event(20_000, "Retrieved")], "10-20"],
  ["never taken back: to the end", [event(10_000, "Hold")], "10-60…"],
  ["left while on hold", [event(10_000, "Hold"), event(25_000, "Left")], "10-25…"],
  [
    "somebody else leaving ends nothing",
    [event(10_000, "Hold"), event(25_000, "Left", { contact: OTHER })],
    "10-60…",
  ],
  [
    "another leg's return ends nothing",
    [event(10_000, "Hold"), event(20_000, "Retrieved", { callId: "x" })],
    "10-60…",
  ],
  [
    "both legs hold: one stretch",
    [
      event(10_000, "Hold"),
      event(12_000, "Hold", { callId: "two", contact: OTHER }),
      event(20_000, "Retrieved"),
      event(22_000, "Retrieved", { callId: "two", contact: OTHER }),
    ],
    "10-22",
  ],
  ["without names", [event(10_000, "Hold", { contact: null }), event(20_000, "Retrieved")], "10-20"],
  ["begun before the file", [event(-5_000, "Hold"), event(5_000, "Retrieved")], "0-5"],
  ["over before the file", [event(-5_000, "Hold"), event(-1_000, "Retrieved")], ""],
  ["begun after the file", [event(70_000, "Hold"), event(80_000, "Retrieved")], ""],
  ["a return without a hold", [event(5_000, "Retrieved")], ""],
  ["without a time", [event(null, "Hold"), event(5_000, "Retrieved")], ""],
])("%s", (_name, events, expected) => {
  expect(held(events)).toBe(expected);
});

test("a hold of another file's leg is not this one's; one of a leg without a file is", () => {
  const other = aFile({ ...fileOf("two"), callId: "other" });
  const hold = (callId: string) => [
    event(10_000, "Hold", { callId }),
    event(20_000, "Retrieved", { callId }),
  ];
  expect(held(hold("other"), aFile(), [other])).toBe("");
  expect(held(hold("agents-own"), aFile(), [other])).toBe("10-20");
});

test("pauses that were cut out take no time in the file", () => {
  const cut: MaskedSpan = {
    startMs: 5_000,
    endMs: 5_000,
    pausedMs: 20_000,
    uncertainMs: 0,
    open: false,
    origin: "masks",
  };
  const file = aFile({ maskedSpans: [cut], durationMs: 40_000 });
  expect(held([event(30_000, "Hold"), event(40_000, "Retrieved")], file)).toBe("10-20");
});

test("without a start nothing can be placed; without a length an open hold has no known end", () => {
  expect(held([event(10_000, "Hold")], aFile({ startMs: null }))).toBe("");
  expect(held([event(10_000, "Hold")], aFile({ stopMs: null, durationMs: null }))).toBe("10-10…");
});
