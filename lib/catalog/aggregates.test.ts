import { beforeEach, expect, test } from "vitest";
import {
  fileOf,
  NO_RESTRICTIONS,
  SOURCE,
  SYSTEM,
  scopeOf,
  sourceRecording,
  T0,
  vendorLabel,
} from "@/lib/testing/catalog-fixtures";
import { describeOnBothEngines, emptyCatalog } from "@/lib/testing/database";
import type { Catalog } from "./client";
import { facets, histogram } from "./facets";
import {
  addJobItems,
  cancelJob,
  claimJob,
  createJob,
  finishJob,
  finishJobItem,
  getJob,
  nextJobItems,
  renewJob,
} from "./jobs";
import {
  createLabelDefinition,
  definitionInUse,
  deleteLabelDefinition,
  ensureLabelDefinition,
  findLabelDefinition,
  importLabelDefinitions,
  listLabelDefinitions,
  updateLabelDefinition,
} from "./label-definitions";
import { acquireLease, forgetOwners, releaseLease } from "./leases";
import { maintainCatalog } from "./maintenance";
import { deletePeaks, loadPeaks, savePeaks } from "./peaks";
import { upsertRecordings } from "./recordings";
import { activeReveals, grantReveal, purgeReveals } from "./reveals";
import { deleteSearch, getSearch, listSearches, purgeOldSearches, storeSearch } from "./searches";
import { deleteSetting, readSettings, writeSetting } from "./settings";
import {
  readSourceState,
  readSourceStates,
  saveBackfill,
  saveSourceHealth,
  saveSourceTrouble,
  saveSyncPass,
} from "./sync-state";
import {
  countEnabledAdministrators,
  createUser,
  findUserByEmail,
  findUserById,
  findUserByOidc,
  listUsers,
  type NewUser,
  updateUser,
} from "./users";

const DAY_MS = 86_400_000;

function newUser(email: string, rest: Partial<NewUser> = {}): NewUser {
  return {
    email,
    name: email,
    role: "supervisor",
    passwordHash: "hash",
    accessGroups: ["/Sales", '/A,B"}'],
    partitions: ["*"],
    agents: [],
    demo: false,
    nowMs: T0,
    ...rest,
  };
}

