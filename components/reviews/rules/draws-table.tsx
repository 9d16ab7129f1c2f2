"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { calendarDay, fullTime, readTime } from "@/components/format/time";
import { numberWords } from "@/components/format/words";
import { usePreferences } from "@/components/shell/preferences";
import { Failure, Skeleton } from "@/components/ui/feedback";
import { type DrawRow, drawsOptions, type RuleRow } from "@/lib/api-client/review-rules";

/** Every draw with what it takes to work it out again: the seed, how many calls there were, which ones came out. */
export function DrawsTable({ rules }: Readonly<{ rules: readonly RuleRow[] }>) {
  const draws = useQuery(drawsOptions());
  const { zone } = usePreferences();
  if (draws.isPending) return <Skeleton className="h-24" />;
  if (draws.isError) return <Failure title="The draws can't be shown">{draws.error.message}</Failure>;
  return (
    <section aria-labelledby="draws" className="flex flex-col gap-2">
      <h2 id="draws" className="font-semibold text-md">
        Draws
      </h2>
      {draws.data.length === 0 ? <p className="text-ink-soft">Nothing has been drawn yet.</p> : null}
      {draws.data.length > 0 ? (
        <div className="overflow-x-auto rounded-lg border border-line bg-surface">
          <table className="w-full text-left">
            <thead className="text-ink-faint text-sm">
              <tr>
                {["When", "Rule", "Calls of", "Out of", "Drawn", "Seed"].map((title) => (
                  <th key={title} className="px-3 py-2 font-medium">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {draws.data.map((draw) => (
                <DrawLine key={draw.id} draw={draw} rules={rules} zone={zone} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}

function DrawLine({
  draw,
  rules,
  zone,
}: Readonly<{ draw: DrawRow; rules: readonly RuleRow[]; zone: string }>) {
  const ms = readTime(draw.time);
  const rule =
    draw.rule === undefined ? "–" : (rules.find(({ id }) => id === draw.rule?.id)?.name ?? draw.rule.name);
  return (
    <tr className="border-line border-t align-top">
      <td className="whitespace-nowrap px-3 py-1.5">
        {ms === null ? draw.time : fullTime(ms, zone)}
        <span className="block text-ink-soft text-sm">
          <bdi>{draw.user}</bdi>
        </span>
      </td>
      <td className="px-3 py-1.5">
        <bdi>{rule}</bdi>
      </td>
      <td className="whitespace-nowrap px-3 py-1.5">{daysWords(draw, zone)}</td>
      <td className="px-3 py-1.5">{numberWords(draw.population)}</td>
      <td className="px-3 py-1.5">
        {draw.picks.length === 0 ? (
          "none"
        ) : (
          <details>
            <summary className="w-fit rounded">{numberWords(draw.picks.length)}</summary>
            <ul className="max-h-48 overflow-auto">
              {draw.picks.map((id) => (
                <li key={id}>
                  <Link
                    href={`/recordings/${id}`}
                    className="inline-flex min-h-6 items-center rounded text-accent text-sm hover:underline"
                  >
                    {id}
                  </Link>
                </li>
              ))}
            </ul>
          </details>
        )}
      </td>
      <td className="px-3 py-1.5">
        <code className="break-all font-mono text-sm">{draw.seed}</code>
      </td>
    </tr>
  );
}

function daysWords({ fromTime, toTime }: DrawRow, zone: string): string {
  const [fromMs, endMs] = [readTime(fromTime), readTime(toTime)];
  if (fromMs === null || endMs === null) return "";
  const nowMs = Date.now();
  return `${calendarDay(fromMs, zone, nowMs)} – ${calendarDay(endMs - 1, zone, nowMs)}`;
}
