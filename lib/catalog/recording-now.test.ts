import { beforeEach, expect, test } from "vitest";
import { recordingId } from "@/lib/domain/ids";
import { SOURCE, SYSTEM, scopeOf, sourceRecording, T0 } from "@/lib/testing/catalog-fixtures";
import { describeOnBothEngines, emptyCatalog } from "@/lib/testing/database";
import { aMediaFile } from "@/lib/testing/stored-recording";
import type { Catalog } from "./client";
import { setProtection } from "./protections";
import { recordingNow } from "./recording-now";
import { getRecording, setDeleteTime, tombstoneRecording, upsertRecordings } from "./recordings";

const ID = recordingId(SOURCE.id, "A1");
const OTHER = recordingId(SOURCE.id, "B1");
const inGroup = (group: string, rest = {}) =>
  sourceRecording("A1", { mediaFiles: [aMediaFile({ accessGroups: [group] })], ...rest });

describeOnBothEngines("a recording whose sound is asked for", (open) => {
  let catalog: Catalog;
  beforeEach(async () => {
    catalog = await open();
    await emptyCatalog(catalog);
  });
  const upsert = (row: ReturnType<typeof sourceRecording>) =>
    upsertRecordings(SYSTEM, catalog.db, SOURCE, [row], T0);
  const now = (scope = scopeOf({}), id = ID) => recordingNow(scope, catalog.db, id);
  const expectAsStored = async () =>
    expect(await now()).toEqual(await getRecording(scopeOf({}), catalog.db, ID, { labels: false }));

  test("is what the catalog holds, the first time and every other", async () => {
    await upsert(inGroup("/Sales"));
    await upsert(sourceRecording("B1", { region: "west" }));
    await expectAsStored();
    await expectAsStored();
    const both = await Promise.all([now(), now(scopeOf({}), OTHER), now()]);
    expect(both.map((one) => one?.id)).toEqual([ID, OTHER, ID]);
    expect(both[1]?.region).toBe("west");
  });

  test("every change shows in the next answer: its words, protection, and when it will go", async () => {
    await upsert(inGroup("/Sales"));
    await now();
    await upsert(inGroup("/Sales", { region: "west" }));
    expect((await now())?.region).toBe("west");
    for (const atVendor of [true, false]) {
      await setProtection(SYSTEM, catalog.db, ID, { on: true, atVendor, nowMs: T0 });
      await expectAsStored();
      await setProtection(SYSTEM, catalog.db, ID, { on: false, atVendor, nowMs: T0 });
      await expectAsStored();
    }
    await setDeleteTime(SYSTEM, catalog.db, ID, T0 + 1_000);
    expect((await now())?.deleteTimeMs).toBe(T0 + 1_000);
  });

  test("is nobody's but theirs, however lately somebody else has heard it", async () => {
    await upsert(inGroup("/Sales"));
    const [sales, support] = [scopeOf({ accessGroups: ["/Sales"] }), scopeOf({ accessGroups: ["/Support"] })];
    const [theirs, others] = await Promise.all([now(sales), now(support)]);
    expect([theirs?.id, others]).toEqual([ID, null]);
    await upsert(inGroup("/Support"));
    expect([await now(sales), (await now(support))?.id]).toEqual([null, ID]);
    const agent = { role: "agent", accessGroups: ["/"] } as const;
    expect(await now(scopeOf(agent))).toBeNull();
  });

  test("that was deleted is there for nobody from then on", async () => {
    await upsert(inGroup("/"));
    await now();
    const deletion = { by: null, reason: null, answer: "done", nowMs: T0 };
    await tombstoneRecording(SYSTEM, catalog.db, ID, deletion);
    expect(await now()).toBeNull();
    expect(await now(SYSTEM)).toBeNull();
  });
});
