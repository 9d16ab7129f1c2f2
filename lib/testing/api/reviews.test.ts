import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Api, isObject, startApi, type Who } from "../api";
import { CALL, mediaKeyOf, TRANSFER } from "./requests";
import {
  addScorecard,
  answerOf,
  assignCalibration,
  assignSpan,
  BEST,
  CARD,
  reviewIn,
  reviewsIn,
  submit,
  told,
} from "./review-kit";

let api: Api;
let card: string;
beforeAll(async () => {
  api = await startApi({ calls: 30 });
  card = await addScorecard(api);
});
afterAll(() => api.stop());

const get = (who: Who, id: string) => api.call(who, "GET", `/reviews/${id}`);
const act = (who: Who, id: string, operationName: string, reason?: string) =>
  api.call(who, "POST", `/reviews/${id}`, {
    body: { operationName, ...(reason === undefined ? {} : { reason }) },
  });

describe("a review", () => {
  test("goes from its assigner to its evaluator and back, and keeps what happened", async () => {
    const id = await assignSpan(api, card, { more: { note: "Mind the card number" } });
    const queue = await api.call("evaluator", "GET", "/reviews", { query: { state: "open", mine: 1 } });
    expect(reviewsIn(queue).find((row) => row.id === id)).toMatchObject({
      state: "assigned",
      note: "Mind the card number",
      lengthMs: 7_000,
      segmentCount: 1,
      progress: { done: 0, total: 4 },
      can: ["answer", "comment", "submit"],
    });

    const opened = reviewIn(await get("evaluator", id));
    expect(opened).toMatchObject({ revision: 0, card: CARD, answers: {} });
    const first = await api.call("evaluator", "PUT", `/reviews/${id}`, {
      body: {
        answers: { greeted: answerOf("yes", { moments: [{ segment: 1, startMs: 1_200 }] }) },
        revision: 0,
      },
    });
    expect(first.json).toMatchObject({ revision: 1, state: "started", progress: { done: 1, total: 4 } });
    expect(told(await act("evaluator", id, "submit"))).toBe("422/2");

    const { greeted: _answered, ...rest } = BEST;
    expect(told(await submit(api, id, { ...rest, outcome: answerOf("promised") }))).toBe("200/0");
    // 1/2 × 100 + 1/2 × (2/3 × 100 + 1/3 × 50)
    const scored = reviewIn(await get("supervisor", id));
    expect(scored).toMatchObject({ state: "submitted", score: { passed: true, autoFailed: false } });
    expect(isObject(scored.score) ? scored.score.percent : null).toBeCloseTo(91.6667, 3);
    expect(scored.answers).toMatchObject({ greeted: { moments: [{ segment: 1, startMs: 1_200 }] } });

    expect(told(await act("supervisor", id, "dispute"))).toBe("400/1");
    expect(told(await act("supervisor", id, "dispute", "too short"))).toBe("400/2");
    expect(told(await act("supervisor", id, "dispute", "The promise was made at 0:05."))).toBe("200/0");
    expect(reviewIn(await get("evaluator", id))).toMatchObject({ state: "disputed", can: ["comment"] });
    expect(told(await act("supervisor", id, "reopen", "Please listen again at 0:05."))).toBe("200/0");
    const reopened = reviewIn(await get("evaluator", id));
    expect(reopened).toMatchObject({ state: "reopened", can: ["answer", "comment", "submit"] });
    expect(reopened.score).toBeUndefined();
    expect(told(await submit(api, id))).toBe("200/0");
    expect(reviewIn(await get("supervisor", id)).history).toMatchObject([
      { act: "assign", user: "The supervisor" },
      { act: "start", user: "The evaluator" },
      { act: "submit", score: { autoFailed: false } },
      { act: "dispute", reason: "The promise was made at 0:05." },
      { act: "reopen", reason: "Please listen again at 0:05." },
      { act: "submit", score: { percent: 100 } },
    ]);
  });

  test("a critical answer fails it, whatever else was right", async () => {
    const id = await assignSpan(api, card);
    await submit(api, id, { ...BEST, paused: answerOf("no") });
    expect(reviewIn(await get("supervisor", id)).score).toEqual({
      percent: 0,
      passed: false,
      autoFailed: true,
    });
  });

  test("a submission is taken back for a minute, and no longer", async () => {
    const id = await assignSpan(api, card);
    await submit(api, id);
    expect(told(await act("evaluator", id, "undoSubmit"))).toBe("200/0");
    expect(reviewIn(await get("evaluator", id))).toMatchObject({ state: "started", answers: BEST });
    await submit(api, id);
    api.clock.advance(61_000);
    expect(told(await act("evaluator", id, "undoSubmit"))).toBe("409/15");
  });

  test("answers written over older ones than the stored are refused, and so is what is no answer", async () => {
    const id = await assignSpan(api, card);
    const put = (answers: unknown, revision: unknown) =>
      api.call("evaluator", "PUT", `/reviews/${id}`, { body: { answers, revision } });
    expect(told(await put({ greeted: answerOf("no") }, 0))).toBe("200/0");
    expect(told(await put({ greeted: answerOf("yes") }, 0))).toBe("409/15");
    for (const bad of [
      { greeted: answerOf("maybe") },
      { tone: answerOf(6) },
      { tone: answerOf("5") },
      { greeted: answerOf(null, { notApplicable: true }) },
      { outcome: answerOf("unheard-of") },
      { nothing: answerOf("yes") },
      { greeted: answerOf("yes", { moments: [{ segment: 2, startMs: 0 }] }) },
      { greeted: { value: "yes", more: 1 } },
      { __proto__: answerOf("yes"), constructor: answerOf("yes") },
    ]) {
      expect(told(await put(bad, 1)), JSON.stringify(bad)).toBe("400/2");
    }
    expect(reviewIn(await get("evaluator", id)).answers).toEqual({ greeted: answerOf("no") });
  });
});

