"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from "react";
import { position } from "@/components/format/time";
import type { TimeSpan } from "@/lib/domain/talk-map-levels";
import type { DrawnPeaks } from "./join-peaks";
import { MarkStrip } from "./mark-strip";
import { type MaskMark, maskLine, shortMaskWords } from "./marks";
import { keyTarget, positionWords, toldPosition } from "./slider-words";
import { TalkStrip } from "./talk-strip";
import type { ThreadMark } from "./threads";
import type { PlacedTalk } from "./use-scene";
import { type Span, spanBetween } from "./use-selection";
import { useWaveform } from "./use-waveform";

export type DrawnGap = Readonly<{ startMs: number; endMs: number; realMs: number }>;

type WaveformProps = Readonly<{
  audio: RefObject<HTMLAudioElement | null>;
  peaks: DrawnPeaks | null;
  /** Where they are still to come. */
  awaited: readonly TimeSpan[];
  /** Why there are no peaks, in words, when they failed; empty where others say why there is no sound. */
  peaksFailure: string | null;
  /** All times are call time. */
  durationMs: number;
  currentMs: number;
  /** The same at the moment of a key. */
  nowMs: () => number;
  isPlaying: boolean;
  masks: readonly MaskMark[];
  threads: readonly ThreadMark[];
  talk: readonly PlacedTalk[];
  gaps: readonly DrawnGap[];
  selection: Span | null;
  laneHeight: number;
  onSeek: (ms: number) => void;
  onSelect: (span: Span | null) => void;
  /** A comment on the waveform was pressed. */
  onThread: (id: string) => void;
}>;

/** The pointer has to go so far before a press is a drag. */
const DRAG_PX = 5;
/** Docked on a narrow screen the player is only a bar (dock-player.tsx). */
const NOT_SMALL = "max-sm:group-data-[full=false]/player:hidden";

/** Two lanes of sound with the masked spans hatched over them; a slider for mouse, touch and keyboard. */
export function Waveform(props: WaveformProps) {
  const { audio, peaks, durationMs, currentMs, isPlaying, masks, gaps, selection, laneHeight } = props;
  const container = useRef<HTMLDivElement>(null);
  const pressed = useRef<Readonly<{ x: number; ms: number }> | null>(null);
  const [soughtMs, setSoughtMs] = useState<number | null>(null);
  useWaveform(container, audio, peaks, laneHeight);

  const lanes = peaks?.channels.length ?? 2;
  const height = lanes * laneHeight;
  const share: Share = (ms) => `${(100 * Math.max(0, Math.min(ms, durationMs))) / Math.max(1, durationMs)}%`;
  const seekTo = (ms: number) => {
    const target = Math.max(0, Math.min(ms, durationMs));
    setSoughtMs(target);
    props.onSeek(target);
  };

  const timeAt = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return ((event.clientX - box.left) / Math.max(1, box.width)) * durationMs;
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pressed.current = { x: event.clientX, ms: timeAt(event) };
    seekTo(timeAt(event));
  };
  // A finger moves the position, as on every other player; a mouse draws a span.
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const from = pressed.current;
    if (!from || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    if (event.pointerType === "touch") seekTo(timeAt(event));
    else if (Math.abs(event.clientX - from.x) >= DRAG_PX) {
      props.onSelect(spanBetween(from.ms, timeAt(event), durationMs));
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const atMs = props.nowMs();
    const target = keyTarget(event.key, atMs, durationMs);
    if (target === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) props.onSelect(stretched(selection, atMs, target, durationMs));
    seekTo(target);
  };

  const toldMs = toldPosition(currentMs, soughtMs, isPlaying);
  return (
    <div className={`flex gap-2 ${NOT_SMALL}`}>
      <div
        aria-hidden
        className="flex shrink-0 flex-col text-ink-faint text-xs max-sm:hidden"
        style={{ height }}
      >
        {laneNames(lanes).map((name) => (
          <span key={name} className="flex flex-1 items-center">
            {name}
          </span>
        ))}
      </div>
      <div className="relative min-w-0 flex-1">
        <div
          role="slider"
          tabIndex={0}
          aria-label="Position"
          aria-valuemin={0}
          aria-valuemax={Math.round(durationMs / 1_000)}
          aria-valuenow={Math.round(toldMs / 1_000)}
          aria-valuetext={positionWords(toldMs, durationMs, masks, gaps)}
          onKeyDown={onKeyDown}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          className="relative cursor-pointer touch-pan-y select-none overflow-hidden rounded bg-canvas"
          style={{ height }}
        >
          <div
            ref={container}
            aria-hidden
            data-testid="waveform"
            className="pointer-events-none absolute inset-0 isolate"
          />
          {lanes > 1 ? (
            <div aria-hidden className="pointer-events-none absolute inset-x-0 top-1/2 h-px bg-line" />
          ) : null}
          {gaps.map((gap) => (
            <div
              key={gap.startMs}
              role="img"
              aria-label={`Nothing was recorded for ${position(gap.realMs)}`}
              title={`Nothing was recorded for ${position(gap.realMs)}`}
              data-testid="gap"
              className="absolute inset-y-0 border-line-strong border-x bg-surface"
              style={{ left: share(gap.startMs), width: widthOf(share, gap.startMs, gap.endMs) }}
            />
          ))}
          {peaks
            ? props.awaited.map((span) => (
                <AwaitedArea key={span.endMs} span={span} share={share} failure={props.peaksFailure} />
              ))
            : null}
          {masks.map((mark) => (
            <MaskArea key={mark.key} mark={mark} share={share} />
          ))}
          {peaks ? null : <WaveformMissing failure={props.peaksFailure} />}
          <LaneNames lanes={lanes} />
          {selection ? (
            <div
              aria-hidden
              data-testid="selection"
              className="pointer-events-none absolute inset-y-0 border-accent border-x-2 bg-accent/20"
              style={{
                left: share(selection.startMs),
                width: widthOf(share, selection.startMs, selection.endMs),
              }}
            />
          ) : null}
          <div
            aria-hidden
            className="pointer-events-none absolute inset-y-0 left-0 bg-canvas/60 forced-colors:hidden"
            style={{ width: share(currentMs) }}
          />
          <div
            aria-hidden
            className="-ml-px pointer-events-none absolute inset-y-0 w-0.5 bg-ink forced-colors:bg-[CanvasText]"
            style={{ left: share(currentMs) }}
          />
        </div>
        <TalkStrip talk={props.talk} durationMs={durationMs} />
        <MarkStrip
          masks={masks}
          threads={props.threads}
          share={share}
          onSeek={seekTo}
          onThread={props.onThread}
        />
      </div>
    </div>
  );
}

