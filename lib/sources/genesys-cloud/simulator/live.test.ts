import { describe, expect, test } from "vitest";
import { AWKWARD } from "./index";
import { BASE, first, TODAY, testClient } from "./test-client";

const MINUTE_MS = 60_000;

function withLive(options: Parameters<typeof testClient>[0] = {}) {
  const client = testClient(options);
  const { call } = client;
  const set = (id: string, recordingState: string, as: "full" | "noLive" = "full") =>
    call(`/conversations/calls/${id}/recordingstate`, { method: "PUT", body: { recordingState }, as });
  const read = async (id: string) => (await call(`/conversations/${id}`)).body;
  const state = async (id: string) => {
    const body = await read(id);
    return [body.at("recordingState"), body.at("securePause")];
  };
  return { ...client, set, read, state };
}

describe("live calls (duty 12)", () => {
  test("§13 case 13: a pause is accepted, and holds a little later; upper and lower case in one document", async () => {
    const { simulator, clock, set, read, state } = withLive();
    const id = first(AWKWARD[13]);
    expect(await state(id)).toEqual(["ACTIVE", false]);
    const accepted = await set(id, "PAUSED");
    expect([accepted.status, typeof accepted.body.value]).toEqual([202, "string"]);
    clock.ms += simulator.switches.recordingStateDelayMs - 1;
    expect(await state(id)).toEqual(["ACTIVE", false]);
    clock.ms += 1;
    expect(await state(id)).toEqual(["PAUSED", true]);
    const calls = (await read(id)).list("participants").flatMap((one) => one.list("calls"));
    expect(calls.map((one) => one.at("recordingState"))).toEqual(["none", "paused"]);
    expect(calls[1]?.at("recordersState", "customerExperienceState")).toBe("PAUSED");
    await set(id, "active");
    clock.ms += simulator.switches.recordingStateDelayMs;
    expect(await state(id)).toEqual(["ACTIVE", false]);
  });

  test("PATCH does the same without a body; other values are 400; repeating changes nothing, or conflicts", async () => {
    const { simulator, clock, call, set, state } = withLive();
    const id = first(AWKWARD[13]);
    const patched = await call(`/conversations/${id}/recordingstate`, {
      method: "PATCH",
      body: { recordingState: "PAUSED" },
    });
    expect([patched.status, patched.text]).toEqual([202, ""]);
    expect((await set(id, "NONE")).status).toBe(400);
    expect((await set(id, "stopped")).status).toBe(400);
    expect((await set(id, "PAUSED")).status).toBe(202);
    simulator.switches.repeatedState = "conflict";
    expect((await set(id, "PAUSED")).status).toBe(409);
    clock.ms += 500;
    expect(await state(id)).toEqual(["PAUSED", true]);
  });

  test("§13 case 12: a hold can pause by itself, and that is no secure pause", async () => {
    const { simulator, state } = withLive();
    expect(await state(first(AWKWARD[12]))).toEqual(["PAUSED", false]);
    const id = simulator.addLiveCall();
    simulator.holdCall(id, true);
    expect(await state(id)).toEqual(["ACTIVE", false]);
    simulator.holdCall(id, false);
    simulator.switches.holdSuppression = true;
    simulator.holdCall(id, true);
    expect(await state(id)).toEqual(["PAUSED", false]);
  });

  test("a transfer leaves the first agent behind as history", async () => {
    const { simulator, clock, read } = withLive();
    const id = simulator.addLiveCall({ agent: 1, ageMs: MINUTE_MS });
    clock.ms += MINUTE_MS;
    expect(simulator.transferCall(id, 2)).toBe(true);
    const agents = (await read(id)).list("participants").filter((one) => one.at("purpose") === "agent");
    expect(agents.map((one) => one.at("calls", 0, "state"))).toEqual(["terminated", "connected"]);
    expect(agents[0]?.at("endTime")).toBeDefined();
    expect(agents.map((one) => one.at("calls", 0, "recordingState"))).toEqual(["none", "active"]);
  });

  test("after its end a call answers 409, then 404; calls that were never live are 404", async () => {
    const { simulator, clock, call, set, read, search, idsOf } = withLive();
    const id = simulator.addLiveCall();
    expect(simulator.endLiveCall(id)).toBe(true);
    expect(simulator.endLiveCall(id)).toBe(false);
    expect((await set(id, "PAUSED")).status).toBe(409);
    expect((await read(id)).at("endTime")).toBeDefined();
    clock.ms += simulator.switches.liveReadableMs;
    expect((await set(id, "PAUSED")).status).toBe(404);
    expect((await call(`/conversations/${id}`)).status).toBe(404);
    const ended = idsOf(await search({ paging: { pageSize: 5 } }))[0] ?? "";
    expect((await set(ended, "PAUSED")).status).toBe(404);
    expect((await call("/conversations/calls/nobody")).status).toBe(404);
  });

  test("nobody who is not on the call pauses as a participant; permissions are asked for", async () => {
    const { call, set } = withLive();
    const id = first(AWKWARD[13]);
    const asParticipant = await call(`/conversations/calls/${id}`, {
      method: "PATCH",
      body: { recordingState: "paused" },
    });
    expect([asParticipant.status, asParticipant.body.at("code")]).toEqual([403, "not.authorized"]);
    expect((await set(id, "PAUSED", "noLive")).body.text("message")).toContain(
      "conversation:recording:pauseOthers",
    );
  });

  test("ad-hoc recording is another recorder", async () => {
    const { call, read } = withLive();
    const id = first(AWKWARD[13]);
    const agent = (await read(id)).list("participants").find((one) => one.at("purpose") === "agent");
    const path = `/conversations/calls/${id}/participants/${agent?.text("id")}`;
    const adhoc = async () =>
      (await read(id)).list("participants")[1]?.at("calls", 0, "recordersState", "adhocState");
    expect((await call(path, { method: "PATCH", body: { recording: true } })).status).toBe(202);
    expect(await adhoc()).toBe("ACTIVE");
    expect((await call(`${path}/snippet/record`, { body: { type: "adhoc", record: false } })).status).toBe(
      200,
    );
    expect(await adhoc()).toBe("NONE");
    expect(
      (
        await call(`/conversations/calls/${id}/participants/nobody`, {
          method: "PATCH",
          body: { recording: true },
        })
      ).status,
    ).toBe(404);
  });

  test("an ended call becomes a conversation with recordings, first UPLOADING; its pauses are annotations", async () => {
    const { simulator, clock, call, set, search, idsOf, recordings } = withLive();
    const id = simulator.addLiveCall({ ageMs: 6_000 });
    const list = async () => (await call(`/conversations/${id}/recordings?formatId=NONE`)).body.list();
    expect(await list()).toEqual([]);
    clock.ms += 30_000;
    await set(id, "PAUSED");
    clock.ms += 20_000;
    await set(id, "ACTIVE");
    simulator.holdCall(id, true);
    clock.ms += 10_000;
    simulator.holdCall(id, false);
    clock.ms += 20_000;
    simulator.endLiveCall(id);
    expect((await list()).map((one) => one.at("fileState"))).toEqual(["UPLOADING"]);
    clock.ms += simulator.switches.analyticsLagMs;
    const [recording] = await recordings(id, "formatId=WAV");
    const seconds =
      (Date.parse(recording?.text("endTime") ?? "") - Date.parse(recording?.text("startTime") ?? "")) / 1000;
    expect(seconds).toBeCloseTo(80, 0);
    const [pause, hold] = recording?.list("annotations") ?? [];
    // On frames of 72 ms, as the silence in the sound is.
    expect(pause?.value).toMatchObject({
      reason: "SecurePause",
      location: 30_528,
      durationMs: 20_016,
      recordingDurationMs: 20_016,
    });
    expect(hold?.value).toMatchObject({ type: "Hold", location: 50_000, durationMs: 10_000 });
    const ended = await search({
      segmentFilters: [{ type: "and", predicates: [{ dimension: "recording", value: "true" }] }],
      paging: { pageSize: 100 },
    });
    expect(idsOf(ended)).toContain(id);
  });

  test("live calls are observed per queue, in detail and as activity", async () => {
    const { simulator, clock, call } = withLive();
    const id = simulator.addLiveCall({ queue: 2, ageMs: 0, customer: "tel:+447700900777" });
    const query = { filter: { type: "or", predicates: [] }, detailMetrics: ["oInteracting"] };
    const observed = async () =>
      (await call("/analytics/queues/observations/query", { body: query })).body
        .list("results")
        .flatMap((one) => one.list("data", 0, "observations"));
    expect((await observed()).map((one) => one.at("conversationId"))).not.toContain(id);
    clock.ms += simulator.switches.analyticsLagMs;
    expect((await observed()).map((one) => one.value)).toContainEqual(
      expect.objectContaining({
        conversationId: id,
        direction: expect.any(String),
        userId: expect.any(String),
      }),
    );
    const activity = await call("/analytics/conversations/activity/query", { body: query });
    const entities = activity.body.list("results").flatMap((one) => one.list("entities"));
    expect(new Set(entities.map((one) => one.at("conversationId")))).toEqual(new Set(simulator.liveIds()));
    expect((await call("/analytics/queues/observations/query", { body: query, as: "nothing" })).status).toBe(
      403,
    );
  });

  test("the control routes do what the helpers do", async () => {
    const { simulator } = withLive();
    const control = async (path: string, body: unknown) => {
      const response = await simulator.fetch(
        new Request(`${BASE}/simulator${path}`, { method: "POST", body: JSON.stringify(body) }),
      );
      const answer: unknown = await response.json();
      return { status: response.status, answer };
    };
    const made = await control("/live", { customer: "tel:+12025550111", recorded: false });
    const id = simulator.liveIds().at(-1);
    expect(made.answer).toEqual({ id });
    expect((await control("/live/hold", { id, on: true })).status).toBe(200);
    expect((await control("/live/transfer", { id })).status).toBe(200);
    expect((await control("/live/end", { id })).status).toBe(200);
    expect((await control("/live/end", { id })).status).toBe(404);
    expect((await control("/live", { colour: "red" })).status).toBe(400);
  });
});

