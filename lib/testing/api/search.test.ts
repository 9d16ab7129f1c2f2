import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WireRecording } from "@/lib/sources/genesys-engage/simulator";
import { type Answer, type Api, isObject, type Sent, startApi } from "../api";

let api: Api;
/** What the vendor holds and sync must have brought, newest first, ties by id. */
let held: WireRecording[];
beforeAll(async () => {
  api = await startApi();
  const oldestMs = api.clock.nowMs() - 365 * 86_400_000;
  held = api.simulator
    .recordings()
    .filter((one) => startOf(one) >= oldestMs && one.id !== GONE)
    .sort((left, right) => startOf(right) - startOf(left) || (left.id < right.id ? -1 : 1));
});
afterAll(() => api.stop());

/** Still listed by the vendor, though it has it no more. */
const GONE = "011AP643CSAPR4FKQGQE31TAESAW1201";
const startOf = (one: WireRecording) => Date.parse(String(one.startTime).replace("+0000", "Z"));
const stopOf = (one: WireRecording) => Date.parse(String(one.stopTime).replace("+0000", "Z"));

type Query = NonNullable<Sent["query"]>;

async function search(
  query: Query = {},
  who: "administrator" | "supervisor" = "administrator",
): Promise<Answer> {
  return api.call(who, "GET", "/recordings", { query });
}

function listOf(answer: Answer): Record<string, unknown>[] {
  const list = answer.json?.recordings;
  if (answer.status !== 200 || !Array.isArray(list))
    throw new Error(`${answer.status} ${answer.text.slice(0, 300)}`);
  return list.filter(isObject);
}

/** The vendor's ids of an answer, in order. */
const idsOf = (answer: Answer) => listOf(answer).map((one) => String(one.vendorId));

async function found(query: Query): Promise<string[]> {
  return idsOf(await search({ limit: 500, ...query })).filter((id) => id !== GONE);
}

const wanted = (keep: (one: WireRecording) => boolean) => held.filter(keep).map((one) => one.id);

