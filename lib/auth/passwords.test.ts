import { describe, expect, test } from "vitest";
import { hashPassword, refusePassword, verifyPassword } from "./passwords";

describe("passwords", () => {
  test("the right one is accepted, any other is not", async () => {
    const stored = await hashPassword("correct horse battery");
    expect(stored).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[^$]+\$[^$]+$/);
    expect(stored).not.toContain("correct");
    expect(await verifyPassword("correct horse battery", stored)).toBe(true);
    expect(await verifyPassword("correct horse batter", stored)).toBe(false);
    expect(await verifyPassword("", stored)).toBe(false);
  });

  test("the same password is never stored the same way twice", async () => {
    expect(await hashPassword("one password")).not.toBe(await hashPassword("one password"));
  });

  test("letters composed in another way are the same password", async () => {
    const stored = await hashPassword("pa\u00dfw\u00f6rter!!");
    expect(await verifyPassword("pa\u00dfwo\u0308rter!!", stored)).toBe(true);
  });

  test("no account and a broken hash are refused, after as much work", async () => {
    const startedMs = performance.now();
    expect(await verifyPassword("anything at all", null)).toBe(false);
    expect(performance.now() - startedMs).toBeGreaterThan(20);
    expect(await verifyPassword("anything at all", "plain text")).toBe(false);
  });

  test("a password of more than a thousand characters is nobody's", async () => {
    const long = "x".repeat(5_000);
    expect(await verifyPassword(long, await hashPassword(long))).toBe(false);
  });

  test.each([
    ["short", /10 characters or more/],
    ["x".repeat(1_001), /at most/],
    ["ten chars!", null],
  ])("%s is judged before it is stored", (password, words) => {
    const refusal = refusePassword(password);
    if (words === null) expect(refusal).toBeNull();
    else expect(refusal).toMatch(words);
  });
});
