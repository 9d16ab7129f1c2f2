import { describe, expect, test } from "vitest";
import { KINDS, spokenId } from "./index";
import { first, TODAY, testClient, WEEK } from "./test-client";

const BILLING = spokenId("billing-dispute");
const kind = (name: string): string => KINDS[name] ?? "";

describe("bulk jobs and batches (duty 11)", () => {
  const query = { action: "DELETE", actionAge: 0, conversationQuery: { interval: WEEK } };

  test("PENDING, READY, started, PROCESSING, FULFILLED; protected ones fail", async () => {
    const { simulator, call } = testClient();
    simulator.switches.bulkLagMs = 0;
    await call("/recordings/deletionprotection?protect=true", {
      method: "PUT",
      body: { conversationIds: [BILLING] },
    });
    const made = await call("/recording/jobs", {
      body: { ...query, includeRecordingsWithSensitiveData: true },
    });
    expect([made.status, made.body.at("state")]).toEqual([202, "PENDING"]);
    const path = `/recording/jobs/${made.body.text("id")}`;
    const start = () => call(path, { method: "PUT", body: { state: "PROCESSING" } });
    expect((await start()).status).toBe(409);
    await call(path);
    const ready = await call(path);
    expect(ready.body.at("state")).toBe("READY");
    expect(Number(ready.body.at("totalRecordings"))).toBeGreaterThan(5);
    expect((await call(path, { method: "PUT", body: { state: "PROCESSING" }, as: "other" })).status).toBe(
      403,
    );
    expect((await call(path, { method: "PUT", body: { state: "FULFILLED" } })).status).toBe(400);
    expect((await start()).body.at("state")).toBe("PROCESSING");
    await call(path);
    expect((await call(path)).body.value).toMatchObject({
      state: "FULFILLED",
      percentProgress: 100,
      totalFailedRecordings: 1,
    });
    expect((await call(`${path}/failedrecordings`)).body.at("entities", 0, "conversation", "id")).toBe(
      BILLING,
    );
    const [dated] = (await call(`/conversations/${spokenId("transfer")}/recordingmetadata`)).body.list();
    expect(dated?.at("deleteDate")).toBeDefined();
    expect((await call("/recording/jobs")).body.at("total")).toBe(1);
  });

  test("recordings are visible to jobs late; two at once; cancelling makes room", async () => {
    const { simulator, call } = testClient();
    simulator.switches.jobPolls = 0;
    const today = { ...query, conversationQuery: { interval: TODAY } };
    const one = await call("/recording/jobs", { body: today });
    await call("/recording/jobs", { body: today });
    expect((await call("/recording/jobs", { body: today })).status).toBe(409);
    const path = `/recording/jobs/${one.body.text("id")}`;
    expect((await call(path)).body.value).toMatchObject({ state: "READY", totalRecordings: 0 });
    expect((await call(path, { method: "DELETE" })).status).toBe(204);
    expect((await call(path)).body.at("state")).toBe("CANCELLED");
    expect((await call("/recording/jobs", { body: today })).status).toBe(202);
  });

  test.each([
    [{ action: "DELETE", actionAge: 1 }, 400],
    [{ action: "DELETE", conversationQuery: { interval: WEEK } }, 400],
    [{ action: "EXPORT", conversationQuery: { interval: WEEK } }, 400],
    [{ ...query, agedConversationInterval: "2019-01-01T00:00:00Z/2019-02-01T00:00:00Z" }, 400],
  ])("%j is refused", async (body, status) => {
    const { call } = testClient();
    expect((await call("/recording/jobs", { body })).status).toBe(status);
  });

  test("sensitive data need their own permission", async () => {
    const { call } = testClient();
    const body = { ...query, includeRecordingsWithSensitiveData: true };
    expect((await call("/recording/jobs", { body, as: "noSensitive" })).body.at("code")).toBe(
      "missing.permissions",
    );
  });

  test("a batch: counts change, archived ones are errors, two files of one recording, only its submitter reads", async () => {
    const { call, download } = testClient();
    const list = [
      { conversationId: spokenId("cross-talk") },
      { conversationId: kind("ARCHIVED") },
      { conversationId: "nobody" },
      { conversationId: spokenId("card-payment-padded") },
    ];
    const made = await call("/recording/batchrequests", { body: { batchDownloadRequestList: list } });
    expect(made.status).toBe(200);
    const path = `/recording/batchrequests/${made.body.text("id")}`;
    expect((await call(path)).body.value).toMatchObject({
      status: "InProgress",
      expectedResultCount: 4,
      resultCount: 0,
    });
    let answer = await call(path);
    for (; answer.body.at("status") !== "Completed"; answer = await call(path)) {
      expect(answer.body.at("expectedResultCount")).toBe(5);
    }
    expect(answer.body.value).toMatchObject({ expectedResultCount: 5, resultCount: 5, errorCount: 2 });
    const urls = answer.body
      .list("results")
      .flatMap((one) => (one.at("resultUrl") === undefined ? [] : [one.text("resultUrl")]));
    expect(urls).toHaveLength(3);
    const sound = await download(first(urls));
    expect(sound.status).toBe(200);
    await sound.body?.cancel();
    expect((await call(path, { as: "other" })).status).toBe(403);
  });

  test("at most a hundred items; sensitive recordings are left out without the permission", async () => {
    const { simulator, call } = testClient();
    simulator.switches.jobPolls = 0;
    const submit = (items: readonly unknown[], as: "full" | "noSensitive" = "full") =>
      call("/recording/batchrequests", { body: { batchDownloadRequestList: items }, as });
    expect((await submit([])).status).toBe(400);
    expect((await submit(Array.from({ length: 101 }, () => ({ conversationId: BILLING })))).status).toBe(400);
    const made = await submit([{ conversationId: spokenId("card-payment-padded") }], "noSensitive");
    const answer = await call(`/recording/batchrequests/${made.body.text("id")}`, { as: "noSensitive" });
    expect(answer.body.value).toMatchObject({ status: "Completed", results: [] });
  });
});