describe("a search finds exactly what the vendor's rules say", () => {
  test("a bare call lists everything, newest first", async () => {
    expect(held.length).toBeGreaterThan(120);
    expect(await found({})).toEqual(wanted(() => true));
  });

  const stripped = (one: WireRecording) => String(one.callerPhoneNumber ?? "").replace(/[^\p{L}\p{N}]/gu, "");

  test.each([
    ["+1 (555) 968-0001", (one: WireRecording) => stripped(one) === "15559680001"],
    ["1.555.968.0002", (one: WireRecording) => stripped(one) === "15559680002"],
    ["5559680001", () => false],
    ["*5559680001", (one: WireRecording) => stripped(one).endsWith("5559680001")],
    ["*968*", (one: WireRecording) => stripped(one).includes("968")],
    ["+1312555*", (one: WireRecording) => stripped(one).startsWith("1312555")],
    ["1312555017?", (one: WireRecording) => /^1312555017.$/.test(stripped(one))],
    ["Alice.SIP", (one: WireRecording) => stripped(one) === "AliceSIP"],
    ["alice.sip", (one: WireRecording) => stripped(one) === "alicesip"],
    ["555134", (one: WireRecording) => stripped(one) === "555134"],
    ["*", (one: WireRecording) => stripped(one) !== ""],
    ["anonymous", (one: WireRecording) => stripped(one) === "anonymous"],
    ["1312%555", () => false],
    ["_312555017_", () => false],
  ])("callerPhoneNumber %j", async (callerPhoneNumber, keep) => {
    expect(await found({ callerPhoneNumber })).toEqual(wanted((one) => keep(one)));
  });

  test("dialedPhoneNumber is the other end, phoneNumber either", async () => {
    const number = "+18005550199";
    const caller = (one: WireRecording) => one.callerPhoneNumber === number;
    const dialed = (one: WireRecording) => one.dialedPhoneNumber === number;
    expect(await found({ callerPhoneNumber: number })).toEqual(wanted(caller));
    expect(await found({ dialedPhoneNumber: number })).toEqual(wanted(dialed));
    expect(await found({ phoneNumber: number })).toEqual(wanted((one) => caller(one) || dialed(one)));
    expect(wanted(caller).length).toBeGreaterThan(0);
  });

  test.each(["()", "+", " - ", "%", "_"])(
    "a number of nothing but punctuation, %j, is 400/2",
    async (number) => {
      for (const name of ["callerPhoneNumber", "dialedPhoneNumber", "phoneNumber"]) {
        const answer = await search({ [name]: number });
        expect([answer.status, answer.json?.statusCode]).toEqual([400, 2]);
      }
    },
  );

  const names = (one: WireRecording) =>
    (one.eventHistory ?? []).flatMap(({ contact }) =>
      [contact?.firstName, contact?.lastName, contact?.userName].flatMap((name) =>
        typeof name === "string" && name !== "" ? [name.toLowerCase()] : [],
      ),
    );

  test.each([
    ["Smith", (name: string) => name === "smith"],
    ["jSMITH", (name: string) => name === "jsmith"],
    ["Jane Smith", () => false],
    ["smi", () => false],
    ["*smith", (name: string) => name.endsWith("smith")],
    ["?smith", (name: string) => /^.smith$/.test(name)],
    ["KOVÁCS", (name: string) => name === "kovács"],
    ["o'neill", (name: string) => name === "o'neill"],
    ["j%", () => false],
    ["иванова", (name: string) => name === "иванова"],
  ])("userName %j", async (userName, matches) => {
    expect(await found({ userName })).toEqual(wanted((one) => names(one).some((name) => matches(name))));
  });

  const values = (one: WireRecording) =>
    (one.eventHistory ?? []).flatMap(({ data }) =>
      [data?.added, data?.updated, data?.deleted].flatMap((map) =>
        Object.values(map ?? {}).flatMap((value) => (typeof value === "string" ? [value.toLowerCase()] : [])),
      ),
    );

  test.each([
    ["Refund", (value: string) => value === "refund"],
    ["ref*", (value: string) => value.startsWith("ref")],
    ["tb-10000?", (value: string) => /^tb-10000.$/.test(value)],
    ["OrderId", () => false],
    ["*lat*", (value: string) => value.includes("lat")],
    ["no such value", () => false],
  ])("userData %j is compared with values, never with keys", async (userData, matches) => {
    expect(await found({ userData })).toEqual(wanted((one) => values(one).some((value) => matches(value))));
  });

  /** The vendor's flag and its label may disagree: either tells. */
  const hasScreen = (one: WireRecording) =>
    one.screenRecording === true || (one.labels ?? []).some((label) => label.name === "__screenRecording");
  const labels = (one: WireRecording) => [
    ...(one.labels ?? []).map((label) => label.name.toLowerCase()).filter((name) => !name.startsWith("__")),
    ...(hasScreen(one) ? ["__screenrecording"] : []),
  ];

  test.each([
    [{ includeLabels: "complaint" }],
    [{ includeLabels: "Complaint , comment" }],
    [{ includeLabels: "complaint,__screenRecording,," }],
    [{ includeLabels: "__screenRecording" }],
    [{ excludeLabels: "__screenRecording" }],
    [{ excludeLabels: "comment, review" }],
    [{ includeLabels: "comment", excludeLabels: "vip" }],
    [{ includeLabels: "no-such-label" }],
    [{ excludeLabels: "no-such-label" }],
    [{ includeLabels: "complaint", excludeLabels: "complaint" }],
  ])("labels %j", async (query: { includeLabels?: string; excludeLabels?: string }) => {
    const listed = (text = "") =>
      text
        .split(",")
        .map((name) => name.trim().toLowerCase())
        .filter((name) => name !== "");
    const keep = (one: WireRecording) =>
      listed(query.includeLabels).every((name) => labels(one).includes(name)) &&
      !listed(query.excludeLabels).some((name) => labels(one).includes(name));
    expect(await found(query)).toEqual(wanted(keep));
  });

  test("startTime is on the start, endTime on the stop, startBefore on the start again", async () => {
    const one = held[20];
    if (!one) throw new Error("too few recordings");
    const [startMs, stopMs] = [startOf(one), stopOf(one)];
    expect(await found({ startTime: startMs })).toEqual(wanted((other) => startOf(other) >= startMs));
    expect(await found({ startTime: startMs })).toContain(one.id);
    expect(await found({ startTime: startMs + 1 })).not.toContain(one.id);
    expect(await found({ endTime: stopMs })).toEqual(wanted((other) => stopOf(other) <= stopMs));
    expect(await found({ endTime: stopMs })).toContain(one.id);
    expect(await found({ endTime: stopMs - 1 })).not.toContain(one.id);
    expect(await found({ startBefore: startMs })).toEqual(wanted((other) => startOf(other) < startMs));
    expect(await found({ startTime: startMs, startBefore: startMs + 1 })).toContain(one.id);
    expect(await found({ startTime: stopMs + 1, endTime: startMs })).toEqual([]);
  });

  test("call type, region, length, screen recording, protection and source", async () => {
    const lengthOf = (one: WireRecording) => stopOf(one) - startOf(one);
    expect(await found({ callType: "Internal" })).toEqual(wanted((one) => one.callType === "Internal"));
    expect(await found({ region: "region1" })).toEqual(wanted((one) => one.region === "region1"));
    expect(await found({ region: "region2" })).toEqual([]);
    expect(await found({ minDuration: 120_000 })).toEqual(wanted((one) => lengthOf(one) >= 120_000));
    expect(await found({ maxDuration: 60_000 })).toEqual(wanted((one) => lengthOf(one) <= 60_000));
    expect(await found({ screenRecording: true })).toEqual(wanted(hasScreen));
    expect(await found({ screenRecording: false })).toEqual(wanted((one) => !hasScreen(one)));
    expect(await found({ nonDelete: true })).toEqual(wanted((one) => one.nonDelete === true));
    expect(await found({ source: "engage" })).toEqual(wanted(() => true));
    const elsewhere = await search({ source: "no-such-source" });
    expect([listOf(elsewhere), elsewhere.json?.totalCount]).toEqual([[], 0]);
  });

  test("all conditions hold together", async () => {
    expect(
      await found({ dialedPhoneNumber: "*5550199", userName: "jones", excludeLabels: "comment" }),
    ).toEqual(
      wanted(
        (one) =>
          String(one.dialedPhoneNumber).endsWith("5550199") &&
          names(one).includes("jones") &&
          !labels(one).includes("comment"),
      ),
    );
  });

  test("labels come only when asked for", async () => {
    const plain = listOf(await search({ limit: 500 }));
    expect(plain.filter((one) => "labels" in one)).toEqual([]);
    for (const subresources of ["*", "labels"]) {
      expect(listOf(await search({ limit: 5, subresources })).every((one) => Array.isArray(one.labels))).toBe(
        true,
      );
    }
  });
});

