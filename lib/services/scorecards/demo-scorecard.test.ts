import { afterAll, beforeAll, expect, test } from "vitest";
import { listScorecards, setScorecardArchived } from "@/lib/catalog/scorecards";
import { questionsOf } from "@/lib/domain/reviews/scorecard";
import { type Api, startApi } from "@/lib/testing/api";
import { ensureDemoScorecard } from "./demo-scorecard";

let api: Api;
beforeAll(async () => {
  api = await startApi({ calls: 1 });
});
afterAll(() => api.stop());

test("the demo has one scorecard, with each kind of question and an auto-fail, and makes it once", async () => {
  const { db } = api.runtime.catalog;
  await ensureDemoScorecard(api.runtime);
  const [card, ...others] = await listScorecards(db);
  if (!card) throw new Error("no scorecard was made");
  expect(others).toEqual([]);
  const questions = questionsOf(card);
  expect(new Set(questions.map(({ kind }) => kind)).size).toBe(4);
  expect(questions.find(({ id }) => id === "card-number-recorded")).toMatchObject({ isCritical: true });

  await setScorecardArchived(db, card.id, true);
  await ensureDemoScorecard(api.runtime);
  expect(await listScorecards(db)).toMatchObject([{ id: card.id, isArchived: true }]);
});
