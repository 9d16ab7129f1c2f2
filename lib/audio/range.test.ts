import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideRange, parseRange } from "./range";

const WHOLE = { kind: "whole" };
const FAR = Number.MAX_SAFE_INTEGER;

describe("a Range header is read as RFC 9110 says", () => {
  test.each<[string | null, unknown]>([
    [null, WHOLE],
    ["", WHOLE],
    ["bytes=0-", { kind: "from", first: 0, last: null }],
    ["bytes=0-0", { kind: "from", first: 0, last: 0 }],
    ["bytes=5-9", { kind: "from", first: 5, last: 9 }],
    ["BYTES=5-9", { kind: "from", first: 5, last: 9 }],
    [" bytes = 5-9 ", { kind: "from", first: 5, last: 9 }],
    ["bytes=,5-9,,", { kind: "from", first: 5, last: 9 }],
    ["bytes=-500", { kind: "suffix", length: 500 }],
    ["bytes=-0", { kind: "suffix", length: 0 }],
    ["bytes=00012-", { kind: "from", first: 12, last: null }],
    ["bytes=0-99999999999999999999999", { kind: "from", first: 0, last: FAR }],
    ["bytes=99999999999999999999999-", { kind: "from", first: FAR, last: null }],
    ["bytes=9-5", WHOLE],
    ["bytes=0-4,6-9", WHOLE],
    ["bytes=-", WHOLE],
    ["bytes=", WHOLE],
    ["bytes=a-b", WHOLE],
    ["bytes=1.5-3", WHOLE],
    ["bytes=+1-3", WHOLE],
    ["bytes=--3", WHOLE],
    ["bytes=0x1-0x3", WHOLE],
    ["bytes=1 - 3", WHOLE],
    ["bytes 1-3", WHOLE],
    ["seconds=1-3", WHOLE],
    ["bytes=١-٣", WHOLE],
  ])("%j", (header, expected) => expect(parseRange(header)).toEqual(expected));

  test("any text at all is read without a throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^bytes=[\d,\s-]{0,30}$/)), (header) => {
        expect(["whole", "from", "suffix"]).toContain(parseRange(header).kind);
      }),
    );
  });
});

/** The bytes that a header names, one by one: slow, and hard to get wrong. */
function named(header: { first: number | null; last: number | null }, total: number): number[] {
  return Array.from({ length: total }, (_, index) => index).filter((index) => {
    if (header.first === null) return index >= total - (header.last ?? 0);
    return index >= header.first && (header.last === null || index <= header.last);
  });
}

const spec = fc.oneof(
  fc.record({ first: fc.nat(60), last: fc.option(fc.nat(60)) }),
  fc.record({ first: fc.constant(null), last: fc.nat(60) }),
);

test("with the length known, exactly the named bytes are answered, and 416 when there are none", () => {
  fc.assert(
    fc.property(spec, fc.integer({ min: 1, max: 40 }), fc.nat(40), (header, total, available) => {
      fc.pre(header.first === null || header.last === null || header.last >= header.first);
      const answer = decideRange(
        parseRange(`bytes=${header.first ?? ""}-${header.last ?? ""}`),
        total,
        Math.min(available, total),
      );
      const bytes = named(header, total);
      const partial = { kind: "partial", first: bytes.at(0), last: bytes.at(-1), total };
      expect(answer).toEqual(bytes.length === 0 ? { kind: "unsatisfiable", total } : partial);
    }),
  );
});

function whileArriving(header: { first: number | null; last: number | null }, available: number) {
  if (header.first === null) return { kind: "wait", until: "end" };
  if (header.last === null ? header.first === 0 : header.last < header.first) return WHOLE;
  const bytes = named(header, available);
  if (bytes.length === 0) return { kind: "wait", until: header.first };
  return { kind: "partial", first: bytes.at(0), last: bytes.at(-1), total: null };
}

test("with the length unknown, only bytes that have arrived are promised, beginning where asked", () => {
  fc.assert(
    fc.property(spec, fc.nat(40), (header, available) => {
      const answer = decideRange(
        parseRange(`bytes=${header.first ?? ""}-${header.last ?? ""}`),
        null,
        available,
      );
      expect(answer).toEqual(whileArriving(header, available));
    }),
  );
});
