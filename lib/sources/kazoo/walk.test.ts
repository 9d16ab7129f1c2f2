import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  awkwardId,
  DAY_MS,
  EVERYTHING,
  kazooSource,
  NOW,
  NOW_MS,
  no,
  ok,
  rawDocument,
  type Sent,
  scripted,
  signal,
  simulated,
  vendorIdIn,
  walkAll,
} from "./test-kit";

const WEEK = { fromMs: NOW_MS - 7 * DAY_MS, toMs: NOW_MS };
const numberIn = (sent: Sent, name: string) => Number(sent.query.get(name));

describe("a window", () => {
  test("is asked for in Gregorian seconds, both ends inside, in pages of a hundred, as JSON", async () => {
    const { fetch, sent } = scripted(() => ok([]));
    await walkAll(kazooSource(fetch), WEEK);
    expect(sent).toHaveLength(1);
    expect(Object.fromEntries(sent[0]?.query ?? [])).toEqual({
      created_from: String(NOW - 7 * 86_400),
      created_to: String(NOW - 1),
      page_size: "100",
    });
    expect(sent[0]?.headers.get("accept")).toBe("application/json");
  });

  test("of ninety days is cut into parts that Kazoo lists, newest first, with nothing between", async () => {
    const { fetch, sent } = scripted(() => ok([]));
    await walkAll(kazooSource(fetch), { fromMs: NOW_MS - 90 * DAY_MS, toMs: NOW_MS });
    expect(sent).toHaveLength(3);
    const parts = sent.map((one) => [numberIn(one, "created_from"), numberIn(one, "created_to")]);
    for (const [from = 0, to = 0] of parts) expect(to - from).toBeLessThanOrEqual(2_682_000);
    expect(parts[0]?.[1]).toBe(NOW - 1);
    for (const [index, [, to = 0]] of parts.slice(1).entries()) {
      expect(to).toBeGreaterThanOrEqual((parts[index]?.[0] ?? 0) - 1);
    }
  });

  test("that holds no whole second asks nothing", async () => {
    const { fetch, sent } = scripted(() => ok([]));
    expect(await kazooSource(fetch).walk({ fromMs: 1_001, toMs: 1_900 }, null, signal)).toEqual({
      recordings: [],
      cursor: null,
      overflow: false,
      rejected: 0,
    });
    expect(sent).toHaveLength(0);
  });

  test("a cursor of another make is refused", async () => {
    const { fetch } = scripted(() => ok([]));
    await expect(kazooSource(fetch).walk(WEEK, "7_x", signal)).rejects.toMatchObject({ kind: "invalid" });
  });
});

describe("pages", () => {
  const row = (nth: number) =>
    rawDocument({ id: `202611-${String(nth).padStart(32, "0")}`, interaction_id: `${NOW - nth}-0000000a` });

  test("repeat the window and carry the key that came, byte for byte", async () => {
    const key = "g2wAAAACbgUAaLGr4A5t+/=&";
    const { fetch, sent } = scripted((_, nth) => ok([row(nth)], nth === 0 ? { next_start_key: key } : {}));
    const { recordings } = await walkAll(kazooSource(fetch), WEEK);
    expect(recordings).toHaveLength(2);
    expect(sent.map(({ query }) => query.get("start_key"))).toEqual([null, key]);
    expect(new Set(sent.map(({ query }) => query.get("created_from"))).size).toBe(1);
    expect(new Set(sent.map(({ query }) => query.get("created_to"))).size).toBe(1);
  });

  test("a key that is the one just sent ends the part, and the older part follows", async () => {
    const { fetch, sent } = scripted(() => ok([row(1)], { next_start_key: "same" }));
    await walkAll(kazooSource(fetch), { fromMs: NOW_MS - 40 * DAY_MS, toMs: NOW_MS });
    expect(sent.map(({ query }) => query.get("start_key"))).toEqual([null, "same", null, "same"]);
  });

  test("trailers that are texts are read like numbers", async () => {
    const { fetch } = scripted(() => ok([row(1), row(2)], { page_size: "50", start_key: "a" }));
    expect((await walkAll(kazooSource(fetch), WEEK)).recordings).toHaveLength(2);
  });

  test("a list that is cut short is no end of the list", async () => {
    const whole = JSON.stringify({ data: [row(1), row(2)], status: "success" });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        const { fetch } = scripted(() => new Response(whole.slice(0, length)));
        const walk = kazooSource(fetch).walk(WEEK, null, signal);
        await expect(walk).rejects.toMatchObject({ kind: "unreachable" });
      }),
      { numRuns: 20 },
    );
  });

  test("whatever the pages and however rows repeat, each document is told at least once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 8 }), { minLength: 1, maxLength: 6 }),
        async (pages) => {
          const { fetch } = scripted((sent) => {
            const nth = Number(sent.query.get("start_key") ?? 0);
            const next = nth + 1 < pages.length ? { next_start_key: String(nth + 1) } : {};
            return ok((pages[nth] ?? []).map(row), next);
          });
          const { recordings } = await walkAll(kazooSource(fetch), WEEK);
          const found = new Set(
            recordings.flatMap(({ recording }) => recording.mediaFiles.map((f) => f.mediaKey)),
          );
          expect(found.size).toBe(new Set(pages.flat()).size);
        },
      ),
    );
  });

  test("the simulator's pages come newest first and hold what it has", async () => {
    const { simulator, source } = simulated({ calls: 150 });
    const { recordings, rejected } = await walkAll(source, EVERYTHING);
    expect(rejected).toBe(0);
    const refs = recordings.flatMap(({ recording }) =>
      recording.mediaFiles.map((file) => file.vendorRef.split(" ")[0]),
    );
    expect(new Set(refs)).toEqual(new Set(simulator.recordingIds()));
    const created = refs.map((id) => simulator.createdMs(id ?? "") ?? 0);
    // Within a page the documents of one call stand together, so only pages are in order.
    expect(Math.max(...created)).toBe(Math.max(...created.slice(0, 100)));
  });
});

