import { expect, test } from "vitest";
import { parseSources } from "../settings";
import { createKazooSource } from "./adapter";
import {
  html,
  kazooSource,
  NOW,
  NOW_MS,
  no,
  ok,
  rawDocument,
  readOne,
  scripted,
  signal,
  simulated,
  walkAll,
} from "./test-kit";

const OWNER = "aaaabbbbccccddddeeeeffff00001111";
const WEEK = { fromMs: NOW_MS - 7 * 86_400_000, toMs: NOW_MS };

test("what Kazoo can't do is said in words", () => {
  const { source } = simulated();
  for (const capability of [source.protection, source.privacyLists]) {
    expect(capability).toEqual({ supported: false, reason: expect.stringMatching(/^[A-Z].*\.$/) });
  }
  expect(source.deletion).toMatchObject({ supported: true, erases: true });
  for (const limit of source.limits) expect(limit).toMatch(/^[A-Z].*\.$/);
});

test("settings reach the plan of sync, and no window is longer than Kazoo lists", () => {
  const { source } = simulated({}, { settings: { syncSeconds: 7, backfillDays: 9 } });
  expect(source).toMatchObject({ id: "kazoo", name: "Kazoo", vendor: "kazoo" });
  expect(source.syncPlan).toMatchObject({ syncSeconds: 7, backfillDays: 9, lagMs: 0 });
  expect(source.syncPlan.maxWindowMs).toBeLessThanOrEqual((2_682_000 - 43_200) * 1_000);
});

test("nothing is sent before the first call", () => {
  const { simulator, source } = simulated();
  expect([source.name, source.limits.length > 3, simulator.calls().length]).toEqual(["Kazoo", true, 0]);
});

test("a list of groups is for every recording, a map gives each owner's", async () => {
  const { fetch } = scripted(() => ok([rawDocument()]));
  const list = kazooSource(fetch, { settings: { accessGroups: ["/Phones"] } });
  expect(list).toMatchObject({ defaultAccessGroups: ["/Phones"], unitGroups: null });
  expect((await walkAll(list, WEEK)).recordings[0]?.recording.mediaFiles[0]?.accessGroups).toEqual([]);
  const map = kazooSource(fetch, { settings: { accessGroups: { [OWNER]: ["/Sales", "/All"] } } });
  expect(map.defaultAccessGroups).toEqual([]);
  expect(map.unitGroups?.groupsOf([OWNER])).toEqual(["/All", "/Sales"]);
  const file = (await walkAll(map, WEEK)).recordings[0]?.recording.mediaFiles[0];
  expect(file).toMatchObject({ accessGroups: ["/All", "/Sales"], accessUnits: [OWNER] });
});

test.each([
  ["another account's id", () => no(403, "forbidden", { message: "forbidden" })],
  ["an id that is none", () => no(404, "bad identifier", { message: "bad identifier" })],
  ["an account that is not there", () => no(404, "bad_identifier", { cause: "0".repeat(32) })],
  ["a module that was not started", () => no(404, "not_found")],
  ["a server without the call", () => no(405, "invalid_method")],
  ["an address of the first version", () => no(410, "gone")],
])("an account that can't work is refused: %s", async (_, answer) => {
  await expect(kazooSource(scripted(answer).fetch).check(signal)).rejects.toMatchObject({
    kind: "refused",
    message: expect.stringMatching(/^[A-Z].*\.$/),
  });
});

test("another account of the simulator's is refused, its own descendant is not", async () => {
  const { simulator } = simulated();
  const { sub } = simulator.credentials;
  const below = kazooSource(simulator.fetch, { settings: { ...simulator.source, accountId: sub.accountId } });
  expect(await below.check(signal)).toEqual({ missingPermissions: [] });
  const settings = { ...simulator.source, apiKey: simulator.credentials.subApiKey };
  await expect(kazooSource(simulator.fetch, { settings }).check(signal)).rejects.toMatchObject({
    kind: "refused",
  });
});

test("a check asks for one row of the last hour", async () => {
  const { fetch, sent } = scripted(() => ok([]));
  await kazooSource(fetch).check(signal);
  expect(Object.fromEntries(sent[0]?.query ?? [])).toEqual({
    created_from: String(NOW - 3_600),
    created_to: String(NOW),
    page_size: "1",
  });
});

test("a caller's time-out is told as the vendor's silence, wherever it strikes", async () => {
  const late = () => AbortSignal.abort(new DOMException("late", "TimeoutError"));
  const { source } = simulated();
  await expect(source.check(late())).rejects.toMatchObject({ name: "SourceError", kind: "unreachable" });
  await expect(source.walk(WEEK, null, late())).rejects.toMatchObject({ kind: "unreachable" });
});

test("an id too long for us is counted, not thrown", async () => {
  const id = "\u0b9c".repeat(200);
  const { fetch } = scripted(() => ok([rawDocument({ id, interaction_id: null }), rawDocument()]));
  const { recordings, rejected } = await walkAll(kazooSource(fetch), WEEK);
  expect([recordings.length, rejected]).toEqual([1, 1]);
});

test("without a clock, waits or budget given it works by the machine's", async () => {
  const { simulator } = simulated();
  const [parsed] = parseSources(
    JSON.stringify({ sources: [{ id: "k", name: "K", ...simulator.source }] }),
    () => undefined,
  );
  if (parsed?.vendor !== "kazoo") throw new Error("the settings of this test are wrong");
  const source = createKazooSource(parsed, { fetch: simulator.fetch });
  await source.check(signal);
  const [id = ""] = simulator.recordingIds();
  expect(
    (await readOne(source, `i-${simulator.recording(id)?.document.interaction_id}`)).recording.vendor,
  ).toBe("kazoo");
});

test("a proxy before a dead server is a vendor away", async () => {
  const source = kazooSource(async () => html(502));
  await expect(source.check(signal)).rejects.toMatchObject({ kind: "unreachable" });
});
