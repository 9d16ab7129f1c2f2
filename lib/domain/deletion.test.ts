import { expect, test } from "vitest";
import { REFUSALS, refuseDeletion } from "./deletion";

test.each([
  [false, false, null],
  [true, false, "protected"],
  [false, true, "protected"],
  [true, true, "protected"],
] as const)("protected at the vendor %s, by us %s: %s", (nonDelete, protectedHere, refusal) => {
  expect(refuseDeletion({ nonDelete, protectedHere })).toBe(refusal);
});

test("each refusal is said in words", () => {
  expect(REFUSALS.protected).toMatch(/protected/);
});
