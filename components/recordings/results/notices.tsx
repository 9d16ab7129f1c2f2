import { calendarDay, clockTime, readTime } from "@/components/format/time";
import type { SourceCoverage } from "@/lib/domain/answers";

/** What is missing from these results, source by source; null when they are whole. */
export function noticeOf(source: SourceCoverage, zone: string, nowMs: number): string | null {
  const syncedMs = readTime(source.lastSyncTime);
  const until =
    syncedMs === null ? null : `${calendarDay(syncedMs, zone, nowMs)}, ${clockTime(syncedMs, zone)}`;
  if (source.state === "fieldMasked") return `${source.name} left out: this field is masked there.`;
  if (source.complete) return null;
  switch (source.state) {
    case "unreachable":
      return `${source.name} can't be reached${until ? `: calls since ${until} are not in yet` : ""}.`;
    case "refused":
      return `${source.name} refuses our account: new calls are not coming in.`;
    case "backfilling":
      return `${source.name}: older calls are still coming in.`;
    case "behind":
    case "ok":
      return `${source.name}: ${until ? `calls since ${until} are not in yet` : "not all calls are in yet"}.`;
  }
}

/** The sources that these results don't speak for, in words. */
export function SourceNotices({
  sources,
  zone,
}: Readonly<{ sources: readonly SourceCoverage[]; zone: string }>) {
  const nowMs = Date.now();
  const notices = sources.flatMap((source) => {
    const words = noticeOf(source, zone, nowMs);
    return words === null ? [] : [{ id: source.id, words }];
  });
  return (
    <ul aria-label="Not in these results" aria-live="polite" className="px-3 sm:px-4">
      {notices.map((notice) => (
        <li key={notice.id} className="text-sm text-warn">
          {notice.words}
        </li>
      ))}
    </ul>
  );
}
