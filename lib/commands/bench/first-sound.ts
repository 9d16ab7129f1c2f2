/** `npm run bench -- first-sound`: from the press to the first sound and to the waveform, in a real browser. */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { chromium } from "playwright";
import { z } from "zod";
import { createEngageSimulator, PEOPLE } from "@/lib/sources/genesys-engage/simulator";
import { serveSimulator } from "@/lib/sources/simulator-server";
import { findChromium } from "../chromium.mjs";
import { isBuildCurrent, isBuilt } from "../project.mjs";
import { addUser, signIn, startApp } from "./app";
import { decodeInBrowser } from "./browser-decode";
import { jumpAll, openPage, pressAll, pressNext, ROWS, type Seen, untilWhole } from "./first-sound-page";
import { type LongSound, longCall, withLongSound } from "./long-call";
import { atEnd, type BenchAnswer, quantile, round, say, temporaryFolder, wholeNumber } from "./tools";

const VENDOR_MS = 100;
const SYNC_MS = 120_000;
const HOUR_MS = 3_000_000;
/** Loads of the page with the hour in it, and of wavesurfer.js decoding the hour. */
const HOURS = 5;
const DECODINGS = 3;
/** Presses on "next", each after so much of the call before. */
const NEXTS = 8;
const HEARD_SECONDS = 6;
const TEN_HOURS_MINUTES = 600;
const JUMPS = 40;
const GOLDEN_RATIO = 0.618;

const FLAGS = [
  "--no-sandbox",
  "--autoplay-policy=no-user-gesture-required",
  "--mute-audio",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
];

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
    calls: (presses + ROWS + NEXTS) * 3,
    awkward: false,
  });
  const long: LongSound = { vendorId: null, sound: Buffer.alloc(0) };
  const vendor = await serveSimulator({ fetch: withLongSound(simulator.fetch, long), port: 0 });
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
  const fit = await syncedCalls(api, presses + ROWS + NEXTS + 2);
  const far = fit.at(-1);
  if (far) {
    long.sound = await longCall(TEN_HOURS_MINUTES);
    long.vendorId = far.id.slice(far.id.indexOf(".") + 1);
  }
  const hour = (await api(`/recordings?minDuration=${HOUR_MS}&limit=1`)).recordings[0];
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  atEnd(() => browser.close());
  const page = await openPage(browser, origin, cookies);

  const searchFor = async (filter: Readonly<Record<string, unknown>>) => {
    const answer = await post(origin, cookies, "/searches", filter);
    return z.object({ id: z.string() }).parse(answer).id;
  };
  const pressed = (calls: readonly Call[], filter: Readonly<Record<string, unknown>> = {}) =>
    pressAll(page, origin, searchFor, calls, filter);
  say("the browser's first press warms up what later ones find ready");
  await pressed(fit.slice(0, ROWS));
  const measured = fit.slice(ROWS, ROWS + presses);
  await setLatency(vendor.url, VENDOR_MS);
  say(`${measured.length} calls that the vendor sends, ${VENDOR_MS} ms after each question`);
  const arriving = await pressed(measured);
  say("the same calls out of the cache");
  const cached = await pressed(measured);
  const before = fit[ROWS + presses];
  say(`"next" after ${HEARD_SECONDS} s of each call, the vendor as slow as before`);
  const next =
    before === undefined ? [] : await pressNext(page, origin, searchFor, before, NEXTS, HEARD_SECONDS);

  const ofHour = { minDuration: HOUR_MS };
  const hourOnce = hour === undefined ? null : await pressed([hour], ofHour);
  const hourWhole = hourOnce === null ? null : await untilWhole(page);
  const hourAgain: Seen[] = [];
  for (let at = 0; hour && hourWhole && at < HOURS; at += 1)
    hourAgain.push(...(await pressed([hour], ofHour)));
  say("wavesurfer.js decoding the same hour itself");
  const file = hour?.mediaFiles[0];
  const decoded: number[] = [];
  if (hour && file) {
    const sound = await soundOf(origin, cookies, hour, file.mediaKey);
    for (let at = 0; at < DECODINGS; at += 1)
      decoded.push((await decodeInBrowser(browser, sound)) ?? Number.NaN);
  }

  say("jumps within ten hours, out of the cache");
  const jumps: (number | null)[] = [];
  if (far) {
    await pressed([far]);
    await untilStored(origin, cookies, far);
    await pressed([far]);
    jumps.push(...(await jumpAll(page, spreadShares(JUMPS))));
  }
  const ours =
    hourAgain.length === 0
      ? Number.NaN
      : quantile(
          hourAgain.flatMap((one) => one.waveformMs ?? []),
          0.5,
        );
  const decodedMs = quantile(decoded, 0.5);
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
    cachedSoundFirstOfPage: figuresOf(
      cached.filter((_, at) => at % ROWS === 0),
      "soundMs",
    ),
    cachedSteps: stepsOf(cached),
    arrivingSteps: stepsOf(arriving),
    waveformBeforeSound: cached.filter(isWaveformFirst).length / Math.max(1, cached.length),
    nextSound: figuresOf(next, "soundMs"),
    nextWaveform: figuresOf(next, "waveformMs"),
    boundJumpP95Ms: 300,
    tenHoursJump: figuresOfTimes(jumps),
    beside: "wavesurfer.js decoding the file itself",
    hourStoredWaveform: figuresOf(hourAgain, "waveformMs"),
    hourArrivingWaveformMs: hourOnce?.[0]?.waveformMs ?? null,
    hourArrivingWholeMs: hourWhole?.wholeMs ?? null,
    hourArrivingSoundMs: hourOnce?.[0]?.soundMs ?? null,
    hourWavesurferMs: round(decodedMs),
    timesFaster: round(decodedMs / ours, 1),
    timesFasterArriving: round(decodedMs / (hourOnce?.[0]?.waveformMs ?? Number.NaN), 1),
    boundTimesFaster: 10,
  };
}

