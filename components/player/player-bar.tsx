"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { AssignSpan } from "@/components/reviews/assign/assign-span";
import { useNotify } from "@/components/shell/notices";
import { useShortcuts } from "@/components/shell/use-shortcuts";
import type { OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";
import { loopStep } from "./call-orders";
import { CommentForm } from "./comment-form";
import type { Desk } from "./desk";
import { markAt, maskLine } from "./marks";
import { MomentsList } from "./moments-list";
import { type Track, usePlayer } from "./player-context";
import { PlayerControls } from "./player-controls";
import { PlayerStatus } from "./player-status";
import { SelectionBar } from "./selection-bar";
import { copiedWords } from "./share-link";
import { SoundPopover } from "./sound-popover";
import { RATES, rateBeside, useSoundSettings } from "./sound-settings";
import { callTimeOf } from "./timeline";
import { useCallAudio } from "./use-call-audio";
import { useCallTimeline } from "./use-call-timeline";
import { useChannelGains } from "./use-channel-gains";
import { useLastPosition } from "./use-last-position";
import { useMediaSession } from "./use-media-session";
import { useNextWarm } from "./use-next-warm";
import { useScene } from "./use-scene";
import { spanInFile, useSelection } from "./use-selection";
import { useSpanKeys } from "./use-span-keys";
import { Waveform } from "./waveform";

type PlayerBarProps = Readonly<{
  recording: OutgoingRecording;
  /** One of its files, for a call whose files can't be put in order yet. */
  file: OutgoingMediaFile;
  track: Track;
  desk: Desk;
  laneHeight: number;
}>;

const VOLUME_STEP = 0.1;
const isReady = (file: OutgoingMediaFile) => file.audio === "ready";

/** One call being listened to: its sound, its waveform, its marks, and the keys. */
export function PlayerBar({ recording, file: anyFile, track, desk, laneHeight }: PlayerBarProps) {
  const player = usePlayer();
  const { loop, setLoop } = player;
  const notify = useNotify();
  const audio = useRef<HTMLAudioElement>(null);
  const [settings, changeSettings] = useSoundSettings();
  const { rate, volume, skipsSilence } = settings;
  const [panel, setPanel] = useState<"none" | "list" | "comment">("none");
  const [threadId, setThreadId] = useState<string | null>(null);
  const [loopFromMs, setLoopFromMs] = useState<number | null>(null);

  const call = useCallTimeline(recording, isReady);
  const { timeline, parts } = call;
  const sound = useCallAudio(audio, recording, track, anyFile, call, settings);
  const { part, state, callMs, fileMs, seek } = sound;
  useNextWarm(desk.nextId, state.isPlaying);
  const scene = useScene(recording, parts);
  const { masks } = scene;
  const [selection, select] = useSelection(track, part.startMs);
  const durationMs = Math.max(timeline.durationMs, part.startMs + (state.durationMs ?? 0));
  const channels = part.peaks?.channels.length ?? part.file.channels ?? 2;
  const sides = useChannelGains(audio, channels, recording.vendor);
  const last = useLastPosition(track, {
    mediaKey: part.mediaKey,
    fileMs,
    callMs,
    durationMs,
    isPlaying: state.isPlaying,
  });
  const lastMs = last === null ? null : callTimeOf(timeline, last.mediaKey, last.atMs);

  const nextMask = () => {
    const atMs = sound.callNowMs();
    const ahead = masks.find(({ span }) => span.startMs > atMs + 1_500) ?? masks[0];
    if (ahead) seek(Math.max(0, ahead.span.startMs - 1_000));
  };
  const changeLoop = () => {
    if (loop === null && loopFromMs === null && selection !== null) {
      setLoop(selection);
      return;
    }
    const next = loopStep(loop, loopFromMs, sound.callNowMs());
    setLoop(next.loop);
    setLoopFromMs(next.fromMs);
    if (next.loop) select(next.loop);
  };
  const changeVolume = (to: number) =>
    changeSettings({ volume: Math.round(Math.max(0, Math.min(1, to)) * 100) / 100 });
  const picked = selection === null ? null : spanInFile(selection, part);
  const { linkTo, mayComment } = desk;
  const copyLink =
    linkTo &&
    (() => {
      const at = {
        mediaKey: part.mediaKey,
        startMs: picked?.startMs ?? fileMs,
        endMs: picked?.endMs ?? null,
      };
      const address = `${window.location.origin}${linkTo(at)}`;
      const endMs = at.endMs === null ? null : part.startMs + at.endMs;
      navigator.clipboard.writeText(address).then(
        () => notify(copiedWords(part.startMs + at.startMs, endMs)),
        () => notify(`Copy this link: ${address}`),
      );
    });
  const [hasPlayed, setHasPlayed] = useState(false);
  if (state.isPlaying && !hasPlayed) setHasPlayed(true);
  const { call: heard } = track;
  const { tellPlace } = player;
  const { mediaKey } = part;
  // Whoever binds something to what is heard asks at the moment of the key: outside React, the sound's own clock.
  useEffect(() =>
    tellPlace(() => ({
      call: heard,
      mediaKey,
      startMs: Math.round(picked?.startMs ?? sound.fileNowMs()),
      endMs: picked?.endMs ?? null,
      hasPlayed,
    })),
  );

  useShortcuts({
    " ": (event) =>
      event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement
        ? false
        : sound.toggle(),
    k: sound.toggle,
    j: () => sound.skip(-15_000),
    l: () => sound.skip(15_000),
    ArrowLeft: () => sound.skip(-5_000),
    ArrowRight: () => sound.skip(5_000),
    "[": () => changeSettings({ rate: rateBeside(rate, -1) }),
    "]": () => changeSettings({ rate: rateBeside(rate, 1) }),
    "-": () => changeVolume(volume - VOLUME_STEP),
    "=": () => changeVolume(volume + VOLUME_STEP),
    "+": () => changeVolume(volume + VOLUME_STEP),
    m: nextMask,
    r: changeLoop,
    s: () => changeSettings({ skipsSilence: !skipsSilence }),
    ...(copyLink ? { y: copyLink } : {}),
    c: () => (mayComment ? setPanel("comment") : false),
    ...(desk.hasStepKeys ? { n: () => desk.next?.(), p: () => desk.previous?.() } : {}),
  });
  useSpanKeys({
    selection,
    nowMs: sound.callNowMs,
    durationMs,
    onSelect: select,
    hasPanel: panel !== "none",
    onList: () => setPanel((shown) => (shown === "list" ? "none" : "list")),
    onClosePanel: () => setPanel("none"),
  });
  useMediaSession(
    {
      play: sound.play,
      pause: () => audio.current?.pause(),
      seekBy: sound.skip,
      seekTo: seek,
      previous: desk.previous,
      next: desk.next,
    },
    { isPlaying: state.isPlaying, currentMs: callMs, durationMs, rate },
  );

  const masked = markAt(masks, callMs);
  const isNeverResumed = useMemo(() => masks.some(({ span }) => span.open), [masks]);
  return (
    <div className="flex flex-col gap-2">
      {/* biome-ignore lint/a11y/useMediaCaption: a phone call has no caption track; its events are listed as text */}
      <audio ref={audio} preload="auto" />
      <PlayerControls
        recording={recording}
        part={part}
        parts={parts}
        isPlaying={state.isPlaying}
        isWaiting={state.isWaiting && !sound.isStalled}
        currentMs={callMs}
        canPlay={sound.wait.isReady}
        durationMs={durationMs}
        rate={rate}
        rates={RATES}
        panel={panel}
        maskCount={masks.length}
        skipsSilence={skipsSilence}
        savedMs={call.skips.size > 0 ? call.skippedMs / rate : null}
        loopState={loop ? "on" : loopFromMs === null ? "off" : "begun"}
        sound={<SoundPopover volume={volume} onVolume={changeVolume} channels={channels} sides={sides} />}
        desk={desk}
        onToggle={sound.toggle}
        onSkip={sound.skip}
        onRate={(wanted) => changeSettings({ rate: wanted })}
        onNextMask={nextMask}
        onPanel={(wanted) => setPanel((shown) => (shown === wanted ? "none" : wanted))}
        onFile={sound.openPart}
        onSkipSilence={() => changeSettings({ skipsSilence: !skipsSilence })}
        onLoop={changeLoop}
        onCopyLink={copyLink}
        onClose={player.close}
      />
      <Waveform
        audio={audio}
        peaks={call.peaks}
        awaited={call.awaited}
        peaksFailure={sound.src === null ? "" : call.peaksFailure}
        durationMs={durationMs}
        currentMs={callMs}
        nowMs={sound.callNowMs}
        isPlaying={state.isPlaying}
        masks={masks}
        threads={scene.threads}
        talk={scene.talk}
        gaps={timeline.gaps}
        selection={selection}
        laneHeight={laneHeight}
        onSeek={seek}
        onSelect={select}
        onThread={(id) => {
          setThreadId(id);
          setPanel("list");
        }}
      />
      {selection ? (
        <SelectionBar
          span={selection}
          isLooping={loop?.startMs === selection.startMs && loop.endMs === selection.endMs}
          mayComment={mayComment}
          assign={
            track.call.kind === "recording" ? (
              <AssignSpan recording={recording} files={parts} span={selection} />
            ) : null
          }
          onLoop={() => setLoop(loop?.startMs === selection.startMs ? null : selection)}
          onComment={() => setPanel("comment")}
          onLink={copyLink}
          onClear={() => {
            setLoop(null);
            select(null);
          }}
        />
      ) : null}
      <PlayerStatus
        sound={sound}
        masked={masked ? maskLine(masked) : null}
        warning={isNeverResumed ? "Recording was paused and never resumed." : null}
        lastMs={lastMs}
        loopFromMs={loop === null ? loopFromMs : null}
        onGoOn={(ms) => {
          seek(ms);
          sound.play();
        }}
      />
      {panel === "list" ? (
        <MomentsList
          call={heard}
          moments={scene.moments}
          mayAdd={mayComment}
          threadId={threadId}
          onSeek={seek}
        />
      ) : null}
      {panel === "comment" ? (
        <CommentForm
          call={heard}
          mediaKey={part.mediaKey}
          startMs={picked?.startMs ?? fileMs}
          endMs={picked?.endMs ?? null}
          fileStartMs={part.startMs}
          onDone={() => setPanel("none")}
        />
      ) : null}
    </div>
  );
}