describeOnBothEngines("what the catalog keeps beside recordings", (open) => {
  let catalog: Catalog;
  let db: Catalog["db"];
  beforeEach(async () => {
    catalog = await open();
    db = catalog.db;
    await emptyCatalog(catalog);
  });

  test("a lease has one owner at a time, until it runs out or is given back", async () => {
    expect(await acquireLease(db, "sync", "a", 1_000, T0)).toBe(true);
    expect(await acquireLease(db, "sync", "b", 1_000, T0 + 999)).toBe(false);
    expect(await acquireLease(db, "sync", "a", 1_000, T0 + 999)).toBe(true);
    expect(await acquireLease(db, "other", "b", 1_000, T0)).toBe(true);
    expect(await acquireLease(db, "sync", "b", 1_000, T0 + 1_999)).toBe(true);
    await releaseLease(db, "sync", "a");
    expect(await acquireLease(db, "sync", "a", 1_000, T0 + 2_000)).toBe(false);
    await releaseLease(db, "sync", "b");
    const owners = ["a", "b", "c", "d"];
    const taken = await Promise.all(
      owners.map((owner) => acquireLease(db, "sync", owner, 1_000, T0 + 2_000)),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  test("what a killed server held is free at once for the only one that can follow it", async () => {
    expect(await acquireLease(db, "sync", "killed", 60_000, T0)).toBe(true);
    const id = await createJob(db, {
      kind: "bulk",
      userId: "u",
      params: {},
      recordingIds: ["a.b"],
      nowMs: T0,
    });
    expect((await claimJob(db, { owner: "killed", ttlMs: 60_000, nowMs: T0 }))?.id).toBe(id);
    expect(await claimJob(db, { owner: "next", ttlMs: 60_000, nowMs: T0 + 1 })).toBeNull();
    await forgetOwners(db, T0 + 1);
    expect(await acquireLease(db, "sync", "next", 60_000, T0 + 1)).toBe(true);
    expect((await claimJob(db, { owner: "next", ttlMs: 60_000, nowMs: T0 + 1 }))?.id).toBe(id);
  });

  test("a user is found by e-mail whatever its case, by id, and by issuer with subject alone", async () => {
    const oidc = { issuer: "https://idp", subject: "s1" };
    const user = await createUser(
      db,
      newUser("S.Ortiz@earmark.test", { oidc, agents: [{ source: "engage", key: "s.ortiz" }] }),
    );
    expect(user).toMatchObject({
      accessGroups: ["/Sales", '/A,B"}'],
      agents: [{ source: "engage", key: "s.ortiz" }],
      disabled: false,
      createdMs: T0,
    });
    expect(await findUserByEmail(db, "s.ortiz@EARMARK.test")).toEqual(user);
    expect(await findUserById(db, user.id)).toEqual(user);
    expect(await findUserByOidc(db, "https://idp", "s1")).toEqual(user);
    expect(await findUserByOidc(db, "https://other", "s1")).toBeNull();
    expect(await findUserByEmail(db, "s.ortiz@earmark.test\u0000")).toBeNull();
    await expect(createUser(db, newUser("s.ORTIZ@earmark.test"))).rejects.toMatchObject({
      code: "already_exists",
    });
    await expect(createUser(db, newUser("x@earmark.test", { oidc }))).rejects.toMatchObject({
      code: "already_exists",
    });
    const changed = await updateUser(db, user.id, { name: "New", agents: [], passwordHash: null });
    expect(changed).toEqual({ ...user, name: "New", agents: [], passwordHash: null });
    expect(await listUsers(db)).toEqual([changed]);
    await expect(updateUser(db, "nobody", { name: "x" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("the last administrator stays one, however many try at once", async () => {
    const ids = [];
    for (const name of ["a", "b", "c"]) {
      ids.push((await createUser(db, newUser(`${name}@earmark.test`, { role: "administrator" }))).id);
    }
    const tries = await Promise.allSettled(
      ids.map((id, index) => updateUser(db, id, index === 1 ? { role: "supervisor" } : { disabled: true })),
    );
    expect(tries.filter((one) => one.status === "rejected")).toMatchObject([
      { reason: { code: "cannot_update" } },
    ]);
    expect(await countEnabledAdministrators(db)).toBe(1);
    const [last] = (await listUsers(db)).filter((user) => user.role === "administrator" && !user.disabled);
    await expect(updateUser(db, last?.id ?? "", { role: "evaluator" })).rejects.toMatchObject({
      code: "cannot_update",
    });
    expect(await updateUser(db, last?.id ?? "", { name: "still" })).toMatchObject({
      role: "administrator",
      name: "still",
    });
  });

  test("a setting is set whole, read by group and removed", async () => {
    await writeSetting(db, "recording", "b", "1", T0);
    await writeSetting(db, "recording", "a", "x, y", T0);
    await writeSetting(db, "recording", "b", "2\u0000", T0);
    expect(await readSettings(db, "recording")).toEqual([
      { name: "a", value: "x, y" },
      { name: "b", value: "2\ufffd" },
    ]);
    await deleteSetting(db, "recording", "a");
    expect(await readSettings(db, "recording")).toHaveLength(1);
    expect(await readSettings(db, "other")).toEqual([]);
  });

  test("the same search by the same person is one row, and running a saved one does not unsave it", async () => {
    const search = {
      userId: "u1",
      filter: { callType: "Inbound", phoneNumber: "*5" },
      saved: false,
      name: null,
      nowMs: T0,
    };
    const first = await storeSearch(db, search);
    const saved = await storeSearch(db, {
      ...search,
      filter: { phoneNumber: "*5", callType: "Inbound", region: undefined },
      saved: true,
      name: "Mine",
    });
    const again = await storeSearch(db, { ...search, nowMs: T0 + 5 });
    expect(first.id).toMatch(/^[0-9a-f]{32}$/);
    expect([saved.id, again.id]).toEqual([first.id, first.id]);
    expect(again).toEqual({ ...first, saved: true, name: "Mine", usedMs: T0 + 5 });
    const others = await storeSearch(db, { ...search, userId: "u2" });
    expect(others.id).not.toBe(first.id);
    expect(await listSearches(db, "u1")).toEqual([again]);
    expect(await listSearches(db, "u2")).toEqual([]);
    expect(await getSearch(db, others.id)).toEqual(others);
    expect(await purgeOldSearches(db, T0 + 30 * DAY_MS)).toBe(0);
    expect(await purgeOldSearches(db, T0 + 31 * DAY_MS)).toBe(1);
    expect(await getSearch(db, others.id)).toBeNull();
    await deleteSearch(db, first.id);
    expect(await getSearch(db, first.id)).toBeNull();
  });

  test("a reveal ends by itself", async () => {
    await grantReveal(db, {
      userId: "u1",
      recordingId: "engage.A",
      fields: ["userName", "firstName"],
      untilMs: T0 + 10,
    });
    await grantReveal(db, { userId: "u1", recordingId: "engage.A", fields: ["lastName"], untilMs: T0 + 20 });
    await grantReveal(db, { userId: "u2", recordingId: "engage.A", fields: [], untilMs: T0 + 20 });
    expect(await activeReveals(db, "u1", T0)).toHaveLength(2);
    expect(await activeReveals(db, "u1", T0 + 10)).toEqual([
      { recordingId: "engage.A", fields: ["lastName"], untilMs: T0 + 20 },
    ]);
    expect(await activeReveals(db, "u2", T0)).toEqual([]);
    await purgeReveals(db, T0 + 20);
    expect(await db.selectFrom("reveal").selectAll().execute()).toEqual([]);
  });

  test("peaks come back byte by byte", async () => {
    const data = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256));
    const peaks = {
      mediaKey: "key",
      recordingId: "engage.A",
      data,
      durationMs: 1_234.5,
      channels: 2,
      nowMs: T0,
    };
    await savePeaks(db, { ...peaks, data: Buffer.from([1]) });
    await savePeaks(db, peaks);
    const loaded = await loadPeaks(db, "key");
    expect(loaded?.data.equals(data)).toBe(true);
    expect(loaded).toMatchObject({ durationMs: 1_235, channels: 2 });
    await deletePeaks(db, "engage.A");
    expect(await loadPeaks(db, "key")).toBeNull();
  });

  test("label definitions are one per name whatever its case", async () => {
    const made = await createLabelDefinition(db, {
      name: "VIP",
      displayName: "Very",
      description: "",
    });
    await expect(
      createLabelDefinition(db, { name: "vip", displayName: "", description: "" }),
    ).rejects.toMatchObject({ code: "already_exists" });
    expect(await ensureLabelDefinition(db, "Vip")).toEqual(made);
    expect(await ensureLabelDefinition(db, "new")).toMatchObject({
      name: "new",
      displayName: "new",
      type: "custom",
    });
    expect(
      await importLabelDefinitions(db, [
        { name: "vip", displayName: "theirs", description: "x" },
        { name: "__sys", displayName: "s", description: "" },
      ]),
    ).toBe(1);
    expect(await findLabelDefinition(db, "__SYS")).toMatchObject({ type: "reserved" });
    expect(await findLabelDefinition(db, made.id)).toEqual(made);
    expect((await listLabelDefinitions(db)).map((one) => one.name)).toEqual(["__sys", "new", "VIP"]);
    expect(await updateLabelDefinition(db, made.id, { displayName: "d", description: "e" })).toMatchObject({
      name: "VIP",
      displayName: "d",
      description: "e",
    });
    await upsertRecordings(SYSTEM, db, SOURCE, [sourceRecording("A1", {}, [vendorLabel("v", "viP")])], T0);
    expect(await definitionInUse(db, "vip")).toBe(true);
    expect(await definitionInUse(db, "new")).toBe(false);
    await deleteLabelDefinition(db, made.id);
    expect(await findLabelDefinition(db, "VIP")).toBeNull();
  });

  test("a source's state tells since when, what is fetched, and what a pass last saw", async () => {
    expect(await readSourceState(db, "engage")).toBeNull();
    await saveSourceTrouble(db, "engage", { state: "unreachable", words: "away", nowMs: T0 });
    await saveSourceTrouble(db, "engage", { state: "unreachable", words: "still away", nowMs: T0 + 5 });
    expect(await readSourceState(db, "engage")).toMatchObject({
      state: "unreachable",
      words: "still away",
      stateSinceMs: T0,
      lastSyncMs: null,
    });
    const missing = [{ call: "GET /x", permission: "p" }];
    await saveSourceHealth(db, "engage", { missingPermissions: missing, nowMs: T0 + 9 });
    const backfill = { fromMs: T0, reachedMs: T0 - 5, targetMs: T0 - 100, windowMs: 3_600_000 };
    await saveBackfill(db, "engage", backfill, T0);
    await saveSyncPass(db, "engage", "fast", { startedAtMs: T0 + 20, nowMs: T0 + 30 });
    await saveSyncPass(db, "engage", "hourly", { startedAtMs: T0 + 10, nowMs: T0 + 40 });
    await upsertRecordings(
      SYSTEM,
      db,
      SOURCE,
      [sourceRecording("A1", { startMs: T0 + 7 }), sourceRecording("A2", { startMs: null, stopMs: T0 + 99 })],
      T0,
    );
    expect(await readSourceStates(db)).toEqual([
      {
        sourceId: "engage",
        state: "ok",
        words: null,
        stateSinceMs: T0 + 9,
        lastSyncMs: T0 + 20,
        newestStartMs: T0 + 7,
        missingPermissions: missing,
        backfill,
        passes: { fast: T0 + 20, hourly: T0 + 10 },
      },
    ]);
    await saveBackfill(db, "fresh", backfill, T0);
    expect(await readSourceState(db, "fresh")).toMatchObject({ state: null, backfill });
  });

  test("a mark of history is saved with its rows or not at all", async () => {
    const backfill = { fromMs: T0, reachedMs: T0, targetMs: T0, windowMs: 1 };
    await db
      .transaction()
      .execute(async (transaction) => {
        await upsertRecordings(SYSTEM, transaction, SOURCE, [sourceRecording("A1")], T0);
        await saveBackfill(transaction, "engage", backfill, T0);
        throw new Error("killed");
      })
      .catch(() => undefined);
    expect(await readSourceStates(db)).toEqual([]);
    expect(await db.selectFrom("recording").selectAll().execute()).toEqual([]);
  });

  test("a job is worked on by one server, taken over from a killed one, and counts each item once", async () => {
    const id = await createJob(db, {
      kind: "bulk",
      userId: "u1",
      params: { name: "vip" },
      recordingIds: ["e.1", "e.2"],
      nowMs: T0,
    });
    await addJobItems(db, id, ["e.3"]);
    const claims = await Promise.all(
      ["a", "b"].map((owner) => claimJob(db, { owner, ttlMs: 1_000, nowMs: T0 })),
    );
    expect(claims.filter(Boolean)).toMatchObject([
      { id, state: "running", total: 3, params: { name: "vip" } },
    ]);
    const owner = claims[0] ? "a" : "b";
    expect(await nextJobItems(db, id, 2)).toEqual([
      { position: 1, recordingId: "e.1" },
      { position: 2, recordingId: "e.2" },
    ]);
    await finishJobItem(db, id, 1, 0);
    await finishJobItem(db, id, 1, 6);
    await finishJobItem(db, id, 2, 6);
    expect(await renewJob(db, id, owner, 1_000, T0 + 500)).toBe(true);
    expect(await claimJob(db, { owner: "c", ttlMs: 1_000, nowMs: T0 + 1_499 })).toBeNull();
    expect(await claimJob(db, { owner: "c", ttlMs: 1_000, nowMs: T0 + 1_500 })).toMatchObject({
      id,
      done: 1,
      failed: 1,
    });
    expect(await renewJob(db, id, owner, 1_000, T0 + 1_600)).toBe(false);
    expect(await nextJobItems(db, id, 9)).toEqual([{ position: 3, recordingId: "e.3" }]);
    await finishJobItem(db, id, 3, 0);
    await finishJob(db, id, "done", T0 + 2_000);
    expect(await getJob(db, id)).toEqual({
      id,
      kind: "bulk",
      state: "done",
      userId: "u1",
      params: { name: "vip" },
      total: 3,
      done: 2,
      failed: 1,
      createdMs: T0,
      finishedMs: T0 + 2_000,
      failures: [{ id: "e.2", statusCode: 6 }],
    });
    expect(await cancelJob(db, id, T0)).toBe(false);
    expect(await getJob(db, "none")).toBeNull();
  });

  test("a cancelled job stays cancelled, and its worker is told", async () => {
    const id = await createJob(db, {
      kind: "bulk",
      userId: "u1",
      params: {},
      recordingIds: ["e.1"],
      nowMs: T0,
    });
    await claimJob(db, { owner: "a", ttlMs: 1_000, nowMs: T0 });
    expect(await cancelJob(db, id, T0 + 1)).toBe(true);
    expect(await renewJob(db, id, "a", 1_000, T0 + 2)).toBe(false);
    await finishJob(db, id, "done", T0 + 3);
    expect(await getJob(db, id)).toMatchObject({ state: "cancelled" });
    expect(await claimJob(db, { owner: "b", ttlMs: 1_000, nowMs: T0 + 9_999 })).toBeNull();
  });

  test("facets and the histogram count what the search finds, within the scope and on the zone's clock", async () => {
    const file = (groups: string[], name: string) => [fileOf(name, { accessGroups: groups })];
    await upsertRecordings(
      SYSTEM,
      db,
      SOURCE,
      [
        sourceRecording("A1", { startMs: Date.UTC(2026, 9, 1, 22, 30), mediaFiles: file(["/Sales"], "a") }, [
          vendorLabel("1", "vip"),
          vendorLabel("2", "VIP"),
        ]),
        sourceRecording("A2", {
          startMs: Date.UTC(2026, 9, 2, 3),
          callType: "Outbound",
          screenRecording: true,
          mediaFiles: file(["/Sales"], "b"),
        }),
        sourceRecording("A3", { startMs: Date.UTC(2026, 9, 2, 3), mediaFiles: file(["/Support"], "c") }, [
          vendorLabel("1", "secret"),
        ]),
      ],
      T0,
    );
    await createLabelDefinition(db, { name: "Unused", displayName: "", description: "" });
    await createLabelDefinition(db, { name: "Vip", displayName: "", description: "" });
    const query = { filter: {}, restrictions: NO_RESTRICTIONS, zone: "Europe/Berlin" };
    const sales = scopeOf({ accessGroups: ["/Sales"] });
    expect(await facets(sales, db, query)).toEqual({
      labels: [
        { value: "Vip", count: 1 },
        { value: "__screenRecording", count: 1 },
        { value: "Unused", count: 0 },
      ],
      callTypes: [
        { value: "Inbound", count: 1 },
        { value: "Outbound", count: 1 },
      ],
      sources: [{ value: "engage", count: 2 }],
      hours: [
        { value: 0, count: 1 },
        { value: 5, count: 1 },
      ],
    });
    const { bucketMs, buckets } = await histogram(sales, db, query);
    expect(bucketMs).toBe(5 * 60_000);
    expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(2);
    expect(buckets[0]).toMatchObject({ startTime: Date.UTC(2026, 9, 1, 22, 30), count: 1 });
    const nobody = scopeOf({ accessGroups: [] });
    expect(await histogram(nobody, db, query)).toEqual({ bucketMs: 0, buckets: [] });
    expect((await facets(nobody, db, query)).sources).toEqual([]);
  });

  test("statistics are made when tables have grown, and not again before they grow further", async () => {
    const rows = Array.from({ length: 1_500 }, (_, index) => sourceRecording(`R${index}`));
    await upsertRecordings(SYSTEM, db, SOURCE, rows, T0);
    expect(await maintainCatalog(catalog, T0)).toBe(catalog.engine === "pglite");
    expect(await maintainCatalog(catalog, T0 + 60_000)).toBe(false);
    expect(await maintainCatalog(catalog, T0 + 2 * DAY_MS)).toBe(catalog.engine === "pglite");
  });
});
