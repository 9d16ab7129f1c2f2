import { expect, test } from "vitest";
import { csvLine } from "./csv";

test.each([
  ["=1+1", `"'=1+1"`],
  ["+15550100", `"'+15550100"`],
  ["-2", `"'-2"`],
  ["@SUM(A1)", `"'@SUM(A1)"`],
  ["\t=1", `"'\t=1"`],
  ["  =1", `"'  =1"`],
  ["\u202e=1", `"'\u202e=1"`],
  ['say "hi", all', '"say ""hi"", all"'],
  ["two\nlines", '"two\nlines"'],
  ["15550100", '"15550100"'],
])("the cell %j can't run as a formula and stays one cell", (value, written) => {
  expect(csvLine([value])).toBe(`${written}\r\n`);
});

test("numbers stay numbers and unknown stays empty", () => {
  expect(csvLine([12, null, undefined])).toBe("12,,\r\n");
});
