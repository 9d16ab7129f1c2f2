import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, isObject, startApi, type Who } from "../api";
import { CALL, mediaKeyOf } from "./requests";
import { addScorecard, answerOf, assignSpan, BEST, submit, told } from "./review-kit";

let api: Api;
let card: string;
beforeAll(async () => {
  api = await startApi({ calls: 30 });
  card = await addScorecard(api);
});
afterAll(() => api.stop());

const asked = (who: Who, query: Readonly<Record<string, string | number>>) =>
  api.call(who, "GET", "/reviews/results/answers", { query: { scorecard: card, ...query } });

async function answersOf(who: Who, query: Readonly<Record<string, string | number>>) {
  const { json } = await asked(who, query);
  return Array.isArray(json?.answers) ? json.answers.filter(isObject) : [];
}
const reviewIdOf = ({ review }: Record<string, unknown>) => (isObject(review) ? review.id : null);

test("what failed a review comes first, then what cost most; an answer that earned all is not there", async () => {
  const [slightly, badly, well] = [
    await assignSpan(api, card),
    await assignSpan(api, card),
    await assignSpan(api, card),
  ];
  const moments = [{ segment: 1, startMs: 1_500, endMs: 3_000 }];
  await submit(api, slightly, { ...BEST, tone: answerOf(4, { note: "A little tired.", moments }) });
  await submit(api, badly, { ...BEST, tone: answerOf(1), paused: answerOf("no") });
  await submit(api, well, BEST);

  const tone = await answersOf("supervisor", { question: "tone" });
  expect(tone.map(reviewIdOf)).toEqual([badly, slightly]);
  expect(tone[1]).toMatchObject({
    question: { id: "tone", kind: "scale" },
    answer: { value: 4, note: "A little tired." },
    share: 0.75,
    fails: false,
    // The segment begins at 2 s of the file.
    places: [{ mediaKey: await mediaKeyOf(api, CALL), startMs: 3_500, endMs: 5_000 }],
  });
  expect(await answersOf("supervisor", { question: "paused" })).toMatchObject([{ share: 0, fails: true }]);
  expect(await answersOf("supervisor", { question: "greeted" })).toEqual([]);

  const first = await asked("supervisor", { question: "tone", limit: 1 });
  expect(first.json).toMatchObject({ totalCount: 2 });
  const next = await api.call("supervisor", "GET", String(first.json?.nextPath));
  expect(next.json).toMatchObject({ totalCount: 2, answers: [{ answer: { value: 4 } }] });
  expect(next.json).not.toHaveProperty("nextPath");
});

test("an evaluator has their own, and no place in a call that they may not open", async () => {
  const own = await answersOf("evaluator", { question: "tone" });
  expect(own.length).toBeGreaterThan(0);
  expect(own.map(({ places }) => places)).toEqual(own.map(() => []));
  const others = await assignSpan(api, card, { to: "supervisor", by: "administrator" });
  await submit(api, others, { ...BEST, tone: answerOf(2) }, "supervisor");
  expect((await answersOf("supervisor", { question: "tone" })).map(reviewIdOf)).toContain(others);
  expect((await answersOf("evaluator", { question: "tone" })).map(reviewIdOf)).not.toContain(others);
});

test("a calibration that is blind still gives nothing away", async () => {
  const before = await answersOf("administrator", { question: "greeted" });
  const answer = await api.call("supervisor", "POST", "/reviews", {
    body: {
      scorecard: card,
      evaluators: [api.users.evaluator.id, api.users.administrator.id],
      calibration: true,
      ids: [api.idOf(CALL)],
    },
  });
  const reviews = Array.isArray(answer.json?.reviews) ? answer.json.reviews.filter(isObject) : [];
  const idFor = (who: Who) => String(reviews.find(({ evaluator }) => evaluator === api.users[who].id)?.id);
  await submit(api, idFor("evaluator"), { ...BEST, greeted: answerOf("no") });
  expect(await answersOf("administrator", { question: "greeted" })).toHaveLength(before.length);
  expect(await answersOf("evaluator", { question: "greeted" })).toHaveLength(before.length);
  await submit(api, idFor("administrator"), BEST, "administrator");
  expect(await answersOf("administrator", { question: "greeted" })).toHaveLength(before.length + 1);
});

test("names are masked here as they are in the review itself", async () => {
  const [clear] = await answersOf("supervisor", { question: "tone" });
  const agent =
    isObject(clear?.review) && isObject(clear.review.agent) ? String(clear.review.agent.name) : "";
  expect(agent).not.toBe("");
  await api.mask({ agent: "userName" });
  const masked = await asked("supervisor", { question: "tone" });
  await api.mask({});
  expect(masked.text).toContain("*******");
  expect(masked.text).not.toContain(agent);
});

test("what is not a question of the scorecard has no answers, and bad input is refused", async () => {
  expect((await asked("supervisor", { question: "none" })).json).toMatchObject({
    answers: [],
    totalCount: 0,
  });
  expect(told(await asked("supervisor", { question: "" }))).toBe("400/2");
  expect(told(await asked("supervisor", { question: "tone", sort: "up" }))).toBe("400/2");
  expect(told(await asked("agent", { question: "tone" }))).toBe("403/5");
});
