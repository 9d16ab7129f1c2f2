import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { saveSourceTrouble } from "@/lib/catalog/sync-state";
import { CANARIES as CLOUD_CANARIES } from "@/lib/sources/genesys-cloud/simulator";
import { CANARIES as ENGAGE_CANARIES } from "@/lib/sources/genesys-engage/simulator";
import { CANARIES as KAZOO_CANARIES } from "@/lib/sources/kazoo/simulator";
import { CANARIES as RINGCX_CANARIES } from "@/lib/sources/ringcx/simulator";
import { type Answer, type Api, isObject, startApi } from "../api";
import type { OtherVendors } from "../other-vendors";
import { listAt } from "./leaks";

let api: Api;
let others: OtherVendors;
beforeAll(async () => {
  api = await startApi({ calls: 20, others: true });
  if (!api.others) throw new Error("the other vendors should be there");
  others = api.others;
});
afterAll(() => api.stop());

const VENDORS = ["cloud", "ringcx", "kazoo"] as const;
type Vendor = (typeof VENDORS)[number];
const told = (answer: Answer) => `${answer.status}/${answer.json?.statusCode}`;

const LIMITED: Readonly<Record<Vendor, object>> = {
  cloud: { rateLimited: true },
  ringcx: { tooMany: true },
  kazoo: { tooManyRequests: true },
};

/** What each simulator can be made to do to every call, by one name. */
const TROUBLE: Readonly<Record<string, (vendor: Vendor) => void>> = {
  "answers 503 like a proxy": (vendor) => Object.assign(others[vendor].switches, { unavailableHtml: true }),
  "answers HTML with 200": (vendor) => Object.assign(others[vendor].switches, { okHtml: true }),
  "cuts its JSON": (vendor) => Object.assign(others[vendor].switches, { truncatedJson: true }),
  "allows nothing any more (429)": (vendor) => Object.assign(others[vendor].switches, LIMITED[vendor]),
  "never answers": (vendor) => Object.assign(others[vendor].switches, { hang: true }),
};

let healthy: Readonly<Record<Vendor, object>>;
beforeAll(() => {
  healthy = {
    cloud: structuredClone(others.cloud.switches),
    ringcx: structuredClone(others.ringcx.switches),
    kazoo: structuredClone(others.kazoo.switches),
  };
});
afterEach(async () => {
  for (const vendor of VENDORS) Object.assign(others[vendor].switches, structuredClone(healthy[vendor]));
  // What was asked and never answered is given up after a while, and a vendor that wanted rest has had it.
  await vi.waitFor(
    async () => {
      api.clock.advance(60_000);
      const live = await api.call("supervisor", "GET", "/live");
      const states = listAt(live.json, "sources").map((source) => source.state);
      expect(states).toEqual(["unsupported", "ok", "ok", "ok"]);
    },
    { timeout: 60_000, interval: 250 },
  );
});

async function firstReady(source: string) {
  const answer = await api.call("administrator", "GET", "/recordings", { query: { source, limit: 200 } });
  const found = listAt(answer.json, "recordings").find((recording) =>
    listAt(recording, "mediaFiles").some((file) => file.audio === "ready"),
  );
  const [file] = listAt(found, "mediaFiles").filter((one) => one.audio === "ready");
  if (!found || !file) throw new Error(`${source} has nothing to play`);
  return { id: String(found.id), playPath: String(file.playPath) };
}

/** How often the vendor was asked, once nothing of the case before asks it any more. */
async function onceStill(vendor: (typeof VENDORS)[number]): Promise<number> {
  let before = -1;
  await vi.waitFor(
    () => {
      const asked = others[vendor].calls().length;
      const isStill = asked === before;
      before = asked;
      expect(isStill).toBe(true);
    },
    { timeout: 10_000, interval: 200 },
  );
  return before;
}

test.each(VENDORS.flatMap((vendor) => Object.keys(TROUBLE).map((trouble) => [vendor, trouble] as const)))(
  "%s %s: search, live calls and sound of the others go on, and nothing of it is lost",
  async (vendor, trouble) => {
    const before = await api.call("supervisor", "GET", "/recordings", { query: { limit: 500 } });
    const calls = await Promise.all(["engage", ...VENDORS].map(firstReady));
    TROUBLE[trouble]?.(vendor);
    // Past what a source remembers of its live calls.
    api.clock.advance(60_000);
    const askedBefore = await onceStill(vendor);
    const search = await api.call("supervisor", "GET", "/recordings", { query: { limit: 500 } });
    expect(listAt(search.json, "recordings")).toHaveLength(listAt(before.json, "recordings").length);
    // A search is the catalog's own: no vendor is asked, so none can hold it up.
    expect(others[vendor].calls().slice(askedBefore)).toEqual([]);
    const live = await api.call("supervisor", "GET", "/live");
    expect(told(live)).toBe("200/0");
    const states = new Map(listAt(live.json, "sources").map((source) => [source.id, source.state]));
    expect(states.get(vendor)).toBe("unreachable");
    for (const other of VENDORS.filter((one) => one !== vendor)) {
      expect([other, states.get(other)]).toEqual([other, "ok"]);
      expect(listAt(live.json, "recordings").some((call) => call.source === other)).toBe(true);
    }
    for (const call of calls) {
      const opened = await api.call("supervisor", "GET", `/recordings/${call.id}`);
      expect([call.id, told(opened)]).toEqual([call.id, "200/0"]);
      if (call.id.startsWith(`${vendor}.`)) continue;
      const played = await api.call("supervisor", "GET", call.playPath, { headers: { range: "bytes=0-1" } });
      expect([200, 202, 206]).toContain(played.status);
    }
  },
);

test("what the vendors keep to themselves reaches nobody: no token, address, credential or private field", async () => {
  const secrets = [ENGAGE_CANARIES, CLOUD_CANARIES, RINGCX_CANARIES, KAZOO_CANARIES].flatMap((canaries) =>
    Object.values(canaries),
  );
  expect(secrets.length).toBeGreaterThan(8);
  for (const who of ["administrator", "supervisor"] as const) {
    const answers = [
      await api.call(who, "GET", "/recordings", { query: { limit: 500, subresources: "*" } }),
      await api.call(who, "GET", "/live"),
      await api.call(who, "GET", "/facets"),
      await api.call(who, "POST", "/recordings/export", { body: { ids: [], format: "json" } }),
      ...(who === "administrator"
        ? [await api.call(who, "GET", "/sources"), await api.call(who, "GET", "/audit")]
        : []),
    ];
    const text = answers.map((answer) => answer.text).join("\n");
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toMatch(/"(?:mediaUri|mediaPath|nextUri|pkcs7|certAlias|access_token|auth_token|url)":/);
  }
});

test("a source in trouble says so in words and since when, and the others stay as they are", async () => {
  const { db } = api.runtime.catalog;
  const words = "Genesys Cloud does not answer.";
  await saveSourceTrouble(db, "cloud", { state: "unreachable", words, nowMs: api.clock.nowMs() });
  const answer = await api.call("supervisor", "GET", "/recordings", { query: { limit: 1 } });
  const [cloud] = listAt(answer.json, "sources").filter((source) => source.id === "cloud");
  expect(cloud).toMatchObject({ state: "unreachable", message: words });
  expect(isObject(cloud) && cloud.stateSince).toMatch(/^2026-11-16T/);
  const details = await api.call("administrator", "GET", "/sources");
  expect(listAt(details.json, "sources").map((source) => [source.id, source.state])).toContainEqual([
    "cloud",
    "unreachable",
  ]);
});
