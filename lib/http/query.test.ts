import { describe, expect, test } from "vitest";
import { boolParam, queryOf } from "./query";

const query = (text: string) => queryOf(new Request(`http://localhost/api/v2/recordings?${text}`));

describe("a query", () => {
  test("is read as names and texts, `_` ignored", () => {
    expect(query("a=1&b=%2B1+5&_=123&_=124&empty=")).toEqual({ a: "1", b: "+1 5", empty: "" });
  });

  test("with a name given twice is refused", () => {
    expect(() => query("a=1&a=1")).toThrow("more than once");
  });

  test("may carry names that objects have by themselves", () => {
    expect(Object.keys(query("toString=1&constructor=2"))).toEqual(["toString", "constructor"]);
    expect(() => query("__proto__=1")).toThrow("no such parameter");
  });

  test.each([
    ["true", true],
    ["false", false],
    ["TRUE", null],
    ["1", null],
    ["", null],
  ])("yes or no: %s is %s", (text, expected) => {
    expect(boolParam().safeParse(text).data ?? null).toBe(expected);
  });
});
