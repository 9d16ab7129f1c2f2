import { describe, expect, test } from "vitest";
import { KINDS } from "./simulator";
import { conversation } from "./test-conversations";
import {
  clockAt,
  cloudSource,
  DAY_MS,
  EVERYTHING,
  errorOf,
  iso,
  NOW_MS,
  no,
  read,
  recordedIds,
  type Sent,
  scripted,
  signal,
  simulated,
  walkAll,
} from "./test-kit";

const HOUR_MS = 3_600_000;
const MIDNIGHT_MS = Math.floor(NOW_MS / DAY_MS) * DAY_MS;

const call = (id: string, startMs: number) =>
  conversation({
    conversationId: id,
    conversationStart: iso(startMs),
    conversationEnd: iso(startMs + 60_000),
    // No people: nobody is looked up.
    participants: [{ sessions: [{ mediaType: "voice", recording: true }] }],
  });

type Query = { interval: string; order: string; paging: { pageNumber: number; pageSize: number } };
const isQuery = ({ path }: Sent) => path.endsWith("/query");
const queryOf = ({ body }: Sent): Query => JSON.parse(body);

/** A vendor with these calls, which it lists by page in the order asked for. */
function vendor(calls: readonly ReturnType<typeof call>[], deepest = 1_000) {
  return scripted((sent) => {
    if (!isQuery(sent)) return Response.json([]);
    const { order, paging } = queryOf(sent);
    if (paging.pageNumber > deepest) return no(400, "bad.request");
    const sorted = [...calls].sort((a, b) => (a.conversationStart < b.conversationStart ? -1 : 1));
    if (order === "desc") sorted.reverse();
    const from = (paging.pageNumber - 1) * paging.pageSize;
    const conversations = sorted.slice(from, from + paging.pageSize);
    return Response.json({ ...(conversations.length > 0 ? { conversations } : {}), totalHits: calls.length });
  });
}

const idsOf = (rows: Awaited<ReturnType<typeof walkAll>>["recordings"]) =>
  rows.map(({ recording }) => recording.vendorId);