describe("pages", () => {
  const pathOf = (answer: Answer, name: "nextPath" | "prevPath") => {
    const value = answer.json?.[name];
    return typeof value === "string" ? value : null;
  };

  async function walk(first: Answer): Promise<string[][]> {
    const pages = [idsOf(first)];
    for (let path = pathOf(first, "nextPath"); path !== null; ) {
      const answer = await api.call("administrator", "GET", path);
      pages.push(idsOf(answer));
      path = pathOf(answer, "nextPath");
    }
    return pages;
  }

  test("nextPath leads through everything once, keeps the filter and tells nothing of it", async () => {
    const query = { callerPhoneNumber: "*5550177", userName: "jones", limit: 7, subresources: "labels" };
    const first = await search(query);
    const path = pathOf(first, "nextPath");
    expect(path).toMatch(/^\/recordings\?/);
    expect(decodeURIComponent(path ?? "")).not.toMatch(/5550177|jones/);
    const pages = await walk(first);
    expect(pages.flat().filter((id) => id !== GONE)).toEqual(
      wanted((one) => String(one.callerPhoneNumber).endsWith("5550177") && names(one).includes("jones")),
    );
    expect(pages.slice(0, -1).every((page) => page.length === 7)).toBe(true);
    expect(first.json?.totalCount).toBe(pages.flat().length);
  });

  const names = (one: WireRecording) =>
    (one.eventHistory ?? []).flatMap(({ contact }) => [String(contact?.lastName).toLowerCase()]);

  test("offsets page the same list, with prevPath back", async () => {
    const all = idsOf(await search({ limit: 500 }));
    const page = await search({ limit: 10, offset: 20 });
    expect(idsOf(page)).toEqual(all.slice(20, 30));
    const back = await api.call("administrator", "GET", pathOf(page, "prevPath") ?? "");
    expect(idsOf(back)).toEqual(all.slice(10, 20));
    expect(pathOf(await search({ limit: 10 }), "prevPath")).toBeNull();
    const last = await search({ limit: 10, offset: all.length - 3 });
    expect(idsOf(last)).toEqual(all.slice(-3));
    expect(pathOf(last, "nextPath")).toBeNull();
    expect(idsOf(await search({ offset: 10_000 }))).toEqual([]);
    expect((await search({ limit: 500 })).json?.nextPath).toBeUndefined();
  });

  test("a page that is exactly full has no next one", async () => {
    const total = Number((await search({ limit: 1 })).json?.totalCount);
    expect(pathOf(await search({ limit: total }), "nextPath")).toBeNull();
  });

  test("a cursor is not moved by calls that arrive meanwhile", async () => {
    const before = idsOf(await search({ limit: 500 }));
    const first = await search({ limit: 5 });
    const changed = await api.call(
      "administrator",
      "POST",
      `/recordings/${api.idOf(before[1] ?? "")}/labels`,
      {
        body: { name: "vip" },
      },
    );
    expect(changed.status).toBe(201);
    expect((await walk(first)).flat()).toEqual(before);
  });

  test.each([
    ["limit=0", 400, 10],
    ["limit=501", 400, 10],
    ["limit=-1", 400, 10],
    ["limit=abc", 400, 2],
    ["limit=", 400, 2],
    ["limit=1.5", 400, 2],
    ["limit=500", 200, 0],
    ["offset=10001", 400, 10],
    ["offset=-1", 400, 10],
    ["offset=x", 400, 2],
    ["offset=10000", 200, 0],
    ["startTime=abc", 400, 2],
    ["startTime=-1", 400, 2],
    ["endTime=1.5", 400, 2],
    ["cursor=nonsense", 400, 2],
    ["cursor=", 400, 2],
    ["colour=red", 400, 2],
    ["userName=", 400, 2],
    ["screenRecording=yes", 400, 2],
    ["search=no-such-search", 404, 6],
    ["_=123", 200, 0],
  ])("%s is %i/%i", async (query, status, statusCode) => {
    const answer = await api.call("administrator", "GET", `/recordings?${query}`);
    expect([answer.status, answer.json?.statusCode]).toEqual([status, statusCode]);
  });

  test("the default page is a hundred", async () => {
    expect(idsOf(await search()).length).toBe(100);
  });
});

