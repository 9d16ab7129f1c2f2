import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measureDueTalk } from "@/lib/services/playback/measure-due-talk";
import { type Answer, type Api, isObject, type Sent, startApi, type Who } from "../api";
import { listAt } from "./leaks";
import { CALL, mediaKeyOf, TRANSFER } from "./requests";

let api: Api;
beforeAll(async () => {
  api = await startApi({ calls: 5, audioKbps: 32 });
  for (const call of [CALL, TRANSFER]) await makePeaks(call, await mediaKeyOf(api, call));
});
afterAll(() => api.stop());

async function makePeaks(call: string, mediaKey: string): Promise<void> {
  // Each request waits a second for them.
  for (let tries = 0; tries < 20; tries += 1) {
    const path = `/recordings/${api.idOf(call)}/peaks/${mediaKey}`;
    if ((await api.send("administrator", "GET", path)).status === 200) return;
  }
  throw new Error("the peaks were not made");
}

type Query = NonNullable<Sent["query"]>;
const search = (query: Query, who: Who = "administrator") => api.call(who, "GET", "/recordings", { query });
const idsOf = ({ json }: Answer) => listAt(json ?? {}, "recordings").map((one) => one.vendorId);
const talkOf = (recording: unknown) =>
  isObject(recording) && isObject(recording.talk) ? recording.talk : null;

describe("searching by who speaks when", () => {
  test("finds measured calls alone, and says so", async () => {
    const answer = await search({ minSilence: 0 });
    expect(idsOf(answer).sort()).toEqual([CALL, TRANSFER]);
    expect(answer.json).toMatchObject({ measuredOnly: true, totalCount: 2 });
    expect((await search({})).json).not.toHaveProperty("measuredOnly");
    expect(idsOf(await search({ minSilence: 900_000_000 }))).toEqual([]);
    expect(idsOf(await search({ agentTalkShare: "0..1" })).sort()).toEqual([CALL, TRANSFER]);
  });

  test("every bound is the number that the recording carries", async () => {
    const talk = talkOf(
      (await api.call("supervisor", "GET", `/recordings/${api.idOf(CALL)}`)).json?.recording,
    );
    expect(talk).toMatchObject({ measuredFiles: 1 });
    const { longestSilenceMs, crosstalkMs, agentTalkShare, agentMs, countedMs } = talk ?? {};
    expect([longestSilenceMs, agentMs, countedMs].every((one) => typeof one === "number" && one > 0)).toBe(
      true,
    );
    const finds = async (query: Query) => idsOf(await search(query)).includes(CALL);
    expect(await finds({ minSilence: Number(longestSilenceMs) })).toBe(true);
    expect(await finds({ minSilence: Number(longestSilenceMs) + 1 })).toBe(false);
    expect(await finds({ minCrosstalk: Number(crosstalkMs) })).toBe(true);
    expect(await finds({ minCrosstalk: Number(crosstalkMs) + 1 })).toBe(false);
    expect(await finds({ agentTalkShare: `${agentTalkShare}..${agentTalkShare}` })).toBe(true);
    expect(await finds({ agentTalkShare: `..${(Number(agentTalkShare) - 0.0001).toFixed(4)}` })).toBe(false);
  });

  test("works in stored searches, counts, exports and operations over many", async () => {
    const filter = { minSilence: 0, minCrosstalk: 0, agentTalkShare: "0..1" };
    const stored = await api.call("supervisor", "POST", "/searches", {
      body: { ...filter, saved: true, name: "Measured" },
    });
    expect(stored.status).toBe(201);
    const id = String(stored.json?.id);
    expect((await api.call("supervisor", "GET", `/searches/${id}`)).json).toMatchObject({
      search: { filter },
    });
    const found = idsOf(await search({ search: id }));
    expect(found.length).toBeGreaterThan(0);
    const facets = await api.call("administrator", "GET", "/facets", { query: { search: id, zone: "UTC" } });
    expect(listAt(facets.json ?? {}, "sources")).toEqual([{ value: "engage", count: found.length }]);
    const histogram = await api.call("administrator", "GET", "/histogram", {
      query: { search: id, zone: "UTC" },
    });
    const counts = listAt(histogram.json ?? {}, "buckets").map(({ count }) => Number(count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(found.length);
    const exported = await api.send("administrator", "POST", "/recordings/export", {
      body: { search: id, format: "json" },
    });
    const text = await exported.text();
    for (const vendorId of found) expect(text).toContain(String(vendorId));
    const bulk = await api.call("administrator", "POST", "/recordings/bulk", {
      body: { operation: "addLabel", search: id, name: "measured" },
    });
    expect(bulk.status).toBe(202);
    expect(await api.call("administrator", "GET", `/jobs/${bulk.json?.job}`)).toMatchObject({
      json: { total: found.length },
    });
  });

  test.each<[Query, string]>([
    [{ agentTalkShare: "0.2" }, "400/2"],
    [{ agentTalkShare: ".." }, "400/2"],
    [{ agentTalkShare: "20..60" }, "400/2"],
    [{ agentTalkShare: "0.6..0.2" }, "400/2"],
    [{ agentTalkShare: "" }, "400/2"],
    [{ agentTalkShare: "0.2..0.6' or 1=1 --" }, "400/2"],
    [{ minSilence: "long" }, "400/2"],
    [{ minSilence: "-1" }, "400/10"],
    [{ minCrosstalk: "1e3" }, "400/2"],
    [{ minCrosstalk: "1000000001" }, "400/10"],
    [{ maxSilence: "1" }, "400/2"],
  ])("%j is %s", async (query, expected) => {
    const answer = await search(query);
    expect(`${answer.status}/${answer.json?.statusCode}`).toBe(expected);
  });

  test.each([
    [{ agentTalkShare: "0.2" }],
    [{ agentTalkShare: 0.2 }],
    [{ minSilence: "1" }],
    [{ minSilence: 1.5 }],
    [{ minCrosstalk: -1 }],
  ])("storing %j is 400", async (body) => {
    expect((await api.call("administrator", "POST", "/searches", { body })).status).toBe(400);
  });

  test("is for those who may search, within what they may hear", async () => {
    expect((await search({ minSilence: 0 }, "evaluator")).status).toBe(404);
    expect((await search({ minSilence: 0 }, "agent")).status).toBe(403);
    expect((await search({ minSilence: 0 }, "supervisor")).status).toBe(200);
  });
});

test("the numbers are those of the sound, whoever looks, and peaks from before are measured too", async () => {
  const path = `/recordings/${api.idOf(CALL)}`;
  const before = talkOf((await api.call("administrator", "GET", path)).json?.recording);
  const { db } = api.runtime.catalog;
  await db.deleteFrom("media_talk").execute();
  await db.deleteFrom("recording_talk").execute();
  await db.updateTable("peaks").set({ talk_due: true }).execute();
  expect(talkOf((await api.call("administrator", "GET", path)).json?.recording)).toBeNull();
  expect(await measureDueTalk(api.runtime)).toBe(2);
  expect(await measureDueTalk(api.runtime)).toBe(0);
  expect(talkOf((await api.call("supervisor", "GET", path)).json?.recording)).toEqual(before);
});

test("peaks that can't be read are passed over once", async () => {
  const { db } = api.runtime.catalog;
  await db
    .updateTable("peaks")
    .set({ talk_due: true, data: Buffer.from("broken") })
    .execute();
  expect(await measureDueTalk(api.runtime)).toBe(2);
  expect(await measureDueTalk(api.runtime)).toBe(0);
});