type Api = (pathname: string) => Promise<z.infer<typeof CallsSchema>>;

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
async function syncedCalls(api: Api, least: number): Promise<Call[]> {
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
    if (fit.length >= least) return fit;
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

/** Until the waveform is stored, and so all of the sound is in the cache. */
async function untilStored(origin: string, cookie: string, call: Call): Promise<void> {
  const endMs = Date.now() + SYNC_MS;
  for (;;) {
    const answer = await fetch(`${origin}/api/v2${call.mediaFiles[0]?.peaksPath}`, { headers: { cookie } });
    await answer.arrayBuffer();
    if (answer.status === 200) return;
    if (Date.now() > endMs) throw new Error("the waveform of ten hours was not made in time");
    await sleep(500);
  }
}

async function soundOf(origin: string, cookie: string, call: Call, mediaKey: string): Promise<Buffer> {
  const answer = await fetch(`${origin}/api/v2/recordings/${call.id}/play/${mediaKey}`, {
    headers: { cookie },
  });
  return Buffer.from(await answer.arrayBuffer());
}

/** Far from each other and from those before, the same in every run. */
const spreadShares = (count: number) =>
  Array.from({ length: count }, (_, at) => 0.01 + 0.98 * (((at + 1) * GOLDEN_RATIO) % 1));

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

const figuresOf = (seen: readonly Seen[], field: "soundMs" | "waveformMs"): Figures =>
  figuresOfTimes(seen.map((one) => one[field]));

function figuresOfTimes(times: readonly (number | null)[]): Figures {
  const values = times.flatMap((one) => one ?? []);
  return {
    presses: times.length,
    failed: times.length - values.length,
    p50Ms: round(quantile(values, 0.5)),
    p95Ms: round(quantile(values, 0.95)),
    maxMs: round(quantile(values, 1)),
  };
}
