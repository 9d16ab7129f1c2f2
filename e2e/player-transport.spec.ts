import type { Page } from "@playwright/test";
import { basic, expect, test, untilSynced } from "./fixtures";
import { audioSeconds, expectSoundAdvances } from "./listening";

type Span = Readonly<{ startMs: number; endMs: number }>;
type Call = Readonly<{
  id: string;
  callerPhoneNumber: string;
  mediaFiles: readonly Readonly<{
    mediaKey: string;
    duration: string;
    audio: string;
    maskedSpans: readonly Span[];
  }>[];
}>;

test.beforeEach(async ({ page }) => untilSynced(page));

/** A spoken call of the vendor whose files name their pauses: with so many files, and so many pauses in the last. */
async function spokenCall(page: Page, files: number, pauses: number): Promise<Call> {
  const answer = await page.request.get("/api/v2/recordings?limit=60&source=engage", {
    headers: basic("admin"),
  });
  const { recordings } = await answer.json();
  const found = recordings.find(
    ({ mediaFiles }: Call) =>
      mediaFiles.length === files &&
      mediaFiles.every(({ audio }) => audio === "ready") &&
      mediaFiles[files - 1]?.maskedSpans.length === pauses,
  );
  expect(found, `a spoken call of ${files} files with ${pauses} pauses`).toBeTruthy();
  return found;
}

const player = (page: Page) => page.getByRole("region", { name: "Player" });
const shown = async (page: Page) => {
  const text = (await player(page).getByTestId("position").textContent()) ?? "";
  const [minutes = 0, seconds = 0] = (text.split("/")[0] ?? "").trim().split(":").map(Number);
  return minutes * 60 + seconds;
};

test("a journey without a mouse: speed, steps, loop, volume", async ({ page, signInAs }) => {
  await signInAs("supervisor");
  const { id } = await spokenCall(page, 1, 1);
  await page.goto(`/recordings/${id}?t=10`);
  await expect(player(page).getByRole("button", { name: "Play", exact: true })).toBeEnabled();
  await page.keyboard.press("k");
  await expectSoundAdvances(page);

  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("]");
  await expect(player(page).getByRole("combobox", { name: "Speed" })).toHaveValue("2");
  const [sound, time] = await page.evaluate(async () => {
    const audio = document.querySelector("audio");
    if (!audio) throw new Error("there is no audio element");
    const from = [audio.currentTime, performance.now()] as const;
    await new Promise<void>((resolve) => {
      const look = () => {
        if (audio.currentTime < from[0] + 4) return;
        audio.removeEventListener("timeupdate", look);
        resolve();
      };
      audio.addEventListener("timeupdate", look);
    });
    return [audio.currentTime - from[0], (performance.now() - from[1]) / 1_000] as const;
  });
  expect(sound / time).toBeGreaterThan(1.7);
  expect(sound / time).toBeLessThan(2.3);
  expect(await page.evaluate(() => document.querySelector("audio")?.preservesPitch)).toBe(true);

  await page.keyboard.press("k");
  await expect(player(page).getByRole("button", { name: "Play", exact: true })).toBeVisible();
  const before = await audioSeconds(page);
  await page.keyboard.press("l");
  await expect.poll(() => audioSeconds(page)).toBeCloseTo(before + 15, 0);
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => audioSeconds(page)).toBeCloseTo(before + 5, 0);

  // From here, three seconds: round and round.
  const loopFrom = await audioSeconds(page);
  await page.keyboard.press("r");
  await expect(player(page).getByText(/^Loop from/)).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => audioSeconds(page)).toBeGreaterThan(loopFrom + 4);
  await page.keyboard.press("r");
  await expect(player(page).getByRole("button", { name: "Loop is on" })).toBeVisible();
  await expect.poll(() => audioSeconds(page)).toBeLessThan(loopFrom + 1);
  await page.keyboard.press("k");
  await page.evaluate(
    (fromSeconds) =>
      new Promise<void>((resolve) => {
        const audio = document.querySelector("audio");
        let rounds = 0;
        audio?.addEventListener("seeked", () => {
          if (Math.abs(audio.currentTime - fromSeconds) < 0.3) rounds += 1;
          if (rounds === 2) resolve();
        });
      }),
    loopFrom,
  );
  await page.keyboard.press("r");
  await expect(player(page).getByRole("button", { name: "Loop", exact: true }).first()).toBeVisible();

  await page.keyboard.press("-");
  await expect.poll(() => page.evaluate(() => document.querySelector("audio")?.volume)).toBeCloseTo(0.9);
  await page.reload();
  await expect(player(page).getByRole("combobox", { name: "Speed" })).toHaveValue("2");
  await expect(player(page).getByRole("button", { name: /^Volume 90/ })).toBeVisible();
});

