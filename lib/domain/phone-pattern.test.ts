import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "./errors";
import { matchesPhone, phonePattern, stripPhone } from "./phone-pattern";

const finds = (request: string, stored: string | null) => matchesPhone(phonePattern(request), stored);

test.each([
  ["+1 (555) 968-0001", "15559680001"],
  ["555.968.0001", "5559680001"],
  ["sip:Jane_S@10.0.0.1", "sipJaneS10001"],
  ["１５５５", "1555"],
  ["+-() .", ""],
  ["", ""],
])("%j is compared as %j", (value, stripped) => {
  expect(stripPhone(value)).toBe(stripped);
});

describe("a number is found as the vendor's page says (fact sheet §4.2)", () => {
  test.each([
    ["+1 (555) 968-0001", "+15559680001", true],
    ["15559680001", "+1 (555) 968-0001", true],
    ["５５５ 9680001", "5559680001", true],
    ["5559680001", "+15559680001", false],
    ["*5559680001", "+15559680001", true],
    ["+1555*", "+15559680001", true],
    ["*968*", "+15559680001", true],
    ["1*1", "+15559680001", true],
    ["1*2", "+15559680001", false],
    ["1555968000?", "+15559680001", true],
    ["15559680001?", "+15559680001", false],
    ["???????????", "+15559680001", true],
    ["??????????", "+15559680001", false],
    ["*", "+15559680001", true],
    ["**", "7", true],
    ["*", "", false],
    ["*", null, false],
    ["*", "+-()", false],
    ["7103", null, false],
    ["alice", "Alice", false],
    ["Alice", "Alice", true],
    ["anonymous", "anonymous", true],
    ["100%", "100", true],
    ["1_0", "120", false],
    ["a.b", "axb", false],
  ])("%j in %j: %s", (request, stored, found) => {
    expect(finds(request, stored)).toBe(found);
  });
});

test.each(["", "+", "(-) .", "%%_\\", "\u0000"])("%j holds nothing to look for: invalid input", (request) => {
  expect(() => phonePattern(request)).toThrow(AppError);
  expect(() => phonePattern(request)).toThrow(expect.objectContaining({ code: "invalid_input" }));
});

test.each([
  ["*555?0142*", { kind: "like", like: "%555_0142%", glob: "*555?0142*" }],
  ["555%_\\0142*", { kind: "like", like: "5550142%", glob: "5550142*" }],
  ["1***2", { kind: "like", like: "1%2", glob: "1*2" }],
  ["+1 555", { kind: "exact", value: "1555" }],
])("%j asks the database for %j", (request, pattern) => {
  expect(phonePattern(request)).toEqual(pattern);
});

test("any part of a number finds it, whatever its punctuation", () => {
  const part = fc.stringMatching(/^[0-9]{1,12}$/);
  fc.assert(
    fc.property(part, part, part, (head, middle, tail) => {
      expect(finds(`*${middle}*`, `+${head}-${middle} (${tail})`)).toBe(true);
      expect(finds(`${head}*`, `+${head}-${middle} (${tail})`)).toBe(true);
      expect(finds(`*${tail}`, `+${head}-${middle} (${tail})`)).toBe(true);
    }),
  );
});

test("a hostile pattern takes no time", () => {
  const started = performance.now();
  expect(finds(`${"*a".repeat(200)}*b`, "a".repeat(5_000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(5_000);
});
