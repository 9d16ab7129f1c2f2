import { describe, expect, test } from "vitest";
import { mergeJson } from "./change-recording";
import { PROFILES } from "./profiles";
import { createKazooSimulator } from "./simulator";
import { idOf, RECORDINGS, testClient } from "./test-client";

async function signedIn(options: Parameters<typeof testClient>[0] = {}) {
  const client = testClient(options);
  await client.signIn();
  const id = idOf(client.simulator, 12);
  const path = `${RECORDINGS}/${id}`;
  const patch = (data: unknown, headers: Record<string, string> = {}) =>
    client.call(path, { method: "PATCH", body: { data }, headers });
  return { ...client, id, path, patch };
}

describe("PATCH", () => {
  test("merges, removes what is null, replaces arrays, and gives the full document back", async () => {
    const { patch, call, path } = await signedIn();
    const before = (await call(path)).body.revision;
    const answer = await patch({ user_metadata: { tags: { important: null, review: 1 }, list: [1, 2] } });
    expect(answer.status).toBe(200);
    expect(answer.data.user_metadata).toEqual({ tags: { review: 1 }, note: "kept", list: [1, 2] });
    expect(answer.data.interaction_id).toBeTypeOf("string");
    expect(answer.body.revision).not.toBe(before);
    await patch({ user_metadata: { list: [3] } });
    const read = await call(path);
    expect(read.data.user_metadata).toEqual({ tags: { review: 1 }, note: "kept", list: [3] });
    expect(read.headers.get("etag")).toBe(`"${read.body.revision}"`);
  });

  test("nothing else is written, and nothing is said about it", async () => {
    const { patch, call, path } = await signedIn();
    const before = (await call(path)).data;
    const answer = await patch({ caller_id_number: "999", id: "other", user_metadata: { note: "new" } });
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ ...before, user_metadata: { tags: { important: 1 }, note: "new" } });
  });

  test("metadata that is no object or too large is 400, a body without data too", async () => {
    const { patch, call, path } = await signedIn();
    expect((await patch({ user_metadata: ["important"] })).data).toHaveProperty("user_metadata.type");
    const large = await patch({ user_metadata: { note: "x".repeat(70_000) } });
    expect([large.status, large.body.message]).toEqual([400, "validation error"]);
    expect(large.data).toHaveProperty("user_metadata.maxSize");
    const bare = await call(path, { method: "PATCH", body: { user_metadata: {} } });
    expect([bare.status, bare.body.message]).toEqual([400, "invalid request envelope"]);
    const broken = await call(path, { method: "PATCH", body: '{"data":' });
    expect(broken.data).toHaveProperty("json.invalid");
    const huge = await call(path, {
      method: "PATCH",
      body: JSON.stringify({ data: { note: "x".repeat(8_000_000) } }),
    });
    expect(huge.status).toBe(413);
  });

  test("a stale If-Match is 412 without a body; the right one, with its quotes, passes", async () => {
    const { patch, call, path } = await signedIn();
    const { revision } = (await call(path)).body;
    expect((await patch({ user_metadata: { a: 1 } }, { "if-match": `"${revision}"` })).status).toBe(200);
    const stale = await patch({ user_metadata: { a: 2 } }, { "if-match": `"${revision}"` });
    expect([stale.status, stale.text]).toEqual([412, ""]);
    expect((await call(path)).data.user_metadata).toMatchObject({ a: 1 });
  });

  test("409 on demand changes nothing", async () => {
    const { patch, call, path, simulator } = await signedIn();
    simulator.switches.conflict = { times: 1 };
    const conflict = await patch({ user_metadata: { a: 1 } });
    expect(conflict.status).toBe(409);
    expect(conflict.body).toMatchObject({
      message: "datastore_conflict",
      data: { message: "conflicting documents" },
    });
    expect((await call(path)).data.user_metadata).not.toHaveProperty("a");
    expect((await patch({ user_metadata: { a: 1 } })).status).toBe(200);
  });

  test("a POST can carry it", async () => {
    const { call, path } = await signedIn();
    const answer = await call(path, {
      method: "POST",
      body: { data: { user_metadata: { a: 1 } }, verb: "PATCH" },
    });
    expect(answer.data.user_metadata).toMatchObject({ a: 1 });
    expect((await call(`${path}?verb=DELETE`, { method: "POST" })).data._read_only).toEqual({
      deleted: true,
    });
  });

  test.each(PROFILES)("%s: who takes it and who answers 405", async (profile) => {
    const { patch } = await signedIn({ profile });
    const takes = profile === "kazoo-5-docs" || profile === "pr-6541";
    const answer = await patch({ user_metadata: { a: 1 } });
    expect(answer.status).toBe(takes ? 200 : 405);
    if (!takes)
      expect(answer.body).toMatchObject({
        message: "invalid_method",
        data: { message: "method not allowed" },
      });
  });

  test("mergeJson leaves both its arguments alone", () => {
    const stored = { a: { b: 1 } };
    expect(mergeJson(stored, { a: { c: 2, b: null }, d: { e: null } })).toEqual({ a: { c: 2 }, d: {} });
    expect(stored).toEqual({ a: { b: 1 } });
  });
});

