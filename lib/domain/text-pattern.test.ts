import { describe, expect, test } from "vitest";
import { foldText, matchesText, textPattern } from "./text-pattern";

const finds = (request: string, stored: string | null) => matchesText(textPattern(request), stored);

describe("names and attached data are found as the fact sheet chose (§4.3)", () => {
  test.each([
    ["Smith", "smith", true],
    ["SMITH", "Smith", true],
    ["smith", "Smithson", false],
    ["smith*", "Smithson", true],
    ["*smith*", "Jane Smith", true],
    ["jo?n", "John", true],
    ["jo?n", "Jon", false],
    ["?", "😀", true],
    ["*", "", true],
    ["*", null, false],
    ["x", null, false],
    ["Jose\u0301", "José", true],
    ["ÄRGER", "ärger", true],
    ['"smith"', "smith", false],
    ["~smith", "~Smith", true],
    ["a AND b", "A and B", true],
    ["50%", "50%", true],
    ["50%", "500", false],
    ["a_c", "abc", false],
    ["a*", "*", false],
    ["*", "*", true],
    ["a*c", "a*bc", true],
    [" smith", "smith", false],
    ["C:\\*", "c:\\temp", true],
  ])("%j in %j: %s", (request, stored, found) => {
    expect(finds(request, stored)).toBe(found);
  });
});

test.each([
  ["Jo*", { kind: "like", like: "jo%", glob: "jo*" }],
  ["50%_\\*", { kind: "like", like: "50\\%\\_\\\\%", glob: "50%_\\*" }],
  ["50%_\\", { kind: "exact", value: "50%_\\" }],
])("%j asks the database for %j", (request, pattern) => {
  expect(textPattern(request)).toEqual(pattern);
});

test.each(["", "a\u0000b"])("%j is invalid input", (request) => {
  expect(() => textPattern(request)).toThrow(expect.objectContaining({ code: "invalid_input" }));
});

test("stored text is folded as requests are", () => {
  expect(foldText("Jose\u0301 MÜLLER")).toBe("josé müller");
});
