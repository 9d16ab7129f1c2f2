/** The five servers of the fact sheet's §1: what works at each, and how what does not is told. */
import { describe, expect, test } from "vitest";
import { PROFILES, type ProfileName } from "./simulator";
import {
  audioRef,
  awkwardId,
  DAY_MS,
  EVERYTHING,
  kazooSource,
  NOW,
  NOW_MS,
  readAwkward,
  readBy,
  signal,
  simulated,
  supported,
  vendorIdIn,
  walkAll,
} from "./test-kit";

const TAKES_LABELS: Readonly<Record<ProfileName, boolean>> = {
  "kazoo-4.3": false,
  "kazoo-5-docs": true,
  "kazoo-master": false,
  "pr-6541": true,
  openkazoo: false,
};

describe.each(PROFILES)("%s", (profile) => {
  test("its account is accepted, its recordings are all found, and read by id", async () => {
    const { simulator, source } = simulated({ profile, calls: 120 });
    await source.check(signal);
    const { recordings, rejected } = await walkAll(source, EVERYTHING);
    expect(rejected).toBe(0);
    const refs = recordings.flatMap(({ recording }) => recording.mediaFiles.map((file) => file.vendorRef));
    expect(new Set(refs.map((ref) => ref.split(" ")[0]))).toEqual(new Set(simulator.recordingIds()));
    for (const { recording } of recordings.slice(0, 5)) {
      expect((await readBy(source, recording.vendorId))?.recording.id).toBe(recording.id);
    }
  });

  test("its lone documents are read by id, with the state of their audio", async () => {
    const row = await readAwkward(simulated({ profile }), 1);
    expect(row.recording.mediaFiles).toMatchObject([{ audio: "ready", extension: "mp3" }]);
  });

  test("sound comes, or is told not to be there", async () => {
    const given = simulated({ profile });
    const opening = given.source.openAudio(await audioRef(given, 7), signal);
    if (profile === "kazoo-master") {
      await expect(opening).rejects.toMatchObject({ kind: "notFound" });
      const ways = given.simulator.calls().filter(({ path }) => /\/recordings\/./.test(path));
      expect(ways.map(({ query }) => query)).toEqual(["", "accept=audio%2Fmpeg&inline=true"]);
      return;
    }
    expect(await opening).toMatchObject({ state: "ready", mimeType: "audio/mpeg" });
  });

  test("labels are held, or told to be kept by us", async () => {
    const given = simulated({ profile });
    const id = vendorIdIn(given.simulator, awkwardId(given.simulator, 12));
    const labels = supported(given.source.labels);
    const adding = labels.add(id, { name: "later", content: null }, signal);
    if (!TAKES_LABELS[profile]) return expect(adding).rejects.toMatchObject({ kind: "unsupported" });
    await adding;
    const namesNow = async () => (await readAwkward(given, 12)).labels?.map(({ name }) => name);
    expect(await namesNow()).toEqual(["important", "later"]);
    await labels.remove(id, "later", signal);
    expect(await namesNow()).toEqual(["important"]);
  });

  test("a recording is deleted for good, and deleting it again is notFound", async () => {
    const { simulator, source } = simulated({ profile });
    const id = vendorIdIn(simulator, awkwardId(simulator, 12));
    const { delete: remove } = supported(source.deletion);
    expect(await remove(id, signal, { erase: true })).toMatchObject({ deleted: "done" });
    expect(simulator.recording(awkwardId(simulator, 12))?.deleted).toBe("hard");
    await expect(remove(id, signal)).rejects.toMatchObject({ kind: "notFound" });
  });

  test("a token that ends is renewed", async () => {
    const { simulator, source } = simulated({ profile });
    await source.check(signal);
    simulator.expireTokens();
    await source.check(signal);
    expect(simulator.calls().map(({ status }) => status)).toEqual([201, 200, 401, 201, 200]);
  });

  test("recordings that nobody started there are refused with words", async () => {
    const { simulator, source } = simulated({ profile });
    simulator.switches.recordingsModule = false;
    await expect(source.check(signal)).rejects.toMatchObject({
      kind: "refused",
      message: expect.stringContaining("cb_recordings"),
    });
    const id = `i-${NOW}-0a1b2c3d`;
    await expect(readBy(source, id)).rejects.toMatchObject({ kind: "refused" });
  });
});

