"use client";

import {
  ChevronLeft,
  ChevronRight,
  ListOrdered,
  MessageSquarePlus,
  Pause,
  Play,
  RotateCcw,
  RotateCw,
  X,
} from "lucide-react";
import Link from "next/link";
import { fullTime, position, readTime } from "@/components/format/time";
import { useNotify } from "@/components/shell/notices";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import type { OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";
import type { AudioState } from "./use-audio";

type PlayerControlsProps = Readonly<{
  recording: OutgoingRecording;
  file: OutgoingMediaFile;
  state: AudioState;
  /** The sound is there. */
  canPlay: boolean;
  durationMs: number;
  rate: number;
  rates: readonly number[];
  panel: "none" | "list" | "comment";
  canStep: Readonly<{ back: boolean; forward: boolean }>;
  onToggle: () => void;
  onSkip: (ms: number) => void;
  onRate: (rate: number) => void;
  onStep: (by: number) => void;
  onNextMask: () => void;
  onPanel: (panel: "list" | "comment") => void;
  onFile: (mediaKey: string) => void;
  onClose: () => void;
}>;

/** The row above the waveform: what is playing, and everything that can be done to it. */
export function PlayerControls(props: PlayerControlsProps) {
  const { recording, file, state, durationMs, rate, rates, panel, canStep } = props;
  const { zone } = usePreferences();
  const notify = useNotify();
  const startMs = readTime(recording.startTime);

  const copyLink = () => {
    const address = `${window.location.origin}/recordings/${recording.id}?m=${file.mediaKey}&t=${(state.currentMs / 1_000).toFixed(1)}`;
    navigator.clipboard.writeText(address).then(
      () => notify(`Link to ${position(state.currentMs)} copied`),
      () => notify(`Copy this link: ${address}`),
    );
  };

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <div className="flex items-center gap-1">
        <Button
          size="icon"
          tone="quiet"
          aria-label="Previous result"
          disabled={!canStep.back}
          onClick={() => props.onStep(-1)}
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
          aria-label={state.isPlaying ? "Pause" : "Play"}
          disabled={!props.canPlay}
          onClick={props.onToggle}
        >
          {state.isPlaying ? (
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
          aria-label="Next result"
          disabled={!canStep.forward}
          onClick={() => props.onStep(1)}
        >
          <ChevronRight aria-hidden className="size-4" />
        </Button>
      </div>
      <p className="whitespace-nowrap" data-testid="position">
        <span className="font-medium">{position(state.currentMs)}</span>
        <span className="text-ink-faint"> / {position(durationMs)}</span>
        {state.isWaiting ? <span className="text-ink-faint"> · loading</span> : null}
      </p>
      <Link
        href={`/recordings/${recording.id}`}
        className="min-w-0 max-w-96 truncate text-ink-soft hover:text-ink max-sm:order-last max-sm:w-full"
      >
        <bdi>{recording.callerPhoneNumber ?? "Unknown"}</bdi> →{" "}
        <bdi>{recording.dialedPhoneNumber ?? "unknown"}</bdi>
        {startMs === null ? "" : ` · ${fullTime(startMs, zone)}`}
      </Link>
      <div className="ml-auto flex flex-wrap items-center gap-1">
        {recording.mediaFiles.length > 1 ? (
          <select
            aria-label="Part of the call"
            value={file.mediaKey}
            onChange={(event) => props.onFile(event.target.value)}
            className="h-8 rounded border border-line-strong bg-surface px-1"
          >
            {recording.mediaFiles.map((part, index) => (
              <option key={part.mediaKey} value={part.mediaKey}>
                Part {index + 1} of {recording.mediaFiles.length}
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
        {file.maskedSpans.length > 0 ? (
          <Button tone="quiet" onClick={props.onNextMask} title="Next mask (M)">
            <span aria-hidden className="mask-hatch inline-block size-3 rounded-sm border border-mask" />
            {file.maskedSpans.length} {file.maskedSpans.length === 1 ? "pause" : "pauses"}
          </Button>
        ) : null}
        <Button
          tone="quiet"
          size="icon"
          aria-label="Events in this call"
          aria-pressed={panel === "list"}
          onClick={() => props.onPanel("list")}
        >
          <ListOrdered aria-hidden className="size-4" />
        </Button>
        <Button
          tone="quiet"
          size="icon"
          aria-label="Comment at this moment"
          aria-pressed={panel === "comment"}
          onClick={() => props.onPanel("comment")}
        >
          <MessageSquarePlus aria-hidden className="size-4" />
        </Button>
        <Button tone="quiet" onClick={copyLink} className="max-sm:hidden">
          Link
        </Button>
        <Button tone="quiet" size="icon" aria-label="Close the player" onClick={props.onClose}>
          <X aria-hidden className="size-4" />
        </Button>
      </div>
    </div>
  );
}
