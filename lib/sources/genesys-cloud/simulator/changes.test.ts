import { describe, expect, test } from "vitest";
import { AWKWARD, KINDS, spokenId } from "./index";
import { first, testClient } from "./test-client";

const BILLING = spokenId("billing-dispute");
const kind = (name: string): string => KINDS[name] ?? "";

async function withRecording(id: string, nth = 0) {
  const client = testClient();
  const read = async (as: "full" | "noAnnotations" = "full") =>
    (await client.call(`/conversations/${id}/recordings?formatId=NONE`, { as })).body.list()[nth];
  const recordingId = (await read())?.text("id") ?? "";
  const path = `/conversations/${id}/recordings/${recordingId}`;
  const put = (body: unknown, query = "") => client.call(`${path}${query}`, { method: "PUT", body });
  const inMs = (ms: number) => new Date(client.clock.ms + ms).toISOString();
  return { ...client, id, recordingId, path, read, put, inMs };
}

describe("annotations (duty 9)", () => {
  test("bookmarks are made, changed, read and removed", async () => {
    const { call, path, read } = await withRecording(BILLING);
    const made = await call(`${path}/annotations`, { body: { location: 5_000, description: "listen" } });
    expect(made).toMatchObject({ status: 200, body: { value: { type: "Bookmark", location: 5_000 } } });
    const one = `${path}/annotations/${made.body.text("id")}`;
    expect((await call(one, { method: "PUT", body: { location: 6_000, description: "here" } })).status).toBe(
      200,
    );
    expect((await call(one)).body.value).toMatchObject({ location: 6_000, description: "here" });
    const again = await call(`${path}/annotations`, { body: { id: made.body.text("id"), location: 7_000 } });
    expect(again.body.at("id")).toBe(made.body.at("id"));
    expect((await read())?.list("annotations")).toHaveLength(1);
    expect((await call(one, { method: "DELETE" })).status).toBe(204);
    expect((await call(one)).status).toBe(404);
    expect((await call(one, { method: "DELETE" })).status).toBe(404);
  });

  test("five hundred characters, and nothing but bookmarks", async () => {
    const { call, path, read } = await withRecording(spokenId("card-payment-padded"));
    const write = (body: unknown) => call(`${path}/annotations`, { body });
    expect((await write({ location: 1, description: "x".repeat(500) })).status).toBe(200);
    expect((await write({ location: 1, description: "x".repeat(501) })).status).toBe(400);
    const pause = (await read())?.list("annotations")[0]?.text("id");
    expect((await write({ id: pause, location: 1 })).status).toBe(400);
    expect((await write({ type: "Pause", location: 1 })).status).toBe(400);
    expect((await call(`${path}/annotations/${pause}`, { method: "DELETE" })).status).toBe(400);
  });

  test("without the permission bookmarks are silently left out (duty 2)", async () => {
    const { call, path, read } = await withRecording(spokenId("card-payment-padded"));
    await call(`${path}/annotations`, { body: { location: 1 } });
    expect((await read())?.list("annotations")).toHaveLength(2);
    expect((await read("noAnnotations"))?.list("annotations").map((one) => one.at("type"))).toEqual([
      "Pause",
    ]);
  });

  test("§13 case 15: shared pause ids, new hold ids, nested pauses, places outside the sound", async () => {
    const { read } = await withRecording(first(AWKWARD[15]));
    const [one, two] = [await read(), await read()];
    const of = (recording: typeof one, type: string) =>
      recording?.list("annotations").filter((annotation) => annotation.at("type") === type) ?? [];
    expect(
      new Set(
        of(one, "Pause")
          .slice(0, 3)
          .map((pause) => pause.at("id")),
      ).size,
    ).toBe(1);
    expect(of(one, "Pause")[0]?.list("annotations")).toHaveLength(2);
    expect(of(one, "Hold").map((hold) => hold.at("id"))).not.toEqual(
      of(two, "Hold").map((hold) => hold.at("id")),
    );
    expect(of(one, "Hold").map((hold) => hold.at("location"))).toEqual([-224_572, 110_400]);
    expect(of(one, "Hold").every((hold) => hold.at("reason") === undefined)).toBe(true);
  });
});

