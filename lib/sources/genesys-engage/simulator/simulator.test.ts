import { describe, expect, test } from "vitest";
import { AWKWARD } from "./awkward-calls";
import { CANARIES } from "./canaries";
import { nth, testClient } from "./test-client";

const VENDOR_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/;
const ALL = "startTime=0&limit=100";

describe("duty 1: everything under /api/v2, Basic, people of every kind", () => {
  test.each(["supervisor", "supervisorNoLabels", "supervisorNoDecrypt", "agent", "noRole"] as const)(
    "%s may call",
    async (as) => {
      const { call } = testClient();
      expect((await call("/me", { as })).status).toBe(200);
    },
  );

  test("wrong or missing credentials are 401/20 with a challenge", async () => {
    const { call } = testClient();
    for (const authorization of ["", "Basic !!!", "Basic bm9ib2R5OnBhc3M=", "Bearer abc"]) {
      const { status, body, headers } = await call(`/recordings?${ALL}`, { headers: { authorization } });
      expect([status, body.statusCode]).toEqual([401, 20]);
      expect(headers.get("www-authenticate")).toMatch(/^Basic realm=/);
    }
  });

  test("outside /api/v2 there is nothing but the simulator's own endpoints", async () => {
    const { send } = testClient();
    expect((await send("/recordings?startTime=0")).status).toBe(404);
    expect(
      (await send("/internal-api/contact-centers/1/recordings", { method: "POST", body: {} })).status,
    ).toBe(404);
  });

  test("a path in baseUrl stands in front of all", async () => {
    const { send } = testClient({ samples: "none", baseUrl: "https://rws.example/engage/" });
    expect((await send("/engage/api/v2/recordings?startTime=0")).status).toBe(200);
  });

  test("agents may not search, get or delete; nobody without a role may do anything", async () => {
    const { call } = testClient();
    const [id] = AWKWARD[17] ?? [];
    for (const as of ["agent", "noRole"] as const) {
      for (const [path, method] of [
        [`/recordings?${ALL}`, "GET"],
        [`/recordings/${id}`, "GET"],
        [`/recordings/${id}`, "DELETE"],
      ] as const) {
        const { status, body } = await call(path, { as, method });
        expect([status, body.statusCode]).toEqual([403, 5]);
      }
    }
  });
});

