import { describe, expect, test } from "vitest";
import { PROFILES } from "./profiles";
import { idOf, MAIN, RECORDINGS, testClient } from "./test-client";

async function signedIn(options: Parameters<typeof testClient>[0] = {}) {
  const client = testClient(options);
  await client.signIn();
  return client;
}

describe("the envelope", () => {
  test.each(PROFILES)("%s", async (profile) => {
    const { call } = await signedIn({ profile });
    const { body } = await call(`${RECORDINGS}?is_chunked=false`);
    expect(body).toMatchObject({ status: "success", timestamp: "2026-11-16T12:00:00Z" });
    for (const key of ["request_id", "node", "version", "auth_token", "revision"]) {
      expect(body).toHaveProperty(key, expect.any(String));
    }
    expect("tokens" in body).toBe(profile === "kazoo-master");
    const stranger = await call(RECORDINGS, { token: null });
    expect(stranger.body.auth_token).toBe(
      ["kazoo-4.3", "openkazoo"].includes(profile) ? "undefined" : undefined,
    );
    expect("version" in stranger.body).toBe(!["kazoo-master", "pr-6541"].includes(profile));
  });

  test("what is written per profile: media and source types, the device", async () => {
    const typesOf = async (profile: (typeof PROFILES)[number]) => {
      const { call, simulator } = await signedIn({ profile });
      const { data } = await call(`${RECORDINGS}/${idOf(simulator, 7)}`);
      return [data.media_type, data.source_type, typeof data.endpoint_id];
    };
    expect(await typesOf("kazoo-4.3")).toEqual(["mp3", "kzc_recording", "undefined"]);
    expect(await typesOf("kazoo-master")).toEqual([".mp3", "media_recording", "string"]);
  });

  test("a revision: of the document for one, a digest for a list", async () => {
    const { call, simulator } = await signedIn();
    const one = await call(`${RECORDINGS}/${idOf(simulator, 7)}`);
    expect(one.body.revision).toMatch(/^2-[0-9a-f]{32}$/);
    expect(one.body).not.toHaveProperty("page_size");
    const list = await call(RECORDINGS);
    expect(list.body.revision).toMatch(/^[0-9a-f]{32}$/);
    expect(list.headers.get("etag")).toBe(`"${list.body.revision}"`);
    const again = await call(RECORDINGS, { headers: { "if-none-match": `"${list.body.revision}"` } });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  test("the caller's request id comes back, else one is made", async () => {
    const { call } = await signedIn();
    const named = await call(RECORDINGS, { headers: { "x-request-id": "mine" } });
    expect([named.body.request_id, named.headers.get("x-request-id")]).toEqual(["mine", "mine"]);
    const [one, two] = [await call(RECORDINGS), await call(RECORDINGS)];
    expect(one.body.request_id).toMatch(/^[0-9a-f]{32}$/);
    expect(one.body.request_id).not.toBe(two.body.request_id);
  });
});

describe("headers", () => {
  test("of an ordinary answer", async () => {
    const { call } = await signedIn();
    const { headers, text } = await call(RECORDINGS);
    expect(headers.get("content-length")).toBe(String(Buffer.byteLength(text)));
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("expires")).toBe("Fri, 01 Jan 1999 00:00:00 GMT");
    expect(headers.get("vary")).toContain("accept");
  });

  test("CORS on every answer, good or bad: neither accept nor range may be asked for, nor content-range read", async () => {
    const { call, simulator } = await signedIn();
    for (const answer of [
      await call(RECORDINGS),
      await call(RECORDINGS, { token: null }),
      await call(`${RECORDINGS}/${idOf(simulator, 7)}`, { headers: { accept: "audio/mpeg" } }),
    ]) {
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      const asked = answer.headers.get("access-control-allow-headers")?.toLowerCase().split(/,\s*/) ?? [];
      expect(asked).toEqual(expect.arrayContaining(["x-auth-token", "content-type", "if-match"]));
      expect(asked.filter((name) => name === "accept" || name === "range")).toEqual([]);
      expect(answer.headers.get("access-control-expose-headers")).not.toMatch(/disposition|range/i);
      expect(answer.headers.get("access-control-max-age")).toBe("86400");
    }
  });

  test("OPTIONS needs no token", async () => {
    const { call } = await signedIn();
    const answer = await call(RECORDINGS, { method: "OPTIONS", token: null });
    expect([answer.status, answer.headers.get("access-control-allow-methods")]).toEqual([
      200,
      expect.stringContaining("PATCH"),
    ]);
  });

  test("an error's content type: JSON on 4.3; on master none, or that of the sound", async () => {
    const typeOf = async (profile: (typeof PROFILES)[number], accept: string, id: string) => {
      const { call } = await signedIn({ profile });
      const answer = await call(`${RECORDINGS}/${id}`, { headers: { accept } });
      expect(JSON.parse(answer.text).status).toBe("error");
      return answer.headers.get("content-type");
    };
    const missing = `202611-${"0".repeat(32)}`;
    expect(await typeOf("kazoo-4.3", "audio/mpeg", missing)).toBe("application/json");
    expect(await typeOf("kazoo-master", "audio/mpeg", missing)).toBe("audio/mpeg");
    const { call } = await signedIn({ profile: "kazoo-master" });
    expect((await call(RECORDINGS, { token: null })).headers.get("content-type")).toBeNull();
  });
});

describe("which error wins", () => {
  test("a bad body, then an old token, then the path, the verb, the account, who, what", async () => {
    const { call, clock, signIn } = await signedIn();
    const unknownAccount = `/accounts/${"0".repeat(32)}/recordings`;
    const statusOf = async (path: string, options: Parameters<typeof call>[1] = {}) => {
      const { status, body } = await call(path, options);
      return [status, body.message];
    };
    clock.ms += 3_600_000;
    expect(await statusOf("/nothing", { method: "PUT", body: "{" })).toEqual([400, "validation error"]);
    expect(await statusOf("/nothing")).toEqual([401, "invalid credentials"]);
    expect(await statusOf("/nothing", { token: null })).toEqual([404, "not_found"]);
    expect(await statusOf(unknownAccount, { method: "POST", token: null })).toEqual([405, "invalid_method"]);
    expect(await statusOf(unknownAccount, { token: null })).toEqual([404, "bad_identifier"]);
    expect(await statusOf(RECORDINGS, { token: null, headers: { accept: "image/png" } })).toEqual([
      401,
      "invalid_credentials",
    ]);
    await signIn();
    expect(await statusOf(`${RECORDINGS}?page_size=0`, { headers: { accept: "image/png" } })).toEqual([
      406,
      undefined,
    ]);
  });

  test("an account id of another length is malformed, and named", async () => {
    const { call } = await signedIn();
    const { status, body, data } = await call("/accounts/short/recordings");
    expect([status, body.message]).toEqual([404, "bad identifier"]);
    expect(data.message).toContain("short");
  });

  test.each([
    ["POST", RECORDINGS],
    ["PUT", RECORDINGS],
    ["DELETE", RECORDINGS],
    ["PATCH", RECORDINGS],
    ["PUT", `${RECORDINGS}/202611-${"0".repeat(32)}`],
    ["HEAD", RECORDINGS],
  ])("%s %s is 405 without Allow", async (method, path) => {
    const { call } = await signedIn();
    const answer = await call(path, { method, ...(method === "HEAD" ? {} : { body: { data: {} } }) });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, null]);
  });

  test("HEAD on sound is 405", async () => {
    const { call, simulator } = await signedIn();
    const answer = await call(`${RECORDINGS}/${idOf(simulator, 7)}`, {
      method: "HEAD",
      headers: { accept: "audio/mpeg" },
    });
    expect(answer.status).toBe(405);
  });

  test("deeper paths, a module that is not started, the old version", async () => {
    const { call, send, simulator } = await signedIn();
    expect((await call(`${RECORDINGS}/${idOf(simulator, 7)}/attachment`)).body.message).toBe("not_found");
    const old = await send(`/v1${RECORDINGS}`);
    expect([old.status, (await old.json()).message]).toEqual([410, "gone"]);
    simulator.switches.recordingsModule = false;
    const { status, body } = await call(RECORDINGS);
    expect([status, body.message, body.data]).toEqual([404, "not_found", { message: "not found" }]);
  });
});

describe("who is behind the ids", () => {
  test("users, devices and the account", async () => {
    const { call } = await signedIn();
    const users = await call(`/accounts/${MAIN}/users`);
    const jane = users.rows.find((row) => row.username === "jsmith");
    expect(jane).toMatchObject({ first_name: "Jane", last_name: "Smith", priv_level: "user" });
    expect((await call(`/accounts/${MAIN}/users/${jane?.id}`)).data.username).toBe("jsmith");
    expect((await call(`/accounts/${MAIN}/users/${"0".repeat(32)}`)).status).toBe(404);
    const devices = await call(`/accounts/${MAIN}/devices`);
    expect(devices.rows.some((row) => row.owner_id === jane?.id)).toBe(true);
    expect((await call(`/accounts/${MAIN}`)).data.realm).toBe("tidewell.example.com");
  });
});
