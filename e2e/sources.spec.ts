import type { Page } from "@playwright/test";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { basic, expect, test, untilSynced } from "./fixtures";
import { audioSeconds, expectSoundAdvances } from "./listening";

test.beforeEach(async ({ page }) => untilSynced(page));

/** An ordinary call of one source that no other test touches: whole, ended, unprotected. */
async function ordinaryCall(page: Page, source: string, skip: number): Promise<OutgoingRecording> {
  let found: OutgoingRecording | undefined;
  await expect
    .poll(
      async () => {
        const answer = await page.request.get(
          `/api/v2/recordings?source=${source}&limit=100&nonDelete=false&minDuration=20000`,
          { headers: basic("admin") },
        );
        const { recordings }: { recordings: OutgoingRecording[] } = await answer.json();
        found = recordings.filter(
          ({ mediaFiles, deleteTime, stopTime }) =>
            deleteTime === undefined &&
            stopTime !== undefined &&
            mediaFiles.length === 1 &&
            mediaFiles[0]?.audio === "ready",
        )[skip];
        return found !== undefined;
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  if (!found) throw new Error(`there is no ordinary call of ${source}`);
  return found;
}

/** Changes what the page is told of one source, as if its vendor were in that state. */
async function tellSource(page: Page, id: string, change: Record<string, unknown>): Promise<void> {
  await page.route(/\/api\/v2\/(?:me|recordings)(?:\?|$)/, async (route) => {
    if (route.request().method() !== "GET") return route.fallback();
    const answer = await route.fetch();
    const body = await answer.json();
    const sources = body.sources?.map((source: { id: string }) =>
      source.id === id ? { ...source, ...change } : source,
    );
    await route.fulfill({ response: answer, json: { ...body, sources } });
  });
}

test("every vendor's calls are in one list, and the line on top says how far each has come", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs("supervisor");
  await expect(page.getByRole("row").nth(3)).toBeVisible();
  const counts = page.getByRole("complementary", { name: "Counts" });
  for (const name of ["Genesys Engage", "Genesys Cloud", "RingCX", "Kazoo"]) {
    await expect(counts.getByRole("button", { name: new RegExp(`^${name},`) })).toBeVisible({
      timeout: 30_000,
    });
  }
  const status = page.getByRole("button", { name: /^Sources:/ });
  await expect(status).toHaveAccessibleName(/RingCX up to \d\d:\d\d, 1\d min behind/);
  await status.click();
  await expect(page.getByText("Calls of the last 15 minutes are not in yet.", { exact: true })).toBeVisible();
  await expectAccessible();
});

test("RingCX's steady lag is told in a low voice, trouble in a clear one", async ({ page, signInAs }) => {
  await tellSource(page, "kazoo", {
    state: "unreachable",
    complete: false,
    message: "Kazoo can't be reached.",
    stateSince: "2026-11-16T12:40:00.000+0000",
  });
  await signInAs("supervisor");
  const notices = page.getByRole("region", { name: "Not in these results" });
  await expect(notices).toContainText("Kazoo can't be reached. Since");
  await expect(notices).not.toContainText("RingCX");
  await notices.getByRole("button", { name: /^and \d more$/ }).click();
  await expect(notices).toContainText("RingCX: ");
  await expect(page.getByRole("button", { name: /^Sources: Kazoo not reachable since/ })).toBeVisible();
});

test("history that is still coming in is shown as a bar with its percentage", async ({ page, signInAs }) => {
  await tellSource(page, "kazoo", {
    state: "backfilling",
    complete: false,
    message: "Kazoo: older calls are still coming in, 40 % of 365 days so far.",
    backfillShare: 0.4,
  });
  await signInAs("supervisor");
  await page.getByRole("button", { name: /^Sources:/ }).click();
  await expect(page.getByRole("progressbar", { name: "History of Kazoo" })).toHaveAttribute("value", "0.4");
  await expect(
    page.getByText("Older calls are still coming in, 40 % of 365 days so far.", { exact: true }),
  ).toBeVisible();
});

test("Admin → Sources names each vendor's limits and what it can't do", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs("admin");
  await page.goto("/admin/sources");
  const can = (name: string) => page.getByRole("list", { name: `What ${name} can do` });
  await expect(can("RingCX")).toContainText("No deletion");
  await expect(can("RingCX")).toContainText("Live control");
  await expect(can("Genesys Engage")).toContainText("No live control");
  await expect(can("Kazoo")).toContainText("Deletion");
  await expectAccessible();
});

