import { describe, expect, test } from "vitest";
import {
  awkwardId,
  html,
  INTERACTION,
  kazooSource,
  NOW,
  no,
  ok,
  rawDocument,
  readAwkward,
  type Sent,
  scripted,
  signal,
  simulated,
  supported,
  vendorIdIn,
} from "./test-kit";

const VENDOR_ID = `i-${INTERACTION}`;
const FIRST = rawDocument({ id: "202611-1", start: NOW - 650 });
const SECOND = rawDocument({ id: "202611-2", start: NOW - 600 });
const add = (source: ReturnType<typeof kazooSource>, name = "vip", id = VENDOR_ID) =>
  supported(source.labels).add(id, { name, content: null }, signal);

/** Documents in a list, newest first; PATCHes are answered by `patch`, the stored document by default. */
function stored(
  documents: readonly Record<string, unknown>[],
  patch?: (sent: Sent, nth: number) => Response,
) {
  let patches = 0;
  const { fetch, sent } = scripted((one) => {
    if (one.method !== "PATCH") return ok(documents);
    const id = one.path.split("/").at(-1);
    const document = documents.find((each) => each.id === id);
    patches += 1;
    return patch?.(one, patches) ?? ok({ ...document, ...JSON.parse(one.body).data });
  });
  const bodies = () =>
    sent.filter(({ method }) => method === "PATCH").map(({ path, body }) => [path, JSON.parse(body)]);
  return { source: kazooSource(fetch), bodies, sent };
}

const tagged = (document: Record<string, unknown>, tags: unknown) => ({
  ...document,
  user_metadata: { tags },
});
const change = (id: string, tags: unknown) => [`/recordings/${id}`, { data: { user_metadata: { tags } } }];

describe("adding a tag", () => {
  test("changes the call's oldest document, and sends nothing but the tag", async () => {
    const { source, bodies } = stored([SECOND, tagged(FIRST, { other: 1 })]);
    expect(await add(source)).toEqual({ vendorLabelId: "vip" });
    expect(bodies()).toEqual([change("202611-1", { vip: 1 })]);
  });

  test("that is there already, on any document, changes nothing", async () => {
    const { source, bodies } = stored([tagged(SECOND, { vip: 1 }), FIRST]);
    expect(await add(source)).toEqual({ vendorLabelId: "vip" });
    expect(bodies()).toEqual([]);
  });

  test("keeps a list of names a list, with all names in it", async () => {
    const { source, bodies } = stored([tagged(FIRST, ["other"])]);
    await add(source);
    expect(bodies()).toEqual([change("202611-1", ["other", "vip"])]);
  });

  test("to a call that is not there is notFound", async () => {
    await expect(add(stored([]).source)).rejects.toMatchObject({ kind: "notFound" });
    const goneNow = stored([FIRST], () => no(404, "bad_identifier", { cause: "202611-1" }));
    await expect(add(goneNow.source)).rejects.toMatchObject({ kind: "notFound" });
  });

  test("that the server leaves out in silence is unsupported: it is kept by us", async () => {
    const { source } = stored([FIRST], () => ok(FIRST));
    await expect(add(source)).rejects.toMatchObject({ kind: "unsupported" });
  });
});

describe("a server without changes", () => {
  test("says so once; then nothing is asked, and it is told in words", async () => {
    const { source, sent } = stored([FIRST], () => no(405, "invalid_method"));
    const labels = supported(source.labels);
    const before = source.limits.length;
    expect(labels.refuses("vip", null)).toBeNull();
    await expect(add(source)).rejects.toMatchObject({ kind: "unsupported", unclear: false });
    const asked = sent.length;
    await expect(add(source)).rejects.toMatchObject({ kind: "unsupported" });
    expect(sent).toHaveLength(asked);
    expect(labels.refuses("vip", null)).toMatch(/\.$/);
    expect(source.limits).toHaveLength(before + 1);
    expect(source.limits.at(-1)).toContain("kept by Earmark");
  });

  test("is not told by a proxy's 405", async () => {
    const { source } = stored([FIRST], () => html(405));
    await expect(add(source)).rejects.toMatchObject({ kind: "unreachable" });
    expect(supported(source.labels).refuses("vip", null)).toBeNull();
  });

  test.each(["kazoo-4.3", "kazoo-master", "openkazoo"] as const)("%s is one", async (profile) => {
    const { simulator, source } = simulated({ profile });
    const id = vendorIdIn(simulator, awkwardId(simulator, 12));
    await expect(add(source, "new-tag", id)).rejects.toMatchObject({ kind: "unsupported" });
  });

  test.each(["kazoo-5-docs", "pr-6541"] as const)("%s is none", async (profile) => {
    const { simulator, source } = simulated({ profile });
    const id = vendorIdIn(simulator, awkwardId(simulator, 12));
    expect(await add(source, "new-tag", id)).toEqual({ vendorLabelId: "new-tag" });
  });
});

