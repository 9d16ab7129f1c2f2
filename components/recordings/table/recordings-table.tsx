"use client";

import { clsx } from "clsx";
import { useEffect, useMemo, useRef } from "react";
import { preloadPlayer, usePreloadedPlayer } from "@/components/player/dock";
import { usePlayer } from "@/components/player/player-context";
import { usePreferences } from "@/components/shell/preferences";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { useKnownValues } from "../search/known-values";
import { useMedia } from "../use-media";
import { CallRow } from "./call-row";
import { CELL_CLASSES, COLUMNS, GRID } from "./columns";
import { GridPart } from "./grid-part";
import { listItems } from "./list-items";
import { scrollFor, startsOf } from "./row-window";
import { idsBetween, type Selection, withTicks } from "./tick";
import { TickBox } from "./tick-box";
import { useListKeys } from "./use-list-keys";
import { useRowWindow } from "./use-row-window";

type Props = Readonly<{
  recordings: readonly OutgoingRecording[];
  /** How many the search finds in all; null = not known exactly. */
  totalCount: number | null;
  selection: Selection;
  /** All that the search finds are ticked, loaded or not. */
  isAllTicked: boolean;
  onSelection: (change: (known: Selection) => Selection) => void;
  currentId: string | null;
  /** `byPress` = pressed, not walked to with the arrows. */
  onCurrent: (id: string, byPress: boolean) => void;
  onOpenPage: (id: string) => void;
  hasMore: boolean;
  onMore: () => void;
}>;

const HEADER_PX = 28;
const ROW_PX = 32;
const NARROW_ROW_PX = 56;
const DAY_PX = 24;
const MORE_BEFORE_ROWS = 30;
const rowElementId = (row: number) => `call-${row}`;