describe("rotating live calls", () => {
  test("two or three are always live; all of them become conversations; ids do not depend on the start", async () => {
    const { simulator, clock, search, idsOf } = withLive({ live: "rotating", samples: "none", calls: 0 });
    simulator.switches.expiresInSeconds = 1_000_000;
    const seen = new Set<string>();
    for (let minute = 0; minute < 120; minute += 1) {
      const ids = simulator.liveIds();
      expect([2, 3]).toContain(ids.length);
      for (const id of ids) seen.add(id);
      clock.ms += MINUTE_MS;
    }
    expect(seen.size).toBeGreaterThan(30);
    const later = idsOf(await search({ interval: TODAY, paging: { pageSize: 100 } }));
    for (const id of seen) expect(later).toContain(id);
    const restarted = withLive({
      live: "rotating",
      samples: "none",
      calls: 0,
      now: () => new Date(clock.ms),
    });
    expect(restarted.simulator.liveIds()).toEqual(simulator.liveIds());
  });

  test("what is done to one stays with it when it ends", async () => {
    const { simulator, clock, set, recordings, call } = withLive({
      live: "rotating",
      samples: "none",
      calls: 0,
    });
    const id = simulator.liveIds().at(-1) ?? "";
    await set(id, "PAUSED");
    clock.ms += 15_000;
    await set(id, "ACTIVE");
    clock.ms += 10 * MINUTE_MS;
    expect(simulator.liveIds()).not.toContain(id);
    expect((await call(`/conversations/${id}`)).status).toBe(404);
    const [recording] = await recordings(id);
    expect(recording?.list("annotations")[0]?.value).toMatchObject({ reason: "SecurePause" });
    expect(recording?.at("fileState")).toBe("AVAILABLE");
  });
});
