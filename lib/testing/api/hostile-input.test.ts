import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type Api, type Sent, startApi } from "../api";
import { handlersOf } from "../api-routes";
import { CALL, type Row, requestsOf } from "./requests";

let api: Api;
let rows: Row[];
beforeAll(async () => {
  api = await startApi({ calls: 5, samples: "spoken", awkward: false });
  rows = await requestsOf(api);
});
afterAll(() => api.stop());

const LONG = "x".repeat(10_000);

const HOSTILE_TEXTS = [
  "../../etc/passwd",
  "\u0000",
  "a\u0000b",
  LONG,
  "\u0001\u001b[31m\u007f",
  "\u202egnp.exe\u202d",
  "<script>alert(1)</script>",
  `=HYPERLINK("http://x")`,
  "'; drop table recording; --",
  "%",
  "_",
  "\\",
  "*".repeat(500),
  "?*".repeat(250),
  "\ufeff\u200b",
  "😀".repeat(200),
  "__proto__",
  "1e400",
  "-1",
  "99999999999999999999",
  "NaN",
];

const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1e300,
  [],
  {},
  [[[]]],
  "\ud800",
  "\udfff\ud800",
  { constructor: { prototype: { polluted: true } } },
];

const HOSTILE_BODIES = [
  "{",
  '{"a":1',
  "null",
  "[]",
  "0",
  '"text"',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":1}',
  "[".repeat(50_000),
  `{"unknown":"${"y".repeat(1_000)}"}`,
];

function fault(answer: Answer, what: string): string | null {
  if (answer.status >= 500) return `${what}: ${answer.status} ${answer.text}`;
  if (answer.status >= 400) {
    const keys = Object.keys(answer.json ?? {})
      .sort()
      .join();
    if (keys !== "statusCode,statusMessage")
      return `${what}: ${answer.status} with ${answer.text.slice(0, 200)}`;
    const said = String(answer.json?.statusMessage);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come back
    if (said.length > 400 || /[\u0000-\u001f\u202a-\u202e<]/.test(said))
      return `${what}: says ${said.slice(0, 100)}`;
  }
  return null;
}

async function faultsOf(tries: Iterable<readonly [Row, string, Sent]>): Promise<string[]> {
  const faults: string[] = [];
  for (const [row, path, sent] of tries) {
    const answer = await api.call("administrator", row.method, path, sent);
    const found = fault(answer, `${row.method} ${path.slice(0, 90)} ${JSON.stringify(sent).slice(0, 120)}`);
    if (found) faults.push(found);
  }
  return faults;
}

/** One row for each operation. */
const operations = () =>
  rows.filter(
    (row, index) =>
      index === rows.findIndex((other) => other.method === row.method && other.address === row.address),
  );