describe("a walk by the details query", () => {
  test("asks for voice calls, newest first, a hundred a page", async () => {
    const { fetch, sent } = vendor([]);
    await walkAll(cloudSource(fetch), { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS });
    expect(sent.map(queryOf)).toEqual([
      {
        interval: `${iso(NOW_MS - HOUR_MS)}/${iso(NOW_MS)}`,
        order: "desc",
        orderBy: "conversationStart",
        segmentFilters: [
          {
            type: "and",
            predicates: [{ type: "dimension", dimension: "mediaType", operator: "matches", value: "voice" }],
          },
        ],
        paging: { pageSize: 100, pageNumber: 1 },
      },
    ]);
  });

  test("gives the window only, although days come back, and stops when rows are older", async () => {
    const calls = Array.from({ length: 450 }, (_, nth) => call(`c${nth}`, MIDNIGHT_MS + nth * 60_000));
    const { fetch, sent } = vendor(calls);
    const window = { fromMs: MIDNIGHT_MS + 300 * 60_000, toMs: MIDNIGHT_MS + 310 * 60_000 };
    const { recordings, pages } = await walkAll(cloudSource(fetch), window);
    expect(idsOf(recordings)).toEqual(Array.from({ length: 10 }, (_, nth) => `c${309 - nth}`));
    expect([pages, sent.filter(isQuery).length]).toEqual([2, 2]);
  });

  test("cuts long windows into weeks, newest first, also after an outage", async () => {
    const { fetch, sent } = vendor([]);
    await walkAll(cloudSource(fetch), { fromMs: NOW_MS - 30 * DAY_MS, toMs: NOW_MS });
    const spans = sent.map((one) => queryOf(one).interval.split("/").map(Date.parse));
    expect(spans.map(([from = 0, to = 0]) => (to - from) / DAY_MS)).toEqual([7, 7, 7, 7, 2]);
    expect(spans.map(([, to]) => to)).toEqual([...spans.map(([, to]) => to)].sort((a = 0, b = 0) => b - a));
  });

  test("a page that the vendor will not give means too many: several days are halved, one is read from its other end", async () => {
    const calls = Array.from({ length: 450 }, (_, nth) => call(`c${nth}`, MIDNIGHT_MS + nth * 60_000));
    const { fetch, sent } = vendor(calls, 3);
    const early = { fromMs: MIDNIGHT_MS, toMs: MIDNIGHT_MS + 10 * 60_000 };
    const { recordings } = await walkAll(cloudSource(fetch), early);
    expect(new Set(idsOf(recordings)).size).toBe(10);
    expect(sent.filter(isQuery).map((one) => queryOf(one).order)).toEqual([
      "desc",
      "desc",
      "desc",
      "desc",
      "asc",
    ]);
    const source = cloudSource(vendor(calls, 3).fetch);
    let page = await source.walk({ fromMs: MIDNIGHT_MS - DAY_MS, toMs: MIDNIGHT_MS + HOUR_MS }, null, signal);
    while (page.cursor !== null) {
      page = await source.walk({ fromMs: 0, toMs: NOW_MS }, page.cursor, signal);
    }
    expect(page).toMatchObject({ overflow: true, recordings: [] });
  });

  test("a count beyond what can be listed halves several days at once, before they are paged through", async () => {
    const { fetch, sent } = scripted(() => Response.json({ conversations: [], totalHits: 250_000 }));
    const page = await cloudSource(fetch).walk({ fromMs: NOW_MS - 3 * DAY_MS, toMs: NOW_MS }, null, signal);
    expect([page.overflow, sent.length]).toEqual([true, 1]);
  });

  test("a first page that is refused is an error, not too many", async () => {
    const { fetch } = scripted(() => no(400));
    const window = { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS };
    expect((await errorOf(cloudSource(fetch).walk(window, null, signal))).kind).toBe("invalid");
  });

  test("rows that moved forward when others vanished are not lost", async () => {
    const calls = Array.from({ length: 260 }, (_, nth) => call(`c${nth}`, MIDNIGHT_MS + nth * 60_000));
    const shown = [...calls];
    const { fetch } = scripted((sent) => {
      if (!isQuery(sent)) return Response.json([]);
      const { paging } = queryOf(sent);
      const rows = [...shown].reverse();
      const from = (paging.pageNumber - 1) * 100;
      const page = Response.json({ conversations: rows.slice(from, from + 100), totalHits: rows.length });
      // After the first page the five newest are gone, and all others stand five places further in front.
      if (paging.pageNumber === 1) shown.splice(255, 5);
      return page;
    });
    const { recordings } = await walkAll(cloudSource(fetch), { fromMs: MIDNIGHT_MS, toMs: NOW_MS });
    expect(new Set(idsOf(recordings)).size).toBe(260);
  });

  test("rows that can't be read are counted, and lose nothing else; those without a start are kept", async () => {
    const odd = [
      { conversationStart: iso(NOW_MS) },
      null,
      5,
      { ...call("odd", 0), conversationStart: "soon" },
    ];
    const rows = [...odd, call("good", NOW_MS - 60_000)];
    const { fetch } = scripted(() => Response.json({ conversations: rows, totalHits: rows.length }));
    const found = await walkAll(cloudSource(fetch), { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS });
    expect([idsOf(found.recordings), found.rejected]).toEqual([["odd", "good"], 3]);
  });

  test.each(["", "x", "q_1_2_3", "q_1_2_3_4_5_up", "j_1_2_3_zz_", "q_1_2_3__0_desc\n"])(
    "a cursor %j that is none of ours is refused",
    async (cursor) => {
      const { fetch, sent } = vendor([]);
      const walk = cloudSource(fetch).walk({ fromMs: 0, toMs: 1 }, cursor, signal);
      expect([(await errorOf(walk)).kind, sent.length]).toEqual(["invalid", 0]);
    },
  );
});

