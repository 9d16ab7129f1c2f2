import { expect, test } from "vitest";
import { auditKeys, basicCacheKey, credentialStampKey, sessionSecret, spoolKey } from "./keys";

const NEW = "n".repeat(32);
const OLD = "o".repeat(32);

test("each use of the secret has a key of its own, the same at every start", () => {
  const env = { secret: NEW };
  const keys = [spoolKey(env), basicCacheKey(env), credentialStampKey(env)].map((key) =>
    key.toString("base64url"),
  );
  expect(new Set([...keys, sessionSecret(env)]).size).toBe(4);
  expect(spoolKey(env).equals(spoolKey({ secret: NEW }))).toBe(true);
  expect(spoolKey(env)).toHaveLength(32);
});

test("after a change of the secret the old audit key still verifies and no longer seals", () => {
  const before = auditKeys({ secret: OLD, oldSecrets: [] });
  const after = auditKeys({ secret: NEW, oldSecrets: [OLD] });
  expect(after.currentId).not.toBe(before.currentId);
  expect(after.keys.get(before.currentId)?.equals(before.keys.get(before.currentId) ?? Buffer.alloc(0))).toBe(
    true,
  );
});
