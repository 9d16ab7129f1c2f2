import { describe, expect, test } from "vitest";
import {
  awkwardId,
  EVERYTHING,
  INTERACTION,
  kazooSource,
  loggedIn,
  NOW,
  NOW_MS,
  no,
  ok,
  rawDocument,
  readBy,
  type Sent,
  scripted,
  simulated,
  vendorIdIn,
  walkAll,
} from "./test-kit";

const ID = "202611-0123456789abcdef0123456789abcdef";
const gone = (id = ID) => no(404, "bad_identifier", { cause: id, message: "bad identifier" });
const spanOf = ({ query }: Sent) => [Number(query.get("created_from")), Number(query.get("created_to"))];

describe("a call of several documents", () => {
  test("is asked for by its interaction, around the start in its id, with the month before in reach", async () => {
    const { fetch, sent } = scripted(() => ok([rawDocument()]));
    const found = await readBy(kazooSource(fetch), `i-${INTERACTION}`);
    expect(found?.recording.mediaFiles).toHaveLength(1);
    expect(found?.files).toBeUndefined();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.query.get("filter_interaction_id")).toBe(INTERACTION);
    expect(sent[0] ? spanOf(sent[0]) : []).toEqual([NOW - 700 - 21_600, NOW - 700 + 172_800]);
  });

  test("is gone when two lists of the vendor's hold nothing of it, the second as long as Kazoo allows", async () => {
    const { fetch, sent } = scripted(() => ok([]));
    expect(await readBy(kazooSource(fetch), `i-${INTERACTION}`)).toBeNull();
    expect(sent.map(spanOf).map(([from = 0, to = 0]) => to - from)).toEqual([194_400, 2_682_000]);
  });

  test("is found by the second list when its recording was stored late", async () => {
    const { fetch } = scripted((_, nth) => ok(nth === 0 ? [] : [rawDocument()]));
    expect(await readBy(kazooSource(fetch), `i-${INTERACTION}`)).not.toBeNull();
  });

  test("is not gone because a list could not be had, in either look", async () => {
    for (const failing of [0, 1]) {
      const { fetch } = scripted((_, nth) => (nth === failing ? no(404, "not_found") : ok([])));
      await expect(readBy(kazooSource(fetch), `i-${INTERACTION}`)).rejects.toMatchObject({ kind: "refused" });
    }
  });

  test("a server that ignores the filter gives no other call's documents, and is not read for ever", async () => {
    const other = rawDocument({ interaction_id: `${NOW}-ffffffff` });
    const once = scripted(() => ok([other]));
    expect(await readBy(kazooSource(once.fetch), `i-${INTERACTION}`)).toBeNull();
    const endless = scripted((_, nth) => ok([other], { next_start_key: `key${nth}` }));
    await expect(readBy(kazooSource(endless.fetch), `i-${INTERACTION}`)).rejects.toMatchObject({
      kind: "internal",
    });
    expect(endless.sent).toHaveLength(40);
  });

  test("tells what the walk told of all its documents together", async () => {
    const { simulator, source } = simulated();
    const id = vendorIdIn(simulator, awkwardId(simulator, 14));
    const [walked, ...more] = (await walkAll(source, EVERYTHING)).recordings.filter(
      ({ recording }) => recording.vendorId === id,
    );
    expect(more).toEqual([]);
    const read = await readBy(source, id);
    expect(read?.recording).toEqual(walked?.recording);
    expect(read?.recording.mediaFiles).toHaveLength(3);
  });
});