test("a note that comes back masked as it was sent stays as it was written", async () => {
  const seen = await api.call("administrator", "GET", `/recordings/${api.idOf(CALL)}`);
  const number = isObject(seen.json?.recording) ? String(seen.json.recording.callerPhoneNumber) : "";
  const id = await assignSpan(api, card);
  const put = (note: string, revision: number) =>
    api.call("evaluator", "PUT", `/reviews/${id}`, {
      body: { answers: { greeted: answerOf("yes", { note }) }, revision },
    });
  await put(`Said ${number} aloud`, 0);
  await api.mask({ customer: "callerPhoneNumber" });
  const read = reviewIn(await get("evaluator", id));
  const { note } = isObject(read.answers) && isObject(read.answers.greeted) ? read.answers.greeted : {};
  expect(note).toBe("Said ******* aloud");
  expect(told(await put(String(note), 1))).toBe("200/0");
  await api.mask({});
  expect(reviewIn(await get("evaluator", id)).answers).toMatchObject({
    greeted: { note: `Said ${number} aloud` },
  });
});

test("nothing is bound or written beyond a segment", async () => {
  const id = await assignSpan(api, card, { startMs: 0, endMs: 5_000 });
  const moment = { segment: 1, startMs: 5_001 };
  const put = await api.call("evaluator", "PUT", `/reviews/${id}`, {
    body: { answers: { greeted: answerOf("yes", { moments: [moment] }) }, revision: 0 },
  });
  expect(told(put)).toBe("400/10");
  const { segments } = reviewIn(await get("evaluator", id));
  const [segment] = Array.isArray(segments) ? segments.filter(isObject) : [];
  const comment = (startMs: number, endMs: number) =>
    api.call("evaluator", "POST", `/reviews/${id}/comments`, {
      body: { content: { text: "Here", mediaKey: segment?.mediaKey, startMs, endMs } },
    });
  expect(told(await comment(5_001, 6_000))).toBe("400/10");
  expect(told(await comment(4_000, 900_000_000))).toBe("201/0");
  expect(JSON.stringify(reviewIn(await get("evaluator", id)).cut)).toContain('"startMs":4000,"endMs":5000');
});