describe("bad input is a clear refusal or safe text, never a failure of ours", () => {
  test("in every place of every path", async () => {
    const tries = operations().flatMap((row) => {
      const names = [...row.address.matchAll(/\{(\w+)\}/g)].map((match) => match[0]);
      return names.flatMap((name) =>
        [
          ...HOSTILE_TEXTS,
          "engage.~00",
          "engage.a~00b",
          "engage.~ff",
          `engage.${"a".repeat(512)}`,
          "engage.",
        ].map((text) => {
          const filled = row.address
            .replace(name, encodeURIComponent(text))
            .replaceAll("{recordingId}", api.idOf(CALL))
            .replaceAll(/\{\w+\}/g, "0123456789abcdef0123");
          return [row, filled, { body: row.body }] as const;
        }),
      );
    });
    expect(tries.length).toBeGreaterThan(300);
    expect(await faultsOf(tries)).toEqual([]);
  });

  test("in every known parameter of every query", async () => {
    const tries: [Row, string, Sent][] = [];
    for (const row of operations()) {
      for (const name of await parametersOf(row)) {
        for (const text of HOSTILE_TEXTS)
          tries.push([row, withoutQuery(row.path), { query: { [name]: text }, body: row.body }]);
      }
    }
    expect(tries.length).toBeGreaterThan(400);
    expect(await faultsOf(tries)).toEqual([]);
  });

  test("an unknown parameter, one given twice, and `_`", async () => {
    for (const row of operations()) {
      if (row.address.includes("{path+}") || row.path.startsWith("/api/health")) continue;
      const sent = { body: row.body };
      const unknown = await api.call(
        "administrator",
        row.method,
        `${withoutQuery(row.path)}?colour=red`,
        sent,
      );
      if (row.method !== "HEAD") expect([unknown.json?.statusCode, row.address]).toEqual([2, row.address]);
      expect([unknown.status, row.address]).toEqual([400, row.address]);
    }
    const twice = await api.call("administrator", "GET", "/recordings?limit=1&limit=2");
    expect([twice.status, twice.json?.statusCode]).toEqual([400, 2]);
    const busted = await api.call("administrator", "GET", "/recordings?_=123&_=4&limit=1");
    expect(busted.status).toBe(200);
  });

  test("as a whole body, and as one of its attributes", async () => {
    const tries: [Row, string, Sent][] = [];
    for (const row of operations().filter(({ body }) => body !== undefined)) {
      for (const body of HOSTILE_BODIES) tries.push([row, row.path, { body }]);
      if (typeof row.body !== "object" || row.body === null) continue;
      for (const name of Object.keys(row.body)) {
        for (const value of [...HOSTILE_TEXTS, ...HOSTILE_VALUES, HOSTILE_TEXTS, { name: LONG }]) {
          tries.push([row, row.path, { body: { ...row.body, [name]: value } }]);
        }
      }
    }
    expect(tries.length).toBeGreaterThan(500);
    expect(await faultsOf(tries)).toEqual([]);
  });

  test("a filter's attributes in a stored search, and the search that it gives", async () => {
    const faults: string[] = [];
    for (const name of [
      "callerPhoneNumber",
      "userName",
      "userData",
      "includeLabels",
      "callType",
      "region",
      "source",
    ]) {
      for (const value of [...HOSTILE_TEXTS, ...HOSTILE_VALUES]) {
        const stored = await api.call("administrator", "POST", "/searches", { body: { [name]: value } });
        faults.push(...[fault(stored, `${name} ${JSON.stringify(value)}`)].filter((one) => one !== null));
        if (typeof stored.json?.id !== "string") continue;
        for (const path of ["/recordings", "/facets", "/histogram"]) {
          const run = await api.call("administrator", "GET", path, { query: { search: stored.json.id } });
          faults.push(
            ...[fault(run, `${path} ${name} ${JSON.stringify(value)}`)].filter((one) => one !== null),
          );
        }
      }
    }
    expect(faults).toEqual([]);
  });

  test("comments of every kind of text", async () => {
    const path = `/recordings/${api.idOf(CALL)}/labels`;
    const faults: string[] = [];
    for (const text of [...HOSTILE_TEXTS, ...HOSTILE_VALUES]) {
      for (const content of [
        { text },
        { text: "x", time: text },
        { text: "x", mediaKey: text, startMs: 1 },
        text,
      ]) {
        const answer = await api.call("administrator", "POST", path, { body: { name: "comment", content } });
        faults.push(
          ...[fault(answer, JSON.stringify(content)?.slice(0, 80) ?? "")].filter((one) => one !== null),
        );
      }
      const named = await api.call("administrator", "POST", path, {
        body: { name: "vip", content: { note: text } },
      });
      faults.push(
        ...[fault(named, `vip ${JSON.stringify(text)?.slice(0, 80)}`)].filter((one) => one !== null),
      );
    }
    expect(faults).toEqual([]);
    expect(
      (await api.call("administrator", "GET", `/recordings/${api.idOf(CALL)}?subresources=*`)).status,
    ).toBe(200);
  });

  test("a body over a mebibyte is 413, another type than JSON 415, no body where one is needed 400/1", async () => {
    for (const row of operations().filter(({ body, method }) => body !== undefined && method !== "DELETE")) {
      const told = async (sent: Sent) => {
        const answer = await api.call("administrator", row.method, row.path, sent);
        return `${answer.status}/${answer.json?.statusCode}`;
      };
      if (row.address.includes("{path+}")) continue;
      expect([await told({ body: `"${"x".repeat(1_048_576)}"` }), row.address]).toEqual([
        "413/2",
        row.address,
      ]);
      const asText = { body: JSON.stringify(row.body), headers: { "content-type": "text/plain" } };
      expect([await told(asText), row.address]).toEqual(["415/2", row.address]);
      expect([await told({}), row.address]).toEqual(["400/1", row.address]);
      // A search of everything, and a change of nothing, are no mistakes.
      if (row.address.endsWith("/searches") || /\{(definitionId|userId)\}$/.test(row.address)) continue;
      expect([await told({ body: "{}" }), row.address]).toEqual(["400/1", row.address]);
    }
  });

  test("nothing was polluted, and the server still works", async () => {
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect((await api.call("administrator", "GET", "/recordings")).status).toBe(200);
    expect((await api.call("administrator", "GET", "/audit/verify")).json?.ok).toBe(true);
  });
});

function withoutQuery(path: string): string {
  return path.split("?")[0] ?? path;
}

async function parametersOf(row: Row): Promise<string[]> {
  const route = api.routes.find(({ address }) => address === row.address);
  const handler = route && (await handlersOf(route)).get(row.method);
  const schema = handler?.definition.query;
  return schema && "shape" in schema && typeof schema.shape === "object" && schema.shape
    ? Object.keys(schema.shape)
    : [];
}