describe("duty 2: wire types and odd spellings", () => {
  test("times, numbers as text, real booleans, keys in their own letters", async () => {
    const { simulator, call } = testClient({ calls: 200, samples: "none" });
    const { body } = await call(`/recordings?${ALL}`);
    const recordings = body.recordings ?? [];
    expect(recordings).toHaveLength(100);
    for (const recording of recordings) {
      expect(recording.startTime).toMatch(VENDOR_TIME);
      expect(recording.stopTime).toMatch(VENDOR_TIME);
      expect(typeof recording.screenRecording).toBe("boolean");
      for (const event of recording.eventHistory ?? []) {
        expect(event.occurredAt).toMatch(VENDOR_TIME);
        expect(event.calluuid).toMatch(/^[0-9A-Za-z-]{32,36}$/);
        expect("eventId" in event).toBe(event.event === "Data");
      }
      for (const file of recording.mediaFiles ?? []) {
        expect(file.duration).toMatch(/^\d+$/);
        expect(file.size).toMatch(/^\d+$/);
        expect(file).toMatchObject({
          type: "audio/mp3",
          ivrprofile: "CallRecProfile",
          tenant: "Environment",
        });
        expect(file.accessgroups).toBeInstanceOf(Array);
        expect(file.partitions).toBeInstanceOf(Array);
        expect(file.parameters?.dateTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        expect(file.parameters?.callUuid).toBe(file.callUUID);
        for (const mask of file.masks ?? []) {
          expect(mask.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
          expect(["paused", "resume"]).toContain(mask.type);
        }
      }
    }
    expect(simulator.recordings().some((one) => one.mediaFiles?.some((file) => file.masks))).toBe(true);
  });
});

test("duty 3: canary secrets are where the vendor leaves its own", async () => {
  const { call, get } = testClient();
  const { body, text } = await call("/recordings?startTime=0&limit=5");
  for (const file of (body.recordings ?? []).flatMap((one) => one.mediaFiles ?? [])) {
    expect(file.parameters?.["rp.speechminer_auth"]).toBe(CANARIES.speechminerAuth);
    expect(file.mediaUri).toContain(CANARIES.mediaHost);
  }
  expect(body.nextUri).toContain(CANARIES.nextHost);
  expect(text).toContain(CANARIES.speechminerHost);
  const [encrypted] = (await get(nth(AWKWARD[10]))).mediaFiles ?? [];
  expect(encrypted?.pkcs7).toContain(CANARIES.pkcs7);
  expect(encrypted?.certAlias).toEqual([CANARIES.certAlias]);
  expect(encrypted?.playPath).toContain("/decrypt/");
});

describe("duty 5: refused searches", () => {
  test.each([
    ["", 1],
    ["?offset=0&limit=10", 1],
    ["?subresources=*&unknown=1", 1],
    ["?startTime=yesterday", 2],
    ["?startTime=-5", 2],
    ["?startTime=1.5", 2],
    ["?callerPhoneNumber=%2B()-", 2],
    ["?startTime=0&limit=0", 2],
    ["?startTime=0&offset=-1", 2],
    ["?startTime=0&offset=10000", 10],
  ])("%s is 400/%i", async (query, code) => {
    const { status, body } = await testClient().call(`/recordings${query}`);
    expect([status, body.statusCode]).toEqual([400, code]);
    expect(Object.keys(body).sort()).toEqual(["statusCode", "statusMessage"]);
  });

  test("an inside-out window is an empty page", async () => {
    const { status, body } = await testClient().call("/recordings?startTime=2000&endTime=1000");
    expect([status, body.recordings, body.totalCount]).toEqual([200, [], 0]);
  });
});

describe("duty 6: pages", () => {
  test("walking nextPath gives each recording once, newest first", async () => {
    const { call, simulator } = testClient({ samples: "none", calls: 250 });
    const ids: string[] = [];
    for (let path = "/recordings?startTime=0&offset=0&limit=400"; path !== ""; ) {
      const { body } = await call(path);
      expect(body.totalCount).toBe(250);
      expect(body.recordings?.length).toBeLessThanOrEqual(100);
      ids.push(...(body.recordings ?? []).map((one) => one.id));
      if (body.nextPath !== undefined)
        expect(body.nextPath).toMatch(/^\/recordings\/\?startTime=0&offset=\d00&limit=100$/);
      expect(body.prevPath !== undefined).toBe(ids.length > 100);
      path = body.nextPath ?? "";
    }
    expect(ids).toEqual(simulator.recordings().map((one) => one.id));
    const starts = simulator.recordings().map((one) => one.startTime ?? "");
    expect(starts).toEqual([...starts].sort().reverse());
  });

  test("alwaysNextPath, a shrinking total and an early empty page", async () => {
    const { call, simulator } = testClient({ samples: "none", calls: 30 });
    expect((await call("/recordings?startTime=0")).body.nextPath).toBeUndefined();
    simulator.switches.alwaysNextPath = true;
    expect((await call("/recordings?startTime=0")).body.nextPath).toBe(
      "/recordings/?startTime=0&offset=100&limit=100",
    );
    Object.assign(simulator.switches, { totalCountShrinksBy: 4, emptyFromOffset: 20 });
    expect((await call("/recordings?startTime=0&limit=10&offset=10")).body.totalCount).toBe(26);
    const early = await call("/recordings?startTime=0&limit=10&offset=20");
    expect([early.body.recordings, early.body.totalCount]).toEqual([[], 22]);
  });
});

describe("duty 7: masking", () => {
  const FIELDS = "callerPhoneNumber, dnis, ani, agentId, username, phoneNumber, firstName , GSIP_RECORD";

  test("supervisors see asterisks of different lengths, administrators everything", async () => {
    const { simulator, get, search } = testClient();
    simulator.setSetting("metadata.privacy.agent_fields", FIELDS);
    const id = nth(AWKWARD[9]);
    const clear = await get(id);
    const masked = await get(id, "supervisor");
    expect(clear.callerPhoneNumber).toBe("+19175550123");
    expect(masked.callerPhoneNumber).toBe("*******");
    expect(masked.dialedPhoneNumber).toBe(clear.dialedPhoneNumber);
    const parameters = masked.mediaFiles?.[0]?.parameters;
    expect([parameters?.ani, parameters?.agentId, parameters?.username]).toEqual([
      "*******",
      "********",
      "*************",
    ]);
    expect(parameters?.recordDN).toBe("+19175550123");
    expect(parameters?.["rp.speechminer_auth"]).toBe(CANARIES.speechminerAuth);
    const contacts = (masked.eventHistory ?? []).flatMap((event) => event.contact ?? []);
    expect(contacts.map((contact) => contact.phoneNumber)).toEqual(contacts.map(() => "*******"));
    expect(contacts.some((contact) => contact.lastName === "Jones")).toBe(true);
    const added = masked.eventHistory?.find((event) => event.data?.added)?.data?.added;
    expect(added).toMatchObject({ GSIP_RECORD: "*******", CustomerPhone: "+19175550123" });
    expect(await search("userName=rhys&limit=100", "supervisor")).toContain(id);
  });

  test.each(["callerPhoneNumber", "dialedPhoneNumber", "userName", "userData"])(
    "searching by masked %s is 403/3, but not for administrators",
    async (name) => {
      const { simulator, call } = testClient();
      simulator.setSetting("metadata.privacy.customer_fields", `x,${name} `);
      const refused = await call(`/recordings?${name}=abc`, { as: "supervisor" });
      expect([refused.status, refused.body.statusCode]).toEqual([403, 3]);
      expect((await call(`/recordings?${name}=abc`)).status).toBe(200);
      expect((await call(`/recordings?${ALL}`, { as: "supervisor" })).status).toBe(200);
    },
  );
});

describe("duty 8: labels only when asked for", () => {
  test("absent without subresources, present with it, also when empty", async () => {
    const { call } = testClient();
    const id = nth(AWKWARD[13]);
    for (const [query, present] of [
      ["", false],
      ["?subresources=events", false],
      ["?subresources=labels", true],
      ["?subresources=x,*", true],
    ] as const) {
      const { body } = await call(`/recordings/${id}${query}`);
      expect("labels" in (body.recording ?? {})).toBe(present);
    }
    const { body } = await call(`/recordings?${ALL}`);
    expect(body.recordings?.some((one) => "labels" in one)).toBe(false);
  });

  test("labels without type, two of one name, Custom, Review beside review", async () => {
    const { get } = testClient();
    const labels = async (position: number) => (await get(nth(AWKWARD[13], position))).labels ?? [];
    expect((await labels(1)).map((label) => [label.name, label.type])).toEqual([
      ["vip", undefined],
      ["comment", "custom"],
      ["comment", "custom"],
    ]);
    expect((await labels(2)).map((label) => label.name)).toEqual(["Review", "review"]);
    expect((await labels(3))[0]?.type).toBe("Custom");
    const [comment] = await labels(4);
    expect([comment?.type, comment?.path]).toEqual([undefined, expect.stringContaining("/labels/8c9a634f")]);
  });
});

test("duty 9: get-by-id is wrapped; the switch makes it bare", async () => {
  const { call, simulator } = testClient();
  const id = nth(AWKWARD[17]);
  expect((await call(`/recordings/${id}`)).body).toMatchObject({ statusCode: 0, recording: { id } });
  simulator.switches.bareGetById = true;
  const { body } = await call(`/recordings/${id}`);
  expect(body).toMatchObject({ id });
  expect(body.statusCode).toBeUndefined();
});