describe("a walk over the simulator", () => {
  test("finds the recorded calls and no others, whatever the page size and drift", async () => {
    const { simulator, source } = simulated({ calls: 300 });
    const expected = await recordedIds(simulator, EVERYTHING);
    simulator.switches.driftPerPage = 3;
    const { recordings, rejected } = await walkAll(source, EVERYTHING);
    expect(new Set(idsOf(recordings))).toEqual(new Set(expected));
    expect(rejected).toBe(0);
  });

  test("names agents, queues and wrap-ups by few look-ups, which are remembered", async () => {
    const { simulator, source } = simulated({ calls: 300 });
    await walkAll(source, EVERYTHING);
    const lookUps = () =>
      simulator.calls().filter(({ path }) => /\/(users|queues|wrapupcodes)$/.test(path)).length;
    const first = lookUps();
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(40);
    await walkAll(source, EVERYTHING);
    expect(lookUps()).toBe(first);
  });

  test("an account that may not read queues still gets its rows, by the queues' ids", async () => {
    const { fetch } = scripted(({ path }) =>
      path.startsWith("/analytics")
        ? Response.json({ conversations: [conversation()], totalHits: 1 })
        : no(path === "/users" ? 404 : 403),
    );
    const { recordings } = await walkAll(cloudSource(fetch), { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS });
    const added = recordings[0]?.recording.events.flatMap(({ data }) => Object.keys(data?.added ?? {}));
    expect(added).toContain("queue");
  });

  test("but a vendor away is not written down as unknown names", async () => {
    const { fetch } = scripted(({ path }) =>
      path.startsWith("/analytics")
        ? Response.json({ conversations: [conversation()], totalHits: 1 })
        : no(503),
    );
    const walk = walkAll(cloudSource(fetch), { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS });
    expect((await errorOf(walk)).kind).toBe("unreachable");
  });
});

