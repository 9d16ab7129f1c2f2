import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeKey, encodeKey } from "./erlang-keys";
import { toEpochMs, toGregorian } from "./gregorian";
import { ACCOUNTS, CREDENTIALS, userNamed } from "./people";
import { idOf, MAIN, RECORDINGS, testClient } from "./test-client";

const SPAN_S = 2_682_000;

async function signedIn(options: Parameters<typeof testClient>[0] = {}) {
  const client = testClient(options);
  await client.signIn();
  return { ...client, nowS: toGregorian(client.clock.ms) };
}

describe("the data", () => {
  test("four hundred recordings and more over fourteen months, of two accounts and many users", async () => {
    const { simulator, clock } = await signedIn({ calls: 400 });
    const ids = simulator.recordingIds();
    expect(ids.length).toBeGreaterThan(400);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^\d{6}-[0-9a-f]{32}$/);
    const oldestMs = simulator.createdMs(ids.at(-1) ?? "") ?? 0;
    expect((clock.ms - oldestMs) / 86_400_000).toBeGreaterThan(390);
    expect(simulator.recordingIds(ACCOUNTS.sub.id).length).toBeGreaterThan(10);
    const owners = ids.map((id) => simulator.recording(id)?.document.owner_id);
    expect(new Set(owners).size).toBeGreaterThan(20);
    expect(owners).toContain(undefined);
  });

  test("hidden creation is the end and 2 to 20 seconds", async () => {
    const { simulator } = await signedIn({ calls: 300, samples: "none" });
    for (const id of simulator.recordingIds()) {
      const { start, duration, duration_ms: durationMs } = simulator.recording(id)?.document ?? {};
      const lagMs = (simulator.createdMs(id) ?? 0) - toEpochMs(Number(start) + Number(duration));
      expect(lagMs).toBeGreaterThanOrEqual(2_000);
      expect(lagMs).toBeLessThanOrEqual(20_000);
      expect(duration).toBe(Math.floor(Number(durationMs) / 1000));
    }
  });

  test("the same in every run, other with another seed, and a million cost nothing", async () => {
    const [one, two, other] = [{ seed: 5 }, { seed: 5 }, { seed: 6 }].map((options) =>
      testClient(options).simulator.recordingIds(),
    );
    expect(one).toEqual(two);
    expect(one).not.toEqual(other);
    const { call, simulator } = await signedIn({ calls: 1_000_000, samples: "none" });
    const { rows } = await call(`${RECORDINGS}?page_size=100`);
    expect(rows).toHaveLength(100);
    expect(rows.map((row) => simulator.recording(row.id)?.document.id)).toEqual(rows.map((row) => row.id));
  });

  test("nothing of the database itself is shown", async () => {
    const { call } = await signedIn();
    const { text } = await call(`${RECORDINGS}?page_size=500`);
    expect(text).not.toMatch(/pvt_|"_id"|"_rev"|_attachments/);
  });
});

describe("the window", () => {
  test("is inclusive at both ends, on the hidden creation time", async () => {
    const { call, simulator, ids } = await signedIn();
    const id = (await ids()).at(5) ?? "";
    const createdS = toGregorian(simulator.createdMs(id) ?? 0);
    const listed = async (fromS: number, toS: number) =>
      (await call(`${RECORDINGS}?created_from=${fromS}&created_to=${toS}`)).rows.map((row) => row.id);
    expect(await listed(createdS, createdS)).toEqual([id]);
    expect(await listed(createdS - 1, createdS)).toContain(id);
    expect(await listed(createdS + 1, createdS + 9)).not.toContain(id);
    expect(await listed(createdS - 9, createdS - 1)).not.toContain(id);
  });

  test("defaults to the last 31 days and an hour; what is no positive number is not heard", async () => {
    const { ids, nowS } = await signedIn();
    const usual = await ids();
    expect(usual.length).toBeGreaterThan(10);
    expect(await ids(`created_from=${nowS - SPAN_S}&created_to=${nowS}`)).toEqual(usual);
    expect(await ids("created_from=abc&created_to=-5")).toEqual(usual);
    expect(await ids("created_to=0")).toEqual(usual);
  });

  test("too wide is 400 with the end as cause, reversed with the beginning", async () => {
    const { call, nowS } = await signedIn();
    const wide = await call(`${RECORDINGS}?created_from=${nowS - SPAN_S - 1}&created_to=${nowS}`);
    expect(wide.status).toBe(400);
    expect(wide.body.message).toBe("validation error");
    expect(wide.data).toMatchObject({ created_from: { date_range: { cause: nowS } } });
    const reversed = await call(`${RECORDINGS}?created_from=${nowS}&created_to=${nowS - 5}`);
    expect(reversed.data).toMatchObject({ created_from: { date_range: { cause: nowS } } });
    expect((await call(`${RECORDINGS}?created_from=${nowS - SPAN_S}&created_to=${nowS}`)).status).toBe(200);
  });

  test("Unix seconds by mistake: one end is too wide, the other and both are an empty list", async () => {
    const { call, clock } = await signedIn();
    const unix = Math.floor(clock.ms / 1000);
    expect((await call(`${RECORDINGS}?created_from=${unix - 60}`)).status).toBe(400);
    for (const query of [`created_to=${unix}`, `created_from=${unix - 60}&created_to=${unix}`]) {
      const answer = await call(`${RECORDINGS}?${query}`);
      expect([answer.status, answer.body.data, answer.body.page_size]).toEqual([200, [], 0]);
      expect(answer.body.start_key).toMatch(/^g2w/);
      expect(answer.body).not.toHaveProperty("next_start_key");
    }
  });
});

