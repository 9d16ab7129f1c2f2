import type { Locator, Page } from "@playwright/test";
import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";
import { basic, expect, test } from "./fixtures";

type Call = Pick<OutgoingLiveCall, "id" | "source" | "status" | "can" | "requested" | "callerPhoneNumber">;

/** The live calls as a client program reads them. */
async function liveCalls(page: Page): Promise<Call[]> {
  const answer = await page.request.get("/api/v2/live", { headers: basic("admin") });
  return (await answer.json()).recordings;
}

/** Waits for a call of this source in this state, and gives its row on the screen. */
async function rowOf(page: Page, source: string, fits: (call: Call) => boolean) {
  let found: Call | undefined;
  await expect
    .poll(
      async () => {
        found = (await liveCalls(page)).find((call) => call.source === source && fits(call));
        return found !== undefined;
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  if (!found) throw new Error("there is no such live call");
  const row = page.locator(`[data-call="${found.id}"]`);
  await expect(row).toBeVisible({ timeout: 15_000 });
  return { call: found, row };
}

async function openLive(page: Page): Promise<Locator> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Live/ }).click();
  await page.waitForURL("**/live");
  const grid = page.getByRole("grid", { name: "Live calls" });
  await expect(grid).toBeVisible({ timeout: 20_000 });
  return grid;
}

test("a supervisor sees the calls that are live, how long each has been running, and which source tells none", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs("supervisor");
  const grid = await openLive(page);
  for (const name of ["Genesys Cloud", "RingCX", "Kazoo"]) {
    await expect(grid.getByText(name, { exact: true }).first()).toBeVisible();
  }
  await expect(page.getByRole("region", { name: "Not in this list" })).toContainText("Genesys Engage");
  const running = grid.getByRole("row").nth(1).getByRole("gridcell").first();
  const before = await running.textContent();
  await expect(running).not.toHaveText(before ?? "");
  await expectAccessible();
});

test("Genesys Cloud confirms a pause, and only then is it shown as paused", async ({ page, signInAs }) => {
  await signInAs("supervisor");
  await openLive(page);
  const { call, row } = await rowOf(
    page,
    "cloud",
    ({ status, can }) => status === "recording" && can.includes("paused"),
  );
  await expect(row).toContainText("Recording");
  await row.getByRole("button", { name: /^Pause/ }).click();
  await expect(page.getByRole("status").filter({ hasText: /Paused: / })).toBeVisible();
  await expect(row).toContainText("Paused");
  const after = (await liveCalls(page)).find(({ id }) => id === call.id);
  expect(after?.status).toBe("paused");

  if (!after?.can.includes("recording")) return;
  await row.getByRole("button", { name: /^Resume/ }).click();
  await expect(row).toContainText("Recording");
});

test("RingCX can't confirm a pause: it shows as requested, with the time, and never as paused", async ({
  page,
  signInAs,
}) => {
  await signInAs("supervisor");
  await openLive(page);
  const { call, row } = await rowOf(
    page,
    "ringcx",
    ({ can, requested }) => !requested && can.includes("paused"),
  );
  await expect(row).toContainText("Unknown");
  await row.getByRole("button", { name: /^Pause/ }).click();
  await expect(row).toContainText(/Pause requested \d\d:\d\d:\d\d — RingCX can't confirm it/);
  expect((await liveCalls(page)).find(({ id }) => id === call.id)).toMatchObject({
    status: "unknown",
    requested: { status: "paused" },
  });
});

test("by keys alone: arrows walk, P asks, S asks twice and Escape keeps recording", async ({
  page,
  signInAs,
}) => {
  await signInAs("supervisor");
  const grid = await openLive(page);
  const { row } = await rowOf(page, "kazoo", ({ can }) => can.includes("paused") && can.includes("stopped"));
  await row.focus();
  await page.keyboard.press("p");
  await expect(row).toContainText(/Pause requested .* Kazoo can't confirm it/);
  await page.keyboard.press("s");
  const dialog = page.getByRole("dialog", { name: "Stop recording this call?" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(row).toBeFocused();
  await page.keyboard.press("Home");
  await expect(grid.getByRole("row").nth(1)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(grid.getByRole("row").nth(2)).toBeFocused();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toContainText("Pause its recording");
});

test("a refusal stands beside its call in the server's words, and stays until it is put away", async ({
  page,
  signInAs,
}) => {
  await signInAs("supervisor");
  await openLive(page);
  const { call, row } = await rowOf(page, "cloud", ({ can }) => can.length > 0);
  const words = "This call has ended; its recording can't be changed any more.";
  let asked = 0;
  await page.route(`**/api/v2/recordings/${call.id}`, async (route) => {
    if (route.request().method() !== "PUT") return route.fallback();
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return route.fulfill({ status: 409, json: { statusCode: 15, statusMessage: words } });
  });
  const button = row.getByRole("button").first();
  await button.click();
  await expect(row.getByRole("button", { name: /^(pausing|resuming)…/ })).toBeVisible();
  await button.click({ force: true });
  await expect(row).toContainText(words);
  expect(asked).toBe(1);
  await row.getByRole("button", { name: "Put these words away" }).click();
  await expect(row).not.toContainText(words);
});

test("a silent vendor never looks like a quiet one", async ({ page, signInAs }) => {
  await signInAs("supervisor");
  await page.route("**/api/v2/live", async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    await route.fulfill({
      json: {
        ...body,
        recordings: [],
        sources: body.sources.map((source: { id: string; name: string; state: string }) =>
          source.id === "ringcx"
            ? { ...source, state: "unreachable", message: "RingCX does not tell its live calls right now." }
            : source,
        ),
      },
    });
  });
  await page.getByRole("link", { name: /^Live/ }).click();
  await expect(page.getByText("No call is being recorded right now at Genesys Cloud, Kazoo.")).toBeVisible();
  await expect(page.getByText("RingCX does not tell its live calls right now.")).toBeVisible();
});

test("a live call opens on its own page, which says that it is being recorded and leads back", async ({
  page,
  signInAs,
}) => {
  await signInAs("supervisor");
  await openLive(page);
  const { call, row } = await rowOf(page, "ringcx", ({ can }) => can.length > 0);
  await row.getByRole("link").click();
  await page.waitForURL(`**/recordings/${call.id}`);
  await expect(page.getByText("Being recorded now")).toBeVisible();
  await page.getByRole("link", { name: /on Live$/ }).click();
  await page.waitForURL("**/live");
});

test("on a narrow screen every call has its buttons, large enough for a finger", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await signInAs("supervisor");
  await openLive(page);
  const { row } = await rowOf(page, "ringcx", ({ can }) => can.includes("paused"));
  const box = await row.getByRole("button", { name: /^Pause/ }).boundingBox();
  expect(box?.height ?? 0).toBeGreaterThanOrEqual(44);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await expectAccessible();
});

test("an evaluator has no Live screen", async ({ page, signInAs }) => {
  await signInAs("evaluator");
  await expect(page.getByRole("link", { name: /^Live/ })).toHaveCount(0);
  expect((await page.request.get("/api/v2/live")).status()).toBe(403);
  expect((await page.goto("/live"))?.status()).toBe(404);
});