describe("documents of one call", () => {
  const call = [
    rawDocument({ id: "202611-00000000000000000000000000000001", start: NOW - 600 }),
    rawDocument({ id: "202611-00000000000000000000000000000002", start: NOW - 610, call_id: "other-leg" }),
  ];

  test("are one recording with several files, of which there may be more", async () => {
    const { fetch } = scripted(() => ok(call));
    const [row, ...others] = (await walkAll(kazooSource(fetch), WEEK)).recordings;
    expect(others).toEqual([]);
    expect(row?.files).toBe("some");
    expect(row?.recording.mediaFiles.map(({ startMs }) => startMs)).toEqual([
      NOW_MS - 610_000,
      NOW_MS - 600_000,
    ]);
  });

  test("that never held a tag say nothing about labels, for the tag may be on another; those that did, say", async () => {
    const labelsWith = async (tags: unknown) => {
      const tagged = rawDocument({ id: call[0]?.id, user_metadata: tags === undefined ? null : { tags } });
      const { fetch } = scripted(() => ok([tagged]));
      return (await walkAll(kazooSource(fetch), WEEK)).recordings[0]?.labels?.map(({ name }) => name) ?? null;
    };
    expect(await labelsWith(undefined)).toBeNull();
    expect(await labelsWith({})).toEqual([]);
    expect(await labelsWith({ vip: 1 })).toEqual(["vip"]);
  });

  test("a lone document has all its labels, none included", async () => {
    const { fetch } = scripted(() => ok([rawDocument({ interaction_id: null })]));
    expect((await walkAll(kazooSource(fetch), WEEK)).recordings[0]?.labels).toEqual([]);
  });
});

describe("names of people", () => {
  test("are asked for once in ten minutes, and only when somebody owns a recording", async () => {
    let nowMs = NOW_MS;
    const { simulator, source } = simulated({}, { now: () => nowMs });
    const asked = () => simulator.calls().filter(({ path }) => path.endsWith("/users")).length;
    await walkAll(source, WEEK);
    await walkAll(source, WEEK);
    expect(asked()).toBe(1);
    nowMs += 11 * 60_000;
    // Nobody waits for the second asking; it has been sent when the next walk is over.
    await walkAll(source, WEEK);
    await walkAll(source, WEEK);
    expect(asked()).toBe(2);
    const { fetch, sent } = scripted(() => ok([rawDocument({ owner_id: null })]));
    await walkAll(kazooSource(fetch), WEEK);
    expect(sent.map(({ path }) => path)).toEqual(["/recordings"]);
  });

  test("that Kazoo does not tell cost nothing but the names", async () => {
    const { simulator, source } = simulated();
    simulator.switches.initFailed = { on: ["directory"] };
    const { recordings } = await walkAll(source, WEEK);
    expect(recordings.length).toBeGreaterThan(10);
    const userNames = recordings.flatMap(({ recording }) =>
      recording.events.flatMap((e) => e.contact?.userName ?? []),
    );
    expect(userNames).toEqual([]);
  });
});

test("a month's edge: 4.3 keeps what ran over it with the old month, and a window of the new one finds it", async () => {
  for (const profile of ["kazoo-4.3", "kazoo-master"] as const) {
    const { simulator, source } = simulated({ profile });
    const monthMs = Date.UTC(2026, 10, 1);
    const { recordings } = await walkAll(source, { fromMs: monthMs, toMs: monthMs + DAY_MS });
    const found = new Set(recordings.map(({ recording }) => recording.vendorId));
    for (const nth of [1, 2]) expect(found).toContain(vendorIdIn(simulator, awkwardId(simulator, 3, nth)));
  }
});

test("a server that lists no recordings to anybody is refused, an overtaxed one can be asked for the same page again", async () => {
  const { simulator, source } = simulated({ calls: 300 });
  const first = await source.walk(EVERYTHING, null, signal);
  simulator.switches.tooManyRequests = { on: ["list"], times: 4 };
  await expect(source.walk(EVERYTHING, first.cursor, signal)).rejects.toMatchObject({ kind: "rateLimited" });
  const again = await source.walk(EVERYTHING, first.cursor, signal);
  expect(again.recordings[0]?.recording.id).not.toBe(first.recordings[0]?.recording.id);
  const { fetch } = scripted(() => no(403, "forbidden", { message: "forbidden" }));
  await expect(kazooSource(fetch).walk(WEEK, null, signal)).rejects.toMatchObject({ kind: "refused" });
});
