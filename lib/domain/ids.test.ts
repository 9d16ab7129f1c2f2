import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MediaKeySchema, RecordingIdSchema, recordingId, SourceIdSchema, splitRecordingId } from "./ids";

const SOURCE = SourceIdSchema.parse("genesys-1");

test.each([
  ["011AP643CSAPR4FKQGQE31TAES00029V", "genesys-1.011AP643CSAPR4FKQGQE31TAES00029V"],
  ["bf697521-3ffc-46f1-b840-f7230e940df3", "genesys-1.bf697521-3ffc-46f1-b840-f7230e940df3"],
  ["a/b", "genesys-1.a~2fb"],
  ["..", "genesys-1..."],
  ["~", "genesys-1.~7e"],
  ["a b%", "genesys-1.a~20b~25"],
  ["é", "genesys-1.~c3~a9"],
  ["a\u0000", "genesys-1.a~00"],
  ["\ufeffx", "genesys-1.~ef~bb~bfx"],
])("the vendor's %j is %j", (vendorId, id) => {
  expect(recordingId(SOURCE, vendorId)).toBe(id);
  expect(splitRecordingId(recordingId(SOURCE, vendorId))).toEqual({ sourceId: SOURCE, vendorId });
});

describe("ids from outside", () => {
  test.each([
    "",
    ".",
    "genesys-1",
    "genesys-1.",
    ".abc",
    "Genesys.abc",
    "genesys_1.abc",
    "genesys-1.a/b",
    "genesys-1.../../etc",
    "genesys-1.a%2fb",
    "genesys-1.a b",
    "genesys-1.a\n",
    "genesys-1.a\u0000",
    "genesys-1.é",
    "genesys-1.~",
    "genesys-1.~2",
    "genesys-1.~2F",
    "genesys-1.~zz",
    `genesys-1.${"a".repeat(513)}`,
    `${"a".repeat(65)}.b`,
  ])("%j is refused", (id) => {
    expect(RecordingIdSchema.safeParse(id).success).toBe(false);
  });

  test.each([
    "genesys-1.~61",
    "genesys-1.~41bc",
    "genesys-1.~2e",
    "genesys-1.~5f",
    "genesys-1.~ff",
    "genesys-1.~c3",
  ])("%j would be a second name for something: refused", (id) => {
    expect(RecordingIdSchema.safeParse(id).success).toBe(false);
  });

  test.each([
    "",
    "short",
    "a".repeat(65),
    "AAAA/AAAA/AAAA/AAAA",
    "AAAAAAAAAAAAAAA.mp3",
    "../../../../etc/passwd",
  ])("%j is no media key", (key) => {
    expect(MediaKeySchema.safeParse(key).success).toBe(false);
  });

  test.each(["", "A", "a.b", "a/b", "a".repeat(65)])("%j is no source id", (id) => {
    expect(SourceIdSchema.safeParse(id).success).toBe(false);
  });
});

test("every vendor id has one public id and comes back from it", () => {
  const vendorId = fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" });
  fc.assert(
    fc.property(vendorId, vendorId, (one, other) => {
      const id = recordingId(SOURCE, one);
      expect(splitRecordingId(id).vendorId).toBe(one);
      expect(RecordingIdSchema.parse(String(id))).toBe(id);
      expect(recordingId(SOURCE, other) === id).toBe(one === other);
    }),
  );
});

test("an empty or endless vendor id is refused", () => {
  expect(() => recordingId(SOURCE, "")).toThrow();
  expect(() => recordingId(SOURCE, "a".repeat(513))).toThrow();
});