describe("retention (duty 10)", () => {
  test("dates are set, kept when left out, and taken away with null", async () => {
    const { put, inMs, read } = await withRecording(BILLING);
    const deleteDate = inMs(3_600_000);
    const archiveDate = inMs(1_800_000);
    expect((await put({ deleteDate, archiveDate, archiveMedium: "CLOUDARCHIVE" })).body.value).toMatchObject({
      deleteDate,
      archiveDate,
      archiveMedium: "CLOUDARCHIVE",
    });
    await put({ archiveDate: null });
    expect((await read())?.at("deleteDate")).toBe(deleteDate);
    expect((await read())?.at("archiveDate")).toBeUndefined();
    await put({ deleteDate: null, fileState: "DELETED" }, "?clearExport=true");
    expect((await read())?.at("deleteDate")).toBeUndefined();
    expect((await read())?.at("fileState")).toBe("AVAILABLE");
    expect((await put({ deleteDate: "tomorrow" })).body.at("code")).toBe("invalid.date");
  });

  test("a date left out is taken away, by switch", async () => {
    const { simulator, put, inMs, read } = await withRecording(BILLING);
    simulator.switches.omittedDate = "removed";
    await put({ archiveDate: inMs(1_000) });
    expect((await read())?.at("deleteDate")).toBeUndefined();
  });

  test("§13 case 14: the recording stays listed until the sweep, then it is DELETED or gone", async () => {
    const { simulator, clock, call, path, put, inMs, read } = await withRecording(first(AWKWARD[14]));
    await put({ deleteDate: inMs(60_000) });
    clock.ms += 60_000 + simulator.switches.purgeDelayMs - 1;
    expect((await read())?.at("fileState")).toBe("AVAILABLE");
    clock.ms += 1;
    expect((await read())?.at("fileState")).toBe("DELETED");
    expect((await put({ deleteDate: null })).status).toBe(409);
    simulator.switches.purgedAs = "missing";
    expect(await read()).toBeUndefined();
    expect((await call(`${path}?formatId=NONE`)).status).toBe(404);
  });

  test("a legal hold keeps it, refuses deletion, and lets it go afterwards", async () => {
    const { simulator, clock, call, put, inMs, read, id } = await withRecording(first(AWKWARD[14]));
    await put({ deleteDate: inMs(-1) });
    const hold = (protect: string, ids: readonly string[]) =>
      call(`/recordings/deletionprotection?protect=${protect}`, {
        method: "PUT",
        body: { conversationIds: ids },
      });
    expect((await hold("true", [id])).body.value).toEqual({});
    clock.ms += 86_000_000;
    expect((await read())?.at("fileState")).toBe("AVAILABLE");
    expect((await put({ deleteDate: inMs(1) })).status).toBe(409);
    expect(
      (await call("/recordings/deletionprotection", { body: { conversationIds: [id, BILLING] } })).body.value,
    ).toEqual([{ id, selfUri: `/api/v2/conversations/${id}` }]);
    expect((await hold("true", ["nobody"])).body.at("failedUpdates", 0, "conversation", "id")).toBe("nobody");
    expect((await hold("perhaps", [id])).status).toBe(400);
    simulator.switches.protectionAnswer = "204";
    const lifted = await hold("false", [id]);
    expect([lifted.status, lifted.text]).toEqual([204, ""]);
    expect((await read())?.at("fileState")).toBe("DELETED");
  });

  test("nothing is protected where nothing was recorded; applying and revoking are permissions of their own", async () => {
    const { call } = testClient();
    const body = { conversationIds: [kind("unrecorded")] };
    await call("/recordings/deletionprotection?protect=true", { method: "PUT", body });
    expect((await call("/recordings/deletionprotection", { body })).body.value).toEqual([]);
    for (const protect of ["true", "false"]) {
      const refused = await call(`/recordings/deletionprotection?protect=${protect}`, {
        method: "PUT",
        body,
        as: "readOnly",
      });
      expect(refused.body.text("message")).toContain(protect === "true" ? ":apply" : ":revoke");
    }
  });

  test("an archived recording comes back with a later archive date, and goes again", async () => {
    const { simulator, clock, put, inMs, read, recordings, id } = await withRecording(kind("ARCHIVED"));
    const until = inMs(600_000);
    expect((await put({ archiveDate: until })).body.value).toMatchObject({
      fileState: "RESTORING",
      restoreExpirationTime: until,
    });
    clock.ms += simulator.switches.restoreMs;
    expect((await read())?.at("fileState")).toBe("RESTORED");
    expect(first(await recordings(id)).at("mediaUris", "S")).toBeDefined();
    clock.ms += 600_000;
    expect((await read())?.at("fileState")).toBe("ARCHIVED");
  });

  test("an archive date that comes makes it ARCHIVED", async () => {
    const { clock, put, inMs, read } = await withRecording(BILLING);
    await put({ archiveDate: inMs(1_000) });
    clock.ms += 1_000;
    expect((await read())?.at("fileState")).toBe("ARCHIVED");
  });

  test("setting dates needs editRetention, in the flavour of the recording", async () => {
    const { call, path, inMs } = await withRecording(kind("threeKinds"), 2);
    const refused = await call(path, { method: "PUT", body: { deleteDate: inMs(1) }, as: "readOnly" });
    expect(refused.body.text("message")).toContain("recording:screenRecording:editRetention");
    expect((await call(path, { method: "PUT", body: {}, as: "readOnly" })).status).toBe(200);
  });

  test("recordings kept for more than so many days, page by page", async () => {
    const { call } = testClient();
    const ids: string[] = [];
    let uri: unknown = "/api/v2/recordings/retention/query?retentionThresholdDays=5&pageSize=20";
    for (; typeof uri === "string"; ) {
      const page = await call(uri.replace("/api/v2", ""));
      ids.push(...page.body.list("entities").map((one) => one.text("recordingId")));
      uri = page.body.at("nextUri");
    }
    expect(ids.length).toBeGreaterThan(20);
    expect(new Set(ids).size).toBe(ids.length);
    expect((await call("/recordings/retention/query")).status).toBe(400);
    expect((await call("/recordings/retention/query?retentionThresholdDays=1&pageSize=501")).status).toBe(
      400,
    );
  });

  test("what clients changed survives a restart by snapshot", async () => {
    const { simulator, put, inMs, call, path, id } = await withRecording(BILLING);
    await put({ deleteDate: inMs(5_000) });
    await call(`${path}/annotations`, { body: { location: 9 } });
    await call("/recordings/deletionprotection?protect=true", {
      method: "PUT",
      body: { conversationIds: [id] },
    });
    const live = simulator.addLiveCall();
    const second = testClient();
    second.simulator.restore(JSON.parse(JSON.stringify(simulator.snapshot())));
    expect(second.simulator.snapshot()).toEqual(simulator.snapshot());
    expect(second.simulator.liveIds()).toContain(live);
    const [recording] = (await second.call(`/conversations/${id}/recordings?formatId=NONE`)).body.list();
    expect(recording?.at("deleteDate")).toBe(inMs(5_000));
    expect(recording?.list("annotations")).toHaveLength(1);
    second.simulator.reset();
    expect(second.simulator.snapshot()).toEqual(testClient().simulator.snapshot());
  });
});
