import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { basic, expect, test, untilSynced } from "./fixtures";
import {
  maskAgentFields,
  openReviews,
  ownScorecard,
  type Scorer,
  sent,
  submitReview,
  twoScorers,
} from "./supervised-reviews";

test.beforeEach(async ({ page }) => untilSynced(page));

type Found = Readonly<{
  id: string;
  callerPhoneNumber: string;
  mediaFiles: readonly Readonly<{ mediaKey: string; audio: string; duration?: string }>[];
}>;

/** Calls of one file each that can be heard, long enough to cut a part out of. */
async function spokenCalls(page: Page): Promise<readonly Found[]> {
  const answer = await page.request.get("/api/v2/recordings?source=engage&limit=40", {
    headers: basic("admin"),
  });
  const { recordings }: { recordings: readonly Found[] } = await answer.json();
  return recordings.filter(({ mediaFiles: [file, ...others] }) => {
    return others.length === 0 && file?.audio === "ready" && Number(file.duration) > 30_000;
  });
}

/** Fills in who gets what, and waits for what the server says would be assigned. */
async function fillAssign(
  dialog: Locator,
  scorecard: string,
  scorers: readonly Scorer[],
  expected: string | RegExp,
): Promise<void> {
  await dialog.getByLabel("Scorecard").selectOption({ label: scorecard });
  for (const { name } of scorers) await dialog.getByLabel(name).check();
  await dialog.getByLabel(/^Tomorrow/).check();
  await expect(dialog.getByRole("region", { name: "What will be assigned" })).toContainText(expected);
}

test("a span picked by keys is assigned, and the evaluator has exactly that", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  const scorecard = await ownScorecard(page.request);
  const [emil] = await twoScorers(page.request);
  const [call] = await spokenCalls(page);
  if (!call) throw new Error("no spoken call");
  await signInAs("supervisor");

  await page.getByRole("combobox", { name: "Search by number or name" }).fill(call.callerPhoneNumber);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\?search=[0-9a-f]{32}/);
  await page.goto(`/recordings/${call.id}?t=10`);
  const player = page.getByRole("region", { name: "Player" });
  const slider = player.getByRole("slider", { name: "Position" });
  await slider.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("a");
  await page.keyboard.press("PageUp");
  await page.keyboard.press("b");
  await expect(player.getByRole("region", { name: "Picked span" })).toContainText("0:05–0:20");
  await player.getByRole("button", { name: "Assign for review…" }).press("Enter");

  const dialog = page.getByRole("dialog", { name: "Assign for review" });
  await expect(dialog).toContainText("0:05–0:20");
  await dialog.getByRole("button", { name: "Assign", exact: true }).press("Enter");
  await expect(dialog.getByRole("alert")).toHaveText("Choose at least one evaluator.");
  await fillAssign(dialog, scorecard.name, [emil], "1 review of 1 call, 0:15 to listen to");
  await expectAccessible();
  await dialog.getByRole("button", { name: "Assign 1 review" }).press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByText("1 review assigned.")).toBeVisible();

  const [given, ...others] = await openReviews(page.request, emil, scorecard.id);
  expect(others).toEqual([]);
  const { review } = await sent(page.request, basic("supervisor"), "GET", `/reviews/${given?.id}`);
  expect(review.segments.map((segment: { of: unknown }) => segment.of)).toEqual([
    { mediaKey: call.mediaFiles[0]?.mediaKey, startMs: 5_000, endMs: 20_000 },
  ]);
});