describe("DELETE", () => {
  test("soft unless asked otherwise; again is 404, and lists have it no more", async () => {
    const { call, path, id, ids, simulator } = await signedIn();
    const { revision } = (await call(path)).body;
    const answer = await call(path, { method: "DELETE" });
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({ id, _read_only: { deleted: true } });
    expect(answer.body.revision).toBe(revision);
    expect(simulator.recording(id)?.deleted).toBe("soft");
    for (const method of ["DELETE", "GET", "PATCH"]) {
      const again = await call(path, { method, ...(method === "PATCH" ? { body: { data: {} } } : {}) });
      expect(again.status).toBe(404);
      expect(again.body).toMatchObject({
        message: "bad_identifier",
        data: { cause: id, message: "bad identifier" },
      });
    }
    expect(await ids()).not.toContain(id);
  });

  test("should_soft_delete=false is for good", async () => {
    const { call, path, id, simulator } = await signedIn();
    await call(`${path}?should_soft_delete=false`, { method: "DELETE" });
    expect(simulator.recording(id)?.deleted).toBe("hard");
  });

  test("one that was deleted before anybody came is not there", async () => {
    const { call, simulator } = await signedIn();
    expect((await call(`${RECORDINGS}/${idOf(simulator, 13)}`, { method: "DELETE" })).status).toBe(404);
  });

  test("a provider keeps its copy, as only the simulator can show", async () => {
    const { call, simulator, send } = await signedIn();
    const [first = "", second = ""] = simulator.awkward[14] ?? [];
    await call(`${RECORDINGS}/${first}`, { method: "DELETE" });
    await call(`${RECORDINGS}/${second}?should_soft_delete=false`, { method: "DELETE" });
    const { copies } = await (await send("/simulator/provider")).json();
    const stateOf = (id: string) => copies.find((copy: { id: string }) => copy.id === id)?.document;
    expect([stateOf(first), stateOf(second)]).toEqual(["soft", "hard"]);
    expect(copies.some((copy: { document: string }) => copy.document === "there")).toBe(true);
  });

  test("sound can't be accepted, a stale If-Match is 412, a conflict 409", async () => {
    const { call, path, simulator } = await signedIn();
    const remove = (headers: Record<string, string>) => call(path, { method: "DELETE", headers });
    expect((await remove({ accept: "audio/mpeg" })).status).toBe(406);
    expect((await remove({ "if-match": '"1-old"' })).status).toBe(412);
    expect((await remove({ "x-simulator-fault": "conflict" })).status).toBe(409);
    expect(simulator.recording(path.split("/").at(-1) ?? "")?.deleted).toBeNull();
  });
});