describe("history", () => {
  const OLD = { fromMs: NOW_MS - 9 * DAY_MS, toMs: NOW_MS - 2 * DAY_MS };
  const pathsOf = (calls: readonly { path: string }[]) =>
    calls.map(({ path }) => path).filter((path) => path.includes("/details"));

  test("is told by a job, with the attributes that queries lack", async () => {
    const { simulator, source } = simulated({ calls: 200 });
    const expected = await recordedIds(simulator, OLD);
    const { recordings } = await walkAll(source, OLD, "history");
    expect(new Set(idsOf(recordings))).toEqual(new Set(expected));
    expect(pathsOf(simulator.calls()).some((path) => path.endsWith("/details/query"))).toBe(false);
    const keys = recordings.flatMap(({ recording }) =>
      recording.events.flatMap(({ data }) => Object.keys(data?.added ?? {})),
    );
    const others = new Set(["queue", "wrapUpCode", "wrapUpNote", "disposition", "externalTag"]);
    expect(keys.some((key) => !others.has(key))).toBe(true);
  });

  test("what a job told stays when the call is asked for by itself", async () => {
    const { source } = simulated({ calls: 200 });
    const { recordings } = await walkAll(source, EVERYTHING, "history");
    const told = recordings.find(({ recording }) => recording.vendorId === KINDS.newFields);
    const again = await read(source, KINDS.newFields ?? "", "followUp");
    expect(JSON.stringify(again?.recording.events)).toBe(JSON.stringify(told?.recording.events));
    expect(JSON.stringify(told?.recording.events)).toContain("canary-attribute");
  });

  test("newer than the store of the jobs is asked for as usual", async () => {
    const { simulator, source } = simulated();
    await walkAll(source, { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS }, "history");
    expect(pathsOf(simulator.calls()).some((path) => path.endsWith("/details/jobs"))).toBe(false);
  });

  test("a job that fails leaves its part to the query", async () => {
    const { simulator, source } = simulated({ calls: 200 });
    const expected = await recordedIds(simulator, OLD);
    simulator.switches.failJobs = true;
    const { recordings } = await walkAll(source, OLD, "history");
    expect(new Set(idsOf(recordings))).toEqual(new Set(expected));
  });

  test.each([403, 404, 405, 501])(
    "an account without jobs (HTTP %i) never asks for one again",
    async (status) => {
      const { fetch, sent } = scripted(({ path }) =>
        path.includes("/jobs")
          ? no(status, status === 404 ? "not.found" : "x")
          : Response.json({ totalHits: 0 }),
      );
      const source = cloudSource(fetch);
      await walkAll(source, OLD, "history");
      await walkAll(source, OLD, "history");
      expect(sent.filter(({ path }) => path.includes("/jobs"))).toHaveLength(1);
      expect(sent.filter(({ path }) => path.endsWith("/query"))).toHaveLength(2);
    },
  );

  /** A vendor whose job answers these states in turn, the last for ever, and then these results. */
  function jobVendor(states: readonly (string | number)[], results: (cursor: string | null) => Response) {
    let looks = 0;
    return scripted(({ method, path, query }) => {
      if (path.endsWith("/availability")) return Response.json({ dataAvailabilityDate: iso(NOW_MS) });
      if (path.endsWith("/results")) return results(query.get("cursor"));
      if (path.endsWith("/query")) return Response.json({ totalHits: 0 });
      if (method === "POST") return Response.json({ jobId: "job 1" }, { status: 202 });
      const state = states[Math.min(looks, states.length - 1)];
      looks += 1;
      if (typeof state === "number") return no(state);
      return Response.json({ state }, { status: state === "FULFILLED" ? 200 : 202 });
    });
  }

  test("waits for its job in short steps, and hands back empty pages meanwhile", async () => {
    const clock = clockAt(NOW_MS);
    const states = ["QUEUED", "QUEUED", "PENDING", "PENDING", "PENDING", "PENDING", "FULFILLED"];
    const { fetch, sent } = jobVendor(states, () =>
      Response.json({ conversations: [call("c", OLD.fromMs)] }),
    );
    const { recordings, pages } = await walkAll(cloudSource(fetch, { clock }), OLD, "history");
    expect([idsOf(recordings), pages]).toEqual([["c"], 2]);
    expect(Math.max(...clock.slept)).toBeLessThanOrEqual(1_500);
    expect(sent.filter(({ path }) => path.includes("job%201"))).toHaveLength(8);
  });

  test("follows the cursor of the results to their end, and cuts them to the window", async () => {
    const pages: Record<string, unknown> = {
      first: { conversations: [call("a", OLD.toMs - 1), call("late", OLD.toMs)], cursor: "n/ä_2=" },
      "n/ä_2=": { conversations: [call("b", OLD.fromMs), call("early", OLD.fromMs - 1)] },
    };
    const { fetch } = jobVendor(["FULFILLED"], (cursor) => Response.json(pages[cursor ?? "first"]));
    const { recordings } = await walkAll(cloudSource(fetch), OLD, "history");
    expect(idsOf(recordings)).toEqual(["a", "b"]);
  });

  test.each([["FAILED"], ["CANCELLED"], ["EXPIRED"], ["SOMETHING_NEW"], [404]])(
    "a job that is %s is not waited for",
    async (state) => {
      const { fetch, sent } = jobVendor([state], () => no(404));
      await walkAll(cloudSource(fetch), OLD, "history");
      expect(sent.at(-1)?.path.endsWith("/query")).toBe(true);
    },
  );

  test("results that expire on the way leave the stretch to the query", async () => {
    const { fetch, sent } = jobVendor(["FULFILLED"], (cursor) =>
      cursor === null ? Response.json({ conversations: [call("a", OLD.fromMs)], cursor: "2" }) : no(404),
    );
    const { recordings } = await walkAll(cloudSource(fetch), OLD, "history");
    expect(idsOf(recordings)).toEqual(["a"]);
    expect(sent.at(-1)?.path.endsWith("/query")).toBe(true);
  });

  test("uses at most half of the rate, and says when there is room again", async () => {
    const { fetch } = scripted(({ path }) =>
      path.endsWith("/availability") ? no(403) : Response.json({ totalHits: 0 }),
    );
    const source = cloudSource(fetch);
    const walk = () => source.walk(OLD, null, signal, "history");
    for (let nth = 0; nth < 149; nth += 1) await walk();
    expect(await errorOf(walk())).toMatchObject({ kind: "rateLimited", retryAfterMs: 60_000 });
    await source.walk(OLD, null, signal, "fresh");
  });
});