test("a calibration from the ticked rows to the moment that cost the points", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  test.slow();
  const scorecard = await ownScorecard(page.request);
  const [emil, nora] = await twoScorers(page.request);
  await signInAs("supervisor");
  await page.goto(`/recordings?search=${await searchOfEngage(page)}`);
  await tickTwo(page);
  await page.getByRole("button", { name: "Assign…" }).first().press("Enter");
  const dialog = page.getByRole("dialog", { name: "Assign for review" });
  await dialog.getByLabel(/^Calibration/).check();
  await fillAssign(dialog, scorecard.name, [emil, nora], "4 reviews of 2 calls");
  await expect(dialog).toContainText("blind until all are done");
  await dialog.getByRole("button", { name: "Assign 4 reviews" }).press("Enter");
  await expect(dialog).toBeHidden();

  const moment = [{ segment: 1, startMs: 7_000 }];
  const [well, badly] = await openReviews(page.request, emil, scorecard.id);
  const own = await openReviews(page.request, nora, scorecard.id);
  if (!well || !badly) throw new Error("two calls were assigned");
  await submitReview(page.request, emil, well.id, { greeted: { value: "yes" }, verified: { value: "yes" } });
  await page.goto(`/reviews?state=submitted&scorecard=${scorecard.id}`);
  const table = page.getByRole("region", { name: "Reviews", exact: true });
  await expect(table).toContainText("Calibration, 1 of 2 done, blind");
  await expect(table).toContainText("Hidden until all are done");
  await submitReview(page.request, emil, badly.id, {
    greeted: { value: "no", note: "No name was given.", moments: moment },
    verified: { value: "yes" },
  });
  for (const { id, recording } of own) {
    const greeted = recording.id === badly.recording.id ? "no" : "yes";
    await submitReview(page.request, nora, id, {
      greeted: { value: greeted, moments: moment },
      verified: { value: "yes" },
    });
  }

  await page.goto(`/reviews?tab=results&scorecard=${scorecard.id}`);
  await expect(figure(page, "Reviews submitted")).toHaveText("4");
  await expect(figure(page, "Mean score")).toHaveText("75 %");
  await expect(figure(page, "Passed")).toHaveText("50 %");
  const agreement = page.getByRole("region", { name: "Agreement between evaluators" });
  await expect(agreement).toContainText("1.00 good agreement, over 2 calls");
  await expect(agreement).toContainText("Krippendorff's alpha tells how far evaluators agree");
  await expect(agreement.getByRole("row", { name: new RegExp(nora.name) })).toContainText("like the others");
  const trend = page.getByRole("region", { name: "Mean score over time" });
  await expect(trend.getByRole("button", { name: /75 %, 4 reviews$/ })).toBeVisible();
  await trend.getByText("As a table").click();
  await expect(trend.getByRole("cell", { name: "75 %", exact: true })).toBeVisible();
  await expectAccessible();

  await page.getByRole("button", { name: "Was the customer greeted?" }).press("Enter");
  const lost = page.getByRole("list", { name: "Where points were lost: Was the customer greeted?" });
  await expect(lost.getByRole("listitem")).toHaveCount(2);
  await expect(lost).toContainText("No name was given.");
  await lost.getByRole("button", { name: "Play the moment at 7 seconds" }).first().press("Enter");
  const slider = page.getByRole("region", { name: "Player" }).getByRole("slider", { name: "Position" });
  await expect.poll(async () => Number(await slider.getAttribute("aria-valuenow"))).toBeGreaterThanOrEqual(7);
  await expectAccessible();

  await page.getByRole("button", { name: "Evaluators", exact: true }).press("Enter");
  await page.getByRole("button", { name: nora.name, exact: true }).press("Enter");
  await expect(page).toHaveURL(new RegExp(`evaluator=${nora.id}`));
  expect(page.url()).not.toContain(encodeURIComponent(nora.name));
  await expect(figure(page, "Reviews submitted")).toHaveText("2");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export (CSV)" }).click();
  const csv = await readFile(await (await download).path(), "utf8");
  expect(csv.trim().split("\n")).toHaveLength(3);
  expect(csv).toContain(scorecard.name);
  expect(csv).not.toContain(emil.name);

  await page.getByRole("link", { name: "These reviews as a list" }).press("Enter");
  const row = table.getByRole("row").filter({ hasText: "50 %" });
  await act(page, row, "Dispute…");
  const asked = page.getByRole("dialog", { name: "Dispute this score" });
  await asked.getByLabel("Reason").fill("too short");
  await asked.getByRole("button", { name: "Dispute" }).click();
  await expect(asked.getByRole("alert")).toHaveText("At least 10 characters.");
  await asked.getByLabel("Reason").fill("The greeting is in the part before.");
  await asked.getByRole("button", { name: "Dispute" }).click();
  await expect(table.getByRole("row")).toHaveCount(2);
  await page.getByLabel("State").selectOption("Disputed");
  await act(page, row, "Reopen…");
  await page.getByLabel("Reason").fill("Please listen to the part before.");
  await page.getByRole("dialog").getByRole("button", { name: "Reopen" }).click();
  await page.getByLabel("State").selectOption("Open");
  await expect(table.getByRole("row", { name: new RegExp(nora.name) })).toContainText(
    "Reopened, 2 of 2 answered",
  );
  await expectAccessible();
});

