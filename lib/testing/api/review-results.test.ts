import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Api, isObject, startApi, type Who } from "../api";
import { listAt } from "./leaks";
import { mediaKeyOf, TRANSFER } from "./requests";
import {
  addScorecard,
  answerOf,
  assignCalibration,
  assignSpan,
  BEST,
  CARD,
  reviewsIn,
  submit,
  told,
} from "./review-kit";

const MASKED = "*******";
const FORMULA = `=HYPERLINK("https://evil.example";"Tone")`;

let api: Api;
let card: string;
/** The evaluator's and the supervisor's review of one calibrated call. */
let calibrated: Awaited<ReturnType<typeof assignCalibration>>;

beforeAll(async () => {
  api = await startApi({ calls: 20 });
  const [opening, ...rest] = CARD.sections;
  const questions = opening?.questions.map((question) =>
    question.id === "tone" ? { ...question, text: FORMULA } : question,
  );
  card = await addScorecard(api, { ...CARD, sections: [{ ...opening, questions }, ...rest] });
  await submit(api, await assignSpan(api, card), { ...BEST, tone: answerOf(3) });
  await submit(api, await assignFile(TRANSFER, 1), { ...BEST, paused: answerOf("no") });
  calibrated = await assignCalibration(api, card);
  await submit(api, calibrated.evaluator, { ...BEST, tone: answerOf(1) });
});
afterAll(() => api.stop());
beforeEach(() => api.mask({}));

async function assignFile(call: string, position: number): Promise<string> {
  const mediaKey = await mediaKeyOf(api, call, position);
  const answer = await api.call("administrator", "POST", "/reviews", {
    body: {
      scorecard: card,
      evaluators: [api.users.evaluator.id],
      segments: [{ recording: api.idOf(call), mediaKey, startMs: 0, endMs: null }],
    },
  });
  return String(reviewsIn(answer)[0]?.id);
}

type Query = Readonly<Record<string, string>>;
const ask = (who: Who, query: Query = {}) => api.call(who, "GET", "/reviews/results", { query });
const exported = (who: Who, query: Query) => api.call(who, "GET", "/reviews/results/export", { query });
async function resultsOf(who: Who, query: Query = {}): Promise<Readonly<Record<string, unknown>>> {
  const { status, json, text } = await ask(who, query);
  if (status !== 200 || !json) throw new Error(text);
  return json;
}
async function countOf(who: Who, query: Query = {}): Promise<unknown> {
  const { total } = await resultsOf(who, query);
  return isObject(total) ? total.reviews : null;
}

describe("results", () => {
  test("tell of what was submitted, and of a calibration nothing before all have", async () => {
    const found = await resultsOf("administrator", { bucket: "month", zone: "Europe/Berlin" });
    expect(found.total).toMatchObject({ reviews: 2, passShare: 0.5, autoFailed: 1 });
    // Of the first: 1/2 × (1/2 × 100 + 1/2 × 50) + 1/2 × 100; the second failed whole.
    expect(isObject(found.total) ? found.total.meanPercent : null).toBeCloseTo(43.75, 6);
    expect(found.distribution).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    expect(found.trend).toEqual([
      expect.objectContaining({ time: "2026-10-31T23:00:00.000+0000", reviews: 2 }),
    ]);
    expect(listAt(found, "scorecards")).toMatchObject([{ key: card, name: CARD.name, reviews: 2 }]);
    expect(listAt(found, "evaluators")).toMatchObject([{ name: "The evaluator", reviews: 2 }]);
    expect(found.questionReviews).toBe(2);
    expect(listAt(found, "questions").map((one) => [one.questionId, one.meanPercent, one.failed])).toEqual([
      ["paused", 50, 1],
      ["tone", 75, 0],
      ["greeted", 100, 0],
      ["outcome", 100, 0],
    ]);
    expect(listAt(found, "questions")[0]).toMatchObject({
      text: "Recording paused for the card number",
      sectionTitle: "Card data",
    });
    expect(found.agreement).toEqual({ calls: 0, questions: [], evaluators: [] });
  });

  test("name agents by keys that are nobody's, and mask their names, the order telling nothing", async () => {
    const clear = listAt(await resultsOf("administrator"), "agents");
    expect(clear.map(({ name }) => name)).toEqual(expect.arrayContaining(["Jane Smith"]));
    for (const { key } of clear) expect(key).toMatch(/^[\w-]{22}$/);
    await api.mask({ agent: "lastName" });
    for (const who of ["supervisor", "evaluator"] as const) {
      const { text, json } = await ask(who);
      expect(listAt(json, "agents")).toEqual(clear.map((group) => ({ ...group, name: MASKED })));
      expect(text).not.toMatch(/smith|campbell/i);
      expect(await countOf(who, { agent: String(clear[0]?.key) })).toBe(1);
    }
    expect(listAt(await resultsOf("administrator"), "agents")).toEqual(clear);
  });

  test("hold to the groups of a manager, whose teams are no others", async () => {
    const all = listAt(await resultsOf("supervisor"), "teams").map(({ key }) => key);
    expect([...all].sort()).toEqual(["/Sales/EU", "/Support/Billing"]);
    const found = await resultsOf("sales");
    expect(found.total).toMatchObject({ reviews: 1, autoFailed: 1 });
    expect(listAt(found, "teams").map(({ key }) => key)).toEqual(["/Sales/EU"]);
    expect(await countOf("supervisor", { team: "/Support/Billing" })).toBe(1);
    expect(await countOf("sales", { team: "/Support/Billing" })).toBe(0);
  });

  test("are an evaluator's own, whoever is asked for", async () => {
    expect(await countOf("evaluator")).toBe(2);
    expect(await countOf("evaluator", { evaluator: api.users.supervisor.id })).toBe(0);
  });

  test("are narrowed by when they were submitted", async () => {
    const now = new Date(api.clock.nowMs()).toISOString();
    expect(await countOf("supervisor", { toTime: now })).toBe(0);
    expect(await countOf("supervisor", { fromTime: now })).toBe(2);
    expect(
      await countOf("supervisor", { fromTime: "2030-01-01T00:00:00Z", toTime: "2029-01-01T00:00:00Z" }),
    ).toBe(0);
  });

  test.each<Query>([
    { zone: "Mars/Olympus" },
    { bucket: "year" },
    { fromTime: "yesterday" },
    { agent: "x".repeat(65) },
    { agents: "all" },
  ])("refuse %j", async (query) => {
    expect(told(await ask("supervisor", query))).toBe("400/2");
  });

  test("stand in the audit log, by keys", async () => {
    await ask("supervisor", { team: "/Sales/EU" });
    const { json } = await api.call("administrator", "GET", "/audit", {
      query: { action: "review.results", limit: 1 },
    });
    expect(listAt(json, "rows")).toMatchObject([
      { user: api.users.supervisor.email, phase: "noted", details: { team: "/Sales/EU" } },
    ]);
  });
});