describe("pr-6541", () => {
  const mark = { deleted_by: { account_id: "a", user_id: "u" }, deleted_at: 63898890000 };

  test("soft_delete hides from lists, unless they include it; soft_restore is one more field", async () => {
    const { patch, ids, id, call, path } = await signedIn({ profile: "pr-6541" });
    expect((await patch({ soft_delete: mark })).data.soft_delete).toEqual(mark);
    expect(await ids()).not.toContain(id);
    expect(await ids("include=soft_delete")).toContain(id);
    expect((await call(path)).status).toBe(200);
    await patch({ soft_delete: null, soft_restore: mark });
    expect(await ids()).toContain(id);
  });

  test("any field can be written, but the id", async () => {
    const { patch, id } = await signedIn({ profile: "pr-6541" });
    const { data } = await patch({ description: "mine", id: "other", pvt_type: "x" });
    expect(data).toMatchObject({ description: "mine", id });
    expect(data).not.toHaveProperty("pvt_type");
  });

  test("many at once: what went well and what did not, by id", async () => {
    const { call, ids, simulator } = await signedIn({ profile: "pr-6541" });
    const all = await ids();
    const gone = idOf(simulator, 13);
    const bulk = (data: unknown) => call(`${RECORDINGS}/collection`, { method: "PATCH", body: { data } });
    const answer = await bulk({ recordings: [all[0], all[1], gone], soft_delete: mark });
    expect(answer.status).toBe(200);
    expect(Object.keys(Object(answer.data.success))).toEqual([all[0], all[1]]);
    expect(answer.data.failure).toEqual({ [gone]: { cause: gone, code: 404, message: "bad_identifier" } });
    for (const [recordings, code] of [
      [[all[2], all[2]], "uniqueItems"],
      [[], "minimum"],
      [undefined, "required"],
      ["one", "type"],
    ]) {
      const refused = await bulk({ recordings, soft_delete: mark });
      expect(refused.status).toBe(400);
      expect(refused.data).toHaveProperty(`recordings.${code}`);
    }
  });

  test("lists are chunked unless asked otherwise; other servers know no collection", async () => {
    const { call } = await signedIn({ profile: "pr-6541" });
    expect((await call(`${RECORDINGS}?page_size=2`)).body.page_size).toBe("2");
    expect((await call(`${RECORDINGS}?page_size=2&is_chunked=false`)).body.page_size).toBe(2);
    const usual = await signedIn();
    const answer = await usual.call(`${RECORDINGS}/collection`, { method: "PATCH", body: { data: {} } });
    expect(answer.status).toBe(404);
  });
});

describe("between starts", () => {
  test("a snapshot carries what clients changed into another process; reset forgets it", async () => {
    const { simulator, patch, call, ids, id } = await signedIn({ live: "steady" });
    await patch({ user_metadata: { a: 1 } });
    const all = await ids();
    await call(`${RECORDINGS}/${all[0]}`, { method: "DELETE" });
    simulator.switches.storeLagS = 0;
    const uuid = simulator.liveCalls()[0]?.uuid ?? "";
    simulator.endLiveCall(uuid);
    const snapshot: unknown = JSON.parse(JSON.stringify(simulator.snapshot()));

    const other = createKazooSimulator({
      calls: 60,
      live: "steady",
      now: () => new Date(Date.UTC(2026, 10, 16, 12)),
    });
    other.restore(snapshot);
    expect(other.recording(id)?.document.user_metadata).toMatchObject({ a: 1 });
    expect(other.recording(all[0] ?? "")?.deleted).toBe("soft");
    expect(other.recordingIds()).toEqual(simulator.recordingIds());
    expect(other.liveCalls()).toEqual(simulator.liveCalls());
    expect(() => other.restore({ version: 2 })).toThrow();

    simulator.reset();
    expect(simulator.recording(id)?.document.user_metadata).not.toHaveProperty("a");
    expect(simulator.liveCalls()).toHaveLength(3);
  });
});
