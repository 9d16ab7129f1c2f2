import { basic, expect, test } from "./fixtures";

const NAME = "E2E collections call";

test("an administrator makes a scorecard of every kind of question, and tries it", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  await signInAs("admin");
  await page.goto("/admin/scorecards");
  await page.getByRole("link", { name: "New scorecard" }).click();
  const form = page.getByRole("form", { name: "Scorecard" });
  await form.getByLabel("Name", { exact: true }).fill(NAME);
  await form.getByRole("button", { name: "Make the scorecard" }).click();
  // Nothing was sent: what is missing is said beside its field, and the first of it has the focus.
  await expect(form.getByRole("textbox", { name: "Title of section 1" })).toBeFocused();
  await expect(form.getByText("Write something here.")).toHaveCount(2);

  await form.getByRole("textbox", { name: "Title of section 1" }).fill("The call");
  await form.getByLabel("Question", { exact: true }).fill("Was a card number spoken?");
  await form.getByLabel("Best answer").selectOption("No");
  await form.getByLabel("Auto-fail").check();
  const adding = form.getByRole("group", { name: "Add a question to section 1" });
  const newQuestion = form.getByRole("textbox", { name: "Question", exact: true }).last();
  await adding.getByRole("button", { name: "A scale" }).click();
  await expect(newQuestion).toBeFocused();
  await newQuestion.fill("How friendly?");
  await form.getByLabel("May not apply").last().check();
  await adding.getByRole("button", { name: "Choices" }).click();
  await newQuestion.fill("What was agreed?");
  await form.getByLabel("Choice 1", { exact: true }).fill("A plan");
  await form.getByLabel("Choice 2", { exact: true }).fill("Nothing");
  await adding.getByRole("button", { name: "A text" }).click();
  await newQuestion.fill("What to coach?");
  await expectAccessible();

  // The preview scores as the evaluator's screen will, by keyboard alone.
  const preview = page.getByRole("complementary", { name: "Preview and versions" });
  const score = preview.getByRole("status");
  await preview.getByRole("radio", { name: "No", exact: true }).focus();
  await page.keyboard.press("n");
  await expect(score).toContainText("100 %");
  await preview.getByRole("radio", { name: "1", exact: true }).focus();
  await page.keyboard.press("3");
  await expect(preview.getByRole("radio", { name: "3", exact: true })).toBeChecked();
  await expect(score).toContainText("75 %");
  await page.keyboard.press("-");
  await expect(preview.getByRole("radio", { name: "Does not apply" })).toBeChecked();
  await expect(score).toContainText("100 %");
  await preview.getByRole("radio", { name: "Yes", exact: true }).focus();
  await page.keyboard.press("y");
  await expect(score).toContainText("Failed by one answer");

  await form.getByRole("button", { name: "Make the scorecard" }).click();
  await expect(page.getByRole("heading", { name: NAME })).toBeVisible();
  await page.waitForURL(/\/admin\/scorecards\/[0-9a-f]{32}$/);
});

