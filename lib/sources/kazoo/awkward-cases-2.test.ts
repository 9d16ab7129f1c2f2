/** Cases 10 to 15 of the fact sheet's §13, by its numbers. */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { KEPT_BY_PROVIDER } from "./delete";
import { CANARIES } from "./simulator";
import {
  audioRef,
  awkwardId,
  EVERYTHING,
  kazooSource,
  NOW_MS,
  readAwkward,
  readBy,
  signal,
  simulated,
  supported,
  vendorIdIn,
  walkAll,
} from "./test-kit";

test("13.10 a token that ends between two pages: one login, the same page again, the walk is whole", async () => {
  const undisturbed = await walkAll(simulated({ calls: 420 }).source, EVERYTHING);
  const { simulator, source } = simulated({ calls: 420 });
  simulator.switches.unauthorized = { on: ["list"], after: 3, times: 1 };
  const walked = await walkAll(source, EVERYTHING);
  expect(walked).toEqual(undisturbed);
  const calls = simulator.calls();
  const refused = calls.findIndex(({ status }) => status === 401);
  expect(calls.slice(refused, refused + 3).map(({ status }) => status)).toEqual([401, 201, 200]);
  expect(calls[refused + 2]?.query).toBe(calls[refused]?.query);
  expect(calls.filter(({ status }) => status === 401)).toHaveLength(1);
});

test("13.11 a server that takes no changes keeps no labels: they are ours, and it is said", async () => {
  for (const profile of ["kazoo-4.3", "kazoo-master"] as const) {
    const { simulator, source } = simulated({ profile });
    const labels = supported(source.labels);
    const id = vendorIdIn(simulator, awkwardId(simulator, 12));
    for (const _ of [1, 2]) {
      await expect(labels.add(id, { name: "vip", content: null }, signal)).rejects.toMatchObject({
        kind: "unsupported",
      });
    }
    expect(simulator.calls().filter(({ status }) => status === 405)).toHaveLength(1);
    expect(labels.refuses("vip", null)).not.toBeNull();
    expect(source.limits.join(" ")).toContain("all kept by Earmark");
  }
});

test("13.12 two supervisors label one call at once, and both labels stay", async () => {
  const given = simulated();
  const id = vendorIdIn(given.simulator, awkwardId(given.simulator, 12));
  given.simulator.switches.conflict = { on: ["patch"], times: 2 };
  const other = kazooSource(given.simulator.fetch, { settings: given.simulator.source });
  await Promise.all(
    [given.source, other].map((source, nth) =>
      supported(source.labels).add(id, { name: `from-${nth}`, content: null }, signal),
    ),
  );
  const names = (await readAwkward(given, 12)).labels?.map(({ name }) => name);
  expect(new Set(names)).toEqual(new Set(["important", "from-0", "from-1"]));
});

describe("13.13 deletions", () => {
  test("of what is gone already are notFound, of forty at once are told one by one", async () => {
    let nowMs = NOW_MS;
    const given = simulated({ now: () => new Date(nowMs) });
    const { simulator } = given;
    // Time goes on while the source waits for the bucket.
    const source = kazooSource(
      async (request) => {
        const response = await simulator.fetch(request);
        if (response.status === 429) nowMs += 1_000;
        return response;
      },
      { settings: simulator.source },
    );
    const { delete: remove } = supported(source.deletion);
    const goneId = vendorIdIn(simulator, awkwardId(simulator, 13, 1));
    await expect(remove(goneId, signal)).rejects.toMatchObject({ kind: "notFound" });
    simulator.switches.rateLimit = { capacity: 20, perSecond: 10 };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, nth) =>
        remove(vendorIdIn(simulator, awkwardId(simulator, 13, nth + 2)), new AbortController().signal),
      ),
    );
    const told = outcomes.map(({ status }) => status === "fulfilled");
    const isGone = Array.from(
      { length: 40 },
      (_, nth) => simulator.recording(awkwardId(simulator, 13, nth + 2))?.deleted === "soft",
    );
    expect(told).toEqual(isGone);
    expect(told.filter(Boolean).length).toBeGreaterThan(20);
    expect(simulator.calls().filter(({ status }) => status === 429).length).toBeGreaterThan(0);
  });

  test("that meet an empty bucket for good fail as such, and delete nothing", async () => {
    const given = simulated();
    const id = vendorIdIn(given.simulator, awkwardId(given.simulator, 13, 2));
    given.simulator.switches.tooManyRequests = { on: ["delete"] };
    await expect(supported(given.source.deletion).delete(id, signal)).rejects.toMatchObject({
      kind: "rateLimited",
      unclear: false,
    });
    expect(await readBy(given.source, id)).not.toBeNull();
  });
});

