/** Which recordings are ready in which format: the first requests for one are answered 202 (§10 "Transcoding"). */
import type { CloudSwitches } from "./switches";

type Job = { startedMs: number; asked: number; readyMs: number | null };

export class Transcoder {
  readonly #jobs = new Map<string, Job>();

  /** Counts a request for a recording in a format, and tells whether it is ready. */
  ask(recordingId: string, format: string, switches: CloudSwitches, nowMs: number): boolean {
    const key = `${recordingId} ${format}`;
    const lifetimeMs = switches.playbackUrlTtlMinutes * 60_000;
    const known = this.#jobs.get(key);
    const isStale =
      known?.readyMs !== undefined && known.readyMs !== null && nowMs - known.readyMs > lifetimeMs;
    const job = known === undefined || isStale ? { startedMs: nowMs, asked: 0, readyMs: null } : known;
    this.#jobs.set(key, job);
    if (job.readyMs !== null) return true;
    const isReady = job.asked >= switches.transcodePolls && nowMs - job.startedMs >= switches.transcodeMs;
    job.asked += 1;
    if (isReady) job.readyMs = nowMs;
    return isReady;
  }

  /** Makes a recording ready at once: the server held the request until it was. */
  finish(recordingId: string, format: string, nowMs: number): void {
    this.#jobs.set(`${recordingId} ${format}`, { startedMs: nowMs, asked: 1, readyMs: nowMs });
  }

  clear(): void {
    this.#jobs.clear();
  }
}
