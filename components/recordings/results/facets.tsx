"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { ChevronRight, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { callCountWords, callTypeWords, numberWords } from "@/components/format/words";
import { usePreferences } from "@/components/shell/preferences";
import { Skeleton } from "@/components/ui/feedback";
import { facetsOptions } from "@/lib/api-client/queries";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import { hasLabel, withLabel, withoutLabel, withParts } from "../filters/chips";
import { readStoredFilter } from "../filters/stored-filter";
import { useKnownValues } from "../search/known-values";
import { SCREEN_RECORDING } from "../summary";
import type { Search } from "../use-search";
import { HoursPlot } from "./hours-plot";

/** What the calls found have in common, with counts; pressing one asks for it, pressing it again lets it go. */
export function Facets({ search }: Readonly<{ search: Search }>) {
  const { zone } = usePreferences();
  const { filter, change } = search;
  const answer = useQuery(facetsOptions(search.searchId, zone));
  const { sourceName } = useKnownValues();

  if (answer.isError) return <p className="px-2 text-ink-soft">Counts can't be shown.</p>;
  if (!answer.data) return <Skeleton className="h-40 w-full" />;
  const { labels, callTypes, sources, hours } = answer.data;
  const shownLabels = labels.filter(
    ({ value, count }) => count > 0 || hasLabel(filter, "includeLabels", value),
  );
  const toggleLabel = (name: string): RecordingFilter =>
    hasLabel(filter, "includeLabels", name)
      ? withoutLabel(filter, "includeLabels", name)
      : withLabel(filter, "includeLabels", name);
  const shutOut = (name: string): RecordingFilter =>
    hasLabel(filter, "excludeLabels", name)
      ? withoutLabel(filter, "excludeLabels", name)
      : withLabel(filter, "excludeLabels", name);

  return (
    <div className={clsx("flex flex-col gap-3 transition-opacity", answer.isPlaceholderData && "opacity-60")}>
      <Section title="Labels">
        {shownLabels.length === 0 ? (
          <li className="px-2 text-ink-faint text-sm">None on these calls</li>
        ) : null}
        {shownLabels.map(({ value, count }) => {
          const isOut = hasLabel(filter, "excludeLabels", value);
          const words = DERIVED[value] ?? value;
          // Searches separate names by commas, so this one can be seen but not asked for.
          if (value.includes(",")) return <PlainRow key={value} words={words} count={count} />;
          return (
            <FacetRow
              key={value}
              words={words}
              count={count}
              isOn={hasLabel(filter, "includeLabels", value)}
              onToggle={() => change(toggleLabel(value))}
            >
              <button
                type="button"
                aria-label={`Without ${words}`}
                title={`Without ${words}`}
                aria-pressed={isOut}
                onClick={() => change(shutOut(value))}
                className="flex h-6 w-0 shrink-0 items-center justify-center overflow-hidden rounded text-ink-faint hover:text-ink focus-visible:w-6 group-hover:w-6 aria-pressed:w-6 aria-pressed:text-danger pointer-coarse:w-6"
              >
                <Minus aria-hidden className="size-3.5" />
              </button>
            </FacetRow>
          );
        })}
      </Section>
      <Section title="Call type">
        {callTypes.map(({ value, count }) => (
          <FacetRow
            key={value}
            words={callTypeWords(value)}
            count={count}
            isOn={filter.callType === value}
            onToggle={() =>
              change(withParts(filter, { callType: filter.callType === value ? undefined : value }))
            }
          />
        ))}
      </Section>
      <Section title="Source">
        {sources.map(({ value, count }) => (
          <FacetRow
            key={value}
            words={sourceName(value)}
            count={count}
            isOn={filter.source === value}
            onToggle={() =>
              change(
                filter.source === value
                  ? withParts(filter, { source: undefined })
                  : readStoredFilter({ ...filter, source: value }),
              )
            }
          />
        ))}
      </Section>
      <Section title="Hour of day">
        <li className="px-2">
          <HoursPlot hours={hours} zone={zone} />
        </li>
      </Section>
    </div>
  );
}

const DERIVED: Readonly<Record<string, string>> = {
  [SCREEN_RECORDING]: "Screen recording",
  comment: "Has comments",
};

function PlainRow({ words, count }: Readonly<{ words: string; count: number }>) {
  return (
    <li
      title={`${words}: a name with a comma can't be searched for`}
      className="flex h-6 items-center justify-between gap-2 px-2 text-ink-soft"
    >
      <bdi className="truncate">{words}</bdi>
      <span className="shrink-0 text-ink-faint text-sm">{numberWords(count)}</span>
    </li>
  );
}

function Section({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  return (
    <details open className="group/section">
      <summary className="flex list-none items-center gap-1 rounded px-1 py-0.5 font-medium text-ink-soft text-sm hover:text-ink">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open/section:rotate-90" />
        {title}
      </summary>
      <ul className="mt-0.5 flex flex-col">{children}</ul>
    </details>
  );
}

function FacetRow({
  words,
  count,
  isOn,
  onToggle,
  children,
}: Readonly<{
  words: string;
  count: number;
  isOn: boolean;
  onToggle: () => void;
  children?: ReactNode;
}>) {
  return (
    <li className="group flex items-center">
      <button
        type="button"
        aria-pressed={isOn}
        aria-label={`${words}, ${callCountWords(count, false)}`}
        title={words}
        onClick={onToggle}
        className="flex h-6 min-w-0 flex-1 items-center justify-between gap-2 rounded px-2 text-left hover:bg-canvas aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent"
      >
        <bdi className="truncate">{words}</bdi>
        <span className={clsx("shrink-0 text-sm", isOn ? "text-accent" : "text-ink-faint")}>
          {numberWords(count)}
        </span>
      </button>
      {children}
    </li>
  );
}
