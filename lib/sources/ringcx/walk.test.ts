import { describe, expect, test } from "vitest";
import type { SourcePage } from "../source";
import {
  expired,
  findCall,
  HOUR_MS,
  html,
  MINUTE_MS,
  NOW_MS,
  no,
  ringcxSource,
  row,
  type Sent,
  signal,
  walkAll,
  welcoming,
} from "./test-kit";

const NEWEST_MS = NOW_MS - 15 * MINUTE_MS;
const iso = (ms: number) => new Date(ms).toISOString();

type Query = Readonly<{ segmentEndTime: string; timeInterval: number; timeZone: string }>;

function queryOf(sent: Sent): Query {
  const { segmentEndTime, timeInterval, timeZone } = JSON.parse(sent.body);
  return { segmentEndTime, timeInterval, timeZone };
}

/** A call of one minute that ended then. */
const ended = (endMs: number, nth = 0) =>
  row({
    dialogId: `s-v-${endMs}-${nth}`,
    segmentId: `p-v-${endMs}-${nth}`,
    dialogStartTimeMs: iso(endMs - MINUTE_MS),
    dialogEndTimeMs: iso(endMs),
    segmentStartTimeMs: iso(endMs - MINUTE_MS),
    segmentEndTimeMs: iso(endMs),
  });

describe("what is asked", () => {
  test("local time, seconds, zone; ten minutes early and nothing of the last fifteen minutes", async () => {
    const { fetch, sent } = welcoming(() => Response.json([]));
    const page = await ringcxSource(fetch).walk(
      { fromMs: NOW_MS - 30 * MINUTE_MS, toMs: NOW_MS + 10 * MINUTE_MS },
      null,
      signal,
    );
    expect(page).toEqual({ recordings: [], cursor: null, overflow: false, rejected: 0 });
    expect(sent.map(queryOf)).toEqual([
      { segmentEndTime: "2026-11-16 11:20:00", timeInterval: 1_500, timeZone: "UTC" },
    ]);
    expect(sent[0]?.method).toBe("POST");
    expect(sent[0]?.headers.get("content-type")).toBe("application/json");
    expect(sent[0]?.path).toBe(
      "/voice/api/cx/integration/v1/accounts/980634004/sub-accounts/99999999/interaction-metadata",
    );
  });

  test("a window of the last minutes alone is not asked for at all", async () => {
    const { fetch, sent } = welcoming(() => Response.json([]));
    const window = { fromMs: NOW_MS - 10 * MINUTE_MS, toMs: NOW_MS };
    expect((await ringcxSource(fetch).walk(window, null, signal)).cursor).toBeNull();
    expect(sent).toEqual([]);
  });

  test("a day is nine calls, newest first, each overlapping the next", async () => {
    const { fetch, sent } = welcoming(() => Response.json([]));
    await walkAll(ringcxSource(fetch), { fromMs: NEWEST_MS - 24 * HOUR_MS, toMs: NOW_MS });
    const spans = sent.map(queryOf).map(({ segmentEndTime, timeInterval }) => {
      const fromMs = Date.parse(`${segmentEndTime.replace(" ", "T")}Z`);
      return { fromMs, toMs: fromMs + timeInterval * 1_000 };
    });
    expect(spans).toHaveLength(9);
    expect(spans[0]?.toMs).toBe(NEWEST_MS);
    for (const [index, span] of spans.entries()) {
      const older = spans[index + 1];
      expect(older === undefined ? span.fromMs : older.toMs - 10 * MINUTE_MS).toBe(
        older === undefined ? NEWEST_MS - 24 * HOUR_MS - 10 * MINUTE_MS : span.fromMs,
      );
    }
  });

  test("one window of the plan is one call", async () => {
    const { fetch, sent } = welcoming(() => Response.json([]));
    const source = ringcxSource(fetch);
    const { maxWindowMs, windowMs } = source.syncPlan;
    await walkAll(source, { fromMs: 1_763_000_000_123, toMs: 1_763_000_000_123 + maxWindowMs });
    expect(windowMs).toBe(maxWindowMs);
    expect(sent).toHaveLength(1);
  });

  test("paths and zone are those of the settings", async () => {
    const { fetch, sent } = welcoming(() => Response.json([]));
    const settings = {
      timeZone: "US/Eastern",
      paths: { metadataPath: "/other/{subAccountId}/of/{rcAccountId}" },
      subAccountId: "a/b",
    };
    await ringcxSource(fetch, { settings }).walk(
      { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS - 30 * MINUTE_MS },
      null,
      signal,
    );
    expect(sent[0]?.path).toBe("/other/a%2Fb/of/980634004");
    expect(queryOf(sent[0] ?? raise()).segmentEndTime).toBe("2026-11-16 05:50:00");
  });

  test("a cursor of somebody else's is refused", async () => {
    const { fetch } = welcoming(() => Response.json([]));
    const asked = ringcxSource(fetch).walk({ fromMs: 0, toMs: NOW_MS }, "3_x", signal);
    await expect(asked).rejects.toMatchObject({ kind: "invalid" });
  });
});

