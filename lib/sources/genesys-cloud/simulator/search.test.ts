import { describe, expect, test } from "vitest";
import { AWKWARD, spokenId } from "./index";
import { first, TODAY, testClient, WEEK } from "./test-client";

const matches = (dimension: string, value: string) => ({
  type: "dimension",
  dimension,
  operator: "matches",
  value,
});
const and = (...predicates: unknown[]) => ({ type: "and", predicates });
const BILLING = spokenId("billing-dispute");

describe("details query (duty 4)", () => {
  test("finds whole days, oldest first, 25 a page", async () => {
    const { search } = testClient();
    const day = await search({ interval: "2026-11-16T03:00:00.000Z/2026-11-16T04:00:00.000Z" });
    const starts = day.body.list("conversations").map((one) => one.text("conversationStart"));
    expect(starts).toEqual([...starts].sort());
    expect(starts.every((start) => start.startsWith("2026-11-16"))).toBe(true);
    expect(starts.some((start) => start > "2026-11-16T11")).toBe(true);
    const week = await search({ interval: WEEK });
    expect(week.body.list("conversations")).toHaveLength(25);
    expect(Number(week.body.at("totalHits"))).toBeGreaterThan(25);
  });

  test("pages cover everything once, forwards and backwards", async () => {
    const { search, idsOf } = testClient();
    const all = async (order: string) => {
      const ids: string[] = [];
      for (let pageNumber = 1; ; pageNumber += 1) {
        const page = idsOf(await search({ interval: WEEK, order, paging: { pageSize: 20, pageNumber } }));
        if (page.length === 0) return ids;
        ids.push(...page);
      }
    };
    const ids = await all("asc");
    const { body } = await search({ interval: WEEK });
    expect(new Set(ids).size).toBe(body.at("totalHits"));
    expect(await all("desc")).toEqual([...ids].reverse());
  });

  test("an unfiltered search finds the same in the same order as one whose filter all pass", async () => {
    const { search, idsOf } = testClient();
    const paging = { pageSize: 100 };
    const plain = idsOf(await search({ interval: WEEK, paging }));
    const filter = { type: "and", predicates: [{ dimension: "conversationStart", operator: "exists" }] };
    const filtered = idsOf(await search({ interval: WEEK, paging, conversationFilters: [filter] }));
    expect(filtered).toEqual(plain);
  });

  test("nothing found: no `conversations` at all (§13 case 9), or [] by switch", async () => {
    const { simulator, search } = testClient();
    const interval = "2019-01-01T00:00:00.000Z/2019-01-02T00:00:00.000Z";
    expect((await search({ interval })).body.value).toEqual({ totalHits: 0 });
    simulator.switches.omitsEmptyConversations = false;
    expect((await search({ interval })).body.value).toEqual({ conversations: [], totalHits: 0 });
  });

  test("totals and pages drift by switch (§13 case 9)", async () => {
    const { simulator, search, idsOf } = testClient();
    simulator.switches.driftPerPage = 2;
    const [one, two] = [1, 2].map((pageNumber) =>
      search({ interval: WEEK, paging: { pageSize: 10, pageNumber } }),
    );
    const [first10, next10] = [await one, await two];
    expect(idsOf(first10 ?? (await search({}))).slice(8)).toEqual(
      idsOf(next10 ?? (await search({}))).slice(0, 2),
    );
    expect(Number(next10?.body.at("totalHits")) - Number(first10?.body.at("totalHits"))).toBe(2);
  });

  test.each([
    [{ paging: { pageSize: 101 } }],
    [{ paging: { pageSize: 0 } }],
    [{ paging: { pageNumber: 0 } }],
    [{ paging: { pageSize: 100, pageNumber: 1001 } }],
    [{ interval: "2026-11-16T00:00:00.000Z" }],
    [{ interval: "2026-11-17T00:00:00.000Z/2026-11-16T00:00:00.000Z" }],
    [{ interval: "2026-10-01T00:00:00.000Z/2026-11-16T00:00:00.000Z" }],
    [{ order: "backwards" }],
    [{ segmentFilters: [and({ dimension: "shoeSize", value: "42" })] }],
    [{ segmentFilters: [and({ dimension: "ani" })] }],
    [{ conversationFilters: [{ type: "and" }] }],
  ])("%j is refused with 400", async (query) => {
    const { search } = testClient();
    expect((await search(query)).status).toBe(400);
  });

  test("exact, without regard to case; no substrings", async () => {
    const { search, idsOf } = testClient();
    const found = async (value: string) =>
      idsOf(await search({ segmentFilters: [and(matches("ani", value))] }));
    expect(await found("TEL:+13125550142")).toContain(BILLING);
    expect(await found("tel:+1312555014")).toEqual([]);
    expect(await found("+13125550142")).toEqual([]);
  });

  test("two levels of clauses, joined as they say; all in one segment", async () => {
    const { search, idsOf } = testClient();
    const found = async (...filters: unknown[]) =>
      idsOf(await search({ segmentFilters: filters, paging: { pageSize: 100 } }));
    const either = {
      type: "or",
      clauses: [
        { type: "and", predicates: [matches("ani", "tel:+13125550142"), matches("mediaType", "voice")] },
        { type: "and", predicates: [matches("ani", "tel:+447700900214")] },
      ],
    };
    expect(await found(either)).toEqual(expect.arrayContaining([BILLING, spokenId("card-payment-padded")]));
    // The number stands on the customer's leg, the user on the agent's: no one segment has both.
    expect(await found(and(matches("ani", "tel:+13125550142"), matches("purpose", "agent")))).toEqual([]);
    expect(await found(and(matches("ani", "tel:+13125550142")), and(matches("purpose", "agent")))).toContain(
      BILLING,
    );
    expect(await found(and(matches("recording", "true")))).toContain(BILLING);
  });

  test("exists, notExists and range", async () => {
    const { search, idsOf, simulator } = testClient();
    const found = async (predicate: unknown) =>
      idsOf(await search({ conversationFilters: [and(predicate)], paging: { pageSize: 100 } }));
    const live = await found({ dimension: "conversationEnd", operator: "notExists" });
    expect(new Set(live)).toEqual(new Set(simulator.liveIds()));
    expect(await found({ dimension: "conversationEnd", operator: "exists" })).not.toContain(live[0]);
    const long = await found({ type: "metric", metric: "tTalk", range: { gte: 190_000, lt: 195_000 } });
    expect(long).toContain(BILLING);
    expect(long).not.toContain(spokenId("card-payment-padded"));
  });

  test("ordered by end, calls that go on come last", async () => {
    const { search, simulator } = testClient();
    const { body } = await search({ orderBy: "conversationEnd", paging: { pageSize: 100 } });
    const rows = body.list("conversations");
    const ends = rows.map((row) => row.at("conversationEnd")).filter((end) => end !== undefined);
    expect(ends).toEqual([...ends].sort());
    expect(
      rows.slice(-simulator.liveIds().length).every((row) => row.at("conversationEnd") === undefined),
    ).toBe(true);
  });

  test("no attributes; live conversations have no end and are known a few seconds late", async () => {
    const { simulator, clock, search, idsOf } = testClient();
    const { body } = await search({ paging: { pageSize: 100 } });
    const participants = body.list("conversations").flatMap((one) => one.list("participants"));
    expect(participants.every((one) => one.at("attributes") === undefined)).toBe(true);
    const id = simulator.addLiveCall({ ageMs: 0 });
    const asked = async () => idsOf(await search({ paging: { pageSize: 100 } })).includes(id);
    expect(await asked()).toBe(false);
    clock.ms += simulator.switches.analyticsLagMs;
    expect(await asked()).toBe(true);
  });

  test("by id, one or several; nothing of other divisions", async () => {
    const { call } = testClient();
    const one = await call(`/analytics/conversations/${BILLING}/details`);
    expect(one.body.at("conversationId")).toBe(BILLING);
    const two = await call(`/analytics/conversations/details?id=${BILLING},${AWKWARD[1]?.[0]},nobody`);
    expect(two.body.list("conversations")).toHaveLength(2);
    expect((await call("/analytics/conversations/details")).status).toBe(400);
    expect((await call(`/analytics/conversations/${BILLING}/details`, { as: "salesOnly" })).status).toBe(404);
  });
});

