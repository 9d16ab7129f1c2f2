"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect } from "react";
import { numberWords } from "@/components/format/words";
import { Button } from "@/components/ui/button";
import { Failure } from "@/components/ui/feedback";
import { refreshLists } from "@/lib/api-client/recording-cache";
import { cancelJob, hasEnded, jobOptions } from "@/lib/api-client/recordings";
import type { JobAnswer } from "@/lib/domain/answers";
import type { BulkAct } from "./bulk-bar";
import { failureWords } from "./failure-words";

const DOING = {
  addLabel: "Adding the label",
  removeLabel: "Removing the label",
  applyNonDelete: "Protecting",
  delete: "Deleting",
} as const satisfies Record<BulkAct, string>;

/** How far an act over many calls is, and what of it failed, in words. It goes on when this is closed. */
export function JobProgress({
  job,
  act,
  onClose,
}: Readonly<{ job: string; act: BulkAct; onClose: () => void }>) {
  const client = useQueryClient();
  const progress = useQuery(jobOptions(job));
  const cancel = useMutation({ mutationFn: () => cancelJob(job) });
  const isOver = progress.data ? hasEnded(progress.data) : false;
  // Outside React: the query cache. What the job changed is read anew once it has ended.
  useEffect(() => {
    if (!isOver) return;
    void refreshLists(client);
    void client.invalidateQueries({ queryKey: ["recordings", "one"] });
  }, [client, isOver]);

  if (progress.isError) {
    return (
      <div className="px-3 py-1">
        <Failure title="The job's progress can't be read">{progress.error.message}</Failure>
      </div>
    );
  }
  const { data } = progress;
  return (
    <section
      aria-label={DOING[act]}
      className="flex flex-col gap-1 border-line border-b bg-surface px-3 py-1.5"
    >
      <div className="flex items-center gap-3">
        <p role="status" className="min-w-0 truncate">
          {data ? stateWords(data, act) : `${DOING[act]}…`}
        </p>
        {data && !isOver ? (
          <progress
            aria-label={DOING[act]}
            max={Math.max(1, data.total)}
            value={data.done + data.failed}
            className="h-1.5 w-40 accent-[var(--accent)]"
          />
        ) : null}
        <span className="ml-auto flex items-center gap-1">
          {isOver ? null : (
            <Button size="small" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
              Stop
            </Button>
          )}
          <Button tone="quiet" size="icon" aria-label="Close" onClick={onClose}>
            <X aria-hidden className="size-4" />
          </Button>
        </span>
      </div>
      {data && data.failed > 0 ? (
        <ul className="list-disc pl-5 text-danger">
          {failureWords(data).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function stateWords(job: JobAnswer, act: BulkAct): string {
  const done = `${numberWords(job.done)} of ${numberWords(job.total)} done`;
  const failed = job.failed > 0 ? `, ${numberWords(job.failed)} failed` : "";
  switch (job.state) {
    case "queued":
    case "running":
      return `${DOING[act]}: ${done}${failed}`;
    case "cancelled":
      return `Stopped: ${done}${failed}`;
    case "failed":
    case "done":
      return `Finished: ${done}${failed}`;
  }
}
