import type { Page } from "@playwright/test";
import { basic, expect, test, untilSynced } from "./fixtures";

test.beforeEach(async ({ page }) => untilSynced(page));

type Found = Readonly<{
  id: string;
  mediaFiles: readonly Readonly<{
    mediaKey: string;
    maskedSpans: readonly Readonly<{ startMs: number; endMs: number }>[];
  }>[];
}>;

/** The spoken card payment: the one among the newest calls whose recording was paused while the card was read. */
async function cardPayment(page: Page): Promise<Found> {
  const answer = await page.request.get("/api/v2/recordings?limit=20", { headers: basic("admin") });
  const { recordings }: { recordings: readonly Found[] } = await answer.json();
  const found = recordings.find(({ mediaFiles }) => mediaFiles[0]?.maskedSpans.length === 1);
  if (!found) throw new Error("no spoken call with one pause");
  return found;
}

async function openPlayer(page: Page, call: Found, query = "t=10") {
  await page.goto(`/recordings/${call.id}?${query}`);
  const player = page.getByRole("region", { name: "Player" });
  await expect(player.getByTestId("waveform").locator("canvas").first()).toBeAttached();
  return player;
}

const SPEECH_IN_MASK = {
  startUncertainMs: 1_000,
  endUncertainMs: 1_000,
  fill: "sound",
  speechMs: 12_000,
  speechAtMs: 21_020,
  alarms: ["speechInMask"],
};

test("a comment over a span, a thread under it, by keys alone", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs("supervisor");
  const call = await cardPayment(page);
  const player = await openPlayer(page, call);
  const slider = player.getByRole("slider", { name: "Position" });
  await slider.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("a");
  await page.keyboard.press("PageUp");
  await page.keyboard.press("b");
  await expect(player.getByRole("region", { name: "Picked span" })).toContainText("0:05–0:20");

  await page.keyboard.press("c");
  await expect(player.getByRole("textbox", { name: "Comment on 0:05–0:20" })).toBeFocused();
  await page.keyboard.type("Was that promised?");
  await page.keyboard.press("Enter");
  const pin = player.getByRole("button", { name: /^Comment on 0:05–0:20: Was that promised\?/ });
  await expect(pin).toBeVisible();
  await expect(player.getByTestId("comment-span").first()).toBeAttached();

  await pin.focus();
  await page.keyboard.press("Enter");
  const list = player.getByRole("list", { name: "Events in this call" });
  await expect(list.getByRole("button", { name: /Comment: Was that promised/ })).toBeFocused();
  await expect(list.getByRole("button", { name: /Paused \d/ })).toBeVisible();
  await expect(list.getByRole("button", { name: /Joined/ }).first()).toBeVisible();
  await page.keyboard.press("Tab");
  while (
    !(await list
      .getByRole("button", { name: "Reply", exact: true })
      .first()
      .evaluate((one) => one === document.activeElement))
  ) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await expect(list.getByRole("textbox", { name: "Your reply" })).toBeFocused();
  await page.keyboard.type("It was, at the end.");
  await page.keyboard.press("Enter");
  await expect(list.getByRole("list", { name: "Replies" })).toContainText("It was, at the end.");
  await expect(list.getByRole("button", { name: "Reply", exact: true }).first()).toBeFocused();
  await expectAccessible();

  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible();

  await list.getByRole("button", { name: "Remove: Was that promised?" }).press("Enter");
  await expect(list.getByText("This comment was removed.")).toBeVisible();
  await expect(list.getByText("It was, at the end.").last()).toBeVisible();
  await list.getByRole("button", { name: /^Remove: It was/ }).press("Enter");
  await expect(pin).toHaveCount(0);
});

test("shortcuts that are switched off do nothing", async ({ page, signInAs }) => {
  await signInAs("supervisor");
  const call = await cardPayment(page);
  await page.evaluate(() =>
    localStorage.setItem("earmark.preferences", JSON.stringify({ shortcuts: false })),
  );
  const player = await openPlayer(page, call);
  await player.getByRole("slider", { name: "Position" }).focus();
  await page.keyboard.press("a");
  await page.keyboard.press("c");
  await page.keyboard.press("ArrowRight");
  await expect(player.getByRole("slider", { name: "Position" })).toHaveAttribute("aria-valuenow", "15");
  await expect(player.getByRole("region", { name: "Picked span" })).toHaveCount(0);
  await expect(player.getByRole("textbox")).toHaveCount(0);
});

