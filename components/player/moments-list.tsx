"use client";

import { clsx } from "clsx";
import { MessageSquare, TriangleAlert } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { position } from "@/components/format/time";
import { usePreferences } from "@/components/shell/preferences";
import type { CallRef } from "@/lib/domain/call-ref";
import { CommentThread } from "./comment-thread";
import { spanWords } from "./marks";
import type { Moment } from "./moments";

type MomentsListProps = Readonly<{
  call: CallRef;
  moments: readonly Moment[];
  mayAdd: boolean;
  /** The id of a thread that was asked for: it is shown, and the focus goes there. */
  threadId: string | null;
  onSeek: (ms: number) => void;
}>;

/** The call as a list that can be read and jumped through: who came and went, pauses, comments. */
export function MomentsList({ call, moments, mayAdd, threadId, onSeek }: MomentsListProps) {
  const { zone } = usePreferences();
  const list = useRef<HTMLOListElement>(null);
  const hasThread = threadId !== null && moments.some((moment) => moment.key === `comment-${threadId}`);
  // The focus is outside React: a pin on the waveform was pressed, and what it stands for is read here.
  useEffect(() => {
    if (!hasThread || threadId === null) return;
    const key = CSS.escape(`comment-${threadId}`);
    list.current?.querySelector<HTMLElement>(`[data-moment="${key}"]`)?.focus();
  }, [hasThread, threadId]);

  if (moments.length === 0) return <p className="text-ink-soft">Nothing is noted in this call.</p>;
  const onKeyDown = (event: KeyboardEvent<HTMLOListElement>) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-moment]") ?? [])];
    const at = rows.findIndex((row) => row.isSameNode(document.activeElement));
    const next = rows[at + by];
    if (by === 0 || at < 0 || !next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  };
  return (
    <ol
      ref={list}
      aria-label="Events in this call"
      onKeyDown={onKeyDown}
      className="@container flex max-h-56 flex-col overflow-auto rounded border border-line max-sm:max-h-none"
    >
      {moments.map((moment) => (
        <li key={moment.key} className="border-line border-b last:border-b-0">
          <button
            type="button"
            data-moment={moment.key}
            onClick={() => onSeek(moment.atMs)}
            className="flex w-full items-baseline gap-3 px-2 py-1 text-left hover:bg-canvas"
          >
            <span className="w-10 shrink-0 text-right text-ink-faint @md:w-20">
              {moment.kind === "comment"
                ? spanWords(moment.atMs, moment.endMs)
                : position(Math.round(moment.atMs / 1_000) * 1_000)}
            </span>
            {moment.kind === "comment" ? (
              <MessageSquare aria-hidden className="size-3 shrink-0 self-center text-accent" />
            ) : null}
            <bdi
              className={clsx(
                "min-w-0 whitespace-pre-line break-words",
                moment.kind === "mask" && "text-mask",
                moment.kind === "comment" && "text-accent",
              )}
            >
              {moment.kind === "comment" ? <span className="sr-only">Comment: </span> : null}
              {moment.words}
              {moment.kind === "mask" && moment.warnings.length > 0 ? (
                <span className="ml-2 inline-flex items-center gap-1 font-medium text-danger">
                  <TriangleAlert aria-hidden className="size-3" />
                  {moment.warnings.join("; ")}
                </span>
              ) : null}
            </bdi>
          </button>
          {moment.kind === "comment" ? (
            <div className="px-2 pb-1.5 pl-15 @md:pl-31">
              <CommentThread call={call} thread={moment.thread} zone={zone} mayAdd={mayAdd} isTold />
            </div>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
