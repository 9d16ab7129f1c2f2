import { basic, expect, test, untilSynced } from "./fixtures";

test.beforeEach(async ({ page }) => untilSynced(page));

/** An ordinary call that no other test looks at: far from the newest ones, whole and unprotected. */
async function ordinaryCall(page: import("@playwright/test").Page, offset: number) {
  const answer = await page.request.get(
    `/api/v2/recordings?source=engage&limit=40&offset=${offset}&nonDelete=false`,
    {
      headers: basic("admin"),
    },
  );
  const { recordings } = await answer.json();
  return recordings.find(
    (recording: { id: string; mediaFiles: { audio: string }[] }) =>
      /EP643/.test(recording.id) &&
      recording.mediaFiles.length === 1 &&
      recording.mediaFiles[0]?.audio === "ready",
  );
}

test("deleting asks for a reason, is done at the vendor, and stands in the audit log", async ({
  page,
  signInAs,
}) => {
  await signInAs("admin");
  const target = await ordinaryCall(page, 150);
  await page.goto(`/recordings/${target.id}`);
  await page
    .getByRole("button", { name: /^delete/i })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/reason/i).fill("Customer asked for erasure");
  await dialog.getByRole("button", { name: /^delete/i }).click();
  await expect(dialog).toHaveCount(0);
  await expect
    .poll(async () => (await page.request.get(`/api/v2/recordings/${target.id}`)).status(), {
      timeout: 15_000,
    })
    .toBe(404);
  const { rows } = await (
    await page.request.get(`/api/v2/audit?action=recording.delete&recording=${target.id}`)
  ).json();
  expect(
    rows.map((row: { phase: string; result?: string; reason?: string }) => [
      row.phase,
      row.result,
      row.reason,
    ]),
  ).toEqual([
    ["answered", "done", "Customer asked for erasure"],
    ["asked", undefined, "Customer asked for erasure"],
  ]);
});

test("a protected call can't be deleted, and says so", async ({ page, signInAs }) => {
  await signInAs("admin");
  const target = await ordinaryCall(page, 200);
  const origin = new URL(page.url()).origin;
  const protecting = await page.request.post(`/api/v2/recordings/${target.id}`, {
    headers: { origin },
    data: { operationName: "applyNonDelete" },
  });
  expect(protecting.status()).toBe(200);
  await page.goto(`/recordings/${target.id}`);
  await expect(page.getByText("Protected: this call can't be deleted").first()).toBeVisible();
  const refused = await page.request.delete(`/api/v2/recordings/${target.id}`, { headers: { origin } });
  expect([refused.status(), (await refused.json()).statusCode]).toEqual([403, 3]);
});

test("a vendor in read-only mode is told apart from a refusal, and nothing is changed", async ({
  page,
  signInAs,
  vendor,
}) => {
  await signInAs("admin");
  const target = await ordinaryCall(page, 250);
  await vendor({ readOnly: true });
  await page.goto(`/recordings/${target.id}`);
  await page
    .getByRole("button", { name: /^delete/i })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/reason/i).fill("Customer asked for erasure");
  await dialog.getByRole("button", { name: /^delete/i }).click();
  await expect(dialog.getByText(/read-only/)).toBeVisible();
  expect((await page.request.get(`/api/v2/recordings/${target.id}`)).status()).toBe(200);
});

test("a link to a call that is not there says so plainly", async ({ page, signInAs, expectAccessible }) => {
  await signInAs("admin");
  await page.goto("/recordings/engage.NOSUCHCALL");
  await expect(
    page.getByText(/no such (recording|call)|not there|can't be found|cannot be found/i).first(),
  ).toBeVisible();
  await expectAccessible();
});
