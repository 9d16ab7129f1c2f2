/** Work that takes a while: it moves on when it is asked about often enough, and when time passes. */
import type { BatchJob } from "./batch-api";
import type { BulkJob } from "./bulk-api";
import type { HistoryJob } from "./history-api";
import type { Channel } from "./notifications-api";
import type { CloudSwitches } from "./switches";

export type Progress = { polls: number; fromMs: number };

export class Jobs {
  readonly history = new Map<string, HistoryJob>();
  readonly bulk = new Map<string, BulkJob>();
  readonly batches = new Map<string, BatchJob>();
  readonly channels = new Map<string, Channel>();

  clear(): void {
    this.history.clear();
    this.bulk.clear();
    this.batches.clear();
    this.channels.clear();
  }
}

export const begin = (nowMs: number): Progress => ({ polls: 0, fromMs: nowMs });

/** How many steps some work has taken; asking is what may take the next one. */
export function stepsOf(progress: Progress, switches: CloudSwitches, nowMs: number): number {
  progress.polls += 1;
  const byPolls =
    switches.jobPolls === 0 ? Number.POSITIVE_INFINITY : Math.floor(progress.polls / switches.jobPolls);
  const byClock = Math.floor((nowMs - progress.fromMs) / switches.jobStepMs);
  return Math.max(byPolls, byClock);
}
