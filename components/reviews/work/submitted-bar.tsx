"use client";

import { useEffect, useState } from "react";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import { Button } from "@/components/ui/button";
import { useUndoSubmission } from "./use-submission";

/** Says that a review was submitted, and takes it back for as long as that can be done. Nothing once that is over. */
export function SubmittedBar({ ofOther }: Readonly<{ ofOther: boolean }>) {
  const { last, undo, isPending, error } = useUndoSubmission();
  const leftSeconds = useSecondsUntil(last?.untilMs ?? 0);
  const canUndo = last !== null && leftSeconds > 0;
  useShortcuts({ u: () => (canUndo ? undo() : false) });
  if (!canUndo && error === null) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p role="status">
        {ofOther ? <span className="text-ink-soft">The one before: </span> : null}
        <span className="font-medium">{last?.words}</span>
      </p>
      {canUndo ? (
        <Button size="small" disabled={isPending} onClick={undo} aria-keyshortcuts="u" title="Undo (U)">
          Undo
          <span aria-hidden className="font-normal text-ink-faint">
            {leftSeconds} s
          </span>
        </Button>
      ) : null}
      {error === null ? null : (
        <p role="alert" className="text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

/** Whole seconds until then; 0 when it is over. */
function useSecondsUntil(untilMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  const isAhead = untilMs > nowMs;
  // The clock is the outside system.
  useEffect(() => {
    if (!isAhead) return;
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isAhead]);
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
}
