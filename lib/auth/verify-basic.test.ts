import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { listAudit } from "@/lib/catalog/audit";
import { type UserRecord, updateUser } from "@/lib/catalog/users";
import { freshCatalog, type TestCatalog } from "@/lib/testing/database";
import { addUser, basicHeader, httpRuntime, TEST_PASSWORD, TEST_SETTINGS } from "@/lib/testing/http-runtime";
import { forgetBasicCredentials, readBasic, verifyBasic } from "./basic";
import * as passwords from "./passwords";
import { createThrottle } from "./throttle";

describe("HTTP Basic", () => {
  let made: TestCatalog;
  let user: UserRecord;
  let nowMs = Date.now();
  const now = () => nowMs;
  let throttle = createThrottle(now);
  const verified = vi.spyOn(passwords, "verifyPassword");

  beforeAll(async () => {
    for (const [name, value] of Object.entries(TEST_SETTINGS)) vi.stubEnv(name, value);
    made = await freshCatalog("pglite");
    user = await addUser(made.catalog, "supervisor");
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await made.discard();
  });

  const ask = (password = TEST_PASSWORD, email = user.email, address = "192.0.2.1") =>
    verifyBasic(httpRuntime(made.catalog, { now }), { email, password }, address, throttle);
  const anew = () => {
    verified.mockClear();
    throttle = createThrottle(now);
    forgetBasicCredentials(user.email);
  };

  test("a verified pair is looked up, not hashed again, for a minute at most", async () => {
    anew();
    expect((await ask())?.id).toBe(user.id);
    expect((await ask())?.id).toBe(user.id);
    expect(verified).toHaveBeenCalledTimes(1);
    nowMs += 60_001;
    expect((await ask())?.id).toBe(user.id);
    expect(verified).toHaveBeenCalledTimes(2);
  });

  test("a burst of one client is one attempt", async () => {
    anew();
    const users = await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(users.every((found) => found?.id === user.id)).toBe(true);
    expect(verified).toHaveBeenCalledTimes(1);
  });

  test("five wrong passwords brake the right one too, remembered or not, and only for that pair", async () => {
    anew();
    await ask();
    for (let index = 0; index < 5; index += 1) expect(await ask("wrong password")).toBeNull();
    await expect(ask()).rejects.toMatchObject({ code: "too_many_requests", retryAfterSeconds: 60 });
    expect((await ask(TEST_PASSWORD, user.email, "192.0.2.2"))?.id).toBe(user.id);
    nowMs += 60_001;
    expect((await ask())?.id).toBe(user.id);
  });

  test("a changed password and a disabled user bite at once", async () => {
    anew();
    await ask();
    const passwordHash = await passwords.hashPassword("another password");
    await updateUser(made.catalog.db, user.id, { passwordHash });
    expect(await ask()).toBeNull();
    expect((await ask("another password"))?.id).toBe(user.id);
    await updateUser(made.catalog.db, user.id, { disabled: true });
    expect(await ask("another password")).toBeNull();
    await updateUser(made.catalog.db, user.id, { disabled: false, passwordHash: user.passwordHash });
  });

  test("the demo's users come in nowhere else", async () => {
    anew();
    const demo = await addUser(made.catalog, "supervisor", { email: "demo@b.test", demo: true });
    expect(await ask(TEST_PASSWORD, demo.email)).toBeNull();
    const inDemo = httpRuntime(made.catalog, { now, demo: true });
    const credentials = { email: demo.email, password: TEST_PASSWORD };
    expect((await verifyBasic(inDemo, credentials, "192.0.2.1", throttle))?.id).toBe(demo.id);
  });

  test("a refused attempt is audited, without what was typed as an e-mail", async () => {
    anew();
    await ask("wrong password", "my-secret-password-typed-here");
    const rows = await listAudit(made.catalog.db, { action: "session.refused", limit: 1 });
    expect(rows[0]).toMatchObject({ userId: null, address: "192.0.2.1", result: "unknown_user" });
    expect(JSON.stringify(rows)).not.toContain("typed-here");
  });
});

describe("the Authorization header", () => {
  test.each([
    [basicHeader("a@b.test", "p:a:ss"), { email: "a@b.test", password: "p:a:ss" }],
    [basicHeader("ä@b.test", "pässword"), { email: "ä@b.test", password: "pässword" }],
    ["basic YTpi", { email: "a", password: "b" }],
    ["Basic YWI=", null],
    ["Basic !!!", null],
    ["Bearer YTpi", null],
    [null, null],
  ])("%s", (header, expected) => {
    expect(readBasic(header)).toEqual(expected);
  });
});
