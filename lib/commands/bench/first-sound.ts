/** `npm run bench -- first-sound`: from the press to the first sound and to the waveform, in a real browser. */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "playwright";
import { z } from "zod";
import { createEngageSimulator, PEOPLE } from "@/lib/sources/genesys-engage/simulator";
import { serveSimulator } from "@/lib/sources/simulator-server";
import { findChromium } from "../chromium.mjs";
import { isBuildCurrent, isBuilt } from "../project.mjs";
import { addUser, signIn, startApp } from "./app";
import { decodeInBrowser } from "./browser-decode";
import { atEnd, type BenchAnswer, quantile, ROOT, round, say, temporaryFolder, wholeNumber } from "./tools";

const VENDOR_MS = 100;
const SYNC_MS = 120_000;
/** A press that has brought neither sound nor waveform by then has failed. */
const PRESS_MS = 20_000;
const HOUR_MS = 3_000_000;
/** Rows that are on the screen without scrolling. */
const ROWS = 12;

const FLAGS = [
  "--no-sandbox",
  "--autoplay-policy=no-user-gesture-required",
  "--mute-audio",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
];

const SeenSchema = z.object({ soundMs: z.number().nullable(), waveformMs: z.number().nullable() });
/** Where the time goes: the requests of one press. */
const StepsSchema = z.record(z.string(), z.number().nullable());
type Seen = z.infer<typeof SeenSchema> & Readonly<{ steps: z.infer<typeof StepsSchema> }>;

const CallSchema = z.object({
  id: z.string(),
  callerPhoneNumber: z.string().optional(),
  dialedPhoneNumber: z.string().optional(),
  startTime: z.string().optional(),
  mediaFiles: z.array(z.object({ mediaKey: z.string(), audio: z.string(), peaksPath: z.string() })),
});
const CallsSchema = z.object({ recordings: z.array(CallSchema), totalCount: z.number() });
type Call = z.infer<typeof CallSchema>;

type Figures = Readonly<{ presses: number; failed: number; p50Ms: number; p95Ms: number; maxMs: number }>;

export async function benchFirstSound(args: readonly string[]): Promise<BenchAnswer> {
  const { values } = parseArgs({ args: [...args], options: { presses: { type: "string", default: "48" } } });
  const presses = wholeNumber("presses", values.presses, 4, 200);
  if (!isBuilt()) throw new Error("Earmark is not built yet: run `npm run build` first.");
  const executablePath = await findChromium(say);

  const simulator = createEngageSimulator({
    now: () => new Date(),
    baseTime: new Date(),
    calls: presses * 3,
    awkward: false,
  });
  const vendor = await serveSimulator({ fetch: simulator.fetch, port: 0 });
  atEnd(vendor.close);
  const dataDir = temporaryFolder();
  const sourcesFile = path.join(dataDir, "sources.json");
  const { username, password: theirs } = PEOPLE.admin;
  const source = {
    id: "engage",
    name: "Vendor",
    vendor: "genesys-engage",
    baseUrl: vendor.url,
    username,
    password: theirs,
    syncSeconds: 5,
  };
  writeFileSync(sourcesFile, JSON.stringify({ sources: [source] }));
  const password = randomBytes(18).toString("base64url");
  await addUser(dataDir, password);
  const origin = await startApp(dataDir, sourcesFile);
  const cookies = await signIn(origin, password);
  const api = apiOf(origin, cookies);
  const calls = await syncedCalls(api, presses);
  const hour = (await api(`/recordings?minDuration=${HOUR_MS}&limit=1`)).recordings[0];
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  atEnd(() => browser.close());
  const page = await openPage(browser, origin, cookies);

  const searchFor = async (filter: Readonly<Record<string, unknown>>) => {
    const answer = await post(origin, cookies, "/searches", filter);
    return z.object({ id: z.string() }).parse(answer).id;
  };
  say("the browser's first press warms up what later ones find ready");
  await pressAll(page, origin, searchFor, calls.slice(0, ROWS));
  const measured = calls.slice(ROWS);
  await setLatency(vendor.url, VENDOR_MS);
  say(`${measured.length} calls that the vendor sends, ${VENDOR_MS} ms after each question`);
  const arriving = await pressAll(page, origin, searchFor, measured);
  say("the same calls out of the cache");
  const cached = await pressAll(page, origin, searchFor, measured);
  const hourOnce =
    hour === undefined ? null : await pressAll(page, origin, searchFor, [hour], { minDuration: HOUR_MS });
  const hourPeaksReady = hour !== undefined && (await untilPeaks(origin, cookies, hour));
  await page.reload();
  const hourAgain =
    hourPeaksReady && hour ? await pressAll(page, origin, searchFor, [hour], { minDuration: HOUR_MS }) : null;
  say("wavesurfer.js decoding the same hour itself");
  const file = hour?.mediaFiles[0];
  const sound =
    hour === undefined || file === undefined ? null : await soundOf(origin, cookies, hour, file.mediaKey);
  const decoded = sound === null ? null : await decodeInBrowser(browser, sound);
  const ours = hourAgain?.[0]?.waveformMs ?? null;
  const growing = hourOnce?.[0]?.waveformMs ?? null;
  return {
    buildIsOfTheseSources: isBuildCurrent(),
    browser: browser.version(),
    vendorMs: VENDOR_MS,
    boundCachedP95Ms: 200,
    boundArrivingP95Ms: 500,
    cachedSound: figuresOf(cached, "soundMs"),
    arrivingSound: figuresOf(arriving, "soundMs"),
    cachedWaveform: figuresOf(cached, "waveformMs"),
    arrivingWaveform: figuresOf(arriving, "waveformMs"),
    cachedSteps: stepsOf(cached),
    arrivingSteps: stepsOf(arriving),
    waveformBeforeSound: cached.filter(isWaveformFirst).length / Math.max(1, cached.length),
    beside: "wavesurfer.js decoding the file itself",
    hourStoredWaveformMs: ours === null ? null : round(ours),
    hourArrivingWaveformMs: growing === null ? null : round(growing),
    hourArrivingSoundMs: hourOnce?.[0]?.soundMs ?? null,
    hourWavesurferMs: decoded === null ? null : round(decoded),
    timesFaster: decoded === null || ours === null ? null : round(decoded / ours, 1),
    boundTimesFaster: 10,
  };
}

