import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDialectTime, formatMaskTime, parseVendorTime } from "./time";

const AT = Date.UTC(2015, 8, 10, 16, 58, 22);

describe("a vendor's time is read however it is written", () => {
  test.each<[unknown, number]>([
    ["2015-09-10T16:58:22.000+0000", AT],
    ["2015-09-10T16:58:22.034+0000", AT + 34],
    ["2015-09-10T16:58:22Z", AT],
    ["2015-09-10T16:58:22.034Z", AT + 34],
    ["2015-09-10t16:58:22z", AT],
    ["2015-09-10T16:58:22+0000", AT],
    ["2015-09-10T16:58:22+00:00", AT],
    ["2015-09-10T18:58:22+0200", AT],
    ["2015-09-10T18:58:22+02:00", AT],
    ["2015-09-10T18:58:22+02", AT],
    ["2015-09-10T09:58:22-0700", AT],
    ["2015-09-10T22:28:22+05:30", AT],
    ["2015-09-10 16:58:22", AT],
    ["2015-09-10T16:58:22", AT],
    ["2015-09-10 16:58:22 UTC", AT],
    ["2015-09-10T16:58:22.5", AT + 500],
    ["2015-09-10T16:58:22,034", AT + 34],
    ["2015-09-10T16:58:22.034999999Z", AT + 34],
    ["2015-09-10T16:58Z", AT - 22_000],
    ["2015-09-10", Date.UTC(2015, 8, 10)],
    ["  2015-09-10T16:58:22Z ", AT],
    ["2016-02-29T00:00:00Z", Date.UTC(2016, 1, 29)],
    ["2016-12-31T23:59:60Z", Date.UTC(2017, 0, 1)],
    [AT, AT],
    [AT + 0.7, AT],
    [String(AT), AT],
    [0, 0],
  ])("%j", (text, ms) => {
    expect(parseVendorTime(text)).toBe(ms);
  });

  test.each<unknown>([
    null,
    undefined,
    "",
    " ",
    "yesterday",
    "04-NOV-14 1_00PHK76MF0A2LDLR4SL131TAES00007V",
    "2015-02-30T00:00:00Z",
    "2015-02-29",
    "2015-13-01T00:00:00Z",
    "2015-00-10T00:00:00Z",
    "2015-09-00",
    "2015-09-10T24:00:00Z",
    "2015-09-10T16:60:22Z",
    "2015-09-10T16:58:61Z",
    "2015-09-10T16:58:22+19:00",
    "2015-09-10T16:58:22+02:99",
    "0001-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "2015-09-10T16:58:22Z; DROP TABLE",
    "+012015-09-10T16:58:22Z",
    "*******",
    "1441065600",
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    1e20,
    true,
    {},
    [AT],
  ])("%j is no time", (text) => {
    expect(parseVendorTime(text)).toBeNull();
  });
});

test("times go out in the dialect's form, masks in theirs", () => {
  expect(formatDialectTime(AT)).toBe("2015-09-10T16:58:22.000+0000");
  expect(formatDialectTime(AT + 34)).toBe("2015-09-10T16:58:22.034+0000");
  expect(formatMaskTime(AT + 34)).toBe("2015-09-10T16:58:22.034Z");
});

test("what is written is read back to the millisecond", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (ms) => {
      expect(parseVendorTime(formatDialectTime(ms))).toBe(ms);
      expect(parseVendorTime(formatMaskTime(ms))).toBe(ms);
    }),
  );
});
