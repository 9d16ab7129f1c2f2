import { afterAll, beforeAll, expect, test } from "vitest";
import { drawDueRules } from "@/lib/services/reviews/draw-due-rules";
import { type Api, isObject, startApi, type Who } from "../api";
import { addScorecard, reviewsIn, told } from "./review-kit";

const DAY_MS = 86_400_000;

let api: Api;
let scorecard: string;
beforeAll(async () => {
  // It is Monday, 16 November 2026, noon.
  api = await startApi({ calls: 40 });
  scorecard = await addScorecard(api);
});
afterAll(() => api.stop());

const ruleOf = (more: object = {}) => ({
  name: "Two a week",
  perAgent: 2,
  scorecard,
  evaluators: [api.users.evaluator.id],
  zone: "Europe/Berlin",
  dueDays: 7,
  active: true,
  ...more,
});
const make = async (who: Who, more: object = {}) =>
  String((await api.call(who, "POST", "/reviews/rules", { body: ruleOf(more) })).json?.id);
const drawsOf = async (who: Who) => {
  const { json } = await api.call(who, "GET", "/reviews/draws");
  return Array.isArray(json?.draws) ? json.draws.filter(isObject) : [];
};
const ofRule = async (id: string) =>
  (await drawsOf("administrator")).filter(({ rule }) => isObject(rule) && rule.id === id);

test("a rule draws by itself once its week is over, once, with its owner's rights, and records how", async () => {
  const id = await make("supervisor");
  const outside = await make("sales", { name: "Sales only" });
  expect(await drawDueRules(api.runtime)).toBe(0);
  // The week from today on ends next Monday at midnight in Berlin; its last calls are waited for.
  api.clock.advance(6 * DAY_MS + 12 * 3_600_000);
  expect(await drawDueRules(api.runtime)).toBe(0);
  api.clock.advance(3 * 3_600_000);
  expect(await drawDueRules(api.runtime)).toBe(2);
  expect(await drawDueRules(api.runtime)).toBe(0);

  const [draw] = await ofRule(id);
  expect(draw).toMatchObject({
    fromTime: "2026-11-15T23:00:00.000+0000",
    toTime: "2026-11-22T23:00:00.000+0000",
    perAgent: 2,
    user: "The supervisor",
  });
  expect(String(draw?.seed).length).toBeGreaterThan(10);
  const picks = Array.isArray(draw?.picks) ? draw.picks : [];
  expect(picks.length).toBeGreaterThan(0);
  const queue = reviewsIn(await api.call("evaluator", "GET", "/reviews", { query: { state: "open" } }));
  const given = queue.map(({ recording }) => (isObject(recording) ? recording.id : null));
  expect(given.sort()).toEqual(expect.arrayContaining([...picks].sort()));
  expect(queue[0]?.dueTime).toBe("2026-11-30T03:00:00.000+0000");

  const seen = reviewsIn(await api.call("sales", "GET", "/reviews")).map(({ recording }) => recording);
  const own = await ofRule(outside);
  expect(seen.length).toBe(own.flatMap(({ picks }) => picks).length);
});

test("a rule that can't draw is tried again, and makes up for nothing before it was switched on", async () => {
  const archived = await addScorecard(api, { ...(await cardContent()), name: "To be archived" });
  const id = await make("supervisor", { scorecard: archived });
  await api.call("administrator", "DELETE", `/scorecards/${archived}`);
  api.clock.advance(7 * DAY_MS);
  await drawDueRules(api.runtime);
  expect(await ofRule(id)).toEqual([]);
  await api.call("administrator", "POST", `/scorecards/${archived}`, { body: { operationName: "restore" } });
  await drawDueRules(api.runtime);
  expect(await ofRule(id)).toHaveLength(1);

  const off = await make("supervisor", { active: false });
  api.clock.advance(14 * DAY_MS);
  await api.call("supervisor", "PUT", `/reviews/rules/${off}`, { body: ruleOf() });
  await drawDueRules(api.runtime);
  expect(await ofRule(off)).toEqual([]);
});

