import { describe, expect, test } from "vitest";
import {
  CommentContentSchema,
  checkLabelName,
  isReserved,
  labelKey,
  parseLabelNames,
  readComment,
  SCREEN_RECORDING_LABEL,
} from "./labels";

const KEY = "AAAAAAAAAAAAAAAAAAAAAAAA";

test.each([
  ["complaint,vip", ["complaint", "vip"]],
  [" complaint ,  vip ", ["complaint", "vip"]],
  ["a,,b,", ["a", "b"]],
  ["Review,review", ["Review"]],
  ["two words", ["two words"]],
  ["", []],
  [" , ", []],
])("the list %j names %j", (list, names) => {
  expect(parseLabelNames(list)).toEqual(names);
});

test("names are one whatever their letter case and composition", () => {
  expect(labelKey(" Review ")).toBe(labelKey("review"));
  expect(labelKey("Jose\u0301")).toBe(labelKey("JOSÉ"));
});

describe("what may be a label's name", () => {
  test.each(["complaint", "two words", "ärger", "客户", "a_b", "_one", "100%", "x".repeat(100)])(
    "%j may",
    (name) => {
      expect(checkLabelName(name)).toBeNull();
    },
  );

  test.each([
    "",
    " ",
    " complaint",
    "complaint ",
    "a,b",
    "__x",
    SCREEN_RECORDING_LABEL,
    "＿＿x",
    "a\u0000b",
    "a\nb",
    "a\u0085b",
    "a\u202eb",
    "\u200b__x",
    "a\u2028b",
    "x\ud800",
    "x".repeat(101),
  ])("%j may not, and the reason is said", (name) => {
    expect(checkLabelName(name)).toMatch(/^(A label|Names)/);
  });

  test.each([
    ["__x", true],
    [" __x", true],
    ["__screenRecording", true],
    ["_x", false],
    ["x__", false],
    ["comment", false],
  ])("%j reserved: %s", (name, reserved) => {
    expect(isReserved(name)).toBe(reserved);
  });
});

describe("what a comment may carry", () => {
  test.each([
    { text: "fine" },
    { text: "two\nlines" },
    { text: "x", time: "2016-04-22T12:42:44.000+0000" },
    { text: "x", mediaKey: KEY, startMs: 0 },
    { text: "x", mediaKey: KEY, startMs: 100, endMs: 100 },
    { text: "x", mediaKey: KEY, startMs: 100, endMs: 200, time: "2016-04-22T12:42:44.000Z" },
    { text: "x".repeat(4_000) },
    { text: "x", replyTo: "0123456789abcdef0123456789abcdef" },
  ])("%j", (content) => {
    expect(CommentContentSchema.safeParse(content)).toMatchObject({ success: true, data: content });
  });

  test.each([
    {},
    { text: "" },
    { text: "  " },
    { text: 5 },
    { text: "a\u0000" },
    { text: "x".repeat(4_001) },
    { text: "x", mediaKey: KEY },
    { text: "x", startMs: 5 },
    { text: "x", endMs: 5 },
    { text: "x", mediaKey: KEY, startMs: -1 },
    { text: "x", mediaKey: KEY, startMs: 1.5 },
    { text: "x", mediaKey: KEY, startMs: 1e10 },
    { text: "x", mediaKey: KEY, startMs: 200, endMs: 100 },
    { text: "x", mediaKey: "../../etc/passwd", startMs: 1 },
    { text: "x", time: "yesterday" },
    { text: "x", color: "red" },
    { text: "x", replyTo: "../../labels" },
    { text: "x", replyTo: 5 },
  ])("not %j", (content) => {
    expect(CommentContentSchema.safeParse(content).success).toBe(false);
  });
});

describe("a comment is read whoever wrote it", () => {
  test.each([
    [null, null],
    [{}, null],
    [{ text: " " }, null],
    [{ text: 5 }, null],
    [{ text: "x" }, { text: "x", position: null, timeMs: null }],
    [
      { text: "x", time: "2016-04-22T12:42:44.000+0000" },
      { text: "x", position: null, timeMs: Date.UTC(2016, 3, 22, 12, 42, 44) },
    ],
    [
      { text: "x", mediaKey: KEY, startMs: 5, endMs: 9 },
      { text: "x", position: { mediaKey: KEY, startMs: 5, endMs: 9 }, timeMs: null },
    ],
    [
      { text: "x", mediaKey: KEY, startMs: 5, endMs: 1 },
      { text: "x", position: { mediaKey: KEY, startMs: 5, endMs: null }, timeMs: null },
    ],
    [
      { text: "x", mediaKey: KEY, startMs: "5" },
      { text: "x", position: null, timeMs: null },
    ],
    [
      { text: "x", mediaKey: KEY, startMs: -5 },
      { text: "x", position: null, timeMs: null },
    ],
    [
      { text: "x", mediaKey: 7, startMs: 5 },
      { text: "x", position: null, timeMs: null },
    ],
  ])("%j", (content, comment) => {
    expect(readComment(content)).toEqual(comment);
  });
});