test("13.14 one call recorded three times is one recording; it is deleted when all three are, and copies are told", async () => {
  const given = simulated();
  const { simulator, source } = given;
  const documents = [1, 2, 3].map((nth) => awkwardId(simulator, 14, nth));
  const [vendorId = "", ...others] = new Set(documents.map((id) => vendorIdIn(simulator, id)));
  expect(others).toEqual([]);
  const { recording } = await readAwkward(given, 14);
  expect(recording.mediaFiles).toHaveLength(3);
  simulator.switches.initFailed = { on: ["delete"], after: 1, times: 1 };
  const { delete: remove } = supported(source.deletion);
  await expect(remove(vendorId, signal)).rejects.toMatchObject({ kind: "internal", unclear: true });
  expect((await readBy(source, vendorId))?.recording.mediaFiles).toHaveLength(1);
  const outcome = await remove(vendorId, signal, { erase: true });
  expect(outcome).toMatchObject({ deleted: "done", remaining: [KEPT_BY_PROVIDER] });
  expect(await readBy(source, vendorId)).toBeNull();
});

describe("13.15 personal data and secrets in odd places", () => {
  const secrets = [
    ...Object.values(CANARIES),
    "Whitcombe",
    "79460177",
    "203.0.113.77",
    "untracked",
    "tidewell.example.com:7000",
  ];

  test("do not come with a recording, by walk or by id", async () => {
    const given = simulated();
    const walked = await walkAll(given.source, EVERYTHING);
    const read = await readAwkward(given, 15);
    // What links a live call to its recording is the vendor's own id; it is never sent on.
    const text = JSON.stringify([walked, read], (key, value) => (key === "liveIds" ? undefined : value));
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(read.labels?.map(({ name }) => name)).toEqual(["vip"]);
    expect(text).not.toContain(given.simulator.credentials.apiKey);
  });

  test("do not come with audio: what is handed on is bytes, length and type", async () => {
    const given = simulated();
    const audio = await given.source.openAudio(await audioRef(given, 15), signal);
    expect(Object.keys(audio).sort()).toEqual(["body", "mimeType", "sizeBytes", "state"]);
  });

  test("do not come with errors, whatever is looked into", async () => {
    const given = simulated();
    const { simulator, source } = given;
    const id = vendorIdIn(simulator, awkwardId(simulator, 15));
    const ref = await audioRef(given, 15);
    const token = await tokenOf(given);
    for (const fault of [
      "initFailed",
      "okWithError",
      "badGateway",
      "truncatedJson",
      "unauthorized",
    ] as const) {
      simulator.switches[fault] = { on: ["list", "get", "audio", "patch", "delete"] };
      const errors = await Promise.all(
        [
          source.walk(EVERYTHING, null, signal),
          readBy(source, id),
          source.openAudio(ref, signal),
          supported(source.labels).add(id, { name: "x", content: null }, signal),
          supported(source.deletion).delete(id, signal),
        ].map((promise) => Promise.resolve<unknown>(promise).catch((error: unknown) => error)),
      );
      simulator.switches[fault] = false;
      const text = inspect(errors, { depth: 10, showHidden: true });
      const telling = [...secrets, token, simulator.credentials.apiKey];
      expect(telling.filter((secret) => text.includes(secret))).toEqual([]);
    }
  });
});

/** The token that the simulator gives this account now. */
async function tokenOf(given: ReturnType<typeof simulated>): Promise<string> {
  let token = "";
  const source = kazooSource(
    (request) => {
      token = request.headers.get("x-auth-token") ?? token;
      return given.simulator.fetch(request);
    },
    { settings: given.simulator.source },
  );
  await source.check(signal);
  if (token === "") throw new Error("the token should have been sent");
  return token;
}