test("an administrator changes a scorecard by keyboard, loses nothing on the way, and sees version 2", async ({
  page,
  signInAs,
  expectAccessible,
}) => {
  const name = "E2E retention call";
  const question = { kind: "yesNo", text: "Greeted by name?" };
  const made = await page.request.post("/api/v2/scorecards", {
    headers: basic("admin"),
    data: {
      name,
      passPercent: 80,
      sections: [
        {
          id: "call",
          title: "The call",
          questions: [
            { ...question, id: "spoken", text: "Was a card number spoken?" },
            { ...question, id: "greeted" },
          ],
        },
      ],
    },
  });
  const { id } = await made.json();
  await signInAs("admin");
  await page.goto(`/admin/scorecards/${id}`);
  const form = page.getByRole("form", { name: "Scorecard" });
  await form.getByRole("button", { name: "Move question 2 up" }).focus();
  await page.keyboard.press("Enter");
  await expect(form.getByRole("button", { name: "Move question 1 up" })).toBeFocused();
  await form.getByRole("button", { name: "Remove question 2" }).click();
  const putBack = form.getByRole("button", { name: /^Put back/ });
  await expect(putBack).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(form.getByRole("button", { name: /Was a card number spoken\?/ })).toBeFocused();
  await form.getByLabel("Passed from, in percent").fill("90");

  // What is not saved is not lost by a click beside it, nor by the browser's back.
  const leaving = page.getByRole("dialog", { name: "Leave without saving?" });
  await page.getByRole("link", { name: "Users" }).click();
  await leaving.getByRole("button", { name: "Stay here" }).click();
  await page.goBack();
  await leaving.getByRole("button", { name: "Stay here" }).click();
  await expect(form.getByLabel("Passed from, in percent")).toHaveValue("90");

  await form.getByRole("button", { name: "Save as version 2" }).click();
  await expect(page.getByText("Everything is saved.")).toBeVisible();
  const beside = page.getByRole("complementary", { name: "Preview and versions" });
  await beside.getByRole("button", { name: "Versions (2)" }).click();
  const changes = beside.getByRole("list", { name: "What changed" });
  await expect(changes.getByRole("listitem")).toHaveText([
    /Scorecard pass mark: 80 % → 90 %/,
    /The questions of “The call” are in another order/,
  ]);
  await expectAccessible();

  await page.getByRole("link", { name: "All scorecards" }).click();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("version 2");
  await row.getByRole("button", { name: `Archive ${name}` }).click();
  await expect(page.getByText("No review uses it.")).toBeVisible();
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(row).toHaveCount(0);
  await page.getByLabel(/^Archived ones too/).check();
  await row.getByRole("button", { name: `Restore ${name}` }).click();
  await page.getByRole("button", { name: "Restore", exact: true }).click();
  await expect(row.getByText("archived")).toHaveCount(0);
  await expectAccessible();
});

test("two administrators who change one scorecard at the same time lose nothing unasked", async ({
  page,
  signInAs,
}) => {
  const headers = basic("admin");
  const content = {
    name: "E2E for two",
    sections: [{ id: "s", title: "All", questions: [{ id: "q", kind: "yesNo", text: "Well?" }] }],
  };
  const made = await page.request.post("/api/v2/scorecards", { headers, data: content });
  const { id } = await made.json();
  await signInAs("admin");
  await page.goto(`/admin/scorecards/${id}`);
  const form = page.getByRole("form", { name: "Scorecard" });
  await form.getByLabel("What it is for").fill("Mine");
  const theirs = await page.request.put(`/api/v2/scorecards/${id}`, {
    headers,
    data: { ...content, description: "Theirs" },
  });
  expect(await theirs.json()).toMatchObject({ version: 2 });
  await form.getByRole("button", { name: "Save as version" }).click();
  await expect(form.getByText("has saved version 2 meanwhile")).toBeVisible();
  await form.getByRole("button", { name: "Save mine over version 2" }).click();
  await expect(page.getByText("Everything is saved.")).toBeVisible();
  const stored = await page.request.get(`/api/v2/scorecards/${id}`, { headers });
  expect((await stored.json()).scorecard).toMatchObject({ version: 3, description: "Mine" });
});

test("a supervisor reads scorecards and changes none", async ({ page, signInAs }) => {
  await signInAs("supervisor");
  expect((await page.goto("/admin/scorecards"))?.status()).toBe(404);
  const listed = await page.request.get("/api/v2/scorecards");
  expect((await listed.json()).scorecards.map(({ name }: { name: string }) => name)).toContain(
    "Support call",
  );
  const refused = await page.request.post("/api/v2/scorecards", {
    headers: basic("supervisor"),
    data: { name: "Mine" },
  });
  expect([refused.status(), (await refused.json()).statusCode]).toEqual([403, 5]);
});
