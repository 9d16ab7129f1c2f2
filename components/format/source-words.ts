import type { SourceCoverage } from "@/lib/domain/answers";
import { clockTime, readTime } from "./time";

type Freshness = Pick<
  SourceCoverage,
  "name" | "state" | "message" | "stateSince" | "syncedUntilTime" | "lastSyncTime"
>;

/** Trouble that a person should know of now; the rest is a source as it is every day. */
export function isTrouble({ state }: Pick<SourceCoverage, "state">): boolean {
  return state !== "ok" && state !== "backfilling";
}

const RANK: Readonly<Record<SourceCoverage["state"], number>> = {
  unreachable: 5,
  refused: 5,
  behind: 4,
  fieldMasked: 3,
  backfilling: 2,
  ok: 0,
};

/** Worst first; where a source's calls come in late by its nature, it comes before those that are current. */
export function worstFirst<T extends Freshness>(sources: readonly T[]): readonly T[] {
  const rank = (source: T) => RANK[source.state] + (source.syncedUntilTime === undefined ? 0 : 1);
  return [...sources].sort((a, b) => rank(b) - rank(a));
}

/** A source in a few words, its name first: `RingCX up to 14:02, 15 min behind`. */
export function sourceWords(source: Freshness, zone: string, nowMs: number): string {
  const untilMs = readTime(source.syncedUntilTime ?? source.lastSyncTime);
  const until = untilMs === null ? null : `up to ${clockTime(untilMs, zone)}`;
  const sinceMs = readTime(source.stateSince);
  const since = sinceMs === null ? "" : ` since ${clockTime(sinceMs, zone)}`;
  const lag = untilMs === null ? "" : behindWords(nowMs - untilMs);
  switch (source.state) {
    case "ok":
      return source.syncedUntilTime && until ? `${source.name} ${until}${lag}` : `${source.name} current`;
    case "backfilling":
      return `${source.name}: older calls still coming in`;
    case "behind":
      return until ? `${source.name} ${until}${lag}` : `${source.name} behind`;
    case "unreachable":
      return `${source.name} not reachable${since}`;
    case "refused":
      return `${source.name} refuses our account${since}`;
    case "fieldMasked":
      return `${source.name} left out: field masked`;
  }
}

function behindWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return "";
  if (minutes < 120) return `, ${minutes} min behind`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `, ${hours} h behind` : `, ${Math.round(hours / 24)} days behind`;
}

/** How far a source's new calls have come, whatever is said below it about its history. */
export function upToWords(source: Freshness, zone: string, nowMs: number): string {
  return sourceWords(source.state === "backfilling" ? { ...source, state: "ok" } : source, zone, nowMs);
}

/** All sources in one line: the worst, else how many are current and which one is late by its nature. */
export function freshnessLine(sources: readonly Freshness[], zone: string, nowMs: number): string {
  const [worst] = worstFirst(sources);
  if (!worst) return "no sources";
  if (isTrouble(worst)) {
    const others = sources.filter(isTrouble).length - 1;
    return `${sourceWords(worst, zone, nowMs)}${others > 0 ? ` and ${others} more` : ""}`;
  }
  const late = sources.find((source) => source.syncedUntilTime !== undefined);
  const current = sources.length - (late ? 1 : 0);
  const lateWords = late ? sourceWords({ ...late, state: "ok" }, zone, nowMs) : null;
  if (current === 0) return lateWords ?? "";
  const words = `${current} ${current === 1 ? "source" : "sources"} current`;
  return lateWords === null ? words : `${words} · ${lateWords}`;
}

/** The server's own words about a source, without its name, for where the name stands already. */
export function ownMessage({ name, message }: Pick<SourceCoverage, "name" | "message">): string | null {
  if (message === undefined) return null;
  if (!message.startsWith(`${name}: `)) return message;
  const rest = message.slice(name.length + 2);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** The server's own words about a source, with its name in them. */
export function namedMessage({ name, message }: Pick<SourceCoverage, "name" | "message">): string {
  if (message === undefined) return `${name}: not all calls are in yet.`;
  return message.includes(name) ? message : `${name}: ${message}`;
}
