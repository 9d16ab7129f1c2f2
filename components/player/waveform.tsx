"use client";

import { clsx } from "clsx";
import { MessageSquare } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from "react";
import { position, spokenPosition } from "@/components/format/time";
import { Skeleton } from "@/components/ui/feedback";
import type { Peaks } from "@/lib/api-client/peaks";
import type { MaskedSpan } from "@/lib/domain/recording";
import { type CommentMark, maskWords } from "./marks";
import { useWaveform } from "./use-waveform";

type WaveformProps = Readonly<{
  audio: RefObject<HTMLAudioElement | null>;
  peaks: Peaks | null;
  /** Why there are no peaks, in words, when they failed; empty where others say why there is no sound. */
  peaksFailure: string | null;
  durationMs: number;
  currentMs: number;
  masks: readonly MaskedSpan[];
  comments: readonly CommentMark[];
  laneHeight: number;
  onSeek: (ms: number) => void;
}>;

const STEP_MS = 5_000;
const PAGE_MS = 15_000;

/** Two lanes of sound with the masked spans hatched over them; a slider for mouse, touch and keyboard. */
export function Waveform(props: WaveformProps) {
  const { audio, peaks, peaksFailure, durationMs, currentMs, masks, comments, laneHeight, onSeek } = props;
  const container = useRef<HTMLDivElement>(null);
  useWaveform(container, audio, peaks, laneHeight);

  const lanes = peaks?.channels.length ?? 2;
  const height = lanes * laneHeight;
  const share = (ms: number) => `${(100 * Math.max(0, Math.min(ms, durationMs))) / Math.max(1, durationMs)}%`;
  const seekTo = (ms: number) => onSeek(Math.max(0, Math.min(ms, durationMs)));

  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.getBoundingClientRect();
    seekTo(((event.clientX - box.left) / box.width) * durationMs);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const target = keyTarget(event.key, currentMs, durationMs);
    if (target === null) return;
    event.preventDefault();
    event.stopPropagation();
    seekTo(target);
  };

  return (
    <div className="flex gap-2">
      <div
        aria-hidden
        className="flex shrink-0 flex-col text-ink-faint text-xs max-sm:hidden"
        style={{ height }}
      >
        {(lanes === 1 ? ["Call"] : ["Agent", "Customer"]).map((name) => (
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
          aria-valuenow={Math.round(currentMs / 1_000)}
          aria-valuetext={`${spokenPosition(currentMs)} of ${spokenPosition(durationMs)}${
            maskAt(masks, currentMs) ? ", paused here" : ""
          }`}
          onKeyDown={onKeyDown}
          onPointerDown={onPointer}
          onPointerMove={onPointer}
          className="relative cursor-pointer touch-none overflow-hidden rounded bg-canvas"
          style={{ height }}
        >
          <div
            ref={container}
            aria-hidden
            data-testid="waveform"
            className="pointer-events-none absolute inset-0 isolate"
          />
          {peaks ? null : <WaveformMissing failure={peaksFailure} />}
          {masks.map((span) => (
            <MaskArea key={`${span.startMs}-${span.endMs}`} span={span} share={share} />
          ))}
          <div
            aria-hidden
            className="pointer-events-none absolute inset-y-0 left-0 bg-canvas/60"
            style={{ width: share(currentMs) }}
          />
          <div
            aria-hidden
            className="-ml-px pointer-events-none absolute inset-y-0 w-0.5 bg-ink"
            style={{ left: share(currentMs) }}
          />
        </div>
        <ul aria-label="Comments on the waveform" className="pointer-events-none absolute inset-x-0 top-0">
          {comments.map((comment) => (
            <li key={comment.id} className="-ml-2 absolute top-0" style={{ left: share(comment.startMs) }}>
              <button
                type="button"
                title={comment.text}
                aria-label={`Comment at ${position(comment.startMs)}: ${comment.text}`}
                onClick={() => seekTo(comment.startMs)}
                className="pointer-events-auto rounded-full bg-accent p-0.5 text-accent-ink"
              >
                <MessageSquare aria-hidden className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function WaveformMissing({ failure }: Readonly<{ failure: string | null }>) {
  if (failure === null) return <Skeleton className="absolute inset-x-0 inset-y-1/4" />;
  return <p className="absolute inset-0 grid place-items-center text-ink-faint text-sm">{failure}</p>;
}

/** The certain part hatched, the doubtful second on either side paler: a mask is never drawn sharper than it is known. */
function MaskArea({ span, share }: Readonly<{ span: MaskedSpan; share: (ms: number) => string }>) {
  const isCut = span.endMs === span.startMs;
  const width = (fromMs: number, toMs: number) => `calc(${share(toMs)} - ${share(fromMs)})`;
  return (
    <>
      <div
        aria-hidden
        className="pointer-events-none absolute inset-y-0 border-mask border-x border-dashed bg-mask-soft opacity-50"
        style={{
          left: share(span.startMs - span.uncertainMs),
          width: width(span.startMs - span.uncertainMs, span.endMs + span.uncertainMs),
        }}
      />
      <div
        role="img"
        aria-label={maskWords(span)}
        title={maskWords(span)}
        data-testid="mask"
        className={clsx("mask-hatch absolute inset-y-0", isCut && "-ml-px min-w-0.5")}
        style={{ left: share(span.startMs), width: width(span.startMs, span.endMs) }}
      />
    </>
  );
}

/** The masked span that a position lies in. */
export function maskAt(masks: readonly MaskedSpan[], ms: number): MaskedSpan | undefined {
  return masks.find((span) => ms >= span.startMs && ms < span.endMs);
}

function keyTarget(key: string, currentMs: number, durationMs: number): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return currentMs + STEP_MS;
    case "ArrowLeft":
    case "ArrowDown":
      return currentMs - STEP_MS;
    case "PageUp":
      return currentMs + PAGE_MS;
    case "PageDown":
      return currentMs - PAGE_MS;
    case "Home":
      return 0;
    case "End":
      return durationMs;
    default:
      return null;
  }
}