describe("asynchronous jobs (duty 4)", () => {
  test("from QUEUED to results by cursor, with attributes, up to the availability date", async () => {
    const { simulator, clock, call } = testClient({ calls: 300 });
    simulator.switches.jobDataLagMs = 30 * 60_000;
    const sent = await call("/analytics/conversations/details/jobs", { body: { interval: WEEK } });
    expect(sent.status).toBe(202);
    const path = `/analytics/conversations/details/jobs/${sent.body.text("jobId")}`;
    expect((await call(`${path}/results`)).status).toBe(400);
    const states: string[] = [];
    let state = await call(path);
    for (; state.status === 202; state = await call(path)) states.push(state.body.text("state"));
    expect(new Set(states)).toEqual(new Set(["QUEUED", "PENDING"]));
    expect(state.body.at("state")).toBe("FULFILLED");
    const ids: string[] = [];
    let cursor = "";
    do {
      const page = await call(`${path}/results?pageSize=50${cursor === "" ? "" : `&cursor=${cursor}`}`);
      expect(page.body.at("dataAvailabilityDate")).toBe(new Date(clock.ms - 30 * 60_000).toISOString());
      ids.push(...page.body.list("conversations").map((one) => one.text("conversationId")));
      cursor = String(page.body.at("cursor") ?? "");
    } while (cursor !== "");
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain(BILLING);
    expect(ids).toContain(spokenId("transfer"));
    const available = await call("/analytics/conversations/details/jobs/availability");
    expect(available.body.at("dataAvailabilityDate")).toBe(new Date(clock.ms - 30 * 60_000).toISOString());
  });

  test("attributes, activity instead of start days, limits, filters", async () => {
    const { simulator, call } = testClient();
    simulator.switches.jobPolls = 0;
    simulator.switches.jobDataLagMs = 0;
    const run = async (query: Readonly<Record<string, unknown>>) => {
      const sent = await call("/analytics/conversations/details/jobs", {
        body: { interval: TODAY, ...query },
      });
      const path = `/analytics/conversations/details/jobs/${sent.body.text("jobId")}`;
      await call(path);
      return (await call(`${path}/results`)).body.list("conversations");
    };
    const spoken = (await run({ segmentFilters: [and(matches("ani", "tel:+13125550142"))] })).find(
      (one) => one.at("conversationId") === BILLING,
    );
    expect(spoken?.list("participants").map((one) => one.at("attributes"))).toContainEqual(
      expect.objectContaining({ OrderId: "TB-5518" }),
    );
    expect(await run({ limit: 2 })).toHaveLength(2);
    // Began the day before, and was still going on after midnight.
    const overMidnight = first(AWKWARD[8]);
    const interval = "2026-11-15T00:00:00.000Z/2026-11-15T01:00:00.000Z";
    const ids = async (query: object) =>
      (await run({ interval, ...query })).map((one) => one.text("conversationId"));
    expect(await ids({})).toContain(overMidnight);
    expect(await ids({ startOfDayIntervalMatching: true })).not.toContain(overMidnight);
  });

  test("jobs fail, are cancelled, expire, and belong to their client", async () => {
    const { simulator, clock, call } = testClient();
    simulator.switches.expiresInSeconds = 172_800;
    simulator.switches.jobPolls = 0;
    const jobs = "/analytics/conversations/details/jobs";
    const submit = async () =>
      `${jobs}/${(await call(jobs, { body: { interval: TODAY } })).body.text("jobId")}`;
    const done = await submit();
    await call(done);
    expect((await call(done, { as: "other" })).status).toBe(404);
    clock.ms += 86_400_000 - 1;
    expect((await call(done)).body.at("state")).toBe("FULFILLED");
    clock.ms += 1;
    expect((await call(done)).body.at("state")).toBe("EXPIRED");
    expect((await call(`${done}/results`)).status).toBe(404);
    const cancelled = await submit();
    expect((await call(cancelled, { method: "DELETE" })).status).toBe(204);
    expect((await call(cancelled)).body.at("state")).toBe("CANCELLED");
    simulator.switches.failJobs = true;
    const failing = await call(await submit());
    expect(failing.body.value).toMatchObject({ state: "FAILED", errorMessage: expect.any(String) });
  });

  test("states move on with the clock too", async () => {
    const { simulator, clock, call } = testClient();
    simulator.switches.jobPolls = 1_000;
    const id = (await call("/analytics/conversations/details/jobs", { body: { interval: TODAY } })).body.text(
      "jobId",
    );
    const path = `/analytics/conversations/details/jobs/${id}`;
    expect((await call(path)).body.at("state")).toBe("QUEUED");
    clock.ms += simulator.switches.jobStepMs * 2;
    expect((await call(path)).body.at("state")).toBe("FULFILLED");
  });
});

