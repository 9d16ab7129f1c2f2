import { describe, expect, test } from "vitest";
import { spokenId } from "./index";
import { first, TODAY, testClient } from "./test-client";

describe("tags and attributes (duty 14)", () => {
  test("a tag is accepted, seen a little later, found by search, and overwritten", async () => {
    const { simulator, clock, call, search, idsOf } = testClient();
    const id = spokenId("billing-dispute");
    const put = (externalTag: string | null) =>
      call(`/conversations/${id}/tags`, { method: "PUT", body: { externalTag } });
    const found = async (value: string) =>
      idsOf(
        await search({
          interval: TODAY,
          conversationFilters: [{ type: "and", predicates: [{ dimension: "externalTag", value }] }],
        }),
      );
    const answer = await put("case-77");
    expect([answer.status, answer.text]).toEqual([202, ""]);
    expect(await found("case-77")).toEqual([]);
    clock.ms += simulator.switches.tagDelayMs;
    expect(await found("CASE-77")).toEqual([id]);
    await put(null);
    clock.ms += simulator.switches.tagDelayMs;
    expect((await call(`/analytics/conversations/${id}/details`)).body.at("externalTag")).toBeUndefined();
  });

  test("participant attributes are written, and shown by jobs alone", async () => {
    const { simulator, call } = testClient();
    const id = spokenId("billing-dispute");
    const participant = first(
      (await call(`/analytics/conversations/${id}/details`)).body.list("participants"),
    );
    const path = `/conversations/${id}/participants/${participant.text("participantId")}/attributes`;
    expect((await call(path, { method: "PATCH", body: { attributes: { colour: "green" } } })).status).toBe(
      202,
    );
    expect(
      (
        await call(path.replace(participant.text("participantId"), "nobody"), {
          method: "PATCH",
          body: { attributes: {} },
        })
      ).status,
    ).toBe(404);
    simulator.switches.jobPolls = 0;
    simulator.switches.jobDataLagMs = 0;
    const sent = await call("/analytics/conversations/details/jobs", { body: { interval: TODAY } });
    const job = `/analytics/conversations/details/jobs/${sent.body.text("jobId")}`;
    await call(job);
    expect((await call(`${job}/results`)).text).toContain('"colour":"green"');
  });
});

describe("notifications (duty 13)", () => {
  test("channels; the twenty-first takes the place of the longest unused", async () => {
    const { clock, call } = testClient();
    const ids: string[] = [];
    for (let nth = 0; nth < 21; nth += 1) {
      clock.ms += 1;
      const made = await call("/notifications/channels", { method: "POST" });
      expect(made.body.text("connectUri")).toMatch(/^wss:/);
      ids.push(made.body.text("id"));
      if (nth === 10)
        expect((await call(`/notifications/channels/${ids[0]}`, { method: "HEAD" })).status).toBe(200);
    }
    const left = (await call("/notifications/channels")).body.list("entities").map((one) => one.at("id"));
    expect(left).toHaveLength(20);
    expect(left).toContain(ids[0]);
    expect(left).not.toContain(ids[1]);
    expect((await call("/notifications/channels", { as: "other" })).body.list("entities")).toEqual([]);
    clock.ms += 86_399_000 - 21;
    expect((await call(`/notifications/channels/${ids[0]}`, { method: "HEAD", as: "other" })).status).toBe(
      404,
    );
  });

  test("subscriptions: permitted ones stay, rejected ones are told or fail the call", async () => {
    const { call } = testClient();
    const queue = first((await call("/routing/queues")).body.list("entities")).text("id");
    const channel = (await call("/notifications/channels", { method: "POST" })).body.text("id");
    const path = `/notifications/channels/${channel}/subscriptions`;
    const good = { id: `v2.routing.queues.${queue}.conversations.calls` };
    const bad = { id: "v2.users.x.presence" };
    expect((await call(path, { method: "PUT", body: [good, bad] })).status).toBe(400);
    expect(
      (await call(`${path}?ignoreErrors=true`, { method: "PUT", body: [good, bad] })).body.at("entities"),
    ).toEqual([
      { ...good, state: "Permitted" },
      { ...bad, state: "Rejected", rejectionReason: expect.any(String) },
    ]);
    await call(path, { body: [{ id: `v2.routing.queues.${queue}.conversations` }] });
    expect((await call(path)).body.list("entities")).toHaveLength(2);
    expect((await call(path, { method: "DELETE" })).status).toBe(204);
    expect((await call(path)).body.list("entities")).toEqual([]);
    expect((await call("/notifications/availabletopics")).body.list("entities")).toHaveLength(2);
  });

  test("missing permissions are named", async () => {
    const { call } = testClient();
    const channel = (await call("/notifications/channels", { method: "POST", as: "noQueues" })).body.text(
      "id",
    );
    const path = `/notifications/channels/${channel}/subscriptions`;
    const body = [{ id: "v2.routing.queues.x.conversations" }];
    expect((await call(path, { method: "PUT", body, as: "noQueues" })).status).toBe(403);
    const told = await call(`${path}?ignoreErrors=true`, { method: "PUT", body, as: "noQueues" });
    expect(told.body.at("entities", 0, "missingPermissions")).toEqual(["routing:queue:view"]);
  });
});
