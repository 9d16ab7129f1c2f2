"use client";

import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { position } from "@/components/format/time";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import { fetchJson } from "@/lib/api-client/fetch-json";
import { peaksOptions } from "@/lib/api-client/peaks";
import type { OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";
import { CommentForm } from "./comment-form";
import { commentsOf, fileDurationMs, maskWords, momentsOf } from "./marks";
import { MomentsList } from "./moments-list";
import { type Track, usePlayer } from "./player-context";
import { PlayerControls } from "./player-controls";
import { useAudioState, useHeard } from "./use-audio";
import { useAudioWait } from "./use-audio-wait";
import { maskAt, Waveform } from "./waveform";

type PlayerBarProps = Readonly<{ recording: OutgoingRecording; file: OutgoingMediaFile; track: Track }>;

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** One media file being listened to: its sound, its waveform, its marks, and the keys. */
export function PlayerBar({ recording, file, track }: PlayerBarProps) {
  const player = usePlayer();
  const audio = useRef<HTMLAudioElement>(null);
  const [wasRefused, setWasRefused] = useState(false);
  const wait = useAudioWait(recording, file, wasRefused);
  const src = wait.isReady ? `/api/v2${file.playPath}` : null;
  const state = useAudioState(
    audio,
    src,
    useCallback(() => setWasRefused(true), []),
  );
  const peaks = useQuery({ ...peaksOptions(file.peaksPath), enabled: src !== null });
  const [rate, setRate] = useState(1);
  const [panel, setPanel] = useState<"none" | "list" | "comment">("none");

  const report = useCallback(
    (heardMs: number) => {
      // The log is the server's concern: a report that is lost must not disturb listening.
      void fetchJson(file.playPath.replace(/\.[a-z0-9]+$/, ""), { method: "POST", body: { heardMs } }).catch(
        () => undefined,
      );
    },
    [file.playPath],
  );
  useHeard(audio, src, report);

  const durationMs = peaks.data?.durationMs ?? fileDurationMs(file) ?? state.durationMs ?? 0;
  const comments = useMemo(() => commentsOf(recording, file), [recording, file]);
  const moments = useMemo(() => momentsOf(recording, file), [recording, file]);

  const seek = useCallback((ms: number) => {
    if (audio.current) audio.current.currentTime = Math.max(0, ms) / 1_000;
  }, []);
  const play = useCallback(() => {
    // Refused autoplay leaves the button as it is; the person presses it.
    audio.current?.play().catch(() => undefined);
  }, []);
  const toggle = useCallback(() => {
    if (audio.current?.paused) play();
    else audio.current?.pause();
  }, [play]);
  const skip = useCallback((ms: number) => seek((audio.current?.currentTime ?? 0) * 1_000 + ms), [seek]);

  // Not an attribute of the element: React makes elements before they are in the page, some for nothing, and each would ask
  // for the audio while nobody listens for its events.
  useEffect(() => {
    const element = audio.current;
    if (!element || src === null) return;
    element.src = src;
    return () => {
      element.removeAttribute("src");
      element.load();
    };
  }, [src]);
  // The audio element is the outside system: a new track, or sound that was waited for, seeks and plays it.
  useEffect(() => {
    const element = audio.current;
    if (!element || src === null) return;
    element.currentTime = track.atMs / 1_000;
    if (track.autoplay) element.play().catch(() => undefined);
  }, [track, src]);
  useEffect(() => {
    if (!audio.current) return;
    audio.current.playbackRate = rate;
    audio.current.preservesPitch = true;
  }, [rate]);

  const place = player.queue.indexOf(recording.id);
  const step = (by: number) => {
    const id = player.queue[place + by];
    if (place >= 0 && id !== undefined) player.open(id);
  };
  const nextMask = () => {
    const ahead =
      file.maskedSpans.find((span) => span.startMs > state.currentMs + 500) ?? file.maskedSpans[0];
    if (ahead) seek(Math.max(0, ahead.startMs - 1_000));
  };
  const changeRate = (by: number) => {
    const index = RATES.findIndex((known) => known >= rate);
    setRate(RATES[Math.max(0, Math.min(RATES.length - 1, index + by))] ?? 1);
  };

  useShortcuts({
    " ": (event) =>
      event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement
        ? false
        : toggle(),
    k: toggle,
    j: () => skip(-15_000),
    l: () => skip(15_000),
    ArrowLeft: () => skip(-5_000),
    ArrowRight: () => skip(5_000),
    "[": () => changeRate(-1),
    "]": () => changeRate(1),
    m: nextMask,
    c: () => setPanel("comment"),
    n: () => step(1),
    p: () => step(-1),
  });

  const masked = maskAt(file.maskedSpans, state.currentMs);
  const open = file.maskedSpans.find((span) => span.open);
  return (
    <div className="flex flex-col gap-2">
      {/* biome-ignore lint/a11y/useMediaCaption: a phone call has no caption track; its events are listed as text */}
      <audio ref={audio} preload="auto" />
      <PlayerControls
        recording={recording}
        file={file}
        state={state}
        canPlay={wait.isReady}
        durationMs={durationMs}
        rate={rate}
        rates={RATES}
        panel={panel}
        canStep={{ back: place > 0, forward: place >= 0 && place < player.queue.length - 1 }}
        onToggle={toggle}
        onSkip={skip}
        onRate={setRate}
        onStep={step}
        onNextMask={nextMask}
        onPanel={(wanted) => setPanel((shown) => (shown === wanted ? "none" : wanted))}
        onFile={(mediaKey) => player.open(recording.id, { mediaKey })}
        onClose={player.close}
      />
      <Waveform
        audio={audio}
        peaks={peaks.data ?? null}
        peaksFailure={src === null ? "" : peaks.isError ? peaks.error.message : null}
        durationMs={durationMs}
        currentMs={state.currentMs}
        masks={file.maskedSpans}
        comments={comments}
        laneHeight={32}
        onSeek={seek}
      />
      <p role="status" className="flex min-h-4 gap-4 text-sm empty:hidden">
        {wait.words !== null ? (
          <span className={wait.isWaiting ? "text-ink-soft" : "text-warn"}>{wait.words}</span>
        ) : null}
        {wait.retry ? (
          <button type="button" onClick={wait.retry} className="rounded text-accent underline">
            Try again
          </button>
        ) : null}
        {src !== null && state.failure ? (
          <span className="text-danger">
            {state.failure === "unreachable"
              ? `The sound stopped at ${position(state.currentMs)}: the recording system can't be reached.`
              : "This audio can't be played."}
          </span>
        ) : null}
        {masked ? <span className="text-mask">{maskWords(masked)}</span> : null}
        {open ? (
          <span className="font-medium text-danger">Recording was paused and never resumed.</span>
        ) : null}
      </p>
      {panel === "list" ? <MomentsList moments={moments} onSeek={seek} /> : null}
      {panel === "comment" ? (
        <CommentForm
          recordingId={recording.id}
          mediaKey={file.mediaKey}
          startMs={state.currentMs}
          onDone={() => setPanel("none")}
        />
      ) : null}
    </div>
  );
}
