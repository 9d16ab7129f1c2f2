import { describe, expect, test } from "vitest";
import { KEPT_BY_ADDRESS, KEPT_BY_PROVIDER, KEPT_UNTIL_CLEANUP } from "./delete";
import {
  awkwardId,
  html,
  INTERACTION,
  kazooSource,
  NOW,
  NOW_MS,
  no,
  ok,
  rawDocument,
  readBy,
  scripted,
  signal,
  simulated,
  supported,
  vendorIdIn,
} from "./test-kit";

const VENDOR_ID = `i-${INTERACTION}`;
const IDS = ["202611-1", "202611-2", "202611-3"];
const documentOf = (id: string, nth: number) => rawDocument({ id, start: NOW - 600 + nth });

/** A server with three documents of one call; `answer` decides about each DELETE, null = it does what is asked. */
function three(
  answer: (id: string, nth: number) => Response | null,
  documentsNow?: () => readonly Record<string, unknown>[] | Response,
) {
  const left = new Set(IDS);
  const counts = new Map<string, number>();
  const { fetch, sent } = scripted(({ method, path }) => {
    const id = path.split("/").at(-1) ?? "";
    if (method !== "DELETE") {
      const now = documentsNow?.() ?? IDS.filter((one) => left.has(one)).map(documentOf);
      return now instanceof Response ? now : ok(now);
    }
    counts.set(id, (counts.get(id) ?? 0) + 1);
    const said = answer(id, counts.get(id) ?? 0);
    if (said !== null) return said;
    left.delete(id);
    return ok({ ...documentOf(id, 0), _read_only: { deleted: true } });
  });
  const deleteIt = (erase?: boolean, until = signal) =>
    supported(kazooSource(fetch).deletion).delete(
      VENDOR_ID,
      until,
      ...(erase === undefined ? [] : [{ erase }]),
    );
  const deletes = () => sent.filter(({ method }) => method === "DELETE");
  return { deleteIt, deletes, left };
}

describe("deleting a call", () => {
  test("takes every document, softly unless asked otherwise, and tells what stays", async () => {
    const softly = three(() => null);
    expect(await softly.deleteIt()).toEqual({
      deleted: "done",
      deleteTimeMs: null,
      remaining: [KEPT_BY_PROVIDER, KEPT_UNTIL_CLEANUP],
    });
    expect(softly.deletes().map(({ path, query }) => [path, String(query)])).toEqual(
      IDS.map((id) => [`/recordings/${id}`, ""]),
    );
    const forGood = three(() => null);
    expect((await forGood.deleteIt(true)).remaining).toEqual([KEPT_BY_PROVIDER]);
    expect(forGood.deletes().every(({ query }) => query.get("should_soft_delete") === "false")).toBe(true);
  });

  test("of which Kazoo sent a copy to an address tells that one, without the address", async () => {
    const url = "https://recorder:secret@uploads.example/calls";
    let documents = [rawDocument({ url })];
    const { deleteIt } = three(
      () => {
        documents = [];
        return null;
      },
      () => documents,
    );
    const { remaining } = await deleteIt();
    expect(remaining).toEqual([KEPT_BY_ADDRESS, KEPT_UNTIL_CLEANUP]);
    expect(remaining.join()).not.toMatch(/secret|uploads/);
  });

  test("that is gone already is notFound, a document that went meanwhile is done", async () => {
    const nothing = three(
      () => null,
      () => [],
    );
    await expect(nothing.deleteIt()).rejects.toMatchObject({ kind: "notFound" });
    expect(nothing.deletes()).toHaveLength(0);
    const meanwhile = three((id) => {
      if (id !== "202611-2") return null;
      meanwhile.left.delete(id);
      return no(404, "bad_identifier", { cause: id, message: "bad identifier" });
    });
    expect(await meanwhile.deleteIt()).toMatchObject({ deleted: "done" });
  });

  test("of which a part could not be deleted says so, and repeating it finishes the rest", async () => {
    let isFailing = true;
    const partly = three((id) => (isFailing && id === "202611-2" ? no(500, "datastore_fault") : null));
    await expect(partly.deleteIt()).rejects.toMatchObject({
      kind: "internal",
      unclear: true,
      message: "Kazoo has deleted only 2 of 3 parts of the recording.",
    });
    expect(partly.deletes()).toHaveLength(3);
    isFailing = false;
    expect(await partly.deleteIt()).toMatchObject({ deleted: "done" });
    expect(partly.deletes()).toHaveLength(4);
  });

  test("that is refused as a whole is told as what it is", async () => {
    const refused = three(() => no(403, "forbidden", { message: "forbidden" }));
    await expect(refused.deleteIt()).rejects.toMatchObject({ kind: "forbidden", unclear: false });
    const taxed = three(() => no(429, "too_many_requests"));
    await expect(taxed.deleteIt()).rejects.toMatchObject({ kind: "rateLimited", unclear: false });
  });

  test("is tried again when another writer came in between, a few times", async () => {
    const again = three((_, nth) => (nth < 3 ? no(409, "datastore_conflict") : null));
    expect(await again.deleteIt()).toMatchObject({ deleted: "done" });
    expect(again.deletes()).toHaveLength(9);
    const never = three(() => no(409, "datastore_conflict"));
    await expect(never.deleteIt()).rejects.toMatchObject({ kind: "conflict" });
  });

  test("whose answers never came is looked up: all gone is done, all there is failed", async () => {
    const heard = three((id) => {
      heard.left.delete(id);
      return html(502);
    });
    expect(await heard.deleteIt()).toMatchObject({ deleted: "done" });
    const unheard = three(() => html(502));
    await expect(unheard.deleteIt()).rejects.toMatchObject({ kind: "internal", unclear: false });
  });

  test("that the caller gave up half-way is seen through to the truth", async () => {
    const left = new AbortController();
    const halfway = three((id) => {
      if (id === "202611-2") left.abort();
      return null;
    });
    const deleting = halfway.deleteIt(false, left.signal);
    await expect(deleting).rejects.toMatchObject({ kind: "internal", unclear: true });
    expect(halfway.left).toEqual(new Set(["202611-3"]));
  });

  test("after which nothing can be looked up is not known", async () => {
    let isAway = false;
    const away = three(
      () => {
        isAway = true;
        return null;
      },
      () => (isAway ? html(503) : IDS.map(documentOf)),
    );
    await expect(away.deleteIt()).rejects.toMatchObject({ kind: "internal", unclear: true });
  });
});

describe("at the simulator", () => {
  test("a soft deletion leaves a marked document, erasing none", async () => {
    const { simulator, source } = simulated();
    const deletion = supported(source.deletion);
    const [soft, hard] = [awkwardId(simulator, 7), awkwardId(simulator, 8)];
    await deletion.delete(vendorIdIn(simulator, soft), signal);
    await deletion.delete(vendorIdIn(simulator, hard), signal, { erase: true });
    expect(simulator.recording(soft)?.deleted).toBe("soft");
    expect(simulator.recording(hard)?.deleted).toBe("hard");
    expect(await readBy(source, vendorIdIn(simulator, soft))).toBeNull();
  });

  test("one that ran over a month's end can't be deleted on master: it is told, and stays", async () => {
    const { simulator, source } = simulated({ profile: "kazoo-master" });
    const id = vendorIdIn(simulator, awkwardId(simulator, 3));
    await expect(supported(source.deletion).delete(id, signal)).rejects.toMatchObject({
      kind: "internal",
      unclear: false,
      message: expect.stringContaining("month's end"),
    });
    expect((await readBy(source, id))?.recording.startMs).toBeLessThan(NOW_MS);
  });
});