export type Share = (ms: number) => string;

function widthOf(share: Share, fromMs: number, toMs: number): string {
  return `calc(${share(toMs)} - ${share(fromMs)})`;
}

/** Shift and an arrow stretch the span from the end that stands at the position. */
function stretched(span: Span | null, currentMs: number, targetMs: number, durationMs: number): Span | null {
  if (span && Math.abs(span.startMs - currentMs) < 1_000) {
    return spanBetween(span.endMs, targetMs, durationMs);
  }
  if (span && Math.abs(span.endMs - currentMs) < 1_000) {
    return spanBetween(span.startMs, targetMs, durationMs);
  }
  return spanBetween(currentMs, targetMs, durationMs);
}

function laneNames(lanes: number): readonly string[] {
  if (lanes === 1) return ["Call"];
  return Array.from({ length: lanes }, (_, lane) => ["Agent", "Customer"][lane] ?? `Channel ${lane + 1}`);
}

/** On a narrow screen the names stand in the lanes: there is no room beside them. */
function LaneNames({ lanes }: Readonly<{ lanes: number }>) {
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 flex flex-col text-xs sm:hidden">
      {laneNames(lanes).map((name) => (
        <span key={name} className="flex-1">
          <span className="rounded-br bg-canvas/80 px-1 text-ink-soft leading-4">{name}</span>
        </span>
      ))}
    </div>
  );
}

/** What has not arrived looks like nothing yet, not like silence. */
function AwaitedArea({
  span,
  share,
  failure,
}: Readonly<{ span: TimeSpan; share: Share; failure: string | null }>) {
  const words = failure ?? "The waveform is still arriving";
  return (
    <div
      role="img"
      aria-label={`${words}, from ${position(span.startMs)}`}
      data-testid="awaited"
      className="absolute inset-y-0 bg-canvas/75"
      style={{ left: share(span.startMs), width: widthOf(share, span.startMs, span.endMs) }}
    />
  );
}

function WaveformMissing({ failure }: Readonly<{ failure: string | null }>) {
  return (
    <p className="pointer-events-none absolute inset-0 grid place-items-center text-ink-soft text-sm">
      <span className="rounded bg-canvas/80 px-1">{failure ?? "The waveform is being drawn"}</span>
    </p>
  );
}

/** The certain part hatched, the doubtful time on either side paler: a mask is never drawn sharper than it is known. */
function MaskArea({ mark, share }: Readonly<{ mark: MaskMark; share: Share }>) {
  const { span, startUncertainMs, endUncertainMs } = mark;
  const isCut = span.endMs === span.startMs;
  const fromMs = span.startMs - startUncertainMs;
  const toMs = span.endMs + (span.open && !isCut ? 0 : endUncertainMs);
  return (
    <>
      <div
        aria-hidden
        className="pointer-events-none absolute inset-y-0 border-mask border-x border-dashed bg-mask-soft opacity-50"
        style={{ left: share(fromMs), width: widthOf(share, fromMs, toMs) }}
      />
      <div
        role="img"
        aria-label={maskLine(mark)}
        title={maskLine(mark)}
        data-testid="mask"
        className={clsx("mask-hatch absolute inset-y-0", isCut && "-ml-px min-w-0.5 bg-mask!")}
        style={{ left: share(span.startMs), width: widthOf(share, span.startMs, span.endMs) }}
      />
      {mark.warnings.length > 0 ? (
        <div
          aria-hidden
          title={`${shortMaskWords(span)}: ${mark.warnings.join("; ")}`}
          className="pointer-events-none absolute top-0 h-1 min-w-1 bg-danger"
          style={{ left: share(span.startMs), width: widthOf(share, span.startMs, span.endMs) }}
        />
      ) : null}
    </>
  );
}
