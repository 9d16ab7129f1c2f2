import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AWKWARD, type WireRecording } from "@/lib/sources/genesys-engage/simulator";
import { type Api, isObject, type Sent, startApi } from "../api";
import type { HttpMethod } from "../api-routes";
import { basicHeader, TEST_PASSWORD } from "../http-runtime";
import { listAt } from "./leaks";
import { CALL, mediaKeyOf, TRANSFER } from "./requests";

let api: Api;
let held: WireRecording[];
beforeAll(async () => {
  api = await startApi({ calls: 60 });
  const oldestMs = api.clock.nowMs() - 365 * 86_400_000;
  held = api.simulator
    .recordings()
    .filter((one) => Date.parse(String(one.startTime).replace("+0000", "Z")) >= oldestMs);
});
afterAll(() => api.stop());

const [THREE_FILES = "", ROOT_ONLY = "", LOOK_ALIKE = ""] = AWKWARD[7] ?? [];

type Rights = Readonly<{ accessGroups: readonly string[]; partitions: readonly string[] }>;
let made = 0;

/** A new supervisor (or another) with these rights; gives the function that asks as them. */
async function person(rights: Rights, role = "supervisor") {
  made += 1;
  const email = `person-${made}@earmark.example`;
  const body = { email, name: `Person ${made}`, role, password: TEST_PASSWORD, ...rights };
  const created = await api.call("administrator", "POST", "/users", { body });
  if (created.status !== 201) throw new Error(created.text);
  const headers = { authorization: basicHeader(email) };
  return (method: HttpMethod, path: string, sent: Sent = {}) =>
    api.call(null, method, path, { ...sent, headers: { ...headers, ...sent.headers } });
}

function isBelow(group: string, path: string): boolean {
  return group === "/" || path === group || path.startsWith(`${group}/`);
}