describe("pr-6541", () => {
  test("a recording that someone hid is neither listed nor read", async () => {
    const { simulator, source } = simulated({ profile: "pr-6541" });
    const bare = awkwardId(simulator, 1);
    const { accountId, apiKey, baseUrl } = simulator.source;
    const send = (path: string, method: string, data: unknown, token = "") =>
      simulator.fetch(
        new Request(`${String(baseUrl)}${path}`, {
          method,
          headers: { "content-type": "application/json", "x-auth-token": token },
          body: JSON.stringify({ data }),
        }),
      );
    const login: unknown = await (await send("/api_auth", "PUT", { api_key: apiKey })).json();
    const token = String(Object(login).auth_token);
    const hidden = { soft_delete: { deleted_at: NOW, deleted_by: { account_id: accountId, user_id: "u" } } };
    const answer = await send(`/accounts/${String(accountId)}/recordings/${bare}`, "PATCH", hidden, token);
    expect(answer.status).toBe(200);
    const { recordings } = await walkAll(source, EVERYTHING);
    expect(recordings.map(({ recording }) => recording.vendorId)).not.toContain(`r-${bare}`);
    expect(await readBy(source, `r-${bare}`)).toBeNull();
  });

  test("lists come in chunks; one that stops in mid-air is no list", async () => {
    const { simulator, source } = simulated({ profile: "pr-6541" });
    simulator.switches.truncatedJson = { on: ["list"], times: 1 };
    const week = { fromMs: NOW_MS - 7 * DAY_MS, toMs: NOW_MS };
    await expect(source.walk(week, null, signal)).rejects.toMatchObject({ kind: "unreachable" });
    expect((await source.walk(week, null, signal)).recordings.length).toBeGreaterThan(10);
  });
});

describe("openkazoo, to a user who is no administrator", () => {
  function asPlainUser(restriction: "filter" | "reject") {
    const { simulator, source: admin } = simulated({ profile: "openkazoo", calls: 120 });
    simulator.switches.ownerRestriction = restriction;
    const { username, password, accountName, userId } = simulator.credentials.plain;
    const settings = { ...simulator.source, apiKey: undefined, username, password, accountName };
    return { simulator, admin, plain: kazooSource(simulator.fetch, { settings }), userId };
  }

  test("a refused list refuses the account", async () => {
    const { plain } = asPlainUser("reject");
    await expect(plain.check(signal)).rejects.toMatchObject({ kind: "refused" });
    await expect(plain.walk(EVERYTHING, null, signal)).rejects.toMatchObject({ kind: "refused" });
  });

  test("a filtered list makes nobody else's recording gone, nor deletes it", async () => {
    const { admin, plain, userId } = asPlainUser("filter");
    const all = (await walkAll(admin, EVERYTHING)).recordings;
    const own = (await walkAll(plain, EVERYTHING)).recordings;
    expect(own.length).toBeGreaterThan(0);
    expect(own.length).toBeLessThan(all.length);
    const units = own.flatMap(({ recording }) =>
      recording.mediaFiles.flatMap((file) => file.accessUnits ?? []),
    );
    expect(new Set(units)).toEqual(new Set([userId]));
    const other = all.find(({ recording }) =>
      recording.mediaFiles.every((file) => !file.accessUnits?.includes(userId)),
    );
    const id = other?.recording.vendorId ?? "";
    await expect(readBy(plain, id)).rejects.toMatchObject({ kind: "refused" });
    await expect(supported(plain.deletion).delete(id, signal)).rejects.toMatchObject({ kind: "refused" });
    expect(await readBy(admin, id)).not.toBeNull();
  });

  test("their own recording is deleted, and the empty list after it is believed", async () => {
    const { plain } = asPlainUser("filter");
    const own = (await walkAll(plain, EVERYTHING)).recordings;
    const id = own.find(({ recording }) => recording.vendorId.startsWith("i-"))?.recording.vendorId ?? "";
    expect(await supported(plain.deletion).delete(id, signal)).toMatchObject({ deleted: "done" });
  });

  test("a lone recording of nobody is forbidden, not gone", async () => {
    const { simulator, plain } = asPlainUser("filter");
    const id = vendorIdIn(simulator, awkwardId(simulator, 1));
    await expect(readBy(plain, id)).rejects.toMatchObject({ kind: "forbidden" });
  });

  test("an administrator sees everything", async () => {
    const { simulator } = asPlainUser("filter");
    const { username, password, accountName } = simulator.credentials.admin;
    const settings = { ...simulator.source, apiKey: undefined, username, password, accountName };
    const source = kazooSource(simulator.fetch, { settings });
    const found = (await walkAll(source, EVERYTHING)).recordings.flatMap(
      ({ recording }) => recording.mediaFiles,
    );
    expect(new Set(found.map((file) => file.vendorRef.split(" ")[0]))).toEqual(
      new Set(simulator.recordingIds()),
    );
    expect(await readBy(source, `i-${NOW}-0a1b2c3d`)).toBeNull();
  });
});