describe("who may know of a review", () => {
  test("its evaluator, and managers within their groups; nobody else, and no difference to one that is not there", async () => {
    const id = await assignSpan(api, card);
    for (const who of ["administrator", "supervisor", "evaluator"] as const)
      expect(told(await get(who, id)), who).toBe("200/0");
    const absent = (await get("sales", "0".repeat(32))).text;
    // The call is of /Support/Billing.
    const outside = await get("sales", id);
    expect([told(outside), outside.text]).toEqual(["404/6", absent]);
    expect(told(await get("agent", id))).toBe("403/5");

    const other = await assignSpan(api, card, { to: "supervisor" });
    for (const below of ["", "/segments/1/play", "/segments/1/peaks"]) {
      expect(told(await api.call("evaluator", "GET", `/reviews/${other}${below}`)), below).toBe("404/6");
    }
    expect(told(await submit(api, other, BEST, "evaluator"))).toBe("404/6");
    const listed = reviewsIn(await api.call("evaluator", "GET", "/reviews", { query: { limit: 500 } }));
    expect(listed.some((row) => row.id === other)).toBe(false);
    expect(
      listed.every((row) => isObject(row.evaluator) && row.evaluator.id === api.users.evaluator.id),
    ).toBe(true);
  });

  test("a manager can't answer for an evaluator, an evaluator can't do what is a manager's", async () => {
    const id = await assignSpan(api, card);
    expect(
      told(await api.call("supervisor", "PUT", `/reviews/${id}`, { body: { answers: BEST, revision: 0 } })),
    ).toBe("409/15");
    expect(told(await act("supervisor", id, "submit"))).toBe("409/15");
    for (const operationName of ["withdraw", "reopen", "dispute", "uphold"]) {
      expect(told(await act("evaluator", id, operationName, "Because I want it so.")), operationName).toBe(
        "403/5",
      );
    }
  });

  test("one that was withdrawn is gone for its evaluator from the next request on, its sound too", async () => {
    const id = await assignSpan(api, card);
    const play = `/reviews/${id}/segments/1/play`;
    expect((await api.send("evaluator", "GET", play, { headers: { range: "bytes=0-99" } })).status).toBe(206);
    expect(told(await act("supervisor", id, "withdraw"))).toBe("200/0");
    for (const path of [play, `/reviews/${id}`, `/reviews/${id}/segments/1/peaks`]) {
      expect(told(await api.call("evaluator", "GET", path)), path).toBe("404/6");
    }
    expect(told(await api.call("administrator", "GET", play))).toBe("404/6");
    expect(
      reviewsIn(await api.call("supervisor", "GET", "/reviews", { query: { state: "withdrawn" } })).some(
        (row) => row.id === id,
      ),
    ).toBe(true);
  });

  test("before they submit nobody reads their answers", async () => {
    const id = await assignSpan(api, card);
    await api.call("evaluator", "PUT", `/reviews/${id}`, { body: { answers: BEST, revision: 0 } });
    expect(reviewIn(await get("supervisor", id)).answers).toEqual({});
    await act("evaluator", id, "submit");
    expect(reviewIn(await get("supervisor", id)).answers).toEqual(BEST);
  });
});

describe("a calibration", () => {
  test("is blind for everybody until all have submitted, then says how far they agree", async () => {
    const { evaluator: one, supervisor: other } = await assignCalibration(api, card);
    await submit(api, one, { ...BEST, tone: answerOf(1) });
    for (const who of ["administrator", "supervisor"] as const) {
      const seen = reviewIn(await get(who, one));
      expect(seen, who).toMatchObject({
        answers: {},
        calibration: { reviews: 2, submitted: 1, blind: true },
      });
      expect(seen.score, who).toBeUndefined();
      expect(JSON.stringify(seen.history), who).not.toContain("percent");
      expect(told(await act(who, one, "reopen", "I want to see it before.")), who).toBe("409/15");
    }
    expect(reviewIn(await get("evaluator", one)).agreement).toBeUndefined();

    await submit(api, other, BEST, "supervisor");
    for (const who of ["administrator", "supervisor", "evaluator"] as const) {
      const seen = reviewIn(await get(who, one));
      expect(seen.agreement, who).toMatchObject({ exact: 0.75, reviews: [{}, {}] });
    }
    const log = await api.runtime.catalog.db
      .selectFrom("audit")
      .select("details")
      .where("action", "=", "review.submit")
      .execute();
    expect(JSON.stringify(log)).not.toContain("percent");
    expect(told(await act("supervisor", other, "reopen", "I have seen theirs now."))).toBe("409/15");
    // What the others said can't be copied into an answer of one's own any more.
    expect(told(await act("evaluator", one, "undoSubmit"))).toBe("409/15");
  });
});