describe("what deployments want otherwise", () => {
  const window = { fromMs: NEWEST_MS - 4 * HOUR_MS, toMs: NOW_MS };

  test.each([
    ["named", () => no(400, "timeInterval")],
    ["not named", () => no(400)],
  ])("an older cell of 3,600 s, the field %s: learnt once and kept", async (_name, refusal) => {
    const { fetch, sent } = welcoming((one) =>
      queryOf(one).timeInterval > 3_600 ? refusal() : Response.json([]),
    );
    const source = ringcxSource(fetch);
    await walkAll(source, window);
    await walkAll(source, window);
    const intervals = sent.map((one) => queryOf(one).timeInterval);
    expect(intervals.filter((seconds) => seconds > 3_600)).toHaveLength(1);
    expect(intervals.slice(1).every((seconds) => seconds <= 3_600)).toBe(true);
  });

  test("a cell of less is halved further where it names the field", async () => {
    const { fetch, sent } = welcoming((one) =>
      queryOf(one).timeInterval > 900 ? no(400, "timeInterval") : Response.json([]),
    );
    await ringcxSource(fetch).walk(window, null, signal);
    expect(sent.map((one) => queryOf(one).timeInterval)).toEqual([10_800, 3_600, 1_800, 900]);
  });

  test("a server behind our clock calls the newest too recent: we go back in steps, and keep that", async () => {
    const latest = () => NEWEST_MS - 7 * MINUTE_MS;
    const endOf = (one: Sent) => {
      const { segmentEndTime, timeInterval } = queryOf(one);
      return Date.parse(`${segmentEndTime.replace(" ", "T")}Z`) + timeInterval * 1_000;
    };
    const { fetch, sent } = welcoming((one) =>
      endOf(one) > latest() ? no(400, "segmentEndTime") : Response.json([]),
    );
    const source = ringcxSource(fetch);
    const recent = { fromMs: NEWEST_MS - 20 * MINUTE_MS, toMs: NOW_MS };
    await source.walk(recent, null, signal);
    expect(sent.map(endOf)).toEqual([0, 5, 10].map((minutes) => NEWEST_MS - minutes * MINUTE_MS));
    await source.walk(recent, null, signal);
    expect(sent).toHaveLength(4);
    expect(source.syncPlan.reachMs?.fast).toBeGreaterThanOrEqual(15 * MINUTE_MS);
  });

  test("a server whose clock is put right is asked for its newest again, within hours", async () => {
    let nowMs = NOW_MS;
    let isBehind = true;
    const endOf = (one: Sent) => {
      const { segmentEndTime, timeInterval } = queryOf(one);
      return Date.parse(`${segmentEndTime.replace(" ", "T")}Z`) + timeInterval * 1_000;
    };
    const { fetch, sent } = welcoming((one) =>
      isBehind && endOf(one) > nowMs - 22 * MINUTE_MS ? no(400, "segmentEndTime") : Response.json([]),
    );
    const source = ringcxSource(fetch, { now: () => nowMs });
    const lastEndMs = async () => {
      await source.walk({ fromMs: nowMs - 35 * MINUTE_MS, toMs: nowMs }, null, signal);
      const last = sent.at(-1);
      return last === undefined ? null : nowMs - endOf(last);
    };
    expect(await lastEndMs()).toBe(25 * MINUTE_MS);
    isBehind = false;
    nowMs += 10 * MINUTE_MS;
    expect(await lastEndMs()).toBe(25 * MINUTE_MS);
    nowMs += 60 * MINUTE_MS;
    expect(await lastEndMs()).toBe(20 * MINUTE_MS);
    nowMs += 60 * MINUTE_MS;
    expect(await lastEndMs()).toBe(15 * MINUTE_MS);
  });

  test("an unknown zone, and a query that is never right, are refused in words about the zone", async () => {
    for (const refusal of [no(400, "timeZone"), no(400, "segmentEndTime"), no(400)]) {
      const { fetch, sent } = welcoming(() => refusal.clone());
      const old = { fromMs: NOW_MS - 90 * HOUR_MS, toMs: NOW_MS - 89 * HOUR_MS };
      await expect(ringcxSource(fetch).walk(old, null, signal)).rejects.toMatchObject({
        kind: "refused",
        message: /timeZone/,
      });
      expect(sent.length).toBeLessThanOrEqual(2);
    }
  });

  test("windows read backwards are noticed by their calls, and asked for by their end from then on", async () => {
    const calls = Array.from({ length: 60 }, (_, nth) => NEWEST_MS - nth * 10 * MINUTE_MS - 1_000);
    const { fetch } = welcoming((one) => {
      const { segmentEndTime, timeInterval } = queryOf(one);
      const toMs = Date.parse(`${segmentEndTime.replace(" ", "T")}Z`);
      const found = calls.filter((ms) => ms >= toMs - timeInterval * 1_000 && ms < toMs);
      return Response.json(found.map((ms) => ended(ms)));
    });
    const { recordings } = await walkAll(ringcxSource(fetch), window);
    for (const endMs of calls.filter((ms) => ms >= window.fromMs)) {
      expect(findCall(recordings, `s-v-${endMs}-0`)).toBeDefined();
    }
  });

  test("calls of wholly other times are refused, one or two rows with nonsense are not", async () => {
    const other = NEWEST_MS + 9 * HOUR_MS;
    const wrong = welcoming(() => Response.json([0, 1, 2].map((nth) => ended(other, nth))));
    await expect(ringcxSource(wrong.fetch).walk(window, null, signal)).rejects.toMatchObject({
      kind: "refused",
      message: /other times/,
    });
    const odd = welcoming(() => Response.json([ended(other), ended(other, 1)]));
    expect((await ringcxSource(odd.fetch).walk(window, null, signal)).recordings).toHaveLength(2);
  });
});

