"use client";

import { clsx } from "clsx";
import { useId, useState } from "react";
import { isTrouble, namedMessage, worstFirst } from "@/components/format/source-words";
import { calendarDay, clockTime, readTime } from "@/components/format/time";
import type { SourceCoverage } from "@/lib/domain/answers";
import { MEASURED_WORDS } from "../filters/talk";

export type SourceNotice = Readonly<{ id: string; words: string; isTrouble: boolean }>;

/** What these results don't speak for, source by source, worst first, in the server's words. */
export function noticesOf(
  sources: readonly SourceCoverage[],
  zone: string,
  nowMs: number,
): readonly SourceNotice[] {
  return worstFirst(sources)
    .filter((source) => !source.complete || source.state === "fieldMasked")
    .map((source) => ({
      id: source.id,
      words: `${namedMessage(source)}${sinceWords(source, zone, nowMs)}`,
      isTrouble: isTrouble(source),
    }));
}

function sinceWords(source: SourceCoverage, zone: string, nowMs: number): string {
  const sinceMs = readTime(source.stateSince);
  if (sinceMs === null) return "";
  return ` Since ${calendarDay(sinceMs, zone, nowMs)}, ${clockTime(sinceMs, zone)}.`;
}

/** One line for the worst, the others on request. Everyday lateness is told in a low voice, and never read out. */
export function SourceNotices({
  sources,
  zone,
}: Readonly<{ sources: readonly SourceCoverage[]; zone: string }>) {
  const id = useId();
  const [showsAll, setShowsAll] = useState(false);
  const [first, ...others] = noticesOf(sources, zone, Date.now());
  return (
    <section aria-label="Not in these results" className="px-3 text-sm sm:px-4">
      {/* Stays in the page while it is empty: a region that comes with its words is not read out. */}
      <p aria-live={first?.isTrouble ? "polite" : "off"} className="pb-1 empty:hidden">
        {first ? <Words notice={first} /> : null}
        {first && others.length > 0 ? (
          <button
            type="button"
            aria-expanded={showsAll}
            aria-controls={showsAll ? id : undefined}
            onClick={() => setShowsAll((shown) => !shown)}
            className="ml-2 rounded text-ink-soft underline decoration-line-strong underline-offset-2 hover:text-ink"
          >
            {showsAll ? "show less" : `and ${others.length} more`}
          </button>
        ) : null}
      </p>
      {showsAll && others.length > 0 ? (
        <ul id={id} className="pb-1">
          {others.map((notice) => (
            <li key={notice.id}>
              <Words notice={notice} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

/** What a search for silence, cross-talk or the agent's share can't find. */
export function MeasuredNotice({ measuredOnly }: Readonly<{ measuredOnly: boolean }>) {
  return (
    <p aria-live="polite" className="px-3 pb-1 text-ink-faint text-sm empty:hidden sm:px-4">
      {measuredOnly ? MEASURED_WORDS : null}
    </p>
  );
}

function Words({ notice }: Readonly<{ notice: SourceNotice }>) {
  return <span className={clsx(notice.isTrouble ? "text-warn" : "text-ink-faint")}>{notice.words}</span>;
}
