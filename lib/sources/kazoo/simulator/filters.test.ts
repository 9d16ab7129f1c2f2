import { describe, expect, test } from "vitest";
import { toGregorian } from "./gregorian";
import { userNamed } from "./people";
import { idOf, RECORDINGS, type Row, testClient } from "./test-client";
import { isObject } from "./wire";

async function listed(query: string): Promise<readonly Row[]> {
  const client = testClient({ calls: 200 });
  await client.signIn();
  const answer = await client.call(`${RECORDINGS}?page_size=500${query === "" ? "" : `&${query}`}`);
  expect(answer.status).toBe(200);
  return answer.rows;
}

const tagsOf = (row: Row): unknown => (isObject(row.user_metadata) ? row.user_metadata.tags : undefined);

describe("filters", () => {
  test("equal, as text", async () => {
    const rows = await listed("filter_duration=75");
    expect(rows.length).toBeGreaterThan(3);
    expect(new Set(rows.map((row) => row.duration))).toEqual(new Set([75]));
  });

  test("a JSON array is any of its values", async () => {
    const owners = [userNamed("mali").id, userNamed("jsmith").id];
    const rows = await listed(`filter_owner_id=${encodeURIComponent(JSON.stringify(owners))}`);
    expect(new Set(rows.map((row) => row.owner_id))).toEqual(new Set(owners));
  });

  test("not equal lets those pass that lack the field", async () => {
    const rows = await listed("filter_not_direction=inbound");
    expect(rows.some((row) => row.direction === undefined)).toBe(true);
    expect(rows.some((row) => row.direction === "inbound")).toBe(false);
  });

  test("paths into objects, for keys and for values", async () => {
    const important = await listed("has_key=user_metadata.tags.important");
    expect(important.length).toBeGreaterThan(2);
    for (const row of important) expect(tagsOf(row)).toHaveProperty("important");
    const valued = await listed("filter_user_metadata.tags.important=1");
    expect(valued).toEqual(important);
    const inVars = await listed("filter_custom_channel_vars.Privacy-Hide-Number=true");
    expect(inVars.map((row) => row.caller_id_number)).toContain("+442079460177");
  });

  test("absent keys, empty values; the name that the docs give does nothing", async () => {
    const all = await listed("");
    const ownerless = await listed("key_missing=owner_id");
    expect(ownerless.length).toBeGreaterThan(2);
    expect(ownerless.some((row) => row.owner_id !== undefined)).toBe(false);
    const nameless = await listed("value_missing=callee_id_name");
    expect(nameless.some((row) => row.callee_id_name === "")).toBe(true);
    expect(nameless.every((row) => row.callee_id_name === "" || row.callee_id_name === undefined)).toBe(true);
    const named = await listed("has_value=callee_id_name");
    expect(named.length + nameless.length).toBe(all.length);
    expect(await listed("missing_value=callee_id_name")).toEqual(all);
    expect(await listed("colour=blue")).toEqual(all);
  });

  test("exact and case-sensitive: no part, no wildcard, no other case", async () => {
    for (const query of ["filter_direction=in", "filter_direction=Inbound", "filter_direction=in*"]) {
      expect(await listed(query)).toEqual([]);
    }
    const number = "+442079460177";
    expect(await listed(`filter_caller_id_number=${number}`)).toEqual([]);
    expect(await listed(`filter_caller_id_number=${encodeURIComponent(number)}`)).toHaveLength(1);
  });

  test("all of them count, and one key twice counts twice", async () => {
    const twice = await listed("filter_direction=inbound&filter_direction=outbound");
    expect(twice).toEqual([]);
    const both = await listed(`filter_direction=inbound&filter_owner_id=${userNamed("jsmith").id}`);
    expect(both.length).toBeGreaterThan(0);
    for (const row of both)
      expect([row.direction, row.owner_id]).toEqual(["inbound", userNamed("jsmith").id]);
  });

  test("private fields can be matched though nobody sees them", async () => {
    expect((await listed("filter_pvt_type=call_recording")).length).toBeGreaterThan(50);
    expect(await listed("filter_pvt_type=cdr")).toEqual([]);
  });

  test("what can't be compared hides the row", async () => {
    const rows = await listed("filter_not_custom_channel_vars=x");
    expect(rows.every((row) => row.custom_channel_vars === undefined)).toBe(true);
  });

  test("times of change act only beside another filter", async () => {
    const client = testClient();
    await client.signIn();
    const id = idOf(client.simulator, 12);
    await client.call(`${RECORDINGS}/${id}`, {
      method: "PATCH",
      body: { data: { user_metadata: { note: "new" } } },
    });
    const since = `modified_from=${toGregorian(client.clock.ms)}`;
    expect((await client.ids(since)).length).toBeGreaterThan(20);
    expect(await client.ids(`${since}&has_key=id`)).toEqual([id]);
    expect(await client.ids("modified_to=1&has_key=id")).toEqual([]);
  });

  test("a rare match fills its page from as far as it must", async () => {
    const client = testClient({ calls: 5000, samples: "none" });
    await client.signIn();
    const query = "has_key=user_metadata.tags.review&page_size=40";
    const page = await client.call(`${RECORDINGS}?${query}`);
    expect(page.body.page_size).toBe(40);
    expect(page.body.next_start_key).toBeDefined();
    const all = await client.ids(query);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(40);
  });
});

describe("other forms", () => {
  test("CSV when asked, also as a stream of bytes; sound is 406 without a body", async () => {
    const client = testClient();
    await client.signIn();
    for (const accept of ["text/csv", "application/octet-stream"]) {
      const answer = await client.call(`${RECORDINGS}?page_size=3`, { headers: { accept } });
      expect(answer.headers.get("content-type")).toBe("text/csv");
      expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename=/);
      const lines = answer.text.trim().split("\r\n");
      expect(lines).toHaveLength(4);
      expect(lines[0]).toContain('"custom_channel_vars.Account-ID"');
    }
    const refused = await client.call(RECORDINGS, { headers: { accept: "audio/mpeg" } });
    expect([refused.status, refused.text]).toEqual([406, ""]);
  });

  test("chunked: all behind the rows is text; a break midway still says success", async () => {
    const client = testClient();
    await client.signIn();
    const usual = await client.call(`${RECORDINGS}?page_size=10`);
    const chunked = await client.call(`${RECORDINGS}?page_size=10&is_chunked=true&chunk_size=3`);
    expect(chunked.rows).toEqual(usual.rows);
    const { data, ...rest } = chunked.body;
    expect(rest).toMatchObject({
      page_size: "10",
      status: "success",
      next_start_key: usual.body.next_start_key,
    });
    for (const value of Object.values(rest)) expect(value).toBeTypeOf("string");
    expect(chunked.headers.get("content-length")).toBeNull();
    const broken = await client.call(`${RECORDINGS}?page_size=10&is_chunked=true`, {
      headers: { "x-simulator-fault": "truncatedChunks" },
    });
    expect(broken.rows).toHaveLength(5);
    expect(broken.body.status).toBe("success");
    expect((await client.call(`${RECORDINGS}?is_chunked=true&chunk_size=51`)).status).toBe(404);
    const none = await client.call(`${RECORDINGS}?is_chunked=true&filter_direction=nowhere`);
    expect(none.body).toMatchObject({ data: [], page_size: "0" });
  });
});
