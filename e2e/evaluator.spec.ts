import type { APIRequestContext, Page } from "@playwright/test";
import { basic, expect, test, untilSynced } from "./fixtures";
import { audioSeconds, expectSoundAdvances } from "./listening";
import { assignSegments, emptyQueues, type Given, reviewAsEvaluator } from "./reviews";

test.beforeEach(async ({ page }) => untilSynced(page));

const question = (page: Page, number: number) =>
  page.getByRole("article", { name: `Question ${number} of 6` });
const inHand = (page: Page) => page.locator("article[aria-current=true]");
const saved = (page: Page) => page.getByText("Saved", { exact: true });
const reviewIdOf = (page: Page) => new URL(page.url()).pathname.split("/").at(-1) ?? "";

/** Waits until the address is another review, and gives its id. */
async function arriveAt(page: Page, before: string): Promise<string> {
  await expect.poll(() => reviewIdOf(page)).not.toBe(before);
  await expect(page).toHaveURL(/\/reviews\/[0-9a-f]{32}$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  return reviewIdOf(page);
}

/** Opens a review by its address, and waits until its keys work. */
async function openReview(page: Page, id: string): Promise<void> {
  await page.goto(`/reviews/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
}

/** Gives the question in hand its answer by a key, and goes on to the next open one. */
async function answerByKey(page: Page, key: string, words: string): Promise<void> {
  await page.keyboard.press(key);
  await expect(inHand(page)).toHaveAccessibleName(new RegExp(` ${words}$`));
  await page.keyboard.press("Enter");
}

const ANSWERS = [
  ["y", "Yes"],
  ["y", "Yes"],
  ["4", "4"],
  ["2", "Passed on"],
  ["0", "Does not apply"],
] as const;

/** Answers what is still open of the scorecard from question `from` on, the written one last. */
async function answerRest(page: Page, from = 1): Promise<void> {
  for (const [index, [key, words]] of ANSWERS.entries()) {
    if (index + 1 < from) continue;
    await expect(inHand(page)).toHaveAccessibleName(new RegExp(`^Question ${index + 1} `));
    await answerByKey(page, key, words);
  }
  await page.keyboard.press("Enter");
  await expect(question(page, 6).getByRole("textbox", { name: "In short" })).toBeFocused();
  await page.keyboard.type("Kind and clear.");
  await page.keyboard.press("Escape");
}

test("ten segments are worked through without a mouse, and nothing of any other sound is asked for", async ({
  page,
  request,
  signInAs,
  expectAccessible,
}) => {
  test.setTimeout(300_000);
  await emptyQueues(request);
  const given = await assignSegments(request, { count: 10, note: "Listen to the opening." });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await signInAs("evaluator");
  const list = page.getByRole("list", { name: "To do" });
  await expect(list.getByText(given.scorecardName).first()).toBeVisible();
  await expect(list.getByText("“Listen to the opening.”").first()).toBeVisible();
  await expectAccessible();
  await page.keyboard.press("ArrowDown");
  await expect(list.getByRole("button").first()).toBeFocused();
  await page.keyboard.press("Enter");

  let id = "";
  for (let turn = 0; turn < 10; turn += 1) {
    id = await arriveAt(page, id);
    expect(given.reviewIds).toContain(id);
    await expectSoundAdvances(page);
    expect(new URL(await page.evaluate(() => document.querySelector("audio")?.src ?? "")).pathname).toBe(
      `/api/v2/reviews/${id}/segments/1/play`,
    );
    await workThrough(page, turn, expectAccessible);
    await submitByKey(page);
    if (turn === 3) await takeBackAndSubmitAgain(page);
    if (turn === 0) await expectAccessible();
    await page.keyboard.press("Enter");
  }

  await expectAllKept(request, given);
  expect(asked.filter((path) => path.startsWith("/api/v2/recordings"))).toEqual([]);
  const sounds = asked.filter((path) => /\/(?:play|peaks)(?:\/|$)/.test(path));
  expect(sounds.length).toBeGreaterThan(20);
  expect(sounds.filter((path) => !/^\/api\/v2\/reviews\/[0-9a-f]{32}\/segments\/1\//.test(path))).toEqual([]);
});

/** One review from the first key to the last: each turn with something of its own on the way. */
async function workThrough(page: Page, turn: number, expectAccessible: () => Promise<void>): Promise<void> {
  if (turn === 1) await reloadAmidst(page);
  else if (turn === 2) await takeBackAnAnswer(page);
  else if (turn === 4) {
    await answerByKey(page, "y", "Yes");
    await page.keyboard.press("Control+Enter");
    await expect(question(page, 2)).toBeFocused();
    await expect(page.getByText("Not submitted: 5 questions are not answered yet.")).toBeAttached();
    await answerRest(page, 2);
  } else await answerRest(page);

  await page.keyboard.press("h");
  await expect(page.getByRole("list", { name: "Moments of question 6" }).getByRole("listitem")).toHaveCount(
    1,
  );
  if (turn === 5) await bindASpan(page);
  if (turn === 6) await writeANote(page);
  await page.keyboard.press("c");
  await expect(page.getByRole("textbox", { name: /^Comment (?:at|on) \d/ })).toBeFocused();
  await page.keyboard.type(`Heard in turn ${turn}`);
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("button", { name: new RegExp(`^Comment .*Heard in turn ${turn}`) }),
  ).toBeVisible();
  await expect(saved(page)).toBeVisible();
  if (turn === 0) await expectAccessible();
}

/** Answers, and goes away before anything can have been saved; all of it is there again. */
async function reloadAmidst(page: Page): Promise<void> {
  for (const [key, words] of ANSWERS) await answerByKey(page, key, words);
  await page.reload();
  for (const [index, [, words]] of ANSWERS.entries()) {
    await expect(question(page, index + 1)).toHaveAccessibleName(new RegExp(` ${words}$`));
  }
  await expect(inHand(page)).toHaveAccessibleName(/^Question 6 /);
  await expect(saved(page)).toBeVisible();
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeEnabled();
  await page.keyboard.press("k");
  await expectSoundAdvances(page);
  await page.keyboard.press("Enter");
  await expect(question(page, 6)).toBeFocused();
  await answerRest(page, 6);
}

async function takeBackAnAnswer(page: Page): Promise<void> {
  await page.keyboard.press("n");
  await expect(question(page, 1)).toHaveAccessibleName(/No$/);
  await page.keyboard.press("Control+z");
  await expect(question(page, 1)).toHaveAccessibleName(/Not answered$/);
  await page.keyboard.press("Control+Shift+z");
  await expect(question(page, 1)).toHaveAccessibleName(/No$/);
  await page.keyboard.press("Control+z");
  await expect(question(page, 1)).toBeFocused();
  await answerRest(page);
}

/** A span picked out by keys, bound to the question, heard again by its chip, and taken off. */
async function bindASpan(page: Page): Promise<void> {
  await page.keyboard.press("a");
  await expect(page.getByRole("region", { name: "Picked span" })).toBeVisible();
  await page.keyboard.press("h");
  const moments = page.getByRole("list", { name: "Moments of question 6" });
  await expect(moments.getByRole("listitem")).toHaveCount(2);
  // Over the answer to the chips.
  for (let tabs = 0; tabs < 2; tabs += 1) await page.keyboard.press("Tab");
  await expect(moments.getByRole("button", { name: /^Play at / }).first()).toBeFocused();
  await page.keyboard.press("Enter");
  const [at] = await moments.getByRole("button", { name: /^Play at / }).allInnerTexts();
  const seconds = Number(/0:(\d\d)/.exec(at ?? "")?.[1]);
  await expect.poll(() => audioSeconds(page)).toBeLessThan(seconds + 3);
  await page.keyboard.press("Tab");
  await expect(moments.getByRole("button", { name: /^Remove / }).first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(moments.getByRole("listitem")).toHaveCount(1);
}

/** A note to the question before, from where Enter leads back. */
async function writeANote(page: Page): Promise<void> {
  await page.keyboard.press("ArrowUp");
  await expect(question(page, 5)).toBeFocused();
  await page.keyboard.press("w");
  await expect(page.getByRole("textbox", { name: "Note on question 5" })).toBeFocused();
  await page.keyboard.type("There was none");
  await page.keyboard.press("Enter");
  await expect(question(page, 5)).toBeFocused();
}

/** Submits, and waits until Enter goes on: the words of the one before may be the same. */
async function submitByKey(page: Page): Promise<void> {
  await page.keyboard.press("Control+Enter");
  const onward = page.getByRole("main").getByRole("button", { name: /^(Next review|That was the last one)/ });
  await expect(onward).toBeFocused();
  await expect(page.getByText("Submitted: 72.2 %, passed")).toBeVisible();
}

async function takeBackAndSubmitAgain(page: Page): Promise<void> {
  await page.keyboard.press("u");
  await expect(page.getByRole("button", { name: "Submit", exact: true })).toBeVisible();
  await expect(question(page, 3)).toHaveAccessibleName(/4$/);
  await submitByKey(page);
}

/** What the server has of the ten. */
async function expectAllKept(request: APIRequestContext, given: Given): Promise<void> {
  const notes: string[] = [];
  for (const [turn, id] of given.reviewIds.entries()) {
    const review = await reviewAsEvaluator(request, id);
    expect(review.state, `review ${turn}`).toBe("submitted");
    expect(Object.values(review.answers).map(({ value }) => value)).toEqual(
      expect.arrayContaining(["yes", "yes", 4, "passed-on", null, "Kind and clear."]),
    );
    expect(review.answers["in-short"]?.moments).toHaveLength(1);
    const comments = review.cut?.labels.filter(({ content }) => content.text.startsWith("Heard in turn"));
    expect(comments).toHaveLength(1);
    notes.push(...Object.values(review.answers).flatMap(({ note }) => (note === "" ? [] : [note])));
  }
  expect(notes).toEqual(["There was none"]);
}

test("answers outlive a lost network and a closed tab, and another page's answers come in", async ({
  page,
  context,
  request,
  signInAs,
}) => {
  const { reviewIds } = await assignSegments(request, { count: 1 });
  const [id = ""] = reviewIds;
  await signInAs("evaluator");
  await openReview(page, id);
  await answerByKey(page, "y", "Yes");
  await expect(saved(page)).toBeVisible();

  await context.route(`**/api/v2/reviews/${id}`, (route) =>
    route.request().method() === "PUT" ? route.abort() : route.fallback(),
  );
  await answerByKey(page, "n", "No");
  await expect(page.getByText("Not saved: Earmark can't be reached. Check your connection.")).toBeVisible();
  await page.close();
  await context.unroute(`**/api/v2/reviews/${id}`);

  const again = await context.newPage();
  await openReview(again, id);
  await expect(question(again, 2)).toHaveAccessibleName(/No$/);
  await expect(again.getByText("Fails", { exact: true })).toBeVisible();
  await expect(saved(again)).toBeVisible();
  const kept = await reviewAsEvaluator(request, id);
  expect(kept.answers.verified?.value).toBe("no");

  // Another page of the same person has answered meanwhile: only what is changed here is written over.
  const elsewhere = await request.put(`/api/v2/reviews/${id}`, {
    headers: basic("evaluator"),
    data: { answers: { greeted: { value: "no" }, tone: { value: 2 } }, revision: kept.revision },
  });
  expect(elsewhere.status()).toBe(200);
  await expect(inHand(again)).toHaveAccessibleName(/^Question 3 /);
  await answerByKey(again, "5", "5");
  await expect(question(again, 1)).toHaveAccessibleName(/No$/);
  await expect(saved(again)).toBeVisible();
  const merged = await reviewAsEvaluator(request, id);
  expect([merged.answers.greeted?.value, merged.answers.tone?.value]).toEqual(["no", 5]);
});

test("a reopened review comes back with its reason in sight", async ({
  page,
  request,
  signInAs,
  expectAccessible,
}) => {
  const { reviewIds } = await assignSegments(request, { count: 1 });
  const [id = ""] = reviewIds;
  await signInAs("evaluator");
  await openReview(page, id);
  await answerRest(page);
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Submitted: 72.2 %, passed").first()).toBeVisible();

  const reopened = await request.post(`/api/v2/reviews/${id}`, {
    headers: basic("supervisor"),
    data: { operationName: "reopen", reason: "The greeting is at 0:02, listen again." },
  });
  expect(reopened.status()).toBe(200);
  await page.goto("/reviews");
  const row = page.getByRole("list", { name: "To do" }).getByRole("listitem").filter({ hasText: "Reopened" });
  await expect(row).toContainText("The greeting is at 0:02, listen again.");
  await openReview(page, id);
  await expect(page.getByText("The greeting is at 0:02, listen again.").first()).toBeVisible();
  await expect(page.getByRole("list", { name: "History" })).toContainText("Submitted by");
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Submitted: 72.2 %, passed").first()).toBeVisible();
});

test("whole calls stay out of an evaluator's reach, also where a review has a part of them", async ({
  page,
  request,
  signInAs,
}) => {
  const { reviewIds, recordingIds } = await assignSegments(request, { count: 1 });
  await signInAs("evaluator");
  await page.goto(`/reviews/${reviewIds[0]}`);
  await expect(page.getByRole("link", { name: /→/ })).toHaveAttribute("href", `/reviews/${reviewIds[0]}`);
  await page.goto(`/recordings/${recordingIds[0]}`);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
});
