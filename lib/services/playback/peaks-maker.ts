import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Logger } from "pino";
import { computePeaks } from "@/lib/audio/peaks/peaks";
import type { Spool, SpoolReader } from "@/lib/audio/spool";
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
/** For so long after somebody last asked for them, peaks alone are reason enough to go on fetching audio. */
const WANTED_MS = 6_000;
const LOOK_MS = 1_000;
/** What is known of a file still arriving is at most so old. */
const PART_MS = 250;

export type StoredPeaks = Readonly<{ data: Uint8Array<ArrayBuffer>; etag: string }>;

/** `making` = come back, and until then what is known so far, if anything; `failed` = this audio can't be read. */
export type PeaksState =
  | Readonly<{ state: "ready"; peaks: StoredPeaks }>
  | Readonly<{ state: "making"; soFar: Uint8Array<ArrayBuffer> | null }>
  | Readonly<{ state: "failed" }>;

/** For how long to wait, in ms: for the whole, and, once it takes longer than `partMs`, for the first part of it. */
export type PeaksWait = Readonly<{ wholeMs: number; partMs: number }>;

/** Makes waveform peaks once per file, in the background, and keeps them with what they tell of who speaks when. */
export type PeaksMaker = Readonly<{
  /** The stored peaks; those being made are waited for. */
  get(recording: StoredRecording, file: MediaFile, wait: PeaksWait): Promise<PeaksState>;
  /** Begins making them unless they are there, under way, or failed lately. */
  start(recording: StoredRecording, file: MediaFile): void;
}>;

type Work = {
  soFar: Uint8Array<ArrayBuffer> | null;
  made: StoredPeaks | null;
  failedAtMs: number | null;
  wantedAtMs: number;
  /** Nobody listens or looks any more while the audio is still arriving: to be begun again by who comes. */
  isGivenUp: boolean;
  /** Settles with the first part, or with `whole`. */
  readonly begun: Turn;
  /** Settles when they are made, also before they are stored, or when they won't be. */
  readonly whole: Turn;
};

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

  async function make(recording: StoredRecording, file: MediaFile, work: Work): Promise<void> {
    if (await loadPeaks(parts.catalog.db, file.mediaKey)) return;
    const opened = await openAudio(parts, recording, file);
    if ("state" in opened) return;
    const stopLooking = giveUpUnwanted(opened, work, { recordingId: recording.id, mediaKey: file.mediaKey });
    try {
      const peaks = await computePeaks(opened, {
        onPartial({ data, durationMs }) {
          if (durationMs === 0) return;
          work.soFar = data;
          work.begun.come();
        },
        partialMs: PART_MS,
      });
      work.made = withTag(peaks.data);
      work.whole.come();
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
        await measureFile(recording, file, peaks),
      );
    } finally {
      stopLooking();
      opened.close();
    }
  }

  /** Lets go of audio that is fetched for nobody but us, so that an unfinished download ends with its last listener. */
  function giveUpUnwanted(
    opened: SpoolReader,
    work: Work,
    media: Parameters<Spool["arrivesForOne"]>[0],
  ): () => void {
    const timer = setInterval(() => {
      if (!parts.spool.arrivesForOne(media) || parts.now() - work.wantedAtMs < WANTED_MS) return;
      work.isGivenUp = true;
      opened.close();
    }, LOOK_MS);
    timer.unref();
    return () => clearInterval(timer);
  }

  function start(recording: StoredRecording, file: MediaFile): void {
    const known = works.get(file.mediaKey);
    if (known) known.wantedAtMs = parts.now();
    if (known && (known.failedAtMs === null || parts.now() - known.failedAtMs < FAILED_MS)) return;
    const work: Work = {
      soFar: null,
      made: null,
      failedAtMs: null,
      wantedAtMs: parts.now(),
      isGivenUp: false,
      begun: newTurn(),
      whole: newTurn(),
    };
    works.set(file.mediaKey, work);
    make(recording, file, work)
      .then(
        () => works.delete(file.mediaKey),
        (error: unknown) => {
          work.soFar = null;
          if (work.isGivenUp) {
            works.delete(file.mediaKey);
            return;
          }
          work.failedAtMs = parts.now();
          const level = error instanceof SourceError ? "warn" : "info";
          parts.log[level]({ err: error, recording: recording.id }, "peaks could not be made");
        },
      )
      .finally(work.whole.come);
  }

  async function stored(mediaKey: string): Promise<PeaksState | null> {
    const found = await loadPeaks(parts.catalog.db, mediaKey);
    return found ? { state: "ready", peaks: withTag(Uint8Array.from(await decompress(found.data))) } : null;
  }

  return {
    start,
    async get(recording, file, wait) {
      const ready = await stored(file.mediaKey);
      if (ready) return ready;
      start(recording, file);
      const work = works.get(file.mediaKey);
      if (!work) return { state: "making", soFar: null };
      await Promise.race([work.whole.isHere, passed(wait.partMs)]);
      const first = Promise.race([work.begun.isHere, work.whole.isHere]);
      await Promise.race([first, passed(wait.wholeMs - wait.partMs)]);
      if (work.failedAtMs !== null) return { state: "failed" };
      if (work.made) return { state: "ready", peaks: work.made };
      // Another server may have made them, and stored them.
      const made = works.has(file.mediaKey) ? null : await stored(file.mediaKey);
      return made ?? { state: "making", soFar: work.soFar };
    },
  };
}

function withTag(data: Uint8Array<ArrayBuffer>): StoredPeaks {
  const etag = `"${createHash("sha256").update(data).digest("base64url").slice(0, 22)}"`;
  return { data, etag };
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** Something that comes once, and can be waited for by many. */
type Turn = Readonly<{ isHere: Promise<void>; come: () => void }>;

function newTurn(): Turn {
  let come = () => {};
  const isHere = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { isHere, come: () => come() };
}
