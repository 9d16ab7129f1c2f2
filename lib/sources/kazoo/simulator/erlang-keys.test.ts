import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeKey, encodeKey, type KeyPart } from "./erlang-keys";

/** The three examples of fact sheet §7.3. */
const EXAMPLES: readonly (readonly [readonly KeyPart[], string])[] = [
  [[63898891200, {}], "g2wAAAACbgUAwLOr4A5oAWpq"],
  [
    [63898890600, "202411-0123456789abcdef0123456789abcdef"],
    "g2wAAAACbgUAaLGr4A5tAAAAJzIwMjQxMS0wMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZmo",
  ],
  [
    ["aaaabbbbccccddddeeeeffff00001111", 63898891200, {}],
    "g2wAAAADbQAAACBhYWFhYmJiYmNjY2NkZGRkZWVlZWZmZmYwMDAwMTExMW4FAMCzq-AOaAFqag",
  ],
];

describe("keys of pages", () => {
  test.each(EXAMPLES)("%j", (parts, key) => {
    expect(encodeKey(parts)).toBe(key);
    expect(decodeKey(key)).toEqual(parts);
  });

  test("whatever is encoded comes back", () => {
    const part = fc.oneof(fc.string(), fc.integer({ min: 0, max: 2 ** 40 - 1 }), fc.constant({}));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        expect(decodeKey(encodeKey(parts))).toEqual(parts);
      }),
    );
  });

  test("what is no key decodes to nothing, whatever it is", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const text = Buffer.from(bytes).toString("base64url");
        const decoded = decodeKey(text);
        if (decoded !== null) expect(Array.isArray(decoded)).toBe(true);
      }),
    );
    expect(decodeKey("not a key!")).toBeNull();
    expect(decodeKey("g2wAAAACbgUAwLOr4A5oAWo")).toBeNull();
  });
});