describe("users, queues, wrap-up codes, settings (duty 14)", () => {
  test("only active users unless asked for more; pages and their addresses", async () => {
    const { call } = testClient();
    const active = await call("/users?pageSize=100");
    const any = await call("/users?pageSize=100&state=any");
    expect(Number(any.body.at("total"))).toBeGreaterThan(Number(active.body.at("total")));
    const page = await call("/users?pageSize=10&pageNumber=2&state=any");
    expect(page.body.list("entities")).toHaveLength(10);
    expect(page.body.text("nextUri")).toContain("pageNumber=3");
    expect(page.body.text("previousUri")).toContain("pageNumber=1");
    const deleted = (await call("/users?state=deleted")).body.list("entities")[0]?.text("id") ?? "";
    expect((await call(`/users/${deleted}`)).status).toBe(404);
    expect((await call(`/users/${deleted}?state=deleted`)).body.at("state")).toBe("deleted");
    expect((await call(`/users?id=${deleted}&state=any`)).body.list("entities")).toHaveLength(1);
  });

  test("queues by division, wrap-up codes by id", async () => {
    const { call } = testClient();
    const names = (await call("/routing/queues", { as: "salesOnly" })).body
      .list("entities")
      .map((one) => one.at("name"));
    expect(names).toEqual(["Retention", "Sales"]);
    const code = first((await call("/routing/wrapupcodes")).body.list("entities"));
    expect((await call(`/routing/wrapupcodes?id=${code.text("id")}`)).body.at("total")).toBe(1);
    expect((await call(`/routing/wrapupcodes/${code.text("id")}`)).body.at("name")).toBe(code.at("name"));
    expect((await call("/routing/queues/nobody")).status).toBe(404);
  });

  test("recording settings", async () => {
    const { simulator, call } = testClient();
    simulator.switches.playbackUrlTtlMinutes = 2;
    expect((await call("/recording/settings?createDefault=false")).body.at("recordingPlaybackUrlTtl")).toBe(
      2,
    );
  });
});
