"use client";

import {
  ChevronLeft,
  ChevronRight,
  ListOrdered,
  MessageSquarePlus,
  Pause,
  Play,
  Repeat,
  RotateCcw,
  RotateCw,
  X,
} from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { fullTime, position, readTime } from "@/components/format/time";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { isTwin } from "./call-orders";
import type { Desk } from "./desk";
import type { CallPart } from "./use-call-timeline";

type PlayerControlsProps = Readonly<{
  recording: OutgoingRecording;
  /** The file that is played, and all of them in the order of hearing. */
  part: CallPart;
  parts: readonly CallPart[];
  isPlaying: boolean;
  isWaiting: boolean;
  /** Call time. */
  currentMs: number;
  /** The sound is there. */
  canPlay: boolean;
  durationMs: number;
  rate: number;
  rates: readonly number[];
  panel: "none" | "list" | "comment";
  maskCount: number;
  skipsSilence: boolean;
  /** What skipping silence saves in this call at this speed; null = not known yet. */
  savedMs: number | null;
  /** `begun` = its start is set, its end is not. */
  loopState: keyof typeof LOOP_WORDS;
  /** The volume, in its place. */
  sound: ReactNode;
  desk: Desk;
  onToggle: () => void;
  onSkip: (ms: number) => void;
  onRate: (rate: number) => void;
  onNextMask: () => void;
  onPanel: (panel: "list" | "comment") => void;
  /** Null = there is no link to give away. */
  onCopyLink: (() => void) | null;
  onFile: (mediaKey: string) => void;
  onSkipSilence: () => void;
  onLoop: () => void;
  onClose: () => void;
}>;

/** The row above the waveform: what is playing, and everything that can be done to it. */
export function PlayerControls(props: PlayerControlsProps) {
  const { recording, part, parts, currentMs, durationMs, rate, rates, panel, desk } = props;
  const { zone } = usePreferences();
  const startMs = readTime(recording.startTime);

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <div className="flex items-center gap-1">
        <Button
          size="icon"
          tone="quiet"
          aria-label={`Previous ${desk.listed}`}
          disabled={desk.previous === null}
          onClick={() => desk.previous?.()}
        >
          <ChevronLeft aria-hidden className="size-4" />
        </Button>
        <Button size="icon" tone="quiet" aria-label="Back 15 seconds" onClick={() => props.onSkip(-15_000)}>
          <RotateCcw aria-hidden className="size-4" />
        </Button>
        <Button
          tone="primary"
          size="icon"
          className="rounded-full"
          aria-label={props.isPlaying ? "Pause" : "Play"}
          disabled={!props.canPlay}
          onClick={props.onToggle}
        >
          {props.isPlaying ? (
            <Pause aria-hidden className="size-4" />
          ) : (
            <Play aria-hidden className="size-4" />
          )}
        </Button>
        <Button size="icon" tone="quiet" aria-label="Forward 15 seconds" onClick={() => props.onSkip(15_000)}>
          <RotateCw aria-hidden className="size-4" />
        </Button>
        <Button
          size="icon"
          tone="quiet"
          aria-label={`Next ${desk.listed}`}
          disabled={desk.next === null}
          onClick={() => desk.next?.()}
        >
          <ChevronRight aria-hidden className="size-4" />
        </Button>
      </div>
      <p className="whitespace-nowrap" data-testid="position">
        <span className="font-medium">{position(currentMs)}</span>
        <span className="text-ink-faint"> / {position(durationMs)}</span>
        {props.isWaiting ? <span className="text-ink-faint"> · loading</span> : null}
      </p>
      <Link
        href={desk.href}
        className="min-w-0 max-w-96 truncate text-ink-soft hover:text-ink max-sm:order-last max-sm:w-full"
      >
        <bdi>{recording.callerPhoneNumber ?? "Unknown"}</bdi> →{" "}
        <bdi>{recording.dialedPhoneNumber ?? "unknown"}</bdi>
        {startMs === null ? "" : ` · ${fullTime(startMs, zone)}`}
      </Link>
      <div className="ml-auto flex flex-wrap items-center gap-1 max-sm:group-data-[full=false]/player:hidden">
        {parts.length > 1 ? (
          <select
            aria-label="Part of the call"
            value={part.mediaKey}
            onChange={(event) => props.onFile(event.target.value)}
            className="h-8 rounded border border-line-strong bg-surface px-1"
          >
            {parts.map((one) => (
              <option key={one.mediaKey} value={one.mediaKey}>
                {`Part ${one.index + 1} of ${parts.length}${isTwin(one) ? ", same time" : ""}${AUDIO_WORDS[one.file.audio]}`}
              </option>
            ))}
          </select>
        ) : null}
        <select
          aria-label="Speed"
          value={rate}
          onChange={(event) => props.onRate(Number(event.target.value))}
          className="h-8 rounded border border-line-strong bg-surface px-1"
        >
          {rates.map((value) => (
            <option key={value} value={value}>
              {value}×
            </option>
          ))}
        </select>
        <Button
          tone="quiet"
          aria-pressed={props.skipsSilence}
          title="Skip silence (S)"
          onClick={props.onSkipSilence}
          className="aria-pressed:text-accent"
        >
          Skip silence
          {props.savedMs === null ? null : (
            <span className="font-normal text-ink-soft max-sm:hidden">
              {props.savedMs < 1_000 ? "(saves nothing)" : `(saves ${position(props.savedMs)})`}
            </span>
          )}
        </Button>
        <Button
          tone="quiet"
          aria-pressed={props.loopState !== "off"}
          title="Loop: from here, to here, off (R)"
          onClick={props.onLoop}
          className="aria-pressed:text-accent"
        >
          <Repeat aria-hidden className="size-4" />
          {LOOP_WORDS[props.loopState]}
        </Button>
        {props.maskCount > 0 ? (
          <Button tone="quiet" onClick={props.onNextMask} title="Next mask (M)">
            <span aria-hidden className="mask-hatch inline-block size-3 rounded-sm border border-mask" />
            {props.maskCount} {props.maskCount === 1 ? "pause" : "pauses"}
          </Button>
        ) : null}
        {props.sound}
        <Button
          tone="quiet"
          size="icon"
          aria-label="Events in this call"
          aria-pressed={panel === "list"}
          onClick={() => props.onPanel("list")}
        >
          <ListOrdered aria-hidden className="size-4" />
        </Button>
        {desk.mayComment ? (
          <Button
            tone="quiet"
            size="icon"
            aria-label="Comment at this moment"
            aria-pressed={panel === "comment"}
            onClick={() => props.onPanel("comment")}
          >
            <MessageSquarePlus aria-hidden className="size-4" />
          </Button>
        ) : null}
        {props.onCopyLink ? (
          <Button tone="quiet" onClick={props.onCopyLink} title="Copy a link to this moment (Y)">
            Link
          </Button>
        ) : null}
      </div>
      <Button
        tone="quiet"
        size="icon"
        aria-label="Close the player"
        className="max-sm:ml-auto max-sm:group-data-[full=true]/player:absolute max-sm:group-data-[full=true]/player:top-1 max-sm:group-data-[full=true]/player:right-2"
        onClick={props.onClose}
      >
        <X aria-hidden className="size-4" />
      </Button>
    </div>
  );
}

const LOOP_WORDS = { off: "Loop", begun: "Loop to here", on: "Loop is on" } as const;
const AUDIO_WORDS = { ready: "", pending: ", not ready", missing: ", no audio" } as const;
