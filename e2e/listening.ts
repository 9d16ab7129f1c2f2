import { expect, type Page } from "@playwright/test";

/** Position of the one audio element, in seconds. */
export const audioSeconds = (page: Page) =>
  page.evaluate(() => document.querySelector("audio")?.currentTime ?? -1);

/** Waits until the sound has really moved on from where it is. */
export async function expectSoundAdvances(page: Page): Promise<void> {
  const before = await audioSeconds(page);
  await expect.poll(() => audioSeconds(page), { timeout: 20_000 }).toBeGreaterThan(before + 0.5);
}

/**
 * Decodes the audio of the player in the browser, and gives the loudest sample of each channel within a span, 0 to 1:
 * what a listener would hear there.
 */
export function loudness(page: Page, span: Readonly<{ startMs: number; endMs: number }>): Promise<number[]> {
  return page.evaluate(async ({ startMs, endMs }) => {
    const address = document.querySelector("audio")?.src;
    if (!address) throw new Error("there is no audio element");
    const bytes = await (await fetch(address)).arrayBuffer();
    const sound = await new OfflineAudioContext(2, 1, 8_000).decodeAudioData(bytes);
    const from = Math.floor((startMs / 1_000) * sound.sampleRate);
    const to = Math.floor((endMs / 1_000) * sound.sampleRate);
    return Array.from({ length: sound.numberOfChannels }, (_, channel) =>
      sound
        .getChannelData(channel)
        .slice(from, to)
        .reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0),
    );
  }, span);
}
