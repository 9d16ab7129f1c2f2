import { basic, expect, test, untilSynced } from "./fixtures";

test.beforeEach(async ({ page }) => untilSynced(page));

test("an administrator sees how fresh every source is and what it can do", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs("admin");
  await page.goto("/admin/sources");
  await expect(page.getByRole("heading", { name: "Genesys Engage" })).toBeVisible();
  const engage = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name: "Genesys Engage" }) });
  await expect(engage.getByText("History of 365 days is complete")).toBeVisible();
  await expect(engage.getByText("Deletion", { exact: true })).toBeVisible();
  for (const name of ["Genesys Cloud", "RingCX", "Kazoo"]) {
    await expect(page.getByRole("heading", { name })).toBeVisible();
  }
  await expectAccessible();
});

test("a vendor that goes away is named with the time, and comes back by itself", async ({
  page,
  signInAs,
  vendor,
}) => {
  await signInAs("admin");
  await vendor({ internalError: true });
  await page.goto("/admin/sources");
  const engage = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name: "Genesys Engage" }) });
  await expect(engage.getByText("Not reachable")).toBeVisible({ timeout: 40_000 });
  await vendor({ internalError: false });
  await expect(engage.getByText("Current", { exact: true })).toBeVisible({ timeout: 40_000 });
});

test("privacy: the preview shows what a supervisor will see, and saving makes it so at once", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs("admin");
  await page.goto("/admin/privacy");
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.getByText("callerPhoneNumber")).toBeVisible();
  await page.getByLabel("Customer fields", { exact: true }).fill("callerPhoneNumber");
  await expect(preview.getByText("*******").first()).toBeVisible();
  await expectAccessible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Privacy settings saved", { exact: false })).toBeVisible();

  const asSupervisor = await page.request.get("/api/v2/recordings?limit=5", { headers: basic("supervisor") });
  const { recordings } = await asSupervisor.json();
  for (const recording of recordings) expect(recording.callerPhoneNumber ?? "*******").toBe("*******");
  const refused = await page.request.get("/api/v2/recordings?callerPhoneNumber=*5*", {
    headers: basic("supervisor"),
  });
  expect([refused.status(), (await refused.json()).statusCode]).toEqual([403, 3]);

  await page.getByLabel("Customer fields", { exact: true }).fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect
    .poll(async () => {
      const answer = await page.request.get("/api/v2/recordings?callerPhoneNumber=*5*", {
        headers: basic("supervisor"),
      });
      return answer.status();
    })
    .toBe(200);
});

test("labels are made, changed and deleted", async ({ page, signInAs, expectAccessible }) => {
  await signInAs("admin");
  await page.goto("/admin/labels");
  await page.getByRole("button", { name: "New label" }).click();
  await page.getByLabel("Name").fill("e2e-retention");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("cell", { name: "e2e-retention" }).first()).toBeVisible();
  await expectAccessible();
  await page.getByRole("button", { name: "Change e2e-retention" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("cell", { name: "e2e-retention" })).toHaveCount(0);
});

test("a user who is disabled is out from their next request on", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs("admin");
  await page.goto("/admin/users");
  await page.getByRole("button", { name: "New user" }).click();
  await page.getByLabel("E-mail").fill("temp@example.test");
  await page.getByLabel("Name", { exact: true }).fill("Temp Person");
  await page.getByLabel("Password").fill("long-enough-password");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("cell", { name: "Temp Person", exact: true })).toBeVisible();
  await expectAccessible();

  const headers = {
    authorization: `Basic ${Buffer.from("temp@example.test:long-enough-password").toString("base64")}`,
  };
  expect((await page.request.get("/api/v2/me", { headers })).status()).toBe(200);
  await page.getByRole("button", { name: "Change Temp Person" }).click();
  await page.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("disabled")).toBeVisible();
  const cookieless = await page
    .context()
    .browser()
    ?.newContext({ baseURL: new URL(page.url()).origin });
  expect((await cookieless?.request.get("/api/v2/me", { headers }))?.status()).toBe(401);
  await cookieless?.close();
});

test("the audit log shows who searched, and verifies", async ({ page, signInAs, expectAccessible }) => {
  await signInAs("admin");
  await page.goto("/admin/audit");
  await expect(page.getByRole("cell", { name: "recording.search" }).first()).toBeVisible();
  await page.getByRole("button", { name: "Verify the log" }).click();
  await expect(page.getByRole("status").filter({ hasText: "rows checked" })).toBeVisible();
  await expectAccessible();
});

test("a supervisor finds no administration", async ({ page, signInAs }) => {
  await signInAs("supervisor");
  await expect(page.getByRole("link", { name: "Admin" })).toHaveCount(0);
  const answer = await page.goto("/admin/users");
  expect(answer?.status()).toBe(404);
  for (const path of [
    "/users",
    "/audit",
    "/settings/recording",
    "/sources",
    "/recording-label-definitions",
  ]) {
    const refused = await page.request.get(`/api/v2${path}`);
    expect([path, refused.status(), (await refused.json()).statusCode]).toEqual([path, 403, 5]);
  }
});