test("a link to a span picks it out for whoever may see the call, and for nobody else", async ({
  page,
  browser,
  signInAs,
}) => {
  await signInAs("admin");
  const call = await cardPayment(page);
  const mediaKey = call.mediaFiles[0]?.mediaKey;
  const link = `/recordings/${call.id}?m=${mediaKey}&t=8&to=17`;
  await page.goto(link);
  const span = page.getByRole("region", { name: "Picked span" });
  await expect(span).toContainText("0:08–0:17");
  await expect(page.getByTestId("selection")).toBeVisible();
  await expect(page.getByRole("slider", { name: "Position" })).toHaveAttribute("aria-valuenow", "8");

  // The same link, asked for by somebody who has no right to open recordings: nothing of the call is sent.
  const other = await browser.newContext();
  try {
    const stranger = await other.newPage();
    await stranger.goto("/sign-in");
    await stranger.getByLabel("E-mail").fill("evaluator@earmark.test");
    await stranger.getByLabel("Password").fill("earmark-demo");
    await stranger.getByRole("button", { name: "Sign in", exact: true }).click();
    await stranger.waitForURL("**/reviews");
    await stranger.goto(link);
    await expect(stranger.getByRole("region", { name: "Player" })).toHaveCount(0);
    const answer = await stranger.request.get(`/api/v2/recordings/${call.id}`);
    expect(answer.status()).toBe(404);
  } finally {
    await other.close();
  }
});

test("speech where the vendor tells of a pause is warned of, on the waveform and in words", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs("supervisor");
  const call = await cardPayment(page);
  // What the server tells of a vendor whose marks are half a minute off (lib/testing/api/masks.test.ts).
  await page.route(`**/api/v2/recordings/${call.id}?**`, async (route) => {
    const answer = await route.fetch();
    const text = (await answer.text())
      .replace(/"maskEvidence":\[[^\]]*\[[^\]]*\]\}\],/, "")
      .replace(
        /"maskedSpans":\[\{"startMs":\d+,"endMs":\d+/,
        `"maskEvidence":[${JSON.stringify(SPEECH_IN_MASK)}],"maskedSpans":[{"startMs":20000,"endMs":40000`,
      );
    await route.fulfill({ response: answer, body: text });
  });
  const player = await openPlayer(page, call);
  await expect(
    player.getByRole("button", { name: /^Paused .*speech inside this pause, at 0:/ }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Events in this call" }).click();
  const list = player.getByRole("list", { name: "Events in this call" });
  await expect(
    list.getByRole("button", { name: /^0:20 Paused 0:20–0:40.*speech inside this pause/ }),
  ).toBeVisible();
  await expect(page.getByRole("article").getByText(/^speech inside this pause/i)).toBeVisible();
  await expectAccessible();
});

test("a hold is drawn with its words, told in the details, and found by its length", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs("supervisor");
  // The spoken call with a long hold, as Genesys Cloud has it.
  const answer = await page.request.get("/api/v2/recordings?phoneNumber=%2B14155550173", {
    headers: basic("admin"),
  });
  const { recordings }: { recordings: readonly Found[] } = await answer.json();
  const [call] = recordings;
  if (!call) throw new Error("no spoken call with a hold");
  const player = await openPlayer(page, call);
  await expect(player.getByTestId("hold")).toHaveText("On hold 0:59–2:17");
  const details = page.getByRole("article");
  await expect(details.getByText("1:18", { exact: true })).toBeVisible();
  await expectAccessible();
  await expect
    .poll(async () => {
      const found = await page.request.get("/api/v2/recordings?minHold=77000", { headers: basic("admin") });
      return JSON.stringify(await found.json());
    })
    .toContain(call.id);
});

test("with forced colours pauses are hatched still and lanes have their names", async ({
  page,
  signInAs,
}) => {
  await page.emulateMedia({ forcedColors: "active" });
  await signInAs("supervisor");
  const call = await cardPayment(page);
  const player = await openPlayer(page, call);
  const mask = player.getByTestId("mask").first();
  await expect(mask).toBeVisible();
  expect(await mask.evaluate((element) => getComputedStyle(element).backgroundImage)).toContain("gradient");
  await expect(player.getByText("Agent", { exact: true }).first()).toBeVisible();
  await expect(player.getByText("Customer", { exact: true }).first()).toBeVisible();
});

test("on a phone the bar opens full screen, and Escape brings the page back", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInAs("supervisor");
  const call = await cardPayment(page);
  await page.goto(`/recordings/${call.id}?t=10`);
  const player = page.getByRole("region", { name: "Player" });
  await expect(player.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await expect(player.getByRole("slider", { name: "Position" })).toBeHidden();
  await player.getByRole("button", { name: "Waveform, pauses and comments" }).click();
  const slider = player.getByRole("slider", { name: "Position" });
  await expect(slider).toBeVisible();
  await expect(player.getByTestId("waveform").locator("canvas").first()).toBeAttached();
  await expect(page.locator("main")).toHaveAttribute("inert", "");
  await expectAccessible();
  await slider.focus();
  await page.keyboard.press("Escape");
  await expect(slider).toBeHidden();
  await expect(page.locator("main")).not.toHaveAttribute("inert", "");
});
