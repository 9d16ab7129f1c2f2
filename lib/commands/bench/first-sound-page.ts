/** The page of `first-sound`: presses rows, "next" and the waveform as a listener does, and reads what the page saw. */
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright";
import { z } from "zod";
import { ROOT } from "./tools";

/** A press that has brought neither sound nor waveform by then has failed. */
const PRESS_MS = 20_000;
/** Until all of an hour, or of ten, has arrived. */
const WHOLE_MS = 120_000;
/** Rows that are on the screen without scrolling. */
export const ROWS = 12;

const SeenSchema = z.object({
  soundMs: z.number().nullable(),
  waveformMs: z.number().nullable(),
  /** No part of the waveform is still to come. */
  wholeMs: z.number().nullable(),
});
/** Where the time goes: the requests of one press. */
const StepsSchema = z.record(z.string(), z.number().nullable());
export type Seen = z.infer<typeof SeenSchema> & Readonly<{ steps: z.infer<typeof StepsSchema> }>;

/** What is needed of a call to press its row. */
export type Row = Readonly<{ callerPhoneNumber?: string | undefined; startTime?: string | undefined }>;
/** Stores a search; its id. */
export type SearchFor = (filter: Readonly<Record<string, unknown>>) => Promise<string>;

/** The app signed in, with the watching script. */
export async function openPage(browser: Browser, origin: string, cookies: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1_400, height: 900 } });
  await context.addCookies(
    cookies.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: origin };
    }),
  );
  const page = await context.newPage();
  await page.addInitScript({ path: path.join(ROOT, "lib/commands/bench/first-sound-watch.js") });
  return page;
}

/** Presses one call after the other, each in a list that shows it. */
export async function pressAll(
  page: Page,
  origin: string,
  searchFor: SearchFor,
  calls: readonly Row[],
  filter: Readonly<Record<string, unknown>> = {},
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let at = 0; at < calls.length; at += ROWS) {
    const part = calls.slice(at, at + ROWS);
    await showList(page, origin, searchFor, part, filter);
    for (const call of part) seen.push(await press(page, call));
  }
  return seen;
}

async function showList(
  page: Page,
  origin: string,
  searchFor: SearchFor,
  calls: readonly Row[],
  filter: Readonly<Record<string, unknown>>,
): Promise<void> {
  const newest = Math.max(...calls.map((call) => Date.parse(call.startTime ?? "")));
  const search = await searchFor({ startBefore: newest + 1, ...filter });
  await page.goto(`${origin}/recordings?search=${search}`);
}

/** Twice on the row, as a listener does; answers with what the page saw. */
async function press(page: Page, call: Row): Promise<Seen> {
  const row = page
    .getByRole("row")
    .filter({ hasText: call.callerPhoneNumber ?? "" })
    .first();
  await row.waitFor({ timeout: PRESS_MS });
  await row.scrollIntoViewIfNeeded();
  await page.evaluate("firstSound.arm()");
  await row.dblclick();
  return untilSeen(page, ({ soundMs, waveformMs }) => soundMs !== null && waveformMs !== null, PRESS_MS);
}

/** What the page has seen once that is enough, or after `withinMs`. */
async function untilSeen(
  page: Page,
  isEnough: (seen: z.infer<typeof SeenSchema>) => boolean,
  withinMs: number,
): Promise<Seen> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const seen = SeenSchema.parse(await page.evaluate("firstSound.seen()"));
    if (isEnough(seen) || Date.now() > endMs) {
      return { ...seen, steps: StepsSchema.parse(await page.evaluate("firstSound.steps()")) };
    }
    await sleep(20);
  }
}

/** The same press, looked at until the waveform is whole. */
export const untilWhole = (page: Page) => untilSeen(page, ({ wholeMs }) => wholeMs !== null, WHOLE_MS);

/** Plays the first call for `heardSeconds`, then presses "Next result", again and again. */
export async function pressNext(
  page: Page,
  origin: string,
  searchFor: SearchFor,
  call: Row,
  times: number,
  heardSeconds: number,
): Promise<Seen[]> {
  await showList(page, origin, searchFor, [call], {});
  await press(page, call);
  const seen: Seen[] = [];
  while (seen.length < times) {
    const endMs = Date.now() + PRESS_MS;
    while (Number(await page.evaluate("firstSound.playedSeconds()")) < heardSeconds && Date.now() < endMs) {
      await sleep(100);
    }
    await page.evaluate("firstSound.arm()");
    await page.getByRole("button", { name: "Next result" }).click();
    seen.push(
      await untilSeen(page, ({ soundMs, waveformMs }) => soundMs !== null && waveformMs !== null, PRESS_MS),
    );
  }
  return seen;
}

/** Presses on the waveform at these shares of its length; ms to the sound from there, null = none, or from elsewhere. */
export async function jumpAll(page: Page, shares: readonly number[]): Promise<(number | null)[]> {
  const slider = page.getByRole("slider", { name: "Position" });
  const lengthSeconds = Number(await slider.getAttribute("aria-valuemax"));
  const took: (number | null)[] = [];
  for (const share of shares) {
    const box = await slider.boundingBox();
    if (!box) throw new Error("the waveform is not on the screen");
    await page.evaluate("firstSound.armJump()");
    await page.mouse.click(box.x + box.width * share, box.y + box.height / 2);
    const { soundMs } = await untilSeen(page, (seen) => seen.soundMs !== null, PRESS_MS);
    const landed = z
      .number()
      .nullable()
      .parse(await page.evaluate("firstSound.landedAt()"));
    // A pixel of ten hours is half a minute.
    const isThere = landed !== null && Math.abs(landed - share * lengthSeconds) < lengthSeconds / 500;
    took.push(isThere ? soundMs : null);
  }
  return took;
}
