import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AWKWARD } from "@/lib/sources/genesys-engage/simulator";
import { type Answer, type Api, isObject, SECOND, type Sent, startApi } from "../api";
import { hiddenOf, leaksIn, listAt, textsOf } from "./leaks";
import { CALL } from "./requests";

let api: Api;
/** Every recording as an administrator sees it, by id. */
let clear: Map<string, Record<string, unknown>>;
beforeAll(async () => {
  api = await startApi({ calls: 40, second: true });
  await tellTales();
  clear = new Map((await everything("administrator")).map((one) => [String(one.id), one]));
});
afterAll(() => api.stop());
beforeEach(async () => {
  await api.mask({});
});

const MASKED = "*******";
const CALLER = "+13125550142";

/** Comments and labels that repeat what masking hides, as people write it. */
async function tellTales() {
  const path = `/recordings/${api.idOf(CALL)}/labels`;
  for (const body of [
    {
      name: "comment",
      content: { text: "Jane Smith called back on 312-555-0142, (312) 555 0142 or 3125550142." },
    },
    { name: "comment", content: { text: "jsmith wrote down +1.312.555.0142 for 18005550199" } },
    { name: "vip", content: { note: "13125550142", nested: { phones: ["+1 312 555 0142"] } } },
    { name: "call 13125550142" },
  ]) {
    const answer = await api.call("administrator", "POST", path, { body });
    if (answer.status !== 201) throw new Error(answer.text);
  }
}

async function everything(who: "administrator" | "supervisor"): Promise<Record<string, unknown>[]> {
  const { json } = await api.call(who, "GET", "/recordings", { query: { limit: 500, subresources: "*" } });
  return listAt(json, "recordings");
}

const SETTINGS: readonly (readonly [
  string,
  Readonly<{ agent?: string; customer?: string; vendor?: string }>,
])[] = [
  ["the caller's number", { customer: "callerPhoneNumber" }],
  ["the caller's number by its other name", { customer: " ani " }],
  ["the dialed number", { customer: "dnis" }],
  ["every number of every contact", { customer: "phoneNumber" }],
  ["last names", { agent: "lastName" }],
  ["user names", { agent: "agentId" }],
  ["attached data", { customer: "OrderId,Reason , Queue" }],
  ["the vendor's own list", { vendor: "callerPhoneNumber, firstName" }],
  [
    "all of the vendor's example",
    {
      agent: "agentId, username, phoneNumber, userName, firstName, lastName",
      customer: "callerPhoneNumber, dialedPhoneNumber, dnis, ani, GSIP_RECORD",
    },
  ],
];

const fieldsOf = (given: Readonly<Record<string, string | undefined>>) =>
  Object.values(given).flatMap((list) => (list ?? "").split(",").map((name) => name.trim()));

/** The vendor's own list holds for its source alone. */
const isMaskedSource = (given: Readonly<{ vendor?: string }>, id: string) =>
  given.vendor === undefined || !id.startsWith(`${SECOND}.`);

