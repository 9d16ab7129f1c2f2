import { describe, expect, test } from "vitest";
import { toGregorian } from "./gregorian";
import { idOf, MAIN, RECORDINGS, testClient } from "./test-client";

describe("a first visit", () => {
  test("sign in, list, read, play, label, delete", async () => {
    const { simulator, call, signIn, bytes } = testClient();
    await signIn();
    const list = await call(`${RECORDINGS}?page_size=5`);
    expect(list.status).toBe(200);
    expect(list.rows).toHaveLength(5);
    expect(list.body.page_size).toBe(5);
    expect(list.body.next_start_key).toMatch(/^g2wAAAAC/);
    const id = idOf(simulator, 7);
    const one = await call(`${RECORDINGS}/${id}`);
    expect(one.data.id).toBe(id);
    expect(one.data).not.toHaveProperty("_read_only");
    const audio = await bytes(`${RECORDINGS}/${id}`, { headers: { accept: "audio/mpeg" } });
    expect(audio.status).toBe(200);
    expect(audio.headers.get("content-type")).toBe("audio/mpeg");
    expect(String(audio.bytes.length)).toBe(audio.headers.get("content-length"));
    const patched = await call(`${RECORDINGS}/${id}`, {
      method: "PATCH",
      body: { data: { user_metadata: { tags: { important: 1 } } } },
    });
    expect(patched.data.user_metadata).toEqual({ tags: { important: 1 } });
    const gone = await call(`${RECORDINGS}/${id}`, { method: "DELETE" });
    expect(gone.data._read_only).toEqual({ deleted: true });
    expect((await call(`${RECORDINGS}/${id}`)).status).toBe(404);
  });

  test("a whole walk gives every recording once, newest first", async () => {
    const { simulator, signIn, ids, clock } = testClient();
    await signIn();
    const nowS = toGregorian(clock.ms);
    const found: string[] = [];
    for (let toS = nowS, months = 0; months < 15; months += 1, toS -= 2_600_000) {
      found.push(...(await ids(`created_from=${toS - 2_600_000}&created_to=${toS}&page_size=7`)));
    }
    const missing = simulator.recordingIds().filter((id) => !found.includes(id));
    expect(missing).toEqual([]);
  });

  test("channels", async () => {
    const { simulator, signIn, call } = testClient({ live: "steady" });
    await signIn();
    const uuid = simulator.addLiveCall();
    const list = await call(`/accounts/${MAIN}/channels`);
    expect(Array.isArray(list.body.data) && list.body.data.length).toBe(8);
    const put = await call(`/accounts/${MAIN}/channels/${encodeURIComponent(uuid)}`, {
      method: "PUT",
      body: { action: "metaflow", data: { module: "record_call", data: { action: "mask" } } },
    });
    expect(put.status).toBe(202);
    expect(put.body.data).toBe("metaflow sent");
  });
});