test("agents whose names are masked stay so in lists, results and their export", async ({
  page,
  signInAs,
}) => {
  const scorecard = await ownScorecard(page.request);
  const [emil] = await twoScorers(page.request);
  const assigned = await sent(page.request, basic("supervisor"), "POST", "/reviews", {
    scorecard: scorecard.id,
    evaluators: [emil.id],
    ids: (await spokenCalls(page)).slice(0, 3).map(({ id }) => id),
  });
  for (const { id } of assigned.reviews) {
    await submitReview(page.request, emil, id, { greeted: { value: "yes" }, verified: { value: "no" } });
  }
  const list = `/reviews?state=submitted&scorecard=${scorecard.id}`;
  const { reviews } = await sent(page.request, basic("admin"), "GET", list);
  const names: readonly string[] = reviews.flatMap(
    (review: { agent?: { name: string } }) => review.agent?.name ?? [],
  );
  expect(names.length).toBeGreaterThan(0);

  await signInAs("supervisor");
  await page.goto(`/reviews?tab=results&scorecard=${scorecard.id}`);
  await expect(page.getByRole("region", { name: "Agents" })).toContainText(names[0] ?? "");
  await maskAgentFields(page.request, "userName");
  try {
    for (const address of [list, `/reviews?tab=results&scorecard=${scorecard.id}`]) {
      await page.goto(address);
      await expect(page.getByText("masked").first()).toBeAttached();
      const text = await page.locator("body").innerText();
      for (const name of names) expect(text).not.toContain(name);
    }
    const csv = await page.request.get(`/api/v2/reviews/results/export?format=csv&scorecard=${scorecard.id}`);
    expect(csv.status()).toBe(200);
    const text = await csv.text();
    expect(text).toContain("*******");
    for (const name of names) expect(text).not.toContain(name);
  } finally {
    await maskAgentFields(page.request, "");
  }
});

test("a rule draws by lot, and the draw stands with its seed", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  const scorecard = await ownScorecard(page.request);
  const [, nora] = await twoScorers(page.request);
  const name = `Rule of ${scorecard.name}`;
  await signInAs("supervisor");
  await page.goto("/reviews?tab=sampling");
  await page.getByRole("button", { name: "New rule" }).press("Enter");
  const form = page.getByRole("dialog", { name: "New rule" });
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(form.getByText("Give the rule a name.")).toBeVisible();
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Calls per agent and week").fill("1");
  await form.getByLabel("Scorecard").selectOption({ label: scorecard.name });
  await form.getByLabel(nora.name).check();
  await form.getByLabel(/^Draw by itself/).uncheck();
  await expectAccessible();
  await form.getByRole("button", { name: "Save" }).press("Enter");
  const rule = page.getByRole("list", { name: "Rules" }).getByRole("listitem").filter({ hasText: name });
  await expect(rule).toContainText(
    `1 call per agent and week from every call in reach, by “${scorecard.name}”`,
  );
  await expect(rule).toContainText("by hand only");

  await rule.getByRole("button", { name: `Draw now by ${name}` }).press("Enter");
  const draw = page.getByRole("dialog", { name: "Draw now" });
  await draw.getByLabel("Days of my own").check();
  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  await draw.getByLabel("First day").fill(day(8));
  await draw.getByLabel("Last day").fill(day(0));
  await expect(draw.getByRole("region", { name: "What will be assigned" })).toContainText(
    /\d+ reviews of \d+ calls/,
  );
  await draw.getByRole("button", { name: "Draw and assign" }).press("Enter");
  await expect(draw).toBeHidden();

  const { draws } = await sent(page.request, basic("supervisor"), "GET", "/reviews/draws");
  const own = draws.find((one: { rule?: { name: string } }) => one.rule?.name === name);
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText(own.seed);
  expect(await openReviews(page.request, nora, scorecard.id)).toHaveLength(own.picks.length);
  await row.getByText(String(own.picks.length), { exact: true }).click();
  await expect(row.getByRole("link", { name: own.picks[0] })).toBeVisible();
  await expectAccessible();
});

/** A stored search for the calls of one source, which are there from the first moment on. */
async function searchOfEngage(page: Page): Promise<string> {
  const { id } = await sent(page.request, basic("supervisor"), "POST", "/searches", { source: "engage" });
  return String(id);
}

async function tickTwo(page: Page): Promise<void> {
  const callers = new Set((await spokenCalls(page)).map(({ callerPhoneNumber }) => callerPhoneNumber));
  const rows = page.getByRole("row");
  for (const callerPhoneNumber of [...callers].slice(0, 2)) {
    await rows.filter({ hasText: callerPhoneNumber }).first().getByRole("checkbox").check();
  }
  await expect(page.getByRole("region", { name: "Ticked calls" })).toContainText("2 calls");
}

/** The value that stands by a figure's name. */
function figure(page: Page, name: string): Locator {
  return page.locator("dl > div").filter({ hasText: name }).locator("dd");
}

async function act(page: Page, row: Locator, words: string): Promise<void> {
  await row.getByRole("button", { name: /^Act on the review/ }).press("Enter");
  await page.getByRole("button", { name: words }).press("Enter");
}