describe("assigning", () => {
  const assign = (body: object, who: Who = "supervisor") =>
    api.call(who, "POST", "/reviews", {
      body: { scorecard: card, evaluators: [api.users.evaluator.id], ...body },
    });

  test("refuses what can't be: unknown people, scorecards, files and times", async () => {
    const segment = {
      recording: api.idOf(CALL),
      mediaKey: await mediaKeyOf(api, CALL),
      startMs: 0,
      endMs: 3_000,
    };
    for (const [body, expected] of [
      [{ segments: [segment], evaluators: ["nobody"] }, "400/2"],
      [{ segments: [segment], evaluators: [api.users.agent.id] }, "400/2"],
      [{ segments: [segment], scorecard: "none" }, "400/2"],
      [{ segments: [{ ...segment, mediaKey: "x".repeat(20) }] }, "400/2"],
      [{ segments: [{ ...segment, endMs: 100 }] }, "400/2"],
      [{ segments: [{ ...segment, startMs: 9_000_000, endMs: null }] }, "400/10"],
      [{ segments: [segment], ids: [api.idOf(CALL)] }, "400/2"],
      [{}, "400/2"],
      [{ segments: [segment], dueTime: "2020-01-01T00:00:00Z" }, "400/2"],
      [{ segments: [segment], dueTime: "tomorrow" }, "400/2"],
      [{ segments: [segment, segment] }, "400/2"],
      [{ segments: [segment], scorecard: "\u0000" }, "400/2"],
      [{ search: "\u0000" }, "400/2"],
      [{ ids: ["engage.none"] }, "422/2"],
    ] as const) {
      expect(told(await assign(body)), JSON.stringify(body)).toBe(expected);
    }
    expect(told(await assign({ segments: [segment] }, "evaluator"))).toBe("403/5");
    expect(told(await assign({ segments: [segment] }, "sales"))).toBe("422/2");
  });

  test("nobody is given a call outside their own groups", async () => {
    const answer = await assign({ ids: [api.idOf(CALL)], evaluators: [api.users.sales.id] });
    expect([told(answer), answer.text]).toEqual(["422/2", expect.stringContaining("access groups")]);
  });

  test("whole calls are taken by their files, or by the time of one agent", async () => {
    const natural = await api.call("supervisor", "GET", "/reviews/segments", {
      query: { recording: api.idOf(TRANSFER) },
    });
    const segments = Array.isArray(natural.json?.segments) ? natural.json.segments.filter(isObject) : [];
    expect(segments.filter(({ unit }) => unit === "mediaFile")).toHaveLength(2);
    const names = new Set(segments.filter(({ unit }) => unit === "agentTime").map(({ name }) => name));
    expect(names.size).toBe(2);

    const files = await assign({ ids: [api.idOf(TRANSFER)], dryRun: true });
    expect(files.json).toMatchObject({
      picks: [{ segments: [{ n: 1, startMs: 0, endMs: null }, { n: 2 }] }],
    });
    const time = await assign({ ids: [api.idOf(TRANSFER)], unit: "agentTime", dryRun: true });
    const picks = Array.isArray(time.json?.picks) ? time.json.picks.filter(isObject) : [];
    expect(picks).toHaveLength(1);
    expect(JSON.stringify(picks)).toContain("agentTime");
  });

  test("a sample draws so many of each agent, the same by the same seed, and none twice", async () => {
    const sample = {
      fromTime: "2026-10-01T00:00:00Z",
      toTime: "2026-11-17T00:00:00Z",
      perAgent: 1,
      seed: "week-46",
    };
    const planned = await assign({ sample, dryRun: true });
    const again = await assign({ sample, dryRun: true });
    expect(again.text).toBe(planned.text);
    const real = await assign({ sample });
    expect(real.status).toBe(201);
    expect(real.json?.draw).toMatchObject({ seed: "week-46" });
    const drawn = reviewsIn(real).map(({ recording }) => recording);
    expect(drawn.length).toBeGreaterThan(2);
    expect(new Set(drawn).size).toBe(drawn.length);
    const next = await assign({ sample: { ...sample, seed: "week-47" } });
    const nextDrawn = reviewsIn(next).map(({ recording }) => recording);
    expect(nextDrawn.length).toBeGreaterThan(0);
    expect(nextDrawn.filter((id) => drawn.includes(id))).toEqual([]);
  });
});

test("what was done is in the audit log, before it was done", async () => {
  const id = await assignSpan(api, card, { startMs: 1_000, endMs: 4_000 });
  await (await api.send("evaluator", "GET", `/reviews/${id}/segments/1/play`)).arrayBuffer();
  await submit(api, id);
  await act("supervisor", id, "dispute", "The greeting was missing.");
  await api.runtime.listening.flush();
  const rows = await api.runtime.catalog.db
    .selectFrom("audit")
    .select(["action", "phase", "details", "reason"])
    .where("recording_id", "=", api.idOf(CALL))
    .execute();
  const own = rows.filter(({ details }) => JSON.stringify(details).includes(id));
  expect(new Set(own.map(({ action }) => action))).toEqual(
    new Set(["review.open", "play.opened", "play.sent", "review.answer", "review.submit", "review.dispute"]),
  );
  expect(own.find(({ action }) => action === "review.dispute")?.reason).toBe("The greeting was missing.");
  expect(rows.some(({ action, phase }) => action === "review.assign" && phase === "asked")).toBe(true);
});