describe("a lone document", () => {
  const lone = rawDocument({ interaction_id: null });
  const { _read_only, ...single } = lone;

  test("is read by its id, and a list tells whether it has audio", async () => {
    const { fetch, sent } = scripted(({ path }) => (path === "/recordings" ? ok([lone]) : ok(single)));
    const found = await readBy(kazooSource(fetch), `r-${ID}`);
    expect(found?.recording.mediaFiles[0]?.audio).toBe("ready");
    expect(sent.map(({ path }) => path)).toEqual([`/recordings/${ID}`, "/recordings"]);
    expect(sent[1]?.query.get("filter_call_id")).toBe("2026111601@192_0_2_10");
  });

  test("without times is looked for in its whole month, in windows that Kazoo takes", async () => {
    const bare = { id: ID };
    const listed = { ...bare, _read_only: { content_types: [] } };
    const { fetch, sent } = scripted(({ path }, nth) => {
      if (path !== "/recordings") return ok(bare);
      return ok(nth === 2 ? [listed] : []);
    });
    const found = await readBy(kazooSource(fetch), `r-${ID}`);
    expect(found?.recording.mediaFiles[0]?.audio).toBe("missing");
    expect(sent.slice(1).every(({ query }) => query.get("key_missing") === "call_id")).toBe(true);
    for (const [from = 0, to = 0] of sent.slice(1).map(spanOf)) expect(to - from).toBeLessThan(2_682_000);
  });

  test("that no list shows is there all the same", async () => {
    const { fetch } = scripted(({ path }) =>
      path === "/recordings" ? ok([]) : ok({ ...single, start: NOW - 9e5 }),
    );
    expect((await readBy(kazooSource(fetch), `r-${ID}`))?.recording.mediaFiles[0]?.audio).toBe("ready");
  });

  test("that is not there by its id may still be listed at its month's end: then it is not gone", async () => {
    const { fetch, sent } = scripted(({ path }) => (path === "/recordings" ? ok([lone]) : gone()));
    expect(await readBy(kazooSource(fetch), `r-${ID}`)).not.toBeNull();
    const edge = Date.UTC(2026, 11, 1) / 1_000 + 62_167_219_200;
    expect(sent[1] ? spanOf(sent[1]) : []).toEqual([edge - 21_600, edge + 21_600]);
  });

  test("is gone when neither its id nor that list has it", async () => {
    const { fetch } = scripted(({ path }) => (path === "/recordings" ? ok([]) : gone()));
    expect(await readBy(kazooSource(fetch), `r-${ID}`)).toBeNull();
    const malformed = () => no(404, "bad identifier", ["odd"]);
    const odd = scripted(({ path }) => (path === "/recordings" ? ok([]) : malformed()));
    expect(await readBy(kazooSource(odd.fetch), "r-odd")).toBeNull();
  });

  test("keeps its id when an interaction turns up in it later", async () => {
    const { fetch } = scripted(({ path }) =>
      path === "/recordings" ? ok([rawDocument()]) : ok(rawDocument()),
    );
    expect((await readBy(kazooSource(fetch), `r-${ID}`))?.recording.vendorId).toBe(`r-${ID}`);
  });

  test("of somebody else is forbidden, which is not gone", async () => {
    const { fetch } = scripted(() => no(403, "forbidden", { message: "forbidden" }));
    await expect(readBy(kazooSource(fetch), `r-${ID}`)).rejects.toMatchObject({ kind: "forbidden" });
  });

  test("hidden by a soft delete is gone", async () => {
    const hidden = { ...single, soft_delete: { deleted_at: NOW, deleted_by: {} } };
    const { fetch } = scripted(() => ok(hidden));
    expect(await readBy(kazooSource(fetch), `r-${ID}`)).toBeNull();
  });
});

test.each(["x-1", "i-", "r-", "i-2026-0a1b2c3d", "", "i-63898889998-../..", "i-63898889998-a b"])(
  "%s is none of ours, and nothing is asked",
  async (vendorId) => {
    const { fetch, sent } = scripted(() => ok([]));
    expect(await readBy(kazooSource(fetch), vendorId)).toBeNull();
    expect(sent).toHaveLength(0);
  },
);

test("a path in an id does not leave the account", async () => {
  const { fetch, sent } = scripted(() => gone("../../users"));
  await readBy(kazooSource(fetch), "r-../../users").catch(() => null);
  expect(sent.every(({ path }) => path.startsWith("/recordings"))).toBe(true);
});

describe("an account that is no administrator", () => {
  const settings = { apiKey: undefined, username: "u", password: "p", accountName: "a" };
  const asUser = (user: Response) => async (request: Request) => {
    if (request.url.includes("_auth")) return loggedIn("t", { owner_id: "me" });
    return request.url.includes("/users/me") ? user : ok([]);
  };

  test("can't prove by an empty list that something is gone", async () => {
    const source = kazooSource(asUser(ok({ id: "me", priv_level: "user" })), { settings });
    await expect(readBy(source, `i-${INTERACTION}`)).rejects.toMatchObject({ kind: "refused" });
  });

  test.each([
    ["an administrator", ok({ id: "me", priv_level: "admin" })],
    ["one whose level is not told", ok({ id: "me" })],
    ["one whom the server does not tell", no(404, "not_found")],
  ])("%s is believed", async (_, user) => {
    expect(await readBy(kazooSource(asUser(user), { settings }), `i-${INTERACTION}`)).toBeNull();
  });
});

test("a recording on the month's edge is read by its interaction on every server", async () => {
  for (const profile of ["kazoo-4.3", "kazoo-master", "kazoo-5-docs"] as const) {
    const { simulator, source } = simulated({ profile });
    for (const nth of [1, 2]) {
      const found = await readBy(source, vendorIdIn(simulator, awkwardId(simulator, 3, nth)));
      expect(found?.recording.startMs).toBeLessThan(NOW_MS - 15 * 86_400_000);
    }
  }
});
