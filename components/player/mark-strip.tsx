"use client";

import { clsx } from "clsx";
import { MessageSquare, TriangleAlert } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { type LabelRoom, labelRooms } from "./label-rooms";
import { labelWords, type MaskMark, maskLine, spanWords } from "./marks";
import { type ThreadMark, threadWords } from "./threads";
import type { Share } from "./waveform";

type MarkStripProps = Readonly<{
  masks: readonly MaskMark[];
  threads: readonly ThreadMark[];
  share: Share;
  onSeek: (ms: number) => void;
  onThread: (id: string) => void;
}>;

type Mark = Readonly<{ key: string; atMs: number }> &
  Readonly<{ kind: "mask"; mark: MaskMark } | { kind: "comment"; mark: ThreadMark }>;

const ROW_PX = 26;

/**
 * The marks under the lanes, each named and a button: one stop of Tab, and arrows from mark to mark. Pauses in one row,
 * comments in another, so that none lies over the other.
 */
export function MarkStrip({ masks, threads, share, onSeek, onThread }: MarkStripProps) {
  const list = useRef<HTMLUListElement>(null);
  const [currentKey, setCurrentKey] = useState<string | null>(null);
  const marks: readonly Mark[] = [
    ...masks.map((mark) => ({ key: mark.key, atMs: mark.span.startMs, kind: "mask" as const, mark })),
    ...threads.map((mark) => ({
      key: mark.thread.id,
      atMs: mark.startMs,
      kind: "comment" as const,
      mark,
    })),
  ].sort((one, other) => one.atMs - other.atMs);
  if (marks.length === 0) return null;
  const rooms = labelRooms(masks.map(({ span }) => Number.parseFloat(share(span.startMs))));
  const roomOf = (mark: MaskMark) => rooms[masks.indexOf(mark)];
  const commentsTop = masks.length > 0 ? ROW_PX : 0;
  const height = commentsTop + (threads.length > 0 ? ROW_PX : 0);
  const current = marks.some(({ key }) => key === currentKey) ? currentKey : marks[0]?.key;

  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const at = marks.findIndex(({ key }) => key === current);
    const next = marks[nextIndex(event.key, at, marks.length)];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    setCurrentKey(next.key);
    list.current?.querySelector<HTMLElement>(`[data-mark="${CSS.escape(next.key)}"]`)?.focus();
  };
  const buttonProps = ({ key, atMs }: Mark, press?: () => void) => ({
    type: "button" as const,
    "data-mark": key,
    tabIndex: key === current ? 0 : -1,
    onFocus: () => setCurrentKey(key),
    onClick: () => {
      onSeek(atMs);
      press?.();
    },
  });

  return (
    <ul
      ref={list}
      aria-label="Marks on the waveform"
      onKeyDown={onKeyDown}
      className="relative mt-0.5"
      style={{ height }}
    >
      {marks.map((one) =>
        one.kind === "mask" ? (
          <li
            key={one.key}
            className="absolute top-0 min-w-6 whitespace-nowrap"
            style={anchored(share, one.mark.span.startMs, roomOf(one.mark))}
          >
            <button
              {...buttonProps(one)}
              aria-label={maskLine(one.mark)}
              title={maskLine(one.mark)}
              className="flex h-6 max-w-full items-center gap-1 rounded border border-mask/40 bg-mask-soft px-1 text-mask text-xs"
            >
              {one.mark.warnings.length > 0 ? (
                <TriangleAlert aria-hidden className="size-3 shrink-0 text-danger" />
              ) : null}
              <span className="truncate">{labelWords(one.mark.span)}</span>
            </button>
          </li>
        ) : (
          <li
            key={one.key}
            className="-ml-3 absolute"
            style={{ left: share(one.mark.startMs), top: commentsTop }}
          >
            <button
              {...buttonProps(one, () => onThread(one.mark.thread.id))}
              aria-label={commentName(one.mark)}
              title={threadWords(one.mark.thread)}
              className={clsx(
                "grid size-6 place-items-center rounded-full border border-transparent text-accent-ink",
                one.mark.thread.root ? "bg-accent" : "bg-ink-soft text-surface!",
              )}
            >
              <MessageSquare aria-hidden className="size-3" />
            </button>
          </li>
        ),
      )}
      {threads.map(({ thread, startMs, endMs }) =>
        endMs === null ? null : (
          <li
            key={`${thread.id}-span`}
            aria-hidden
            data-testid="comment-span"
            className="pointer-events-none absolute h-0.5 bg-accent forced-colors:bg-[Highlight]"
            style={{
              left: share(startMs),
              top: commentsTop,
              width: `calc(${share(endMs)} - ${share(startMs)})`,
            }}
          />
        ),
      )}
    </ul>
  );
}

function commentName({ thread, startMs, endMs }: ThreadMark): string {
  const where = endMs === null ? "at" : "on";
  const gone = thread.root ? "" : " (its first comment was removed)";
  return `Comment ${where} ${spanWords(startMs, endMs)}${gone}: ${threadWords(thread)}`;
}

function anchored(
  share: Share,
  startMs: number,
  room: LabelRoom | undefined,
): Readonly<{ left?: string; right?: string; maxWidth: string }> {
  const left = share(startMs);
  const maxWidth = `max(1.5rem, ${room?.room ?? 100}% - 2px)`;
  if (room?.isBefore) return { right: `calc(100% - ${left})`, maxWidth };
  return { left: `min(${left}, 100% - 1.5rem)`, maxWidth };
}

function nextIndex(key: string, at: number, count: number): number {
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return Math.min(count - 1, at + 1);
    case "ArrowLeft":
    case "ArrowUp":
      return Math.max(0, at - 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return -1;
  }
}