/** The contract's rule, written down a second time. */
function maySee(
  rights: Rights,
  file: Readonly<{ accessgroups?: unknown; partitions?: unknown }> | null,
): boolean {
  const paths = texts(file?.accessgroups);
  const names = texts(file?.partitions);
  const byGroup = (paths.length > 0 ? paths : ["/"]).some((path) =>
    rights.accessGroups.some((one) => isBelow(one, path)),
  );
  const all = rights.partitions.includes("*");
  return byGroup && (names.length === 0 || all || names.some((name) => rights.partitions.includes(name)));
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function visibleTo(rights: Rights): string[] {
  return held
    .filter((one) => {
      const files = one.mediaFiles ?? [];
      return files.length === 0 ? maySee(rights, null) : files.some((file) => maySee(rights, file));
    })
    .map((one) => one.id)
    .sort();
}

const CASES: readonly (readonly [string, Rights])[] = [
  ["everything", { accessGroups: ["/"], partitions: ["*"] }],
  ["everything but partitions", { accessGroups: ["/"], partitions: [] }],
  ["/Sales", { accessGroups: ["/Sales"], partitions: ["*"] }],
  ["/Sales/EU without partitions", { accessGroups: ["/Sales/EU"], partitions: [] }],
  [
    "/Support and /Company A with one partition",
    { accessGroups: ["/Support", "/Company A"], partitions: ["/support"] },
  ],
  ["a group nobody is in", { accessGroups: ["/Sale"], partitions: ["*"] }],
  ["groups in another letter case", { accessGroups: ["/sales"], partitions: ["*"] }],
];

test.each(CASES)(
  "a supervisor with %s sees exactly that, in lists, counts, exports and by id",
  async (_name, rights) => {
    const ask = await person(rights);
    const wanted = visibleTo(rights);
    const list = await ask("GET", "/recordings?limit=500&subresources=*");
    const ids = listAt(list.json, "recordings").map((one) => String(one.vendorId));
    expect([...ids].sort()).toEqual(wanted);
    expect(list.json?.totalCount).toBe(wanted.length);
    expect(list.text).not.toMatch(/accessgroups|"partitions"/);

    for (const recording of listAt(list.json, "recordings")) {
      const original = held.find((one) => one.id === recording.vendorId);
      const files = (original?.mediaFiles ?? []).filter((file) => maySee(rights, file));
      expect([recording.id, listAt(recording, "mediaFiles").length]).toEqual([recording.id, files.length]);
    }
    const facets = await ask("GET", "/facets");
    expect(listAt(facets.json, "sources").map((one) => one.count)).toEqual(
      wanted.length > 0 ? [wanted.length] : [],
    );
    const all = held.map((one) => api.idOf(one.id));
    const exported = await ask("POST", "/recordings/export", { body: { ids: all, format: "json" } });
    expect(
      listAt(exported.json, "recordings")
        .map((one) => String(one.vendorId))
        .sort(),
    ).toEqual(wanted);

    for (const one of [THREE_FILES, ROOT_ONLY, LOOK_ALIKE, TRANSFER, CALL]) {
      const opened = await ask("GET", `/recordings/${api.idOf(one)}`);
      expect([one, opened.status]).toEqual([one, wanted.includes(one) ? 200 : 404]);
    }
  },
);

test("rights bind administrators too", async () => {
  const ask = await person({ accessGroups: ["/Sales"], partitions: ["*"] }, "administrator");
  expect((await ask("GET", `/recordings/${api.idOf(CALL)}`)).status).toBe(404);
  expect((await ask("DELETE", `/recordings/${api.idOf(CALL)}`)).status).toBe(404);
  const partly = await ask("DELETE", `/recordings/${api.idOf(TRANSFER)}`);
  expect([partly.status, partly.json?.statusCode]).toEqual([403, 3]);
  expect(api.simulator.recording(TRANSFER)).not.toBeNull();
});

describe("of a recording with a file outside somebody's groups", () => {
  const path = () => `/recordings/${api.idOf(TRANSFER)}`;

  test("the file is neither shown nor played nor drawn, and its size, length and comments are not told", async () => {
    const [hidden, shown] = [await mediaKeyOf(api, TRANSFER, 0), await mediaKeyOf(api, TRANSFER, 1)];
    for (const mediaKey of [hidden, shown]) {
      const body = { name: "comment", content: { text: `At ${mediaKey}`, mediaKey, startMs: 1_000 } };
      expect((await api.call("administrator", "POST", `${path()}/labels`, { body })).status).toBe(201);
    }
    const opened = await api.call("sales", "GET", `${path()}?subresources=*`);
    expect(opened.status).toBe(200);
    expect(opened.text).not.toContain(hidden);
    expect(opened.text).toContain(`At ${shown}`);
    expect((await api.call("sales", "GET", `${path()}/labels`)).text).not.toContain(hidden);

    for (const [mediaKey, status] of [
      [hidden, 404],
      [shown, 200],
    ] as const) {
      for (const method of ["GET", "HEAD"] as const) {
        expect((await api.call("sales", method, `${path()}/play/${mediaKey}.mp3`)).status).toBe(status);
      }
      expect((await api.call("sales", "GET", `${path()}/peaks/${mediaKey}`)).status).toBe(status);
      const heard = await api.call("sales", "POST", `${path()}/play/${mediaKey}`, { body: { heardMs: 10 } });
      expect(heard.status).toBe(status);
      const body = { name: "comment", content: { text: "x", mediaKey, startMs: 1 } };
      expect((await api.call("sales", "POST", `${path()}/labels`, { body })).status).toBe(
        status === 200 ? 201 : 400,
      );
    }
  });

  test("its events are not shown, and no search matches what only they say", async () => {
    const whole = await api.call("administrator", "GET", path());
    const part = await api.call("sales", "GET", path());
    const eventsOf = (answer: typeof whole) =>
      listAt(isObject(answer.json?.recording) ? answer.json.recording : null, "eventHistory");
    expect(eventsOf(part).length).toBeLessThan(eventsOf(whole).length);
    expect(part.text).not.toContain("lherrera");
    expect(part.text).toContain("PAUSED");

    const finds = async (who: "administrator" | "sales", query: Record<string, string>) => {
      const { json } = await api.call(who, "GET", "/recordings", { query: { limit: 500, ...query } });
      return listAt(json, "recordings").some((one) => one.vendorId === TRANSFER);
    };
    expect(await finds("administrator", { userName: "lherrera" })).toBe(true);
    expect(await finds("sales", { userName: "lherrera" })).toBe(false);
    expect(await finds("sales", { userName: "*" })).toBe(false);
    expect(await finds("sales", { userData: "PAUSED" })).toBe(true);

    const valuesOf = (answer: typeof whole) =>
      new Set(
        eventsOf(answer).flatMap(({ data }) =>
          Object.values(isObject(data) ? data : {}).flatMap((map) =>
            isObject(map) ? Object.values(map) : [],
          ),
        ),
      );
    const shown = valuesOf(part);
    const onlyHidden = [...valuesOf(whole)].filter((value) => typeof value === "string" && !shown.has(value));
    expect(onlyHidden).toContain("TB-8841");
    for (const userData of onlyHidden) {
      expect(await finds("administrator", { userData: String(userData) })).toBe(true);
      expect(await finds("sales", { userData: String(userData) })).toBe(false);
    }
  });
});

describe("an agent", () => {
  test("opens and plays the calls they were on, and no others", async () => {
    const onCall = (one: WireRecording) =>
      (one.eventHistory ?? []).some(({ contact }) => contact?.userName === "jsmith") ||
      (one.mediaFiles ?? []).some((file) => JSON.stringify(file).includes('"jsmith"'));
    const [own, others] = [held.filter(onCall), held.filter((one) => !onCall(one)).slice(0, 15)];
    expect(own.length).toBeGreaterThan(2);
    for (const [list, status] of [
      [own, 200],
      [others, 404],
    ] as const) {
      for (const { id } of list) {
        expect([id, (await api.call("agent", "GET", `/recordings/${api.idOf(id)}`)).status]).toEqual([
          id,
          status,
        ]);
      }
    }
    const foreign = held.find((one) => one.id.endsWith("SP002"));
    const key = await mediaKeyOf(api, foreign?.id ?? "");
    expect(
      (await api.call("agent", "GET", `/recordings/${api.idOf(foreign?.id ?? "")}/play/${key}`)).status,
    ).toBe(404);
  });

  test("sees masked values, and may not search, label, export or download", async () => {
    await api.mask({ customer: "callerPhoneNumber" });
    const opened = await api.call("agent", "GET", `/recordings/${api.idOf(CALL)}`);
    expect(isObject(opened.json?.recording) && opened.json.recording.callerPhoneNumber).toBe("*******");
    await api.mask({});
  });
});