describe("how far an answer can be trusted", () => {
  const sourceOf = (answer: Answer) => {
    const sources = answer.json?.sources;
    return Array.isArray(sources) && isObject(sources[0]) ? sources[0] : null;
  };

  test("a synced window is complete; one that reaches further back than the history is not", async () => {
    const nowMs = api.clock.nowMs();
    expect(sourceOf(await search({ startTime: nowMs - 86_400_000 }))).toMatchObject({
      id: "engage",
      state: "ok",
      complete: true,
      lastSyncTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      newestStartTime: expect.stringMatching(/\+0000$/),
    });
    expect(sourceOf(await search({ startTime: nowMs - 400 * 86_400_000 }))?.complete).toBe(false);
  });

  test("counts by label, type, hour and time agree with the list", async () => {
    const stored = await api.call("administrator", "POST", "/searches", { body: { callType: "Inbound" } });
    const query = { search: String(stored.json?.id), zone: "Europe/Berlin" };
    const total = Number((await search({ callType: "Inbound" })).json?.totalCount);
    const facets = await api.call("administrator", "GET", "/facets", { query });
    const histogram = await api.call("administrator", "GET", "/histogram", { query });
    const sum = (list: unknown) =>
      Array.isArray(list)
        ? list.reduce((all: number, one: unknown) => all + Number(isObject(one) ? one.count : 0), 0)
        : -1;
    expect(facets.json?.callTypes).toEqual([{ value: "Inbound", count: total }]);
    expect(facets.json?.sources).toEqual([{ value: "engage", count: total }]);
    expect(sum(facets.json?.hours)).toBe(total);
    expect(sum(histogram.json?.buckets)).toBe(total);
    const bad = await api.call("administrator", "GET", "/facets", { query: { zone: "Mars/Olympus" } });
    expect([bad.status, bad.json?.statusCode]).toEqual([400, 2]);
  });

  test("the same search is the same row; a saved one needs a name and is listed", async () => {
    const store = (body: unknown) => api.call("supervisor", "POST", "/searches", { body });
    const one = await store({ userName: "smith", callType: "Inbound" });
    const same = await store({ callType: "Inbound", userName: "smith" });
    expect(one.json?.id).toMatch(/^[A-Za-z0-9_-]{22,64}$/);
    expect(same.json?.id).toBe(one.json?.id);
    expect((await store({ callType: "Inbound", saved: true })).json?.statusCode).toBe(1);
    const saved = await store({ callType: "Outbound", saved: true, name: "Outbound calls" });
    expect(saved.status).toBe(201);
    const listed = await api.call("supervisor", "GET", "/searches");
    expect(listed.json?.searches).toEqual([
      {
        id: saved.json?.id,
        path: saved.json?.path,
        name: "Outbound calls",
        saved: true,
        filter: { callType: "Outbound" },
      },
    ]);
    expect((await api.call("administrator", "DELETE", `/searches/${saved.json?.id}`)).status).toBe(404);
    expect((await api.call("supervisor", "DELETE", `/searches/${saved.json?.id}`)).status).toBe(200);
  });
});
