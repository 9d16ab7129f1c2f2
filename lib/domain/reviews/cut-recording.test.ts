import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aLabel, aMediaFile, anEvent, aRecording } from "@/lib/testing/stored-recording";
import { MediaKeySchema } from "../ids";
import type { CallEvent, Label, MaskedSpan, MediaFile, StoredRecording } from "../recording";
import { cutRecording } from "./cut-recording";

const START = Date.UTC(2026, 10, 16, 10);
const key = (name: string) => MediaKeySchema.parse(name.padEnd(16, "0"));
const file = (name: string, more: Partial<MediaFile> = {}): MediaFile =>
  aMediaFile({
    mediaKey: key(name),
    callId: name,
    startMs: START,
    stopMs: START + 60_000,
    durationMs: 60_000,
    ...more,
  });
const event = (atMs: number | null, callId: string | null = null): CallEvent =>
  anEvent({ occurredAtMs: atMs === null ? null : START + atMs, event: "Data", callId });
const comment = (id: string, content: Record<string, unknown>): Label =>
  aLabel({ id, createdByUserId: "u", createUser: "U", content: { text: id, ...content }, kept: "earmark" });
const call = (more: Partial<StoredRecording> = {}): StoredRecording =>
  aRecording({ startMs: START, stopMs: START + 60_000, mediaFiles: [file("a")], ...more });
const cutOf = (startMs: number, endMs: number | null, name = "a") => ({
  clipKey: key("clip"),
  mediaKey: key(name),
  startMs,
  endMs,
});
const span = (startMs: number, endMs: number, more: Partial<MaskedSpan> = {}): MaskedSpan => ({
  startMs,
  endMs,
  pausedMs: endMs - startMs,
  uncertainMs: 0,
  open: false,
  origin: "masks",
  ...more,
});

