import { queryOptions } from "@tanstack/react-query";
import { decodeAudiowaveform, type Waveform } from "@/lib/domain/audiowaveform";
import { agentFirst } from "@/lib/domain/sides";
import type { VendorName } from "@/lib/domain/vendors";
import { ApiError, apiUrl } from "./fetch-json";

/** A waveform ready to draw: per channel, the agent's first, the loudest sample of each bucket, 0 to 1. */
export type Peaks = Readonly<{
  durationMs: number;
  channels: readonly Float32Array[];
  loudest: number;
  /** The same as it was sent, for who speaks when. */
  waveform: Waveform;
}>;

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 5_000;
const TRIES = 40;

const FAILURES: Readonly<Record<number, string>> = {
  404: "There is no sound to draw.",
  502: "This sound can't be read, so it has no waveform.",
  503: "The recording system can't be reached, so there is no waveform yet.",
};

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get("retry-after"));
  return Number.isFinite(seconds) ? Math.min(LONGEST_WAIT_MS, seconds * 1_000) : 0;
}

/** Fetches a file's peaks, asking again while they are being made. Throws ApiError when the audio can't be read. */
async function fetchPeaks(path: string, vendor: VendorName, signal: AbortSignal): Promise<Peaks> {
  let waitMs = FIRST_WAIT_MS;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const response = await fetch(apiUrl(path), { signal });
    if (response.status === 200) return toPeaks(await response.arrayBuffer(), vendor);
    if (response.status !== 202) {
      const words = FAILURES[response.status] ?? "The waveform can't be shown.";
      throw new ApiError(response.status, 4, words, null);
    }
    await pause(Math.max(waitMs, retryAfterMs(response)), signal);
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 1.5);
  }
  throw new ApiError(503, 4, "The waveform takes too long.", null);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}

function toPeaks(buffer: ArrayBuffer, vendor: VendorName): Peaks {
  const sent = decodeAudiowaveform(buffer);
  const waveform = { ...sent, channels: agentFirst(sent.channels, vendor) };
  let loudest = 0.05;
  const channels = waveform.channels.map(({ min, max }) => {
    const heights = new Float32Array(max.length);
    for (let index = 0; index < heights.length; index += 1) {
      const height = Math.max(Math.abs(min[index] ?? 0), Math.abs(max[index] ?? 0)) / 128;
      heights[index] = height;
      if (height > loudest) loudest = height;
    }
    return heights;
  });
  return { durationMs: waveform.durationMs, channels, loudest, waveform };
}

/** The peaks of a file, the agent's channel first. */
export const peaksOptions = (path: string, vendor: VendorName) =>
  queryOptions({
    queryKey: ["peaks", path],
    queryFn: ({ signal }) => fetchPeaks(path, vendor, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
    retry: false,
  });
