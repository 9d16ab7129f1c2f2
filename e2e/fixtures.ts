import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { SIMULATOR_URL } from "./playwright.config";

export { expect } from "@playwright/test";

export type DemoRole = "admin" | "supervisor" | "evaluator";
const PASSWORD = "earmark-demo";

type Fixtures = {
  /** Signs this page in by the sign-in form, and waits for the first screen. */
  signInAs: (role: DemoRole) => Promise<void>;
  /** Sets switches of the simulated vendor until the test ends. */
  vendor: (switches: Record<string, unknown>) => Promise<void>;
  /** Fails on anything serious that axe finds on the page as it stands. */
  expectAccessible: () => Promise<void>;
};

export const test = base.extend<Fixtures>({
  signInAs: async ({ page }, use) => {
    await use(async (role) => {
      await page.goto("/sign-in");
      await page.getByLabel("E-mail").fill(`${role}@earmark.test`);
      await page.getByLabel("Password").fill(PASSWORD);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.waitForURL(role === "evaluator" ? "**/reviews" : "**/recordings**");
    });
  },
  vendor: async ({ request }, use) => {
    const before: unknown = await (await request.get(`${SIMULATOR_URL}/simulator/switches`)).json();
    await use(async (switches) => {
      const answer = await request.put(`${SIMULATOR_URL}/simulator/switches`, { data: switches });
      expect(answer.ok()).toBe(true);
    });
    await request.put(`${SIMULATOR_URL}/simulator/switches`, { data: before });
  },
  expectAccessible: async ({ page }, use) => {
    await use(async () => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
        .analyze();
      expect(
        violations.map(
          (violation) =>
            `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`,
        ),
      ).toEqual([]);
    });
  },
});

/** HTTP Basic for the API, as a client program would send it. */
export function basic(role: DemoRole): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${role}@earmark.test:${PASSWORD}`).toString("base64")}` };
}

/** Waits until the catalog has the newest calls of every vendor, asking as a client would. */
export async function untilSynced(page: Page): Promise<void> {
  const LEAST = { engage: 250, cloud: 20, ringcx: 20, kazoo: 20 };
  for (const [source, least] of Object.entries(LEAST)) {
    await expect
      .poll(
        async () => {
          const answer = await page.request.get(`/api/v2/recordings?source=${source}&limit=1`, {
            headers: basic("admin"),
          });
          const body: unknown = await answer.json();
          return typeof body === "object" && body !== null && "totalCount" in body
            ? Number(body.totalCount)
            : 0;
        },
        { timeout: 60_000, message: `calls of ${source}` },
      )
      .toBeGreaterThan(least);
  }
}
