import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Logger } from "pino";
import { computePeaks } from "@/lib/audio/peaks/peaks";
import type { Spool } from "@/lib/audio/spool";
import type { Catalog } from "@/lib/catalog/client";
import { loadPeaks, savePeaks } from "@/lib/catalog/peaks";
import type { MediaFile, StoredRecording } from "@/lib/domain/recording";
import { SourceError, type SourceRegistry } from "@/lib/sources/source";
import { openAudio } from "./open-audio";
import { measureFile } from "./talk-of-peaks";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Audio whose peaks could not be made is not tried again for this long. */
const FAILED_MS = 60_000;

export type StoredPeaks = Readonly<{ data: Buffer; etag: string }>;

/** `making` = come back; `failed` = this audio can't be read. */
export type PeaksState =
  | Readonly<{ state: "ready"; peaks: StoredPeaks }>
  | Readonly<{ state: "making" }>
  | Readonly<{ state: "failed" }>;

/** Makes waveform peaks once per file, in the background, and keeps them with what they tell of who speaks when. */
export type PeaksMaker = Readonly<{
  /** The stored peaks, waiting up to `waitMs` for ones being made. */
  get(recording: StoredRecording, file: MediaFile, waitMs: number): Promise<PeaksState>;
  /** Begins making them unless they are there, under way, or failed lately. */
  start(recording: StoredRecording, file: MediaFile): void;
}>;

type Work = { done: Promise<void>; failedAtMs: number | null };

export function createPeaksMaker(
  parts: Readonly<{
    catalog: Catalog;
    sources: SourceRegistry;
    spool: Spool;
    log: Logger;
    now: () => number;
  }>,
): PeaksMaker {
  const works = new Map<string, Work>();

  async function make(recording: StoredRecording, file: MediaFile): Promise<void> {
    if (await loadPeaks(parts.catalog.db, file.mediaKey)) return;
    const opened = await openAudio(parts, recording, file);
    if ("state" in opened) return;
    try {
      const peaks = await computePeaks(opened);
      const data = await compress(peaks.data);
      await savePeaks(
        parts.catalog.db,
        {
          mediaKey: file.mediaKey,
          recordingId: recording.id,
          data,
          durationMs: peaks.durationMs,
          channels: peaks.channels,
          nowMs: parts.now(),
        },
        measureFile(recording, file, peaks),
      );
    } finally {
      opened.close();
    }
  }

  function start(recording: StoredRecording, file: MediaFile): void {
    const known = works.get(file.mediaKey);
    if (known && (known.failedAtMs === null || parts.now() - known.failedAtMs < FAILED_MS)) return;
    const work: Work = { done: Promise.resolve(), failedAtMs: null };
    works.set(file.mediaKey, work);
    work.done = make(recording, file).then(
      () => {
        works.delete(file.mediaKey);
      },
      (error: unknown) => {
        work.failedAtMs = parts.now();
        const level = error instanceof SourceError ? "warn" : "info";
        parts.log[level]({ err: error, recording: recording.id }, "peaks could not be made");
      },
    );
  }

  async function stored(mediaKey: string): Promise<PeaksState | null> {
    const found = await loadPeaks(parts.catalog.db, mediaKey);
    if (!found) return null;
    const data = await decompress(found.data);
    const etag = `"${createHash("sha256").update(data).digest("base64url").slice(0, 22)}"`;
    return { state: "ready", peaks: { data, etag } };
  }

  return {
    start,
    async get(recording, file, waitMs) {
      const ready = await stored(file.mediaKey);
      if (ready) return ready;
      start(recording, file);
      const work = works.get(file.mediaKey);
      if (work)
        await Promise.race([work.done, new Promise((resolve) => setTimeout(resolve, waitMs).unref())]);
      const made = await stored(file.mediaKey);
      if (made) return made;
      return { state: works.get(file.mediaKey)?.failedAtMs ? "failed" : "making" };
    },
  };
}
