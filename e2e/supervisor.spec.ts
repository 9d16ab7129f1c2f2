import { basic, expect, test, untilSynced } from "./fixtures";
import { expectSoundAdvances, loudness } from "./listening";

test.beforeEach(async ({ page }) => untilSynced(page));

/** The spoken card payment: the one among the newest calls whose recording was paused while the card was read. */
async function cardPayment(page: import("@playwright/test").Page) {
  const answer = await page.request.get("/api/v2/recordings?source=engage&limit=20&subresources=labels", {
    headers: basic("admin"),
  });
  const { recordings } = await answer.json();
  const found = recordings.find(
    (recording: { mediaFiles: { maskedSpans: unknown[] }[] }) =>
      recording.mediaFiles[0]?.maskedSpans.length === 1,
  );
  expect(found, "a spoken call with one pause").toBeTruthy();
  return found;
}

test("search, play, label: a supervisor's daily round", async ({ page, signInAs, expectAccessible }) => {
  await signInAs("supervisor");
  const target = await cardPayment(page);
  const rows = page.getByRole("row");
  await expect(rows.nth(3)).toBeVisible();
  await expectAccessible();

  await page.getByRole("combobox", { name: "Search by number or name" }).fill(target.callerPhoneNumber);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\?search=[0-9a-f]{32}/);
  expect(page.url()).not.toContain(target.callerPhoneNumber.replace(/\D/g, "").slice(-6));
  // The same customer has called at several vendors.
  const at = new Date(target.startTime.replace("+0000", "Z"));
  const clock = at.toLocaleTimeString("en-GB", {
    timeZone: "Europe/Berlin",
    hour: "2-digit",
    minute: "2-digit",
  });
  const row = rows.filter({ hasText: target.callerPhoneNumber }).filter({ hasText: clock });
  await expect(row).toBeVisible();

  await row.dblclick();
  const player = page.getByRole("region", { name: "Player" });
  await expect(player.getByTestId("waveform").locator("canvas").first()).toBeAttached();
  await expect(player.getByRole("img", { name: /^Paused \d/ })).toBeVisible();
  await expectSoundAdvances(page);
  await expectAccessible();

  await page
    .getByRole("textbox", { name: "Add a label" })
    .or(page.getByRole("combobox", { name: "Add a label" }))
    .fill("e2e-journey");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("list", { name: "Labels" }).getByText("e2e-journey")).toBeVisible();
  const labels = await (await page.request.get(`/api/v2/recordings/${target.id}/labels`)).json();
  expect(labels.labels.map((label: { name: string }) => label.name)).toContain("e2e-journey");
});

test("what is drawn as paused is silent, and there is speech just outside", async ({ page, signInAs }) => {
  await signInAs("supervisor");
  const target = await cardPayment(page);
  const [span] = target.mediaFiles[0].maskedSpans;
  await page.goto(`/recordings/${target.id}?t=${span.startMs / 1_000 - 3}`);
  await expect(page.locator("audio")).toBeAttached();
  const inside = await loudness(page, { startMs: span.startMs + 200, endMs: span.endMs - 200 });
  expect(Math.max(...inside)).toBeLessThan(0.001);
  const before = await loudness(page, { startMs: span.startMs - 4_000, endMs: span.startMs - 200 });
  const after = await loudness(page, { startMs: span.endMs + 200, endMs: span.endMs + 4_000 });
  expect(Math.max(...before)).toBeGreaterThan(0.02);
  expect(Math.max(...after)).toBeGreaterThan(0.02);
});

test("a supervisor is refused a deletion, and has no button for it", async ({ page, signInAs }) => {
  await signInAs("supervisor");
  const target = await cardPayment(page);
  await page.goto(`/recordings/${target.id}`);
  await expect(page.getByText(target.callerPhoneNumber).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^delete/i })).toHaveCount(0);
  const refused = await page.request.delete(`/api/v2/recordings/${target.id}`, {
    headers: { origin: new URL(page.url()).origin },
  });
  expect([refused.status(), (await refused.json()).statusCode]).toEqual([403, 5]);
});

test("the player is worked by keys alone", async ({ page, signInAs }) => {
  await signInAs("supervisor");
  const target = await cardPayment(page);
  await page.goto(`/recordings/${target.id}?t=10`);
  const slider = page.getByRole("slider", { name: "Position" });
  await slider.focus();
  await page.keyboard.press("k");
  await expectSoundAdvances(page);
  await page.keyboard.press("k");
  await page.keyboard.press("Home");
  await expect(slider).toHaveAttribute("aria-valuenow", "0");
  await page.keyboard.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuenow", "5");
  await page.keyboard.press("m");
  await expect.poll(async () => Number(await slider.getAttribute("aria-valuenow"))).toBeGreaterThan(60);
  await page.keyboard.press("c");
  await page.getByRole("textbox", { name: /^Comment at/ }).fill("Read the card number too early");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("button", { name: /^Comment at .*Read the card number too early/ }),
  ).toBeVisible();
});

test("a vendor that is away leaves searching and what was heard already in place", async ({
  page,
  signInAs,
  vendor,
}) => {
  await signInAs("supervisor");
  const target = await cardPayment(page);
  await page.goto(`/recordings/${target.id}?t=1`);
  await expect(page.locator("audio")).toBeAttached();
  await loudness(page, { startMs: 0, endMs: 100 });
  await vendor({ internalError: true });
  const again = await page.request.get("/api/v2/recordings?limit=1");
  expect(again.status()).toBe(200);
  await page.reload();
  await page.getByRole("button", { name: "Play", exact: true }).first().click();
  await expectSoundAdvances(page);
});
