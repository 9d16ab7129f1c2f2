import { describe, expect, test } from "vitest";
import type { LiveSource } from "@/lib/domain/answers";
import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";
import { liveRows } from "./held-rows";
import { actsOf } from "./live-buttons";
import { agentNames, callWords, outcomeWords, quietWords, requestWords } from "./live-words";

const call = (id: string, part: Partial<OutgoingLiveCall> = {}): OutgoingLiveCall => ({
  id,
  source: "ringcx",
  vendor: "ringcx",
  status: "unknown",
  startTime: "2026-11-16T13:00:00.000+0000",
  callerPhoneNumber: "+15550100142",
  agents: [],
  can: ["paused", "recording", "stopped"],
  ...part,
});
const source = (name: string, state: LiveSource["state"]): LiveSource => ({
  id: name.toLowerCase(),
  name,
  vendor: "kazoo",
  state,
});
const requested = { status: "paused", time: "2026-11-16T13:02:31.000+0000" } as const;

describe("what was asked is never told as done", () => {
  test("a vendor that can't confirm is named, with the time in the viewer's zone", () => {
    expect(requestWords({ status: "unknown", requested }, "RingCX", "Europe/Berlin")).toBe(
      "Pause requested 14:02:31 — RingCX can't confirm it",
    );
  });
  test("a vendor that tells the state and has not changed it yet", () => {
    expect(requestWords({ status: "recording", requested }, "Genesys Cloud", "UTC")).toBe(
      "Pause requested 13:02:31 — not confirmed",
    );
  });
  test("nothing once the call is in that state, nor when nothing was asked", () => {
    expect(requestWords({ status: "paused", requested }, "Genesys Cloud", "UTC")).toBeNull();
    expect(requestWords({ status: "unknown" }, "RingCX", "UTC")).toBeNull();
  });
  test("outcomes read out", () => {
    expect(outcomeWords(call("a"), "paused", "done", "RingCX")).toBe("Paused: +15550100142 to unknown.");
    expect(outcomeWords(call("a"), "stopped", "requested", "RingCX")).toBe(
      "Stop requested: +15550100142 to unknown. RingCX can't confirm it.",
    );
  });
});

describe("an empty list says as much as is known", () => {
  test.each([
    [[source("A", "ok"), source("B", "unsupported")], "No call is being recorded right now."],
    [[source("A", "ok"), source("B", "unreachable")], "No call is being recorded right now at A."],
    [[source("A", "unreachable")], "Nobody can tell right now whether calls are being recorded."],
    [[source("A", "unsupported")], "None of your recording systems tells its live calls."],
    [[], "None of your recording systems tells its live calls."],
  ])("%#", (sources, words) => {
    expect(quietWords(sources)).toBe(words);
  });
});

describe("nothing moves under the hand", () => {
  const [a, b, c] = [
    call("a", { startTime: "2026-11-16T13:00:00.000+0000" }),
    call("b", { startTime: "2026-11-16T13:01:00.000+0000" }),
    call("c", { startTime: "2026-11-16T13:02:00.000+0000" }),
  ];
  const shown = (rows: ReturnType<typeof liveRows>) =>
    rows.map((row) => row.call.id + (row.hasEnded ? "†" : ""));

  test("left alone, the newest comes first and what ended is gone", () => {
    expect(shown(liveRows([a, c], null, []))).toEqual(["c", "a"]);
  });
  test("held, ended calls keep their place and new ones come last", () => {
    expect(shown(liveRows([c, a], [b, a], []))).toEqual(["b†", "a", "c"]);
  });
  test("a call with a refusal beside it stays, and is shown once", () => {
    expect(shown(liveRows([a], null, [b, b]))).toEqual(["b†", "a"]);
  });
  test("a held row shows the call as it is now", () => {
    const paused = { ...a, status: "paused" as const };
    expect(liveRows([paused], [a], [])[0]?.call.status).toBe("paused");
  });
});

test("a button keeps its place while what it asked for is under way", () => {
  expect(actsOf(["recording", "stopped"], "paused")).toEqual(["paused", "stopped"]);
  expect(actsOf(["paused", "stopped"], "paused")).toEqual(["paused", "stopped"]);
  expect(actsOf(["stopped", "recording", "paused"], undefined)).toEqual(["paused", "recording", "stopped"]);
});

test("people and numbers as they may be seen", () => {
  const agents = [
    { firstName: "Mo", lastName: "Ali" },
    { firstName: "Mo", lastName: "Ali" },
    { userName: "j.s" },
  ];
  expect(agentNames({ agents })).toEqual(["Mo Ali", "j.s"]);
  expect(callWords({ callerPhoneNumber: "*******", dialedPhoneNumber: "Billing" })).toBe("masked to Billing");
});