/** The calls found, as a grid of which only what is in sight is drawn. It holds the focus; its rows are named to it. */
export function RecordingsTable(props: Props) {
  const { recordings, selection, onSelection, currentId, onCurrent, hasMore, onMore } = props;
  const { zone } = usePreferences();
  const { sourceName } = useKnownValues();
  const { open, track } = usePlayer();
  usePreloadedPlayer();
  const isNarrow = useMedia("(max-width: 639px)");
  const scroller = useRef<HTMLDivElement>(null);

  const words = { zone, sourceName };
  const lastTicked = useRef<string | null>(null);
  const ids = useMemo(() => recordings.map((recording) => recording.id), [recordings]);
  const isTicked = (id: string) => props.isAllTicked || selection[id] === true;
  const tickedCount = ids.filter(isTicked).length;
  const tick = (id: string, isOn: boolean, isRange: boolean) => {
    const range = isRange ? idsBetween(ids, lastTicked.current, id) : [id];
    lastTicked.current = id;
    onSelection((known) => withTicks(known, range, isOn));
  };
  const items = useMemo(() => listItems(recordings, zone, Date.now()), [recordings, zone]);
  const days = useMemo(() => items.flatMap((item, index) => (item.kind === "day" ? [index] : [])), [items]);
  const current = useMemo(
    () => recordings.findIndex((recording) => recording.id === currentId),
    [recordings, currentId],
  );

  const rowPx = isNarrow ? NARROW_ROW_PX : ROW_PX;
  const starts = useMemo(
    () => startsOf(items.length, (index) => (items[index]?.kind === "day" ? DAY_PX : rowPx)),
    [items, rowPx],
  );
  const { first, last, top } = useRowWindow(scroller, starts);
  // The day of the uppermost call stays in sight, wherever its line is.
  const topDay = days.findLast((index) => index <= top) ?? -1;
  const shown = [
    ...(topDay >= 0 && topDay < first ? [topDay] : []),
    ...Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset),
  ];

  const wantsMore = hasMore && last >= items.length - MORE_BEFORE_ROWS;
  // Outside React: the network. The next page is asked for when the end of this one comes near.
  useEffect(() => {
    if (wantsMore) onMore();
  }, [wantsMore, onMore]);

  const moveTo = (row: number) => {
    const next = Math.max(0, Math.min(recordings.length - 1, row));
    const recording = recordings[next];
    if (!recording) return;
    onCurrent(recording.id, false);
    const element = scroller.current;
    if (!element) return;
    const index = items.findIndex((item) => item.kind === "call" && item.row === next);
    const view = { scrollPx: element.scrollTop, heightPx: element.clientHeight - HEADER_PX };
    element.scrollTop = scrollFor(starts, index, view, DAY_PX);
  };
  const onKeyDown = useListKeys({
    current,
    count: recordings.length,
    pageRows: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2),
    moveTo,
    onPlay: () => currentId !== null && open(currentId),
    onSelect: () => currentId !== null && tick(currentId, !isTicked(currentId), false),
    onOpenPage: () => currentId !== null && props.onOpenPage(currentId),
    focus: () => scroller.current?.focus(),
  });

  return (
    <GridPart
      ref={scroller}
      role="grid"
      aria-label="Calls found"
      aria-rowcount={props.totalCount === null ? -1 : props.totalCount + 1}
      aria-multiselectable
      aria-activedescendant={current < 0 ? undefined : rowElementId(current)}
      tabIndex={0}
      onPointerEnter={preloadPlayer}
      onFocus={preloadPlayer}
      onKeyDown={onKeyDown}
      className={clsx(
        "group @container relative min-h-0 flex-1 overflow-auto bg-surface",
        current >= 0 && "focus-visible:outline-none",
      )}
    >
      <GridPart role="rowgroup" className="sticky top-0 z-20 bg-surface">
        <GridPart
          role="row"
          aria-rowindex={1}
          style={{ height: HEADER_PX }}
          className={clsx(
            "items-center border-line border-b px-2 font-medium text-ink-faint text-sm",
            isNarrow ? "grid grid-cols-[28px_minmax(0,1fr)] gap-x-2" : GRID,
          )}
        >
          <GridPart role="columnheader" className="flex justify-center">
            <TickBox
              label="Select all loaded calls"
              isTicked={tickedCount === ids.length}
              isPartly={tickedCount > 0}
              onTick={(isOn) => onSelection((known) => withTicks(known, ids, isOn))}
            />
          </GridPart>
          {isNarrow ? (
            <GridPart role="columnheader">Calls</GridPart>
          ) : (
            COLUMNS.map((column) => (
              <GridPart
                key={column.id}
                role="columnheader"
                className={clsx("flex min-w-0 items-center truncate", CELL_CLASSES[column.id])}
              >
                {column.header}
              </GridPart>
            ))
          )}
        </GridPart>
      </GridPart>
      <GridPart role="rowgroup" className="relative" style={{ height: starts.at(-1) ?? 0 }}>
        {shown.map((index) => {
          const item = items[index];
          if (!item) return null;
          const size = item.kind === "day" ? DAY_PX : rowPx;
          const style = { height: size, transform: `translateY(${starts[index] ?? 0}px)` };
          if (item.kind === "day") {
            const isTop = index === topDay;
            return (
              <GridPart
                key={item.key}
                role="row"
                style={isTop ? { height: size, top: HEADER_PX } : style}
                className={clsx(
                  "flex items-center border-line border-b bg-canvas px-3 font-medium text-ink-soft text-sm",
                  isTop ? "sticky z-10" : "absolute inset-x-0 top-0",
                )}
              >
                <GridPart role="gridcell">{item.words}</GridPart>
              </GridPart>
            );
          }
          const recording = recordings[item.row];
          if (!recording) return null;
          return (
            <CallRow
              key={item.key}
              recording={recording}
              words={words}
              elementId={rowElementId(item.row)}
              ariaRowIndex={item.row + 2}
              style={style}
              isCurrent={item.row === current}
              isTicked={isTicked(recording.id)}
              isPlaying={track?.call.kind === "recording" && track.call.id === recording.id}
              onTick={tick}
              isNarrow={isNarrow}
              onPick={(id) => onCurrent(id, true)}
              onPlay={open}
            />
          );
        })}
      </GridPart>
      {hasMore ? <p className="px-3 py-2 text-ink-faint text-sm">Loading more calls…</p> : null}
    </GridPart>
  );
}