describe("months", () => {
  /** Sees which of the two recordings across the month's end a window lists. */
  async function boundary(options: Parameters<typeof testClient>[0]) {
    const client = await signedIn(options);
    const [id, long] = [idOf(client.simulator, 3, 0), idOf(client.simulator, 3, 1)];
    const monthS = toGregorian(Date.UTC(2026, 10, 1));
    const listed = await client.ids(`created_from=${monthS}&created_to=${monthS + 86_400}`);
    const both = await client.ids(`created_from=${monthS - 3600}&created_to=${monthS + 86_400}`);
    const before = await client.ids(`created_from=${monthS - 86_400}&created_to=${monthS - 1}`);
    const read = (await client.call(`${RECORDINGS}/${id}`)).status;
    const has = (ids: readonly string[]) => [id, long].map((one) => ids.includes(one));
    expect(id.startsWith("202610-")).toBe(true);
    expect(toGregorian(client.simulator.createdMs(id) ?? 0)).toBeGreaterThan(monthS);
    return { listed: has(listed), both: has(both), before: has(before), read };
  }

  test.each(["kazoo-4.3", "kazoo-5-docs"] as const)(
    "%s: found only by windows that touch both",
    async (profile) => {
      expect(await boundary({ profile })).toEqual({
        listed: [false, false],
        both: [true, true],
        before: [false, false],
        read: 200,
      });
    },
  );

  test("master: listed, but 404 by id", async () => {
    expect(await boundary({ profile: "kazoo-master" })).toMatchObject({ listed: [true, true], read: 404 });
  });
});