describe("the export", () => {
  test("has a row for each review, masked, and is audited", async () => {
    await api.mask({ agent: "firstName" });
    const { headers, text } = await exported("supervisor", { format: "csv" });
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(headers.get("content-disposition")).toBe('attachment; filename="reviews.csv"');
    const [head = "", ...lines] = text.trimEnd().split("\r\n");
    expect(head).toContain('"evaluator","agentKey","agent","team","scorePercent","passed","autoFailed"');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toContain(`"${MASKED}"`);
    expect(text).not.toMatch(/smith|campbell/i);
    const { json } = await api.call("administrator", "GET", "/audit", {
      query: { action: "review.export", limit: 1 },
    });
    expect(listAt(json, "rows")).toMatchObject([{ details: { format: "csv", rows: "reviews" } }]);
  });

  test("has a row for each question, and no formula", async () => {
    const { text } = await exported("supervisor", {
      format: "csv",
      rows: "questions",
      team: "/Support/Billing",
    });
    const lines = text.trimEnd().split("\r\n").slice(1);
    expect(lines).toHaveLength(4);
    expect(text).toContain(`"'${FORMULA.replaceAll('"', '""')}"`);
    expect(lines.filter((line) => line.includes('"Solved"'))).toHaveLength(1);
  });

  test("is JSON too", async () => {
    const { json } = await exported("sales", { format: "json" });
    expect(listAt(json, "reviews")).toMatchObject([
      {
        recording: api.idOf(TRANSFER),
        source: "engage",
        state: "submitted",
        calibration: false,
        scorecard: CARD.name,
        evaluator: "The evaluator",
        team: "/Sales/EU",
        scorePercent: 0,
        passed: false,
        autoFailed: true,
      },
    ]);
    const none = await exported("sales", { format: "json", rows: "questions", team: "/Support/Billing" });
    expect(none.json).toEqual({ statusCode: 0, questions: [] });
  });

  test("is nothing for evaluators, and has no other forms", async () => {
    expect(told(await exported("evaluator", { format: "csv" }))).toBe("403/5");
    expect(told(await exported("supervisor", { format: "xlsx" }))).toBe("400/2");
    expect(told(await exported("supervisor", {}))).toBe("400/1");
  });
});

describe("afterwards", () => {
  test("a complete calibration counts, and tells how far its evaluators agree", async () => {
    await submit(api, calibrated.supervisor, BEST, "supervisor");
    expect(await countOf("administrator")).toBe(4);
    const { agreement } = await resultsOf("administrator");
    expect(agreement).toMatchObject({
      calls: 1,
      questions: [
        { questionId: "tone", text: FORMULA, exact: 0, calls: 1 },
        { questionId: "greeted", exact: 1 },
        { questionId: "outcome", exact: 1 },
        { questionId: "paused", exact: 1 },
      ],
    });
    const evaluators = listAt(agreement, "evaluators");
    expect(evaluators.map(({ meanDifference }) => meanDifference).sort()).toEqual([-25, 25]);
    const own = await resultsOf("evaluator");
    expect(listAt(own.agreement, "evaluators")).toEqual([
      { key: api.users.evaluator.id, name: "The evaluator", calls: 1, meanDifference: -25 },
    ]);
  });

  test("scores outlive the call they were given for", async () => {
    const before = await resultsOf("sales");
    expect(told(await api.call("administrator", "DELETE", `/recordings/${api.idOf(TRANSFER)}`))).toBe(
      "200/0",
    );
    expect(await resultsOf("sales")).toEqual(before);
  });
});
