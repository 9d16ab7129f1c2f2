/** What a process on this machine has used, its threads included, read from outside. Linux alone tells. */
import { readFileSync } from "node:fs";

export type ProcessUsage = Readonly<{ cpuMs: number; rssBytes: number }>;

/** Linux counts processor time in hundredths of a second towards programs, on every machine. */
const TICK_MS = 10;

/** Null where the system does not tell. */
export function usageOf(pid: number): ProcessUsage | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in brackets, may hold blanks: what follows it is counted from the last bracket on.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const rss = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return {
      cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
      rssBytes: Number(rss?.[1] ?? 0) * 1_024,
    };
  } catch {
    return null;
  }
}
