import type { Page } from "@playwright/test";
import { basic, expect, test, untilSynced } from "./fixtures";
import { expectSoundAdvances } from "./listening";

type Call = Readonly<{
  id: string;
  mediaFiles: readonly Readonly<{ audio: string; size?: string; duration?: string }>[];
}>;

/** So long the simulated vendor takes for the call. */
const ARRIVES_SECONDS = 12;
const LEAST_BYTES = 1_000_000;

test.beforeEach(async ({ page }) => untilSynced(page));

/** A call that nobody has played yet: the oldest of those long enough, and older than any that other tests open. */
async function unheardCall(page: Page): Promise<Readonly<{ id: string; bytes: number }>> {
  const answer = await page.request.get("/api/v2/recordings?source=engage&minDuration=120000&limit=500", {
    headers: basic("admin"),
  });
  const { recordings } = await answer.json();
  const found = recordings.findLast(
    ({ mediaFiles }: Call) =>
      mediaFiles.length === 1 && mediaFiles[0]?.audio === "ready" && Number(mediaFiles[0].size) > LEAST_BYTES,
  );
  expect(found, "a call of one file that takes a while to send").toBeTruthy();
  return { id: found.id, bytes: Number(found.mediaFiles[0].size) };
}

const player = (page: Page) => page.getByRole("region", { name: "Player" });
const awaited = (page: Page) => player(page).getByTestId("awaited");

/** Columns of the agent's lane with more in them than the line of silence. */
const drawnColumns = (page: Page) =>
  page.evaluate(() => {
    const hosts = document.querySelectorAll('[data-testid="waveform"] *');
    const lane = [...hosts].flatMap((host) => [
      ...(host.shadowRoot?.querySelectorAll<HTMLCanvasElement>(".canvases > div:first-child canvas") ?? []),
    ]);
    return lane.reduce((sum, canvas) => {
      const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const heights = Array.from({ length: canvas.width }, (_, x) => {
        let height = 0;
        for (let y = 0; y < canvas.height; y += 1) if (pixels[(y * canvas.width + x) * 4 + 3]) height += 1;
        return height;
      });
      return sum + heights.filter((height) => height > 2).length;
    }, 0);
  });

/** Where what is still to come begins, as a share of the call. */
async function knownShare(page: Page): Promise<number> {
  const [whole, rest] = await Promise.all([
    player(page).getByRole("slider", { name: "Position" }).boundingBox(),
    awaited(page).boundingBox(),
  ]);
  return whole && rest ? (rest.x - whole.x) / whole.width : 1;
}

test("a call that arrives slowly is drawn growing at its place, and sounds meanwhile", async ({
  page,
  signInAs,
  vendor,
}) => {
  // The call alone takes its time to arrive.
  test.slow();
  await signInAs("supervisor");
  const { id, bytes } = await unheardCall(page);
  await vendor({ throttleBytesPerSecond: Math.round(bytes / ARRIVES_SECONDS) });
  await page.goto(`/recordings/${id}`);
  const asked = page.waitForResponse((response) => response.url().includes("/peaks/"));
  await page.getByRole("main").getByRole("button", { name: "Play", exact: true }).first().click();
  const first = await asked;
  expect(first.status()).toBe(202);

  await expect(awaited(page)).toHaveAttribute(
    "aria-label",
    /^The waveform is still arriving, from \d+:\d\d$/,
  );
  const known = await knownShare(page);
  const drawn = await drawnColumns(page);
  expect(known).toBeLessThan(0.5);
  await expectSoundAdvances(page);
  await expect.poll(() => knownShare(page)).toBeGreaterThan(known);
  await expect.poll(() => drawnColumns(page)).toBeGreaterThan(drawn);
  // Heard while the rest was still to come.
  await expect(awaited(page)).toBeVisible();

  await expect(awaited(page)).toBeHidden({ timeout: 30_000 });
  const whole = await drawnColumns(page);
  expect(whole).toBeGreaterThan(drawn);
  await expectSoundAdvances(page);
});