describe("order and pages", () => {
  test("newest first; ascending turns it; descending=false does not", async () => {
    const { simulator, ids } = await signedIn();
    const usual = await ids("page_size=7");
    const created = usual.map((id) => simulator.createdMs(id) ?? 0);
    expect(created).toEqual([...created].sort((a, b) => b - a));
    expect(await ids("page_size=9&ascending=true")).toEqual([...usual].reverse());
    expect(await ids("descending=false")).toEqual(usual);
  });

  test("keys by the recipe: the first of the window, the next of the row that follows", async () => {
    const { simulator, call, nowS } = await signedIn();
    const page = await call(`${RECORDINGS}?page_size=3`);
    expect(page.body.page_size).toBe(3);
    expect(page.body.start_key).toBe(encodeKey([nowS, {}]));
    const [created, id] = decodeKey(page.body.next_start_key ?? "") ?? [];
    expect(created).toBe(toGregorian(simulator.createdMs(String(id)) ?? 0));
    const next = await call(`${RECORDINGS}?page_size=3&start_key=${page.body.next_start_key}`);
    expect(next.rows[0]?.id).toBe(id);
    expect(next.body.start_key).toBe(page.body.next_start_key);
    const owner = userNamed("mali").id;
    const own = await call(`/accounts/${MAIN}/users/${owner}/recordings?page_size=1`);
    expect(own.body.start_key).toBe(encodeKey([owner, nowS, {}]));
    expect(own.rows.every((row) => row.owner_id === owner)).toBe(true);
  });

  test("pages of any size, either way, are the whole list", async () => {
    const { ids } = await signedIn({ calls: 40 });
    const all = await ids("page_size=500");
    const sizes = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(sizes, async ([size, ascending]) => {
        const paged = await ids(`page_size=${size}&ascending=${ascending}`);
        expect(ascending ? paged.reverse() : paged).toEqual(all);
      }),
      { numRuns: 20 },
    );
  });

  test("page_size tells the rows that came; the last page has no next key", async () => {
    const { call } = await signedIn();
    const all = await call(`${RECORDINGS}?page_size=1000`);
    expect(all.body.page_size).toBe(all.rows.length);
    expect(all.body).not.toHaveProperty("next_start_key");
    const usual = await call(RECORDINGS);
    expect(usual.body.page_size).toBe(50);
  });

  test.each([
    ["0", "page size must be at least 1"],
    ["-3", "page size must be at least 1"],
    ["many", "invalid page size"],
  ])("page_size=%s is 404 %s", async (size, words) => {
    const { call } = await signedIn();
    const { status, body } = await call(`${RECORDINGS}?page_size=${size}`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ message: "faulty_request", data: { message: words } });
  });

  test("a key that is none gives an empty page", async () => {
    const { call } = await signedIn();
    const { status, body } = await call(`${RECORDINGS}?start_key=nonsense`);
    expect([status, body.data]).toEqual([200, []]);
  });

  test("a recording deleted between two pages makes no gap", async () => {
    const { call, ids } = await signedIn();
    const before = await ids("page_size=5");
    const page = await call(`${RECORDINGS}?page_size=5`);
    await call(`${RECORDINGS}/${before[5]}`, { method: "DELETE" });
    const next = await call(`${RECORDINGS}?page_size=5&start_key=${page.body.next_start_key}`);
    expect(next.rows.map((row) => row.id)).toEqual(before.slice(6, 11));
  });

  test("paginate: anything but `true` is one answer without keys, and 416 when it is too long", async () => {
    const { simulator, call, ids } = await signedIn();
    const all = await ids("page_size=9");
    for (const value of ["false", "1", "TRUE"]) {
      const { body, rows } = await call(`${RECORDINGS}?paginate=${value}`);
      expect(rows.map((row) => row.id)).toEqual(all);
      for (const key of ["page_size", "start_key", "next_start_key"]) expect(body).not.toHaveProperty(key);
    }
    expect((await call(`${RECORDINGS}?paginate=true`)).body.page_size).toBe(50);
    simulator.switches.unpaginatedRows = all.length - 1;
    const { status, body } = await call(`${RECORDINGS}?paginate=false`);
    expect(status).toBe(416);
    expect(body).toMatchObject({ error: "416", message: "range not satisfiable", data: {} });
  });

  test("five thousand rows are the limit of one answer", async () => {
    const { call, nowS } = await signedIn({ calls: 1_000_000, samples: "none" });
    const query = (seconds: number) => `paginate=false&created_from=${nowS - seconds}&created_to=${nowS}`;
    expect((await call(`${RECORDINGS}?${query(3600)}`)).status).toBe(200);
    expect((await call(`${RECORDINGS}?${query(SPAN_S)}`)).status).toBe(416);
  });
});

describe("whose", () => {
  test("an unknown user is 404 with the id as cause; a device in the path filters nothing", async () => {
    const { call, ids } = await signedIn();
    const nobody = "0".repeat(32);
    const unknown = await call(`/accounts/${MAIN}/users/${nobody}/recordings`);
    expect(unknown.status).toBe(404);
    expect(unknown.body).toMatchObject({ message: "bad_identifier", data: { cause: nobody } });
    const device = userNamed("mali").deviceId;
    expect(await ids("", `/accounts/${MAIN}/devices/${device}/recordings`)).toEqual(await ids());
  });

  test("`account` stands for the token's own", async () => {
    const { ids } = await signedIn();
    expect(await ids("", "/account/recordings")).toEqual(await ids());
  });

  test("who has no recordings sees an empty list", async () => {
    const { call } = await signedIn();
    const { body } = await call(`/accounts/${MAIN}/users/${CREDENTIALS.admin.userId}/recordings`);
    expect(body.data).toEqual([]);
  });
});
