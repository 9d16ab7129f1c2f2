import { describe, expect, test } from "vitest";
import { formatDialectTime } from "@/lib/domain/time";
import { DAY_MS, engageSource, NOW_MS, no, ok, scripted, signal, simulated, walkAll } from "./test-kit";

const HOUR_MS = 3_600_000;
const ALL = { fromMs: NOW_MS - 400 * DAY_MS, toMs: NOW_MS + DAY_MS };
const WINDOW = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS };

const row = (nth: number, startMs = NOW_MS - HOUR_MS) => ({
  id: `R${nth}`,
  startTime: formatDialectTime(startMs),
});
const idsOf = (rows: readonly { recording: { vendorId: string } }[]) =>
  rows.map(({ recording }) => recording.vendorId);

/** A vendor over a list that may change between pages. */
function listing(
  rowsAt: (page: number) => readonly unknown[],
  totalAt = (page: number) => rowsAt(page).length,
) {
  return scripted(({ query }, nth) => {
    const offset = Number(query.get("offset"));
    const recordings = rowsAt(nth).slice(offset, offset + Number(query.get("limit")));
    return ok({ recordings, totalCount: totalAt(nth), nextPath: "/recordings/?offset=0&limit=100" });
  });
}
const rows = (count: number) => Array.from({ length: count }, (_, nth) => row(nth));

describe("a walk", () => {
  test("asks in milliseconds, with labels, and past the window's end by the longest call", async () => {
    const { fetch, sent } = listing(() => rows(3));
    await engageSource(fetch).walk(WINDOW, null, signal);
    expect(Object.fromEntries(sent[0]?.query ?? [])).toEqual({
      startTime: String(WINDOW.fromMs),
      endTime: String(WINDOW.toMs + 12 * HOUR_MS),
      subresources: "labels",
      offset: "0",
      limit: "100",
    });
  });

  test("drops what started outside the window, and keeps what has no start", async () => {
    const { fetch } = listing(() => [
      row(1, WINDOW.fromMs),
      row(2, WINDOW.fromMs - 1),
      row(3, WINDOW.toMs - 1),
      row(4, WINDOW.toMs),
      { id: "R5" },
    ]);
    const { recordings } = await walkAll(engageSource(fetch), WINDOW);
    expect(idsOf(recordings)).toEqual(["R1", "R3", "R5"]);
  });

  test("goes on by what it received when the server gives smaller pages than asked for", async () => {
    const { simulator, source } = simulated({ calls: 130 });
    simulator.switches.maxLimit = 30;
    const { recordings } = await walkAll(source, ALL);
    const there = simulator
      .recordings()
      .filter(({ startTime }) => Date.parse(startTime?.slice(0, 10) ?? "") > ALL.fromMs);
    expect(new Set(idsOf(recordings)).size).toBe(there.length);
    for (const { query } of simulator.calls()) expect(query).toContain("limit=100");
  });

  test("finds all of 250 calls although some vanish from in front of it", async () => {
    // 30 of the first 100 are gone when the second page is asked for.
    const left = rows(250).filter((_, nth) => nth >= 30);
    const { fetch } = listing((page) => (page === 0 ? rows(250) : left));
    const { recordings } = await walkAll(engageSource(fetch), WINDOW);
    expect(new Set(idsOf(recordings)).size).toBe(250);
  });

  test("finds the rest even when the page behind has become empty", async () => {
    const left = rows(150).filter((_, nth) => nth >= 60);
    const { fetch } = listing((page) => (page === 0 ? rows(150) : left));
    const { recordings } = await walkAll(engageSource(fetch), WINDOW);
    expect(new Set(idsOf(recordings)).size).toBe(150);
  });

  test("ends when the count never settles, is wrong, or is not told", async () => {
    const shrinking = listing(
      () => rows(250),
      (page) => 5_000 - page * 50,
    );
    expect((await walkAll(engageSource(shrinking.fetch), WINDOW)).recordings.length).toBeGreaterThanOrEqual(
      250,
    );
    expect(shrinking.sent.length).toBeLessThan(60);
    const tooHigh = listing(
      () => rows(250),
      () => 9_000,
    );
    expect(new Set(idsOf((await walkAll(engageSource(tooHigh.fetch), WINDOW)).recordings)).size).toBe(250);
    const untold = scripted(({ query }) => {
      const offset = Number(query.get("offset"));
      return ok({ recordings: rows(250).slice(offset, offset + 100) });
    });
    expect(idsOf((await walkAll(engageSource(untold.fetch), WINDOW)).recordings)).toHaveLength(250);
    expect(untold.sent).toHaveLength(4);
  });

  test("an answer without a list is an error, never an empty window", async () => {
    for (const body of [
      {},
      { totalCount: 3 },
      { uris: ["http://x/1"], totalCount: 1 },
      { recordings: "none" },
    ]) {
      const { fetch } = scripted(() => ok(body));
      await expect(engageSource(fetch).walk(WINDOW, null, signal)).rejects.toMatchObject({
        kind: "unreachable",
      });
    }
    const { fetch } = scripted(() => ok({ totalCount: 0 }));
    expect((await engageSource(fetch).walk(WINDOW, null, signal)).recordings).toEqual([]);
  });

  test("one row that can't be read is counted and loses nothing else", async () => {
    const { fetch } = listing(() => [
      row(1),
      null,
      "junk",
      { startTime: "x" },
      { id: "" },
      { id: "x".repeat(600) },
      row(2),
    ]);
    const page = await engageSource(fetch).walk(WINDOW, null, signal);
    expect(idsOf(page.recordings)).toEqual(["R1", "R2"]);
    expect(page.rejected).toBe(5);
  });

  test("a cursor that is none of ours is refused", async () => {
    const { fetch, sent } = listing(() => rows(1));
    for (const cursor of ["", "100", "-1_1_1_0", "1_2_3_4_5", "https://evil.example/"]) {
      await expect(engageSource(fetch).walk(WINDOW, cursor, signal)).rejects.toMatchObject({
        kind: "invalid",
      });
    }
    expect(sent).toEqual([]);
  });

  test("a search forbidden to an administrator is an account or a feature to be mended", async () => {
    const { simulator, source } = simulated();
    simulator.switches.features.supervisorRecording = false;
    await expect(source.walk(WINDOW, null, signal)).rejects.toMatchObject({
      kind: "refused",
      message: /feature/,
    });
  });
});

