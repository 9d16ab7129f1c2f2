import type { CDPSession, Page } from "@playwright/test";
import { basic, expect, test, untilSynced } from "./fixtures";

const CALLS = 200;
const LOOKS = [50, 100, 150, 200];
/** From the 50th to the 200th call. What is kept of a call is a row of the list and a few answers about it. */
const MAX_GROWN = { heapBytes: 4_000_000, nodes: 400, listeners: 60 } as const;
/** The waveform on screen, those kept for who goes back, and one that is on its way. */
const MAX_WAVEFORMS = 12;
/** A call of the samples is some minutes long: ten samples of height, and the bytes sent, for each tenth of a second. */
const MAX_WAVEFORM_BYTES = 6_000_000;

/** What is alive in the tab after a real collection of garbage. */
type Alive = Readonly<{
  heapBytes: number;
  nodes: number;
  listeners: number;
  mediaElements: number;
  audioContexts: number;
  waveforms: number;
  waveformBytes: number;
}>;

test.beforeEach(async ({ page }) => untilSynced(page));

test("two hundred calls are opened in one tab, and it keeps none of them", async ({ page, signInAs }) => {
  test.setTimeout(240_000);
  await signInAs("supervisor");
  const { id } = await (
    await page.request.post("/api/v2/searches", { headers: basic("supervisor"), data: { source: "engage" } })
  ).json();
  await page.goto(`/recordings?search=${id}`);
  await page.getByRole("grid", { name: "Calls found" }).focus();
  const cdp = await page.context().newCDPSession(page);
  const looks: Alive[] = [];
  for (let call = 1; call <= CALLS; call += 1) {
    await openNext(page);
    // Twice on the way somebody turns a side down, which is what Web Audio is made for.
    if (call === 10 || call === 110) await muteAndUnmute(page);
    if (LOOKS.includes(call)) looks.push(await alive(cdp));
  }
  const [first, last] = [looks[0], looks.at(-1)];
  if (!first || !last) throw new Error("there is nothing to compare");
  const seen = looks.map((look) => JSON.stringify(look)).join("\n");
  for (const [name, most] of Object.entries(MAX_GROWN)) {
    expect(
      Number(Reflect.get(last, name)) - Number(Reflect.get(first, name)),
      `${name}\n${seen}`,
    ).toBeLessThan(most);
  }
  for (const look of looks) {
    expect(look.mediaElements, seen).toBeLessThanOrEqual(2);
    expect(look.audioContexts, seen).toBeLessThanOrEqual(2);
    expect(look.waveforms, seen).toBeLessThanOrEqual(MAX_WAVEFORMS);
    expect(look.waveformBytes, seen).toBeLessThanOrEqual(MAX_WAVEFORM_BYTES);
  }
});

/** The next call of the list, until its sound is there. */
async function openNext(page: Page): Promise<void> {
  const before = await page.evaluate(() => document.querySelector("audio")?.src ?? "");
  const grid = page.getByRole("grid", { name: "Calls found" });
  // A call without sound can't be listened to: on to the next one.
  for (let rows = 0; rows < 5; rows += 1) {
    await grid.press("ArrowDown");
    await grid.press("Enter");
    const isThere = page
      .waitForFunction(
        (src) => {
          const audio = document.querySelector("audio");
          return (
            audio !== null && audio.src !== src && audio.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA
          );
        },
        before,
        { timeout: 10_000 },
      )
      .then(() => true)
      .catch(() => false);
    if (await isThere) return;
  }
  throw new Error("five calls in a row have no sound");
}

async function muteAndUnmute(page: Page): Promise<void> {
  const volume = page.getByRole("region", { name: "Player" }).getByRole("button", { name: /^Volume/ });
  await volume.click();
  const mute = page.getByRole("button", { name: "Mute customer" });
  await mute.click();
  await expect(mute).toHaveAttribute("aria-pressed", "true");
  await mute.click();
  await page.keyboard.press("Escape");
  await page.getByRole("grid", { name: "Calls found" }).focus();
}

async function alive(cdp: CDPSession): Promise<Alive> {
  await cdp.send("Performance.enable");
  await cdp.send("HeapProfiler.collectGarbage");
  const [mediaElements] = await liveOf(cdp, "HTMLMediaElement");
  const [audioContexts] = await liveOf(cdp, "AudioContext");
  const [channels, waveformBytes] = await liveOf(cdp, "Float32Array");
  await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  return {
    heapBytes: metric("JSHeapUsedSize"),
    nodes: metric("Nodes"),
    listeners: metric("JSEventListeners"),
    mediaElements,
    audioContexts,
    waveforms: channels / 2,
    waveformBytes,
  };
}

/** How many objects of this kind are alive, in the page or out of it, and how many bytes of theirs. */
async function liveOf(cdp: CDPSession, kind: string): Promise<[count: number, bytes: number]> {
  const group = { objectGroup: "alive" };
  const prototype = await cdp.send("Runtime.evaluate", { expression: `${kind}.prototype`, ...group });
  const { objects } = await cdp.send("Runtime.queryObjects", {
    prototypeObjectId: prototype.result.objectId ?? "",
    ...group,
  });
  const { result } = await cdp.send("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    // Channels of waveforms are long; what libraries keep for their sums is not.
    functionDeclaration: `function () {
      const own = this.filter((one) => !(one instanceof Float32Array) || one.length > 256);
      return [own.length, own.reduce((sum, one) => sum + (one.byteLength ?? 0), 0)];
    }`,
    returnByValue: true,
  });
  await cdp.send("Runtime.releaseObjectGroup", group);
  const [count, bytes]: [number, number] = result.value;
  return [count, bytes];
}