type Api = (pathname: string) => Promise<z.infer<typeof CallsSchema>>;
type SearchFor = (filter: Readonly<Record<string, unknown>>) => Promise<string>;

function apiOf(origin: string, cookie: string): Api {
  return async (pathname) => {
    const answer = await fetch(`${origin}/api/v2${pathname}`, { headers: { cookie } });
    return CallsSchema.parse(await answer.json());
  };
}

async function post(origin: string, cookie: string, pathname: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${origin}/api/v2${pathname}`, {
    method: "POST",
    headers: { cookie, origin, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.json();
}

/** Playable calls whose number stands in the list once, after the first sync. */
async function syncedCalls(api: Api, presses: number): Promise<Call[]> {
  say("waiting until the catalog has the calls");
  const endMs = Date.now() + SYNC_MS;
  for (;;) {
    const { recordings, totalCount } = await api("/recordings?limit=500");
    // A row is found by its text: an extension can stand in the number of another call.
    const numbers = recordings.flatMap((one) => [one.callerPhoneNumber ?? "", one.dialedPhoneNumber ?? ""]);
    const fit = recordings.filter(
      ({ mediaFiles, callerPhoneNumber, startTime }) =>
        mediaFiles[0]?.audio === "ready" &&
        startTime !== undefined &&
        callerPhoneNumber !== undefined &&
        numbers.filter((other) => other.includes(callerPhoneNumber)).length === 1,
    );
    if (fit.length >= presses + ROWS) return fit.slice(0, presses + ROWS);
    if (Date.now() > endMs) throw new Error(`only ${fit.length} of ${totalCount} calls can be pressed`);
    await sleep(500);
  }
}

async function setLatency(vendorUrl: string, latencyMs: number): Promise<void> {
  const answer = await fetch(`${vendorUrl}/simulator/switches`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ latencyMs }),
  });
  if (!answer.ok) throw new Error(`the simulator refused its latency (${answer.status})`);
}

async function openPage(browser: Browser, origin: string, cookies: string): Promise<Page> {
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
async function pressAll(
  page: Page,
  origin: string,
  searchFor: SearchFor,
  calls: readonly Call[],
  filter: Readonly<Record<string, unknown>> = {},
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let at = 0; at < calls.length; at += ROWS) {
    const part = calls.slice(at, at + ROWS);
    const newest = Math.max(...part.map((call) => Date.parse(call.startTime ?? "")));
    const search = await searchFor({ startBefore: newest + 1, ...filter });
    await page.goto(`${origin}/recordings?search=${search}`);
    for (const call of part) seen.push(await press(page, call));
  }
  return seen;
}

/** Twice on the row, as a listener does; answers with what the page saw. */
async function press(page: Page, call: Call): Promise<Seen> {
  const row = page
    .getByRole("row")
    .filter({ hasText: call.callerPhoneNumber ?? "" })
    .first();
  await row.waitFor({ timeout: PRESS_MS });
  await row.scrollIntoViewIfNeeded();
  await page.evaluate("firstSound.arm()");
  await row.dblclick();
  const endMs = Date.now() + PRESS_MS;
  for (;;) {
    const seen = SeenSchema.parse(await page.evaluate("firstSound.seen()"));
    if ((seen.soundMs !== null && seen.waveformMs !== null) || Date.now() > endMs) {
      return { ...seen, steps: StepsSchema.parse(await page.evaluate("firstSound.steps()")) };
    }
    await sleep(20);
  }
}

async function untilPeaks(origin: string, cookie: string, call: Call): Promise<boolean> {
  const endMs = Date.now() + SYNC_MS;
  while (Date.now() < endMs) {
    const answer = await fetch(`${origin}/api/v2${call.mediaFiles[0]?.peaksPath}`, { headers: { cookie } });
    await answer.arrayBuffer();
    if (answer.status === 200) return true;
    await sleep(500);
  }
  return false;
}

async function soundOf(origin: string, cookie: string, call: Call, mediaKey: string): Promise<Buffer> {
  const answer = await fetch(`${origin}/api/v2/recordings/${call.id}/play/${mediaKey}`, {
    headers: { cookie },
  });
  return Buffer.from(await answer.arrayBuffer());
}

const isWaveformFirst = ({ soundMs, waveformMs }: Seen) =>
  soundMs !== null && waveformMs !== null && waveformMs <= soundMs;

/** The median of each step. */
function stepsOf(seen: readonly Seen[]): Record<string, number | null> {
  const names = Object.keys(seen[0]?.steps ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const middle = quantile(
        seen.flatMap(({ steps }) => steps[name] ?? []),
        0.5,
      );
      return [name, Number.isNaN(middle) ? null : round(middle)];
    }),
  );
}

function figuresOf(seen: readonly Seen[], field: "soundMs" | "waveformMs"): Figures {
  const values = seen.flatMap((one) => one[field] ?? []);
  return {
    presses: seen.length,
    failed: seen.length - values.length,
    p50Ms: round(quantile(values, 0.5)),
    p95Ms: round(quantile(values, 0.95)),
    maxMs: round(quantile(values, 1)),
  };
}
