import { type QueryClient, queryOptions, skipToken } from "@tanstack/react-query";
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
/** So often in vain: nothing was there, or nothing had been added. */
const TRIES = 40;
/** Between two looks at a waveform that grows; the server waits for more before it answers, too. */
const GROWING_WAIT_MS = 300;
/** Less of what is there already can hardly be seen, and is no reason to hurry. */
const VISIBLE_GROWTH = 0.01;

const FAILURES: Readonly<Record<number, string>> = {
  404: "There is no sound to draw.",
  502: "This sound can't be read, so it has no waveform.",
  503: "The recording system can't be reached, so there is no waveform yet.",
};

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get("retry-after"));
  return Number.isFinite(seconds) ? Math.min(LONGEST_WAIT_MS, seconds * 1_000) : 0;
}

/**
 * Fetches a file's peaks, asking again while they are being made; `onPart` hears of what is known until then. Throws ApiError
 * when the audio can't be read.
 */
async function fetchPeaks(
  path: string,
  vendor: VendorName,
  signal: AbortSignal,
  onPart: (peaks: Peaks) => void,
): Promise<Peaks> {
  let waitMs = FIRST_WAIT_MS;
  let knownMs = 0;
  for (let inVain = 0; inVain < TRIES; inVain += 1) {
    const response = await fetch(apiUrl(path), { signal });
    if (response.status === 200) return toPeaks(await response.arrayBuffer(), vendor);
    if (response.status !== 202) {
      const words = FAILURES[response.status] ?? "The waveform can't be shown.";
      throw new ApiError(response.status, 4, words, null);
    }
    const part = isBinary(response) ? toPeaks(await response.arrayBuffer(), vendor) : null;
    if (part && part.durationMs > knownMs) {
      onPart(part);
      waitMs = part.durationMs > knownMs * (1 + VISIBLE_GROWTH) ? GROWING_WAIT_MS : waitMs * 1.5;
      knownMs = part.durationMs;
      inVain = 0;
    } else waitMs *= 1.5;
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs);
    // Where something is there to be seen, more of it is asked for sooner than the server's whole seconds can say.
    await pause(part ? waitMs : Math.max(waitMs, retryAfterMs(response)), signal);
  }
  throw new ApiError(503, 4, "The waveform takes too long.", null);
}

function isBinary(response: Response): boolean {
  return response.headers.get("content-type") === "application/octet-stream";
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

/** What is known of the peaks of a file while they are being made. Never asked for by itself: `peaksOptions` fills it. */
export const growingPeaksOptions = (path: string) =>
  queryOptions<Peaks>({
    queryKey: ["peaks", path, "growing"],
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

/** Waveforms that nobody looks at any more: so many stay for who goes back. An hour's takes more than a megabyte. */
const MOST_KEPT = 8;

function forgetOldPeaks(client: QueryClient): void {
  const unseen = client
    .getQueryCache()
    .findAll({ queryKey: ["peaks"], type: "inactive", fetchStatus: "idle" });
  unseen.sort((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt);
  for (const query of unseen.slice(MOST_KEPT)) client.getQueryCache().remove(query);
}

/** The peaks of a file, whole, the agent's channel first. */
export const peaksOptions = (path: string, vendor: VendorName) =>
  queryOptions({
    queryKey: ["peaks", path],
    queryFn: ({ signal, client }) => {
      forgetOldPeaks(client);
      return fetchPeaks(path, vendor, signal, (part) =>
        client.setQueryData(growingPeaksOptions(path).queryKey, part),
      );
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
    retry: false,
  });