describe("a call cut to a part", () => {
  test("has the part as its one file, in the part's own time, under the part's own key", () => {
    const cut = cutRecording(call({ mediaFiles: [file("a"), file("b")] }), [cutOf(10_000, 25_000)]);
    expect(cut.mediaFiles).toMatchObject([
      {
        mediaKey: key("clip"),
        clip: { mediaKey: key("a"), startMs: 10_000, endMs: 25_000 },
        startMs: START + 10_000,
        stopMs: START + 25_000,
        durationMs: 15_000,
        sizeBytes: null,
      },
    ]);
    expect([cut.startMs, cut.stopMs]).toEqual([START + 10_000, START + 25_000]);
  });

  test("tells no event of another time, of another leg, or without a time", () => {
    const events = [
      event(9_999),
      event(10_000),
      event(24_999),
      event(25_000),
      event(null),
      event(12_000, "b"),
      event(12_000, "a"),
      event(12_000, "vendor's own"),
    ];
    const cut = cutRecording(call({ mediaFiles: [file("a"), file("b")], events }), [cutOf(10_000, 25_000)]);
    expect(cut.events).toEqual([
      event(10_000),
      event(24_999),
      event(12_000, "a"),
      event(12_000, "vendor's own"),
    ]);
  });

  test("with its end has what happens as the file ends", () => {
    const whole = call({ events: [event(60_000)] });
    expect(cutRecording(whole, [cutOf(30_000, null)]).events).toHaveLength(1);
    expect(cutRecording(whole, [cutOf(30_000, 60_000)]).events).toHaveLength(1);
    expect(cutRecording(whole, [cutOf(30_000, 59_999)]).events).toHaveLength(0);
  });

  test("follows the wall clock over a pause that was cut out", () => {
    const paused = file("a", { maskedSpans: [span(5_000, 5_000, { pausedMs: 30_000 })] });
    const whole = call({ mediaFiles: [paused], events: [event(20_000), event(41_000)] });
    const cut = cutRecording(whole, [cutOf(10_000, 20_000)]);
    expect(cut.startMs).toBe(START + 40_000);
    expect(cut.events).toEqual([event(41_000)]);
    expect(cut.mediaFiles[0]?.maskedSpans).toEqual([]);
  });

  test("clamps pauses to itself", () => {
    const spans = [
      span(0, 5_000),
      span(8_000, 12_000),
      span(15_000, 16_000),
      span(20_000, 20_000, { pausedMs: 900 }),
      span(24_000, 60_000, { open: true }),
    ];
    const cut = cutRecording(call({ mediaFiles: [file("a", { maskedSpans: spans })] }), [
      cutOf(10_000, 25_000),
    ]);
    expect(cut.mediaFiles[0]?.maskedSpans).toEqual([
      span(0, 2_000),
      span(5_000, 6_000),
      span(10_000, 10_000, { pausedMs: 900 }),
      span(14_000, 15_000),
    ]);
  });

  test("keeps the comments that begin in it, shifted, with what answers them, and nothing else that was set on the call", () => {
    const at = (startMs: number, more: object = {}) => ({ mediaKey: key("a"), startMs, ...more });
    const labels = [
      comment("inside", at(12_000, { endMs: 90_000, time: "2026-11-16T10:00:12.000Z", secret: "x" })),
      comment("before", at(9_000, { endMs: 30_000 })),
      comment("other file", { mediaKey: key("b"), startMs: 12_000 }),
      comment("by the vendor", { time: "2026-11-16T10:00:20.000+0000" }),
      comment("by the vendor, later", { time: "2026-11-16T10:00:40.000+0000" }),
      comment("answer", { replyTo: "inside" }),
      comment("answer to the answer", { replyTo: "answer" }),
      comment("answer elsewhere", { replyTo: "before" }),
      { ...comment("label", {}), name: "complaint" },
    ];
    const cut = cutRecording(call({ labels }), [cutOf(10_000, 25_000)]);
    expect(cut.labels.map(({ id }) => id)).toEqual([
      "inside",
      "by the vendor",
      "answer",
      "answer to the answer",
    ]);
    expect(cut.labels[0]?.content).toEqual({
      text: "inside",
      mediaKey: key("clip"),
      startMs: 2_000,
      endMs: 15_000,
    });
  });

  test("of a file that is gone is nothing", () => {
    expect(cutRecording(call(), [cutOf(0, 1_000, "gone")]).mediaFiles).toEqual([]);
  });

  test("whatever is cut, no time in it lies outside the part", () => {
    const times = fc.array(fc.integer({ min: -5_000, max: 70_000 }), { maxLength: 20 });
    fc.assert(
      fc.property(
        times,
        times,
        fc.integer({ min: 0, max: 58_000 }),
        fc.integer({ min: 500, max: 60_000 }),
        (events, comments, startMs, length) => {
          const endMs = Math.min(60_000, startMs + length);
          const whole = call({
            events: events.map((ms) => event(ms)),
            labels: comments.map((ms, index) =>
              comment(String(index), { mediaKey: key("a"), startMs: Math.max(0, ms) }),
            ),
            mediaFiles: [file("a", { maskedSpans: [span(1_000, 30_000), span(40_000, 50_000)] })],
          });
          const cut = cutRecording(whole, [cutOf(startMs, endMs)]);
          for (const { occurredAtMs } of cut.events) {
            expect(occurredAtMs).toBeGreaterThanOrEqual(START + startMs);
            expect(occurredAtMs).toBeLessThanOrEqual(START + endMs);
          }
          for (const { content } of cut.labels) {
            expect(content?.startMs).toBeGreaterThanOrEqual(0);
            expect(content?.startMs).toBeLessThan(endMs - startMs);
          }
          for (const masked of cut.mediaFiles[0]?.maskedSpans ?? []) {
            expect(masked.startMs).toBeGreaterThanOrEqual(0);
            expect(masked.endMs).toBeLessThanOrEqual(endMs - startMs);
          }
        },
      ),
    );
  });
});
