"use client";

import { Lock, Tag, Trash2, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { callCountWords } from "@/components/format/words";
import { AssignButton } from "@/components/reviews/assign/assign-button";
import { Button } from "@/components/ui/button";
import { useMay } from "../use-may";
import type { Picked } from "./picked";

const ExportMenu = dynamic(() => import("./export-menu").then((module) => module.ExportMenu), { ssr: false });
const BulkDialog = dynamic(() => import("./bulk-dialog").then((module) => module.BulkDialog), { ssr: false });

export type BulkAct = "addLabel" | "removeLabel" | "applyNonDelete" | "delete";

type Props = Readonly<{
  picked: Picked;
  /** How many the search finds; null = more than are counted. */
  totalCount: number | null;
  isAll: boolean;
  onAll: () => void;
  onClear: () => void;
  onJob: (job: string, act: BulkAct) => void;
}>;

/** What can be done with the calls that are ticked, or with all that were found. */
export function BulkBar({ picked, totalCount, isAll, onAll, onClear, onJob }: Props) {
  const may = useMay();
  const [act, setAct] = useState<BulkAct | null>(null);
  const offersAll = !isAll && (totalCount === null || totalCount > picked.count);
  return (
    <section
      aria-label="Ticked calls"
      className="flex flex-wrap items-center gap-1.5 border-line border-b bg-accent-soft px-3 py-1"
    >
      <p aria-live="polite" className="mr-1 font-medium text-accent">
        {isAll
          ? `All ${callCountWords(picked.count, totalCount === null)}`
          : callCountWords(picked.count, false)}
      </p>
      {offersAll ? (
        <Button tone="quiet" size="small" onClick={onAll} className="text-accent! underline">
          {totalCount === null ? "All that were found" : `All ${callCountWords(totalCount, false)} found`}
        </Button>
      ) : null}
      {may("recording.bulk") && may("recording.label") ? (
        <>
          <Button size="small" onClick={() => setAct("addLabel")}>
            <Tag aria-hidden className="size-3.5" /> Add label
          </Button>
          <Button size="small" onClick={() => setAct("removeLabel")}>
            Remove label
          </Button>
        </>
      ) : null}
      {may("recording.bulk") && may("recording.protect") ? (
        <Button size="small" onClick={() => setAct("applyNonDelete")}>
          <Lock aria-hidden className="size-3.5" /> Protect
        </Button>
      ) : null}
      <AssignButton
        size="small"
        target={{ kind: "picked", picked, isLowerBound: isAll && totalCount === null }}
        words="Assign…"
        title="Assign for review"
      />
      {may("recording.export") ? <ExportMenu picked={picked} /> : null}
      {may("recording.bulk") && may("recording.delete") ? (
        <Button size="small" onClick={() => setAct("delete")} className="text-danger!">
          <Trash2 aria-hidden className="size-3.5" /> Delete
        </Button>
      ) : null}
      <Button tone="quiet" size="icon" aria-label="Untick all" onClick={onClear} className="ml-auto">
        <X aria-hidden className="size-4" />
      </Button>
      {act !== null ? (
        <BulkDialog
          act={act}
          picked={picked}
          isLowerBound={isAll && totalCount === null}
          onClose={() => setAct(null)}
          onJob={(job) => {
            setAct(null);
            onJob(job, act);
          }}
        />
      ) : null}
    </section>
  );
}