test("rules and draws are their owner's and the administrators'", async () => {
  const id = await make("supervisor");
  for (const [who, expected] of [
    ["supervisor", "200/0"],
    ["administrator", "200/0"],
    ["sales", "404/6"],
  ] as const) {
    expect(told(await api.call(who, "GET", `/reviews/rules/${id}`)), who).toBe(expected);
  }
  expect(told(await api.call("sales", "DELETE", `/reviews/rules/${id}`))).toBe("404/6");
  const period = { operationName: "draw", fromTime: "2026-10-01T00:00:00Z", toTime: "2026-11-17T00:00:00Z" };
  const drawn = await api.call("supervisor", "POST", `/reviews/rules/${id}`, { body: period });
  expect([drawn.status, isObject(drawn.json?.draw)]).toEqual([201, true]);
  expect((await drawsOf("sales")).every(({ user }) => user === "The sales")).toBe(true);
  expect(told(await api.call("supervisor", "DELETE", `/reviews/rules/${id}`))).toBe("200/0");
  // What it drew stays.
  expect(
    (await drawsOf("supervisor")).some(({ rule, time }) => rule === undefined && time !== undefined),
  ).toBe(true);
});

test("draws that are pressed at once give no call twice", async () => {
  const id = await make("supervisor", {
    perAgent: 3,
    scorecard: await addScorecard(api, { ...(await cardContent()), name: "Pressed twice" }),
  });
  const period = { operationName: "draw", fromTime: "2026-10-01T00:00:00Z", toTime: "2026-11-17T00:00:00Z" };
  const answers = await Promise.all(
    [1, 2, 3].map(() => api.call("supervisor", "POST", `/reviews/rules/${id}`, { body: period })),
  );
  expect(answers.map(told).sort()).toEqual(["201/0", "409/15", "409/15"]);
});

test("who has lost a call is not told that it was drawn", async () => {
  const id = await make("sales", {
    name: "To be moved",
    scorecard: await addScorecard(api, { ...(await cardContent()), name: "Moved" }),
  });
  const period = { operationName: "draw", fromTime: "2026-10-01T00:00:00Z", toTime: "2026-11-17T00:00:00Z" };
  expect((await api.call("sales", "POST", `/reviews/rules/${id}`, { body: period })).status).toBe(201);
  const picks = async () =>
    (await drawsOf("sales")).flatMap((draw) => (Array.isArray(draw.picks) ? draw.picks : []));
  expect((await picks()).length).toBeGreaterThan(0);
  const move = (accessGroups: readonly string[]) =>
    api.call("administrator", "PUT", `/users/${api.users.sales.id}`, { body: { accessGroups } });
  await move(["/Elsewhere"]);
  expect(await picks()).toEqual([]);
  const met = async () => {
    const { json } = await api.call("sales", "GET", "/reviews/evaluators");
    return Array.isArray(json?.evaluators) ? json.evaluators.filter(isObject).map(({ name }) => name) : [];
  };
  expect(await met()).toContain("The evaluator");
  await api.call("administrator", "PUT", `/users/${api.users.evaluator.id}`, {
    body: { accessGroups: ["/Sales"] },
  });
  expect(await met()).not.toContain("The evaluator");
  await api.call("administrator", "PUT", `/users/${api.users.evaluator.id}`, {
    body: { accessGroups: ["/"] },
  });
  await move(["/Sales"]);
});

test("what is no rule is refused", async () => {
  for (const more of [
    { perAgent: 0 },
    { evaluators: [] },
    { zone: "Mars/Olympus" },
    { name: " " },
    { name: "a\u202Eb" },
    { dueDays: 1.5 },
    { scorecard: "nope" },
    { scorecard: "\u0000" },
    { evaluators: ["nope"] },
    { search: "\u0000" },
    { more: 1 },
  ]) {
    const answer = await api.call("supervisor", "POST", "/reviews/rules", { body: ruleOf(more) });
    expect(told(answer), JSON.stringify(more)).toBe("400/2");
  }
  expect(
    told(await api.call("supervisor", "POST", "/reviews/rules", { body: ruleOf({ search: "none" }) })),
  ).toBe("404/6");
});

async function cardContent(): Promise<object> {
  const { json } = await api.call("administrator", "GET", `/scorecards/${scorecard}`);
  const card = isObject(json?.scorecard) ? json.scorecard : {};
  return { name: card.name, passPercent: card.passPercent, sections: card.sections };
}
