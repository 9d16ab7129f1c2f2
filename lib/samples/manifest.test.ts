import { describe, expect, test } from "vitest";
import { loadSampleCalls, type SampleCall, SampleCallSchema } from "./samples";

const calls = loadSampleCalls();

function callOf(key: string): SampleCall {
  const call = calls.find((candidate) => candidate.key === key);
  if (!call) throw new Error(`no call ${key}`);
  return call;
}

describe("the manifest", () => {
  test("holds the nine kinds of call", () => {
    expect(calls.map(({ key }) => key)).toEqual([
      "billing-dispute",
      "card-payment-padded",
      "card-payment-cut",
      "transfer",
      "long-hold",
      "voicemail",
      "cross-talk",
      "internal",
      "hour-long",
    ]);
    expect(callOf("transfer").files).toHaveLength(2);
    expect(callOf("voicemail").agents).toEqual([]);
    expect(callOf("internal").customer).toBeNull();
    expect(callOf("long-hold").holds).toHaveLength(1);
    expect(calls.some(({ files }) => files.some(({ masks }) => masks.length === 2))).toBe(true);
  });

  test.each(calls)("$key: everything stands inside the call, in order", (call) => {
    let wallMs = 0;
    for (const file of call.files) {
      expect(file.startOffsetMs).toBeGreaterThanOrEqual(wallMs);
      const cutMs = file.masks.reduce((sum, mask) => sum + (mask.fill === "cut" ? mask.pausedMs : 0), 0);
      wallMs = file.startOffsetMs + file.durationMs + cutMs;
      let lastMs = 0;
      for (const mask of file.masks) {
        expect(mask.startMs).toBeGreaterThan(lastMs);
        expect(mask.pausedMs).toBeGreaterThan(0);
        expect(mask.endMs).toBeLessThan(file.durationMs);
        lastMs = mask.endMs;
      }
    }
    expect(call.durationMs).toBe(wallMs);
    for (const { joinMs, leaveMs } of [...call.agents, ...(call.customer ? [call.customer] : [])]) {
      expect(joinMs).toBeLessThan(leaveMs);
      expect(leaveMs).toBeLessThanOrEqual(call.durationMs);
    }
    for (const hold of call.holds) expect(hold.endMs).toBeLessThan(call.durationMs);
    for (const line of call.transcript) {
      expect(line.startMs).toBeLessThan(line.endMs);
      expect(line.endMs).toBeLessThan(call.files[line.fileIndex]?.durationMs ?? 0);
    }
  });

  test("no card number and no number that could be somebody's is spoken or written", () => {
    const digit = /\b(?:zero|one|two|three|four|five|six|seven|eight|nine|\d)\b/gi;
    for (const { transcript, callerNumber, dialedNumber } of calls) {
      for (const { text } of transcript) expect(text.match(digit)?.length ?? 0).toBeLessThanOrEqual(14);
      for (const number of [callerNumber, dialedNumber]) {
        expect(number).toMatch(/^(\+1\d{3}55501\d\d|\+442079460\d{3}|\+448081570\d{3}|71\d\d)$/);
      }
    }
  });

  test("a manifest that contradicts itself is refused", () => {
    const call = callOf("card-payment-cut");
    const [file] = call.files;
    const broken = {
      ...call,
      files: [{ ...file, masks: [{ startMs: 5, endMs: 9, pausedMs: 4, fill: "cut" }] }],
    };
    expect(SampleCallSchema.safeParse(call).success).toBe(true);
    expect(SampleCallSchema.safeParse(broken).success).toBe(false);
    expect(SampleCallSchema.safeParse({ ...call, files: [{ ...file, file: null }] }).success).toBe(false);
  });
});
