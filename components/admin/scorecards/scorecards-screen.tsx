"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { ScreenHeading } from "@/components/admin/screen-heading";
import { fullTime, readTime } from "@/components/format/time";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Badge, Empty, Failure, Skeleton } from "@/components/ui/feedback";
import { scorecardsOptions } from "@/lib/api-client/scorecards";
import type { ScorecardRow } from "@/lib/domain/reviews/scorecard-answers";
import { ArchiveDialog } from "./archive-dialog";
import { Check } from "./check";
import { usedWords } from "./words";

/** Every scorecard, with what can be done with it. */
export function ScorecardsScreen() {
  const scorecards = useQuery(scorecardsOptions());
  const [withArchived, setWithArchived] = useState(false);
  const [acted, setActed] = useState<ScorecardRow | null>(null);
  const archived = scorecards.data?.filter((card) => card.archived).length ?? 0;
  const rows = scorecards.data?.filter((card) => withArchived || !card.archived) ?? [];
  return (
    <>
      <ScreenHeading
        title="Scorecards"
        actions={
          <Link
            href="/admin/scorecards/new"
            className="inline-flex h-8 items-center rounded bg-accent px-3 font-medium text-accent-ink hover:brightness-95"
          >
            New scorecard
          </Link>
        }
      >
        What evaluators score calls by. A change makes a new version; what was assigned before keeps the one
        it was assigned with.
      </ScreenHeading>
      {scorecards.isPending ? <Skeleton className="h-48" /> : null}
      {scorecards.isError ? (
        <Failure title="The scorecards can't be shown">{scorecards.error.message}</Failure>
      ) : null}
      {archived > 0 ? (
        <Check
          label={`Archived ones too (${archived})`}
          isChecked={withArchived}
          onChange={setWithArchived}
        />
      ) : null}
      {scorecards.isSuccess && rows.length === 0 ? (
        <Empty title={archived > 0 ? "All scorecards are archived" : "No scorecards yet"}>
          Make one to have calls reviewed by it.
        </Empty>
      ) : null}
      {rows.length > 0 ? <ScorecardsTable rows={rows} onAct={setActed} /> : null}
      {acted ? <ArchiveDialog card={acted} onClose={() => setActed(null)} /> : null}
    </>
  );
}

type TableProps = Readonly<{ rows: readonly ScorecardRow[]; onAct: (card: ScorecardRow) => void }>;

function ScorecardsTable({ rows, onAct }: TableProps) {
  const { zone } = usePreferences();
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full text-left">
        <thead className="text-ink-faint text-sm">
          <tr>
            <th className="px-3 py-2 font-medium">Name</th>
            <th className="px-3 py-2 font-medium max-sm:hidden">Questions</th>
            <th className="px-3 py-2 font-medium max-sm:hidden">Used by</th>
            <th className="px-3 py-2 font-medium max-md:hidden">Last change</th>
            <th className="px-3 py-2">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((card) => {
            const ms = readTime(card.createTime);
            return (
              <tr key={card.id} className="border-line border-t">
                <td className="max-w-64 px-3 py-1.5">
                  <Link
                    href={`/admin/scorecards/${card.id}`}
                    className="font-medium text-accent underline decoration-transparent hover:decoration-current"
                  >
                    <bdi className="break-words">{card.name}</bdi>
                  </Link>{" "}
                  <span className="whitespace-nowrap text-ink-soft text-sm">version {card.version}</span>{" "}
                  {card.archived ? <Badge>archived</Badge> : null}
                </td>
                <td className="px-3 py-1.5 max-sm:hidden">{card.questions}</td>
                <td className="px-3 py-1.5 text-ink-soft max-sm:hidden">
                  {card.reviews ? usedWords(card.reviews) : null}
                </td>
                <td className="px-3 py-1.5 text-ink-soft max-md:hidden">
                  <bdi>{card.createUser}</bdi>, {ms === null ? card.createTime : fullTime(ms, zone)}
                </td>
                <td className="whitespace-nowrap px-3 py-1 text-right">
                  <Link
                    href={`/admin/scorecards/new?from=${card.id}`}
                    aria-label={`Copy ${card.name}`}
                    className="mr-1 inline-flex h-6 items-center rounded border border-line px-2 font-medium text-sm hover:bg-canvas"
                  >
                    Copy
                  </Link>
                  <Button
                    size="small"
                    onClick={() => onAct(card)}
                    aria-label={`${card.archived ? "Restore" : "Archive"} ${card.name}`}
                  >
                    {card.archived ? "Restore" : "Archive"}
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