describe("answers", () => {
  const window = { fromMs: NOW_MS - 2 * HOUR_MS, toMs: NOW_MS - HOUR_MS };
  const walked = (answer: () => Response): Promise<SourcePage> =>
    ringcxSource(welcoming(answer).fetch).walk(window, null, signal);

  test.each([
    ["a proxy's page", () => html(200), "unreachable", /understood/],
    ["an object with 200", () => Response.json({ generalMessage: "no" }), "unreachable", /understood/],
    ["JSON cut in half", () => new Response('[{"dialogId":"s-v'), "unreachable", /understood/],
    ["nothing with 200", () => new Response(""), "unreachable", /understood/],
    ["a proxy's 502", () => html(502), "unreachable", /502/],
    ["the vendor's 500", () => no(500), "internal", /500/],
    ["403", () => no(403), "refused", /WEM access.*enabled/],
    ["a proxy's 403", () => html(403), "refused", /in front of/],
    ["404 in HTML", () => html(404), "unreachable", /Wrong base path/],
    ["404 in JSON", () => no(404), "refused", /subAccountId/],
    ["401 twice", () => expired(), "refused", /token/],
  ])("%s", async (_name, answer, kind, message) => {
    await expect(walked(answer)).rejects.toMatchObject({ kind, message, unclear: false });
  });

  test("no error repeats a word of the vendor's, or an address", async () => {
    const error = await walked(() => no(500)).catch((reason: unknown) => reason);
    expect(String(error)).not.toMatch(/secret|vendor's|http:/);
  });

  test("a call that times out is unreachable, and its outcome not unclear: nothing was to be changed", async () => {
    const { fetch } = welcoming((one) => {
      return one.path.endsWith("metadata") ? Promise.reject(new Error("reset")) : Response.json([]);
    });
    await expect(ringcxSource(fetch).walk(window, null, signal)).rejects.toMatchObject({
      kind: "unreachable",
      unclear: false,
    });
  });

  test("rows that can't be understood are counted, the others stay", async () => {
    const page = await walked(() => Response.json([row(), 7, null, {}, { dialogId: "s-v-2" }, "text"]));
    expect(page.recordings).toHaveLength(1);
    expect(page.rejected).toBe(5);
  });
});

test("in the hour that comes twice, a time taken for one too recent is passed over: the other call is right", async () => {
  const turnMs = Date.UTC(2026, 10, 1, 6);
  const { fetch, sent } = welcoming((one) => {
    const { segmentEndTime, timeInterval } = queryOf(one);
    if (timeInterval > 3_600) return no(400, "timeInterval");
    // A service that takes it for the second of the two.
    if (segmentEndTime === "2026-11-01 01:59:59") return no(400, "segmentEndTime");
    return Response.json([0, 1, 2].map((nth) => ended(turnMs + nth * MINUTE_MS, nth)));
  });
  const now = () => turnMs + 50 * MINUTE_MS;
  const source = ringcxSource(fetch, { now, settings: { timeZone: "US/Eastern" } });
  const { recordings } = await walkAll(source, { fromMs: turnMs - 5 * MINUTE_MS, toMs: now() });
  expect(findCall(recordings, `s-v-${turnMs}-0`)).toBeDefined();
  const asked = sent.map((one) => queryOf(one).segmentEndTime);
  expect(asked.slice(1, 3)).toEqual(["2026-11-01 01:59:59", "2026-11-01 01:00:00"]);
});

test("history that ran out of budget goes on where its stored pages end", async () => {
  let refusals = 1;
  const { fetch, sent } = welcoming((one, nth) => {
    if (queryOf(one).timeInterval > 3_600) return no(400, "timeInterval");
    if (nth === 2 && refusals-- > 0) return new Response(null, { status: 429 });
    return Response.json([]);
  });
  const clock = { ms: NOW_MS };
  const source = ringcxSource(fetch, { now: () => clock.ms });
  const window = { fromMs: NOW_MS - 10 * HOUR_MS, toMs: NOW_MS - 10 * HOUR_MS + source.syncPlan.maxWindowMs };
  const first = await source.walk(window, null, signal, "history");
  await expect(source.walk(window, first.cursor, signal, "history")).rejects.toMatchObject({
    kind: "rateLimited",
  });
  clock.ms += 10 * MINUTE_MS;
  await walkAll(source, window, "history");
  const asked = sent.slice(1).map((one) => queryOf(one).segmentEndTime);
  expect(new Set(asked).size).toBe(4);
  expect(asked).toHaveLength(5);
});

function raise(): never {
  throw new Error("nothing was asked");
}