test("a transfer goes on in its second file by itself, and links stay in file time", async ({
  page,
  signInAs,
}) => {
  await signInAs("supervisor");
  const call = await spokenCall(page, 2, 2);
  const [first, second] = call.mediaFiles;
  if (!first || !second) throw new Error("a transfer has two files");
  const firstSeconds = Number(first.duration) / 1_000;
  await page.goto(`/recordings/${call.id}?m=${first.mediaKey}&t=${firstSeconds - 3}`);
  await expect(player(page).getByTestId("gap")).toBeAttached();
  const before = await page.evaluate(() => document.querySelector("audio")?.src);
  await page.keyboard.press("k");
  await expect
    .poll(() => page.evaluate(() => document.querySelector("audio")?.src), { timeout: 20_000 })
    .not.toBe(before);
  await expect(player(page).getByText(/Part 2 of 2 · 0:05 between the files/)).toBeVisible();
  await expectSoundAdvances(page);
  // Call time: the first file, the gap, and what has been heard of the second.
  expect(await shown(page)).toBeGreaterThan(firstSeconds + 4);
  await page.goto(`/recordings/${call.id}?m=${second.mediaKey}&t=20`);
  await expect.poll(() => audioSeconds(page)).toBeCloseTo(20, 0);
  expect(Math.abs((await shown(page)) - (firstSeconds + 5 + 20))).toBeLessThanOrEqual(2);
});

test("skipping silence says what it saves, jumps silence, and plays a pause through", async ({
  page,
  signInAs,
}) => {
  await signInAs("supervisor");
  const call = await spokenCall(page, 2, 2);
  const file = call.mediaFiles[1];
  const pause = file?.maskedSpans[0];
  if (!file || !pause) throw new Error("the second file has pauses");
  await page.goto(`/recordings/${call.id}?m=${file.mediaKey}&t=${pause.startMs / 1_000 - 4}`);
  await expect(player(page).getByRole("button", { name: /Skip silence \(saves \d+:\d\d\)/ })).toBeVisible();
  await page.keyboard.press("s");
  await page.keyboard.press("k");
  const heard = await page.evaluate(async (span) => {
    const audio = document.querySelector("audio");
    if (!audio) throw new Error("there is no audio element");
    audio.playbackRate = 3;
    const places: number[] = [];
    await new Promise<void>((resolve) => {
      const look = () => {
        places.push(audio.currentTime * 1_000);
        if (audio.currentTime * 1_000 > span.endMs + 500) resolve();
        else requestAnimationFrame(look);
      };
      look();
    });
    const within = places.filter((ms) => ms >= span.startMs && ms <= span.endMs);
    return {
      count: within.length,
      longestStepMs: Math.max(...within.map((ms, i) => ms - (within[i - 1] ?? ms))),
    };
  }, pause);
  expect(heard.count).toBeGreaterThan(10);
  expect(heard.longestStepMs).toBeLessThan(1_500);
});

test("nobody's silence is jumped, at once and to where somebody speaks", async ({ page, signInAs }) => {
  await signInAs("supervisor");
  const call = await spokenCall(page, 2, 2);
  const file = call.mediaFiles[0];
  if (!file) throw new Error("a transfer has two files");
  // Two seconds of nobody before and behind 0:36.
  await page.goto(`/recordings/${call.id}?m=${file.mediaKey}&t=32`);
  await expect(player(page).getByRole("button", { name: /Skip silence \(saves \d+:\d\d\)/ })).toBeVisible();
  await page.keyboard.press("s");
  await page.keyboard.press("k");
  const jump = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const audio = document.querySelector("audio");
        let last = audio?.currentTime ?? 0;
        const look = () => {
          const now = audio?.currentTime ?? 0;
          if (now - last > 0.8 && last > 33) resolve(now - last);
          else requestAnimationFrame(look);
          last = now;
        };
        look();
      }),
  );
  expect(jump).toBeGreaterThan(1.2);
  expect(jump).toBeLessThan(3);
  await expectSoundAdvances(page);
});

