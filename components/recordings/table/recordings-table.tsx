"use client";

import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { usePlayer } from "@/components/player/player-context";
import { usePreferences } from "@/components/shell/preferences";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { useKnownValues } from "../search/known-values";
import { useMedia } from "../use-media";
import { CallRow } from "./call-row";
import { CELL_CLASSES, COLUMNS, GRID } from "./columns";
import { GridPart } from "./grid-part";
import { listItems } from "./list-items";
import { idsBetween, type Selection, withTicks } from "./tick";
import { TickBox } from "./tick-box";
import { useListKeys } from "./use-list-keys";

type Props = Readonly<{
  recordings: readonly OutgoingRecording[];
  /** How many the search finds in all; null = not known exactly. */
  totalCount: number | null;
  selection: Selection;
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
const OVERSCAN = 12;
const MORE_BEFORE_ROWS = 30;
const rowElementId = (row: number) => `call-${row}`;

/** The calls found, as a grid of which only what is in sight is drawn. It holds the focus; its rows are named to it. */
export function RecordingsTable(props: Props) {
  const { recordings, selection, onSelection, currentId, onCurrent, hasMore, onMore } = props;
  const { zone } = usePreferences();
  const { sourceName } = useKnownValues();
  const { open, track } = usePlayer();
  const isNarrow = useMedia("(max-width: 639px)");
  const scroller = useRef<HTMLDivElement>(null);

  const words = { zone, sourceName };
  const lastTicked = useRef<string | null>(null);
  const ids = useMemo(() => recordings.map((recording) => recording.id), [recordings]);
  const tickedCount = ids.filter((id) => selection[id]).length;
  const tick = (id: string, isTicked: boolean, isRange: boolean) => {
    const range = isRange ? idsBetween(ids, lastTicked.current, id) : [id];
    lastTicked.current = id;
    onSelection((known) => withTicks(known, range, isTicked));
  };
  const items = useMemo(() => listItems(recordings, zone, Date.now()), [recordings, zone]);
  const days = useMemo(() => items.flatMap((item, index) => (item.kind === "day" ? [index] : [])), [items]);
  const current = useMemo(
    () => recordings.findIndex((recording) => recording.id === currentId),
    [recordings, currentId],
  );

  const topDay = useRef(-1);
  const rowPx = isNarrow ? NARROW_ROW_PX : ROW_PX;
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback(
      (index: number) => (items[index]?.kind === "day" ? DAY_PX : rowPx),
      [items, rowPx],
    ),
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    rangeExtractor: useCallback(
      (range: Range) => {
        topDay.current = days.findLast((index) => index <= range.startIndex) ?? -1;
        const indexes = new Set([
          ...(topDay.current < 0 ? [] : [topDay.current]),
          ...defaultRangeExtractor(range),
        ]);
        return [...indexes].sort((left, right) => left - right);
      },
      [days],
    ),
    overscan: OVERSCAN,
    scrollMargin: HEADER_PX,
    scrollPaddingStart: HEADER_PX + DAY_PX,
  });
  // The sizes are the virtualizer's own memory, outside React: they change when the rows change shape.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again for each shape
  useEffect(() => virtualizer.measure(), [rowPx, virtualizer]);

  const shown = virtualizer.getVirtualItems();
  const wantsMore = hasMore && (shown.at(-1)?.index ?? 0) >= items.length - MORE_BEFORE_ROWS;
  // Outside React: the network. The next page is asked for when the end of this one comes near.
  useEffect(() => {
    if (wantsMore) onMore();
  }, [wantsMore, onMore]);

  const moveTo = (row: number) => {
    const next = Math.max(0, Math.min(recordings.length - 1, row));
    const recording = recordings[next];
    if (!recording) return;
    onCurrent(recording.id, false);
    virtualizer.scrollToIndex(items.findIndex((item) => item.kind === "call" && item.row === next));
  };
  const onKeyDown = useListKeys({
    current,
    count: recordings.length,
    pageRows: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2),
    moveTo,
    onPlay: () => currentId !== null && open(currentId),
    onSelect: () => currentId !== null && tick(currentId, !selection[currentId], false),
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
              onTick={(isTicked) => onSelection((known) => withTicks(known, ids, isTicked))}
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
      <GridPart role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {shown.map(({ index, start, size, key }) => {
          const item = items[index];
          const style = { height: size, transform: `translateY(${start - HEADER_PX}px)` };
          if (item?.kind === "day") {
            const isTop = index === topDay.current;
            return (
              <GridPart
                key={key}
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
          const recording = item ? recordings[item.row] : undefined;
          if (!item || !recording) return null;
          return (
            <CallRow
              key={key}
              recording={recording}
              words={words}
              elementId={rowElementId(item.row)}
              ariaRowIndex={item.row + 2}
              style={style}
              isCurrent={item.row === current}
              isTicked={selection[recording.id] === true}
              isPlaying={track?.recordingId === recording.id}
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