describe("a change that met another", () => {
  test.each([409, 412])("(%i) is made anew from what is stored then", async (status) => {
    const documents = [{ ...FIRST }];
    const { source, bodies } = stored(documents, (_, nth) => {
      if (nth > 1) return ok(tagged(FIRST, ["theirs", "vip"]));
      documents[0] = tagged(FIRST, ["theirs"]);
      return status === 409 ? no(409, "datastore_conflict") : new Response(null, { status });
    });
    await add(source);
    expect(bodies()).toEqual([change("202611-1", { vip: 1 }), change("202611-1", ["theirs", "vip"])]);
  });

  test("is given up after a few tries", async () => {
    const { source, bodies } = stored([FIRST], () => no(409, "datastore_conflict"));
    await expect(add(source)).rejects.toMatchObject({ kind: "conflict" });
    expect(bodies()).toHaveLength(4);
  });

  test("of which the answer never came is looked up before it is sent again", async () => {
    const documents = [{ ...FIRST }];
    const { source, bodies } = stored(documents, () => {
      documents[0] = tagged(FIRST, { vip: 1 });
      return html(502);
    });
    expect(await add(source)).toEqual({ vendorLabelId: "vip" });
    expect(bodies()).toHaveLength(1);
  });

  test("of which the connection broke is looked up too", async () => {
    const documents = [{ ...FIRST }];
    const { source, bodies } = stored(documents, (_, nth) => {
      if (nth > 1) return ok(tagged(FIRST, { vip: 1 }));
      throw new TypeError("fetch failed");
    });
    expect(await add(source)).toEqual({ vendorLabelId: "vip" });
    expect(bodies()).toHaveLength(2);
  });

  test("leaves the other supervisor's tag in place", async () => {
    const given = simulated();
    const id = vendorIdIn(given.simulator, awkwardId(given.simulator, 12));
    given.simulator.switches.conflict = { on: ["patch"], times: 2 };
    await Promise.all([add(given.source, "one", id), add(given.source, "two", id)]);
    const names = (await readAwkward(given, 12)).labels?.map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(["important", "one", "two"]));
    const document = given.simulator.recording(awkwardId(given.simulator, 12))?.document;
    expect(document).toMatchObject({ user_metadata: { note: "kept" } });
  });
});

describe("removing a tag", () => {
  const remove = (source: ReturnType<typeof kazooSource>, name = "vip") =>
    supported(source.labels).remove(VENDOR_ID, name, signal);

  test("takes it off every document that has it, by null", async () => {
    const { source, bodies } = stored([
      tagged(SECOND, { vip: 1 }),
      tagged(FIRST, ["vip", "b"]),
      rawDocument(),
    ]);
    await remove(source);
    expect(bodies()).toEqual([change("202611-2", { vip: null }), change("202611-1", ["b"])]);
  });

  test("that is not there, on a call or at all, is no error", async () => {
    await remove(stored([FIRST]).source);
    await remove(stored([]).source);
    const goneNow = stored([tagged(FIRST, { vip: 1 })], () =>
      no(404, "bad_identifier", { cause: "202611-1" }),
    );
    await remove(goneNow.source);
  });

  test("that can't be had is an error", async () => {
    const { source } = stored([tagged(FIRST, { vip: 1 })], () => html(500));
    await expect(remove(source)).rejects.toMatchObject({ kind: "unreachable", unclear: true });
  });
});

test("names alone, of letters that every filter reaches; definitions are ours", async () => {
  const labels = supported(kazooSource(scripted(() => ok([])).fetch).labels);
  for (const name of ["vip", "needs_follow-up", "2026", "a".repeat(40)])
    expect(labels.refuses(name, null)).toBeNull();
  for (const name of ["VIP", "two words", "a.b", "ümlaut", "", "a".repeat(41), "__system", "a,b"]) {
    expect(labels.refuses(name, null)).toMatch(/\.$/);
  }
  expect(labels.refuses("comment", { text: "hello" })).toMatch(/\.$/);
  expect(await labels.definitions(signal)).toEqual([]);
  await expect(labels.update(VENDOR_ID, "vip", {}, signal)).rejects.toMatchObject({ kind: "unsupported" });
});