describe.each(SETTINGS)("with %s masked", (_name, given) => {
  beforeEach(() => api.mask(given));

  test("a supervisor's list, openings, labels and exports hold nothing of it; an administrator's everything", async () => {
    const leaks: string[] = [];
    const check = (id: string, value: unknown) => {
      const known = clear.get(id);
      if (known && isMaskedSource(given, id)) {
        leaks.push(
          ...leaksIn(textsOf(value), hiddenOf(known, fieldsOf(given))).map((leak) => `${id}: ${leak}`),
        );
      }
    };
    const list = await everything("supervisor");
    expect(list.length).toBe(clear.size);
    for (const one of list) check(String(one.id), one);

    const json = await api.call("supervisor", "POST", "/recordings/export", {
      body: { ids: [...clear.keys()], format: "json" },
    });
    const exported = listAt(json.json, "recordings");
    expect(exported.length).toBe(clear.size);
    for (const one of exported) check(String(one.id), one);
    const csv = await api.call("supervisor", "POST", "/recordings/export", {
      body: { ids: [...clear.keys()], format: "csv" },
    });
    for (const line of csv.text.split("\r\n").slice(1)) {
      const [id = "", , , , , ...cells] = line.split(/(?<="),/).map((cell) => cell.replaceAll('"', ""));
      check(id, cells);
    }

    const ids = [
      api.idOf(CALL),
      ...[...clear.keys()].slice(3, 9),
      ...(AWKWARD[9] ?? []).map((id) => api.idOf(id)),
    ];
    for (const id of ids) {
      const opened = await api.call("supervisor", "GET", `/recordings/${id}?subresources=*`);
      check(id, opened.json);
      check(
        id,
        [...opened.headers].map(([, value]) => value),
      );
      check(id, (await api.call("supervisor", "GET", `/recordings/${id}/labels`)).json);
    }
    expect([...new Set(leaks)]).toEqual([]);

    const seen = new Map((await everything("administrator")).map((one) => [String(one.id), one]));
    expect(seen).toEqual(clear);
  });

  test("what is masked is seven stars in the same place, and named", async () => {
    const before = clear.get(api.idOf(CALL));
    const { json } = await api.call("supervisor", "GET", `/recordings/${api.idOf(CALL)}`);
    const after = isObject(json?.recording) ? json.recording : {};
    expect(listAt(after, "eventHistory").length).toBe(listAt(before, "eventHistory").length);
    expect(
      Object.keys(after)
        .filter((name) => !["maskedFields", "labels"].includes(name))
        .sort(),
    ).toEqual(
      Object.keys(before ?? {})
        .filter((name) => name !== "labels")
        .sort(),
    );
    expect(JSON.stringify(after)).toContain(`"${MASKED}"`);
    expect(after.maskedFields).toEqual(expect.arrayContaining([expect.any(String)]));
    const stars = textsOf(after).flatMap((text) => text.match(/\*+/g) ?? []);
    expect([...new Set(stars)]).toEqual([MASKED]);
  });
});

describe("nothing that a supervisor can ask for tells the masked number", () => {
  test("counts, definitions, searches, refusals, headers, me", async () => {
    const stored = await api.call("administrator", "POST", "/searches", {
      body: { callerPhoneNumber: CALLER },
    });
    const byLabel = await api.call("administrator", "POST", "/searches", {
      body: { includeLabels: "call 13125550142" },
    });
    await api.mask({ customer: "callerPhoneNumber, phoneNumber" });
    const answers: Answer[] = [];
    const ask = async (method: "GET" | "POST", path: string, sent: Sent = {}) => {
      const answer = await api.call("supervisor", method, path, sent);
      answers.push(answer);
      return answer;
    };
    await ask("GET", "/me");
    await ask("GET", "/facets");
    await ask("GET", "/histogram");
    await ask("GET", "/recording-label-definitions");
    await ask("GET", "/searches");
    await ask("GET", "/recordings", { query: { limit: 500, subresources: "*" } });
    for (const path of ["/recordings", "/facets", "/histogram"]) {
      expect((await ask("GET", path, { query: { search: String(stored.json?.id) } })).json?.statusCode).toBe(
        3,
      );
      const labelled = await ask("GET", path, { query: { search: String(byLabel.json?.id) } });
      expect([labelled.status, labelled.json?.statusCode]).toEqual([403, 3]);
    }
    expect((await ask("GET", `/searches/${stored.json?.id}`)).json?.statusCode).toBe(3);
    await ask("POST", "/searches", { body: { callerPhoneNumber: CALLER } });
    await ask("POST", "/recordings/bulk", {
      body: { operation: "addLabel", name: "vip", search: stored.json?.id },
    });
    await ask("POST", "/recordings/export", { body: { search: stored.json?.id, format: "csv" } });
    await ask("GET", "/recordings", { query: { callerPhoneNumber: CALLER } });
    await ask("GET", "/recordings", { query: { userName: "*555014*" } });
    for (const answer of answers) {
      const text = `${answer.text}\n${[...answer.headers].join("\n")}`;
      expect(text).not.toMatch(/312\D{0,3}555/);
    }
  });

  test.each([
    ["callerPhoneNumber", { customer: "callerPhoneNumber" }, { callerPhoneNumber: "*" }],
    ["phoneNumber for either end", { customer: "dialedPhoneNumber" }, { phoneNumber: CALLER }],
    ["dialedPhoneNumber by dnis", { customer: "dnis" }, { dialedPhoneNumber: CALLER }],
    ["callerPhoneNumber by contacts' numbers", { customer: "phoneNumber" }, { callerPhoneNumber: CALLER }],
    ["userName by lastName", { agent: "lastName" }, { userName: "smith" }],
    ["userData", { agent: "userData" }, { userData: "Refund" }],
  ] as const)("a search by %s is 403/3, for administrators it is not", async (_name, given, query) => {
    await api.mask(given);
    const refused = await api.call("supervisor", "GET", "/recordings", { query });
    expect([refused.status, refused.json?.statusCode]).toEqual([403, 3]);
    const me = await api.call("supervisor", "GET", "/me");
    expect(me.json?.maskedParameters).toEqual(expect.arrayContaining(Object.keys(query)));
    expect((await api.call("administrator", "GET", "/recordings", { query })).status).toBe(200);
  });

  test("a masked attached value never matches; the others do", async () => {
    const total = async (who: "administrator" | "supervisor", userData: string) =>
      (await api.call(who, "GET", "/recordings", { query: { userData } })).json?.totalCount;
    expect(await total("supervisor", "TB-*")).toBeGreaterThan(0);
    await api.mask({ customer: "OrderId" });
    expect(await total("supervisor", "TB-*")).toBe(0);
    expect(await total("supervisor", "tb-5518")).toBe(0);
    expect(await total("administrator", "TB-*")).toBeGreaterThan(0);
    expect(await total("supervisor", "Refund")).toBeGreaterThan(0);
  });

  test("attached values that repeat a masked number never match, nor do those that are sent to nobody", async () => {
    const total = async (who: "administrator" | "supervisor", userData: string) =>
      Number((await api.call(who, "GET", "/recordings", { query: { userData } })).json?.totalCount);
    expect(await total("administrator", "*9175550123*")).toBeGreaterThan(0);
    await api.mask({ customer: "ani" });
    expect(await total("supervisor", "*9175550123*")).toBe(0);
    expect(await total("supervisor", "*917555*")).toBe(0);
    await api.mask({});
    expect(await total("supervisor", "*cofid*")).toBe(0);
    expect(await total("supervisor", "genesys_markham")).toBe(0);
  });

  test("a field masked in one source of two: that source drops out and says so", async () => {
    await api.mask({ vendor: "callerPhoneNumber" });
    const query = { callerPhoneNumber: "*", limit: 500 };
    const both = await api.call("supervisor", "GET", "/recordings", { query });
    expect(both.status).toBe(200);
    expect([...new Set(listAt(both.json, "recordings").map((one) => one.source))]).toEqual([SECOND]);
    expect(listAt(both.json, "sources").map((one) => [one.id, one.state, one.complete])).toEqual([
      ["engage", "fieldMasked", false],
      [SECOND, "ok", true],
    ]);
    const one = await api.call("supervisor", "GET", "/recordings", { query: { ...query, source: "engage" } });
    expect([one.status, one.json?.statusCode]).toEqual([403, 3]);
    expect((await api.call("supervisor", "GET", "/me")).json?.maskedParameters).toEqual([]);
  });
});

describe("the vendor's own lists", () => {
  test("when they can't be read, everything maskable is masked, and clear again afterwards", async () => {
    api.simulator.switches.internalError = { on: ["settings"] };
    api.clock.advance(61_000);
    const closed = await api.call("supervisor", "GET", `/recordings/${api.idOf(CALL)}`);
    expect(isObject(closed.json?.recording) && closed.json.recording.callerPhoneNumber).toBe(MASKED);
    const everyField = [
      "callerPhoneNumber",
      "dialedPhoneNumber",
      "phoneNumber",
      "userName",
      "firstName",
      "lastName",
      "Queue",
    ];
    const known = clear.get(api.idOf(CALL)) ?? {};
    expect(leaksIn(textsOf(closed.json), hiddenOf(known, everyField))).toEqual([]);
    for (const query of ["callerPhoneNumber=*", "userName=smith", "userData=Refund"]) {
      const answer = await api.call("supervisor", "GET", `/recordings?${query}&source=engage`);
      expect([answer.status, answer.json?.statusCode]).toEqual([403, 3]);
    }
    api.simulator.switches.internalError = false;
    api.clock.advance(6_000);
    const open = await api.call("supervisor", "GET", `/recordings/${api.idOf(CALL)}`);
    expect(isObject(open.json?.recording) && open.json.recording.callerPhoneNumber).toBe(CALLER);
  });
});

test("a vendor that is silent about its lists masks at once, and keeps nobody waiting twice", async () => {
  api.simulator.switches.hang = { on: ["settings"] };
  api.clock.advance(61_000);
  const search = () =>
    api.call("supervisor", "GET", "/recordings", { query: { limit: 3, source: "engage" } });
  const first = await search();
  const startedMs = performance.now();
  const second = await search();
  expect(performance.now() - startedMs).toBeLessThan(1_000);
  for (const answer of [first, second]) {
    expect(listAt(answer.json, "recordings").map((one) => one.callerPhoneNumber)).toEqual([
      MASKED,
      MASKED,
      MASKED,
    ]);
  }
  api.simulator.switches.hang = false;
  api.clock.advance(61_000);
  await api.runtime.sourceLists.refresh();
});

describe("a reveal", () => {
  const path = () => `/recordings/${api.idOf(CALL)}`;
  const recordingOf = async (who: "supervisor" | "agent" = "supervisor") => {
    const { json } = await api.call(who, "GET", `${path()}?subresources=*`);
    return isObject(json?.recording) ? json.recording : {};
  };
  const reveal = (body: unknown) => api.call("supervisor", "POST", `${path()}/reveal`, { body });

  test("shows the named fields of one recording to one person for ten minutes, with its reason in the log first", async () => {
    await api.mask({ agent: "firstName, lastName", customer: "callerPhoneNumber" });
    expect((await recordingOf()).callerPhoneNumber).toBe(MASKED);
    for (const reason of ["too short", "          ", "   blank     "]) {
      const refused = await reveal({ fields: ["callerPhoneNumber"], reason });
      expect([refused.status, refused.json?.statusCode]).toEqual([400, 2]);
    }
    expect((await recordingOf()).callerPhoneNumber).toBe(MASKED);

    const granted = await reveal({ fields: ["callerPhoneNumber"], reason: "Calling the customer back" });
    const untilMs = api.clock.nowMs() + 600_000;
    expect(granted.json).toEqual({
      statusCode: 0,
      expiresTime: new Date(untilMs).toISOString().replace("Z", "+0000"),
    });
    const open = await recordingOf();
    expect(open.callerPhoneNumber).toBe(CALLER);
    expect(open.revealedUntil).toBe(granted.json?.expiresTime);
    expect(JSON.stringify(listAt(open, "eventHistory"))).toContain(`"phoneNumber":"${CALLER}"`);
    expect(
      leaksIn(textsOf(open), hiddenOf(clear.get(api.idOf(CALL)) ?? {}, ["firstName", "lastName"])),
    ).toEqual([]);

    const audit = await api.call("administrator", "GET", "/audit", { query: { action: "recording.reveal" } });
    expect(listAt(audit.json, "rows").map((row) => [row.phase, row.reason, row.user])).toEqual([
      ["answered", "Calling the customer back", "supervisor@earmark.example"],
      ["asked", "Calling the customer back", "supervisor@earmark.example"],
    ]);
    expect(audit.text).not.toContain("5550142");

    expect((await recordingOf("agent")).callerPhoneNumber).toBe(MASKED);
    const others = (await everything("supervisor")).map((one) => one.callerPhoneNumber);
    expect([...new Set(others.filter((number) => number !== undefined && number !== ""))]).toEqual([MASKED]);
    const exported = await api.call("supervisor", "POST", "/recordings/export", {
      body: { ids: [api.idOf(CALL)], format: "csv" },
    });
    expect(exported.text).not.toContain("5550142");

    api.clock.advance(600_001);
    const closed = await recordingOf();
    expect(closed.callerPhoneNumber).toBe(MASKED);
    expect(closed.revealedUntil).toBeUndefined();
  });
});

describe("what no browser ever gets", () => {
  test.each(["administrator", "supervisor", "agent"] as const)("%s", async (who) => {
    const { CANARIES } = await import("@/lib/sources/genesys-engage/simulator");
    const texts: string[] = [];
    const ask = async (method: "GET" | "POST", path: string, sent: Sent = {}) => {
      const answer = await api.call(who, method, path, sent);
      texts.push(answer.text, ...[...answer.headers].map((pair) => pair.join(": ")));
    };
    for (const id of clear.keys()) await ask("GET", `/recordings/${id}?subresources=*`);
    for (const path of ["/recordings?limit=500&subresources=*", "/sources", "/me", "/facets", "/audit"]) {
      await ask("GET", path);
    }
    for (const format of ["csv", "json"]) {
      await ask("POST", "/recordings/export", { body: { ids: [...clear.keys()], format } });
    }
    const all = texts.join("\n");
    expect(all.length).toBeGreaterThan(10_000);
    for (const secret of [
      ...Object.values(CANARIES),
      "mediaUri",
      "mediaPath",
      "pkcs7",
      "certAlias",
      "nextUri",
      "prevUri",
      '"parameters"',
      "/decrypt/",
      "rws.example",
      "rws-admin-pass",
      "GSIP_REC_FN",
      "GRECORD_PARTITIONS",
      "sip-iscc",
      "eventId",
      "speechminer",
    ]) {
      expect(all.includes(secret), `${secret} was sent`).toBe(false);
    }
  });
});