describe("more than the vendor can list", () => {
  /** `perHour` calls, evenly spread; the answer is only counted. */
  function busy(perHour: number) {
    return scripted(({ query }) => {
      const hours = (Number(query.get("endTime")) - Number(query.get("startTime"))) / HOUR_MS;
      if (Number(query.get("offset")) >= 10_000) return no(400, 10);
      return ok({ recordings: [row(1)], totalCount: Math.round(hours * perHour) });
    });
  }

  test("is an overflow while the window is what is long", async () => {
    const { fetch, sent } = busy(1_000);
    const page = await engageSource(fetch).walk({ fromMs: NOW_MS - 30 * DAY_MS, toMs: NOW_MS }, null, signal);
    expect(page.overflow).toBe(true);
    expect(sent).toHaveLength(1);
  });

  test("is reached past the window by less where twelve hours alone hold too much", async () => {
    const { fetch, sent } = busy(2_000);
    const window = { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS };
    const page = await engageSource(fetch).walk(window, null, signal);
    expect(page.overflow).toBe(false);
    expect(Number(sent.at(-1)?.query.get("endTime"))).toBe(NOW_MS + 4 * HOUR_MS);
    // The next page keeps to the same search.
    await engageSource(fetch).walk(window, page.cursor, signal);
    expect(sent.at(-1)?.query.get("endTime")).toBe(String(NOW_MS + 4 * HOUR_MS));
  });

  test("every hour of a very busy site can be listed by halving", async () => {
    const { fetch } = busy(60_000);
    const source = engageSource(fetch);
    let window = { fromMs: NOW_MS - 24 * HOUR_MS, toMs: NOW_MS };
    let halvings = 0;
    while ((await source.walk(window, null, signal)).overflow) {
      window = { ...window, fromMs: window.toMs - (window.toMs - window.fromMs) / 2 };
      halvings += 1;
      expect(halvings).toBeLessThan(12);
    }
    expect(window.toMs - window.fromMs).toBeGreaterThan(60_000);
  });

  test("the hard stop at offset 10,000 is an overflow, not a failure", async () => {
    const { fetch } = scripted(() => no(400, 10));
    const page = await engageSource(fetch).walk(WINDOW, null, signal);
    expect(page).toMatchObject({ overflow: true, cursor: null, recordings: [] });
  });
});
