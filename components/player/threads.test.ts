import { describe, expect, test } from "vitest";
import type { OutgoingLabel, OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";
import { momentsOf } from "./moments";
import { changedContent, replyContent, threadMarks, threadsOf, threadWords } from "./threads";

const FILE: OutgoingMediaFile = {
  mediaKey: "one",
  playPath: "/play",
  peaksPath: "/peaks",
  startTime: "2026-11-16T12:00:00.000+0000",
  duration: "60000",
  type: "audio/mpeg",
  masks: [],
  maskedSpans: [],
  audio: "ready",
};

function aComment(id: string, content: Readonly<Record<string, unknown>>, second = 0): OutgoingLabel {
  return {
    id,
    name: "comment",
    type: "custom",
    path: `/labels/${id}`,
    kept: "earmark",
    removable: true,
    createTime: `2026-11-16T13:00:${String(second).padStart(2, "0")}.000+0000`,
    content,
  };
}

function aCall(labels: readonly OutgoingLabel[], rest: Partial<OutgoingRecording> = {}): OutgoingRecording {
  return {
    id: "engage.1",
    source: "engage",
    vendor: "genesys-engage",
    vendorId: "1",
    screenRecording: false,
    nonDelete: false,
    labels,
    eventHistory: [],
    mediaFiles: [FILE],
    ...rest,
  };
}

const at = (startMs: number, endMs?: number) => ({ mediaKey: "one", startMs, ...(endMs ? { endMs } : {}) });

describe("threads", () => {
  test("answers stand under what they answer, oldest first, in the order of the audio", () => {
    const threads = threadsOf(
      aCall([
        aComment("late", { text: "later", ...at(20_000) }),
        aComment("third", { text: "third", replyTo: "second" }, 3),
        aComment("second", { text: "second", replyTo: "first" }, 2),
        aComment("call", { text: "of the call" }),
        aComment("first", { text: "first", ...at(5_000, 9_000) }, 1),
      ]),
    );
    expect(threads.map(({ id, replies }) => [id, replies.map((reply) => reply.id)])).toEqual([
      ["first", ["second", "third"]],
      ["late", []],
      ["call", []],
    ]);
    expect(threads.map(({ place }) => place?.startMs ?? null)).toEqual([5_000, 20_000, null]);
  });

  test("what was removed leaves its answers, in the place they have", () => {
    const [thread] = threadsOf(aCall([aComment("b", { text: "b", replyTo: "gone", ...at(7_000) })]));
    expect(thread).toMatchObject({ id: "gone", root: null, place: { startMs: 7_000 } });
    expect(thread && threadWords(thread)).toBe("b");
  });

  test("comments that answer each other in a ring are all still shown", () => {
    const ring = [aComment("a", { text: "a", replyTo: "b" }), aComment("b", { text: "b", replyTo: "a" })];
    const shown = threadsOf(aCall(ring)).flatMap(({ root, replies }) => [
      ...(root ? [root.id] : []),
      ...replies.map(({ id }) => id),
    ]);
    expect(shown.sort()).toEqual(["a", "b"]);
  });

  test("an answer takes the place of what it answers, and a change keeps all but the words", () => {
    const first = aComment("first", { text: "first", ...at(5_000, 9_000) });
    const [thread] = threadsOf(aCall([first]));
    expect(thread && replyContent("yes", thread)).toEqual({
      text: "yes",
      replyTo: "first",
      ...at(5_000, 9_000),
    });
    const reply = aComment("b", { text: "no", replyTo: "first", ...at(5_000), vendors: "own" });
    expect(changedContent(reply, "yes")).toEqual({ text: "yes", replyTo: "first", ...at(5_000) });
  });
});

test("the call as a list: events, pauses and comments in one order, in call time", () => {
  const event = (seconds: number, name: string) => ({
    event: name,
    occurredAt: `2026-11-16T12:00:${String(seconds).padStart(2, "0")}.000+0000`,
    contact: { type: "User", firstName: "Mo", lastName: "Ali" },
  });
  const call = aCall([aComment("first", { text: "first", ...at(5_000, 9_000) })], {
    eventHistory: [event(1, "Joined"), event(6, "Hold"), event(3, "Data")],
  });
  const files = [{ file: FILE, startMs: 100_000 }];
  const threads = threadMarks(threadsOf(call), files);
  const moments = momentsOf(call, files, [], threads);
  expect(moments.map(({ atMs, words }) => [atMs, words])).toEqual([
    [101_000, "Joined: Mo Ali"],
    [105_000, "first"],
    [106_000, "On hold: Mo Ali"],
  ]);
});