test("RingCX can't delete: the button is off and says so, and the server refuses", async ({
  page,
  signInAs,
}) => {
  await signInAs("admin");
  const call = await ordinaryCall(page, "ringcx", 10);
  await page.goto(`/recordings/${call.id}`);
  await expect(page.getByText("RingCX has no way to delete recordings", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete", exact: true })).toBeDisabled();
  const refused = await page.request.delete(`/api/v2/recordings/${call.id}`, {
    headers: { origin: new URL(page.url()).origin },
  });
  expect([refused.status(), (await refused.json()).statusCode]).toEqual([409, 14]);
});

test("Kazoo: erasing for good is asked for by a tick, and what stays is told after the act", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs("admin");
  const call = await ordinaryCall(page, "kazoo", 12);
  await page.goto(`/recordings/${call.id}`);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("Customer asked for erasure");
  await dialog.getByLabel("Erase for good at the vendor").check();
  await expectAccessible();
  const request = page.waitForRequest((asked) => asked.method() === "DELETE");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  expect((await request).postDataJSON()).toEqual({ reason: "Customer asked for erasure", erase: true });
  await expect(page.getByRole("dialog", { name: "Deleted, but something stays" })).toContainText("storage");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await page.waitForURL(/\/recordings$/);
  expect((await page.request.get(`/api/v2/recordings/${call.id}`)).status()).toBe(404);
});

test("Genesys Cloud purges later: the dialog says when, and the call shows as going", async ({
  page,
  signInAs,
}) => {
  await signInAs("admin");
  const call = await ordinaryCall(page, "cloud", 8);
  await page.goto(`/recordings/${call.id}`);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("Customer asked for erasure");
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  const after = page.getByRole("dialog", { name: "Deletion is scheduled" });
  await expect(after).toContainText(/Genesys Cloud will purge the call on .*\d\d:\d\d:\d\d/);
  await after.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByText(/^Being deleted: Genesys Cloud/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete", exact: true })).toHaveCount(0);
  const asSupervisor = await page.request.get(`/api/v2${call.mediaFiles[0]?.playPath}`, {
    headers: basic("supervisor"),
  });
  expect(asSupervisor.status()).toBe(404);
});

test("audio that is still being made is waited for, and plays by itself when it is there", async ({
  page,
  signInAs,
}) => {
  await signInAs("supervisor");
  const call = await ordinaryCall(page, "cloud", 14);
  let asked = 0;
  await page.route("**/api/v2/recordings/*/play/**", (route) => {
    asked += 1;
    return asked <= 3
      ? route.fulfill({
          status: 202,
          headers: { "retry-after": "1" },
          json: { statusCode: 0, state: "pending" },
        })
      : route.fallback();
  });
  await page.goto(`/recordings/${call.id}`);
  await page.getByRole("button", { name: "Play", exact: true }).first().click();
  const player = page.getByRole("region", { name: "Player" });
  await expect(player.getByText("The audio is still being prepared.")).toBeVisible();
  await expect.poll(() => audioSeconds(page), { timeout: 40_000 }).toBeGreaterThan(0);
  await expectSoundAdvances(page);
  await expect(player.getByText("The audio is still being prepared.")).toHaveCount(0);
});

test("a call whose recording system has no audio ends in words, never in a spinner", async ({
  page,
  signInAs,
}) => {
  await signInAs("supervisor");
  const call = await ordinaryCall(page, "cloud", 16);
  let audio = "pending";
  await page.route(`**/api/v2/recordings/${call.id}?*`, async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    const mediaFiles = body.recording.mediaFiles.map((file: object) => ({ ...file, audio }));
    await route.fulfill({
      response: answer,
      json: { ...body, recording: { ...body.recording, mediaFiles } },
    });
  });
  await page.route("**/api/v2/recordings/*/play/**", (route) =>
    audio === "missing"
      ? route.fulfill({ status: 404 })
      : route.fulfill({ status: 202, headers: { "retry-after": "1" } }),
  );
  await page.goto(`/recordings/${call.id}`);
  await page.getByRole("button", { name: "Play", exact: true }).first().click();
  const player = page.getByRole("region", { name: "Player" });
  await expect(player.getByText("The audio is still being prepared.")).toBeVisible();
  audio = "missing";
  await expect(player.getByText("The recording system has no audio for this call.")).toBeVisible();
  await expect(player.getByRole("button", { name: "Play", exact: true })).toBeDisabled();
});

test("labels that a vendor can't hold are kept by Earmark, and say so", async ({ page, signInAs }) => {
  await signInAs("supervisor");
  const call = await ordinaryCall(page, "ringcx", 18);
  await page.goto(`/recordings/${call.id}`);
  await page.getByPlaceholder("Add a label").fill("e2e-kept");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Kept by Earmark, not at RingCX.")).toBeVisible();
});
