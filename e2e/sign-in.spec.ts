import { expect, test } from "./fixtures";
import { emptyQueues } from "./reviews";

test("a wrong password is refused in words, and the right one opens the first screen", async ({
  page,
  expectAccessible,
}) => {
  await page.goto("/recordings");
  await page.waitForURL("**/sign-in**");
  await page.getByLabel("E-mail").fill("supervisor@earmark.test");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "don't match" })).toBeVisible();
  await expectAccessible();

  await page.getByLabel("Password").fill("earmark-demo");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/recordings**");
});

test("after signing in one is where one wanted to go, and never on a foreign site", async ({ page }) => {
  await page.goto("/sign-in?from=//evil.example/steal");
  await page.getByRole("button", { name: "Administrator" }).click();
  await page.waitForURL("**/recordings**");
  expect(new URL(page.url()).hostname).toBe("localhost");
});

test("signing out ends the session", async ({ page, signInAs }) => {
  await signInAs("admin");
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in**");
  const answer = await page.request.get("/api/v2/me");
  expect(answer.status()).toBe(401);
});

test("an evaluator has an empty queue, and no recording exists for them", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await emptyQueues(page.request);
  await signInAs("evaluator");
  await expect(page.getByRole("heading", { name: "Your queue", exact: true })).toBeVisible();
  await expect(page.getByText("Your queue is empty")).toBeVisible();
  await expect(
    page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Recordings" }),
  ).toHaveCount(0);
  await expectAccessible();
  for (const path of ["/recordings", "/recordings/engage.x", "/recordings/engage.x/labels"]) {
    const answer = await page.request.get(`/api/v2${path}`);
    expect([path, answer.status(), await answer.json()]).toEqual([
      path,
      404,
      { statusCode: 6, statusMessage: expect.any(String) },
    ]);
  }
});

test("no script runs without the page's nonce, and nothing leaves the app's own origin", async ({
  page,
  signInAs,
}) => {
  const foreign: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.hostname !== "localhost") foreign.push(request.url());
  });
  await signInAs("admin");
  const answer = await page.goto("/recordings");
  const policy = answer?.headers()["content-security-policy"] ?? "";
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'/);
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/);
  expect(foreign).toEqual([]);
});