test("one side alone: muting the customer silences the right ear and nothing else", async ({
  page,
  signInAs,
}) => {
  await page.addInitScript(() => {
    const connect = AudioNode.prototype.connect;
    const levels: AnalyserNode[] = [];
    Object.assign(window, { levels });
    Reflect.set(
      AudioNode.prototype,
      "connect",
      function (this: AudioNode, ...args: Parameters<typeof connect>) {
        if (levels.length === 0 && args[0] instanceof AudioDestinationNode) {
          const splitter = this.context.createChannelSplitter(2);
          Reflect.apply(connect, this, [splitter]);
          for (const side of [0, 1]) {
            const level = this.context.createAnalyser();
            Reflect.apply(connect, splitter, [level, side]);
            levels.push(level);
          }
        }
        return Reflect.apply(connect, this, args);
      },
    );
  });
  await signInAs("supervisor");
  const { id } = await spokenCall(page, 1, 1);
  await page.goto(`/recordings/${id}?t=2`);
  await expect(player(page).getByRole("button", { name: "Play", exact: true })).toBeEnabled();
  await page.keyboard.press("k");
  await expectSoundAdvances(page);
  expect(
    await page.evaluate(() => Reflect.get(window, "levels").length),
    "no Web Audio before it is needed",
  ).toBe(0);

  await player(page)
    .getByRole("button", { name: /^Volume/ })
    .click();
  await page.getByRole("button", { name: "Mute customer" }).click();
  await expect(page.getByRole("button", { name: "Mute customer" })).toHaveAttribute("aria-pressed", "true");
  await expectSoundAdvances(page);
  const [agent, customer] = await page.evaluate(async () => {
    const levels = Reflect.get(window, "levels") as AnalyserNode[];
    const loudest = [0, 0];
    const audio = document.querySelector("audio");
    const until = (audio?.currentTime ?? 0) + 14;
    // The fade of the volume itself is over after a tenth of a second.
    const from = (audio?.currentTime ?? 0) + 0.5;
    while (audio && audio.currentTime < until) {
      await new Promise(requestAnimationFrame);
      if (audio.currentTime < from) continue;
      for (const [side, level] of levels.entries()) {
        const samples = new Float32Array(level.fftSize);
        level.getFloatTimeDomainData(samples);
        loudest[side] = samples.reduce((most, one) => Math.max(most, Math.abs(one)), loudest[side] ?? 0);
      }
    }
    return loudest;
  });
  expect(agent).toBeGreaterThan(0.02);
  expect(customer).toBeLessThan(0.001);
});

test("a call is gone on with where it was left, when that is asked for", async ({ page, signInAs }) => {
  await signInAs("supervisor");
  const { id, callerPhoneNumber } = await spokenCall(page, 1, 1);
  await page.goto(`/recordings/${id}?t=42`);
  await expect(player(page).getByRole("button", { name: "Play", exact: true })).toBeEnabled();
  await page.keyboard.press("k");
  await expectSoundAdvances(page);
  await page.keyboard.press("k");
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem("earmark.positions")))
    .toMatch(/"t":4\d{4}/);
  const kept = await page.evaluate(() => localStorage.getItem("earmark.positions"));
  expect(kept).not.toContain(callerPhoneNumber.replace(/\D/g, "").slice(-6));
  await page.goto(`/recordings/${id}`);
  await page.getByRole("button", { name: /^Play/ }).first().click();
  await player(page)
    .getByRole("button", { name: /^Go on at 0:4\d/ })
    .click();
  await expect.poll(() => audioSeconds(page)).toBeGreaterThan(40);
});

test("the system's media keys know neither who called nor when", async ({ page, signInAs }) => {
  await signInAs("supervisor");
  const { id } = await spokenCall(page, 1, 1);
  await page.goto(`/recordings/${id}?t=5`);
  await expect(player(page).getByRole("button", { name: "Play", exact: true })).toBeEnabled();
  const told = await page.evaluate(() => {
    const metadata = navigator.mediaSession.metadata;
    return [metadata?.title, metadata?.artist, metadata?.album];
  });
  expect(told).toEqual(["Recorded call", "Earmark", ""]);
});
