"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { fetchJson } from "@/lib/api-client/fetch-json";
import type { OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";
import { brokenOffWords } from "./audio-words";
import { beginningWords, crossingWords, firstOrder, hasLeft, isTwin, type Order } from "./call-orders";
import { type Track, usePlayer } from "./player-context";
import { skipTarget } from "./silence";
import { nextPart, placeAt } from "./timeline";
import { type AudioState, useAudioState, useHeard, useStalled } from "./use-audio";
import { type AudioWait, useAudioWait } from "./use-audio-wait";
import type { CallPart, CallTimeline } from "./use-call-timeline";
import { useOnward } from "./use-onward";

/** What is told in passing: at the beginning of a file, or at the end of the last one. */
type News = Readonly<{ mediaKey: string; words: string; fromMs: number; isAtEnd: boolean }>;

export type CallAudio = Readonly<{
  part: CallPart;
  wait: AudioWait;
  src: string | null;
  state: AudioState;
  isStalled: boolean;
  fileMs: number;
  callMs: number;
  /** `fileMs` and `callMs` of this very moment, for keys: those follow some times a second, and a key comes sooner. */
  fileNowMs: () => number;
  callNowMs: () => number;
  /** What lay between this file and the one before, in words, while it is news. */
  news: string | null;
  play: () => void;
  toggle: () => void;
  seek: (callMs: number) => void;
  skip: (ms: number) => void;
  openPart: (mediaKey: string) => void;
  /** Fetches the sound again, from where it stands. */
  reload: () => void;
}>;

type Settings = Readonly<{ rate: number; volume: number; skipsSilence: boolean }>;

const NEWS_MS = 8_000;
const AT_END_MS = 500;
const AT_LOOP_END_MS = 50;
/** `ended` may come a little before the loop's own end. */
const NEAR_END_MS = 400;

/** The one owner of the audio element: plays the files of a call as one, with speed, loop and skipped silence. */
export function useCallAudio(
  audio: RefObject<HTMLAudioElement | null>,
  recording: OutgoingRecording,
  track: Track,
  fallback: OutgoingMediaFile,
  call: CallTimeline,
  settings: Settings,
): CallAudio {
  const { loop } = usePlayer();
  const { parts, timeline } = call;
  const [seen, setSeen] = useState(track);
  const [order, setOrder] = useState<Order>(() => firstOrder(track, parts));
  const [news, setNews] = useState<News | null>(() => openingNews(track, call));
  if (seen !== track) {
    // Opened anew, also at another moment of the same call.
    setSeen(track);
    setOrder(firstOrder(track, parts));
    setNews(openingNews(track, call));
  }
  const [refused, setRefused] = useState<string | null>(null);
  const [loads, setLoads] = useState(0);

  const part = parts.find((own) => own.mediaKey === order.mediaKey) ?? parts[0] ?? onlyPart(fallback);
  const { mediaKey, startMs, file } = part;
  const wait = useAudioWait(recording, track.call, file, refused === mediaKey);
  const src = wait.isReady ? `/api/v2${file.playPath}` : null;
  const state = useAudioState(
    audio,
    src,
    useCallback(() => setRefused(mediaKey), [mediaKey]),
  );
  const reportPath = file.playPath.replace(/\.[a-z0-9]+$/, "");
  const note = useHeard(
    audio,
    src,
    useCallback(
      (heardMs: number) => {
        // The log is the server's concern: a report that is lost must not disturb listening.
        void fetchJson(reportPath, { method: "POST", body: { heardMs } }).catch(() => undefined);
      },
      [reportPath],
    ),
  );
  const fileMs = state.isLoaded ? state.currentMs : order.fileMs;
  const isStalled = useStalled(state.isWaiting, state.currentMs);

  const play = useCallback(() => {
    // Refused autoplay leaves the button as it is; the person presses it.
    audio.current?.play().catch(() => undefined);
  }, [audio]);
  // Where the sound will be once it is there: known before the next render tells it.
  const askedMs = useRef(order.fileMs);
  useEffect(() => {
    askedMs.current = order.fileMs;
  }, [order]);
  const seekInFile = useCallback(
    (ms: number) => {
      if (!audio.current) return;
      note();
      audio.current.currentTime = Math.max(0, ms) / 1_000;
    },
    [audio, note],
  );
  const seek = useCallback(
    (callMs: number) => {
      const place = placeAt(timeline, Math.max(0, callMs));
      if (!place) return;
      const element = audio.current;
      if (place.part.mediaKey === mediaKey && element && element.readyState > 0) seekInFile(place.fileMs);
      else {
        askedMs.current = place.fileMs;
        setOrder({
          mediaKey: place.part.mediaKey,
          fileMs: place.fileMs,
          isPlay: element !== null && !element.paused,
        });
      }
    },
    [timeline, mediaKey, audio, seekInFile],
  );
  const nowMs = useCallback(() => {
    const element = audio.current;
    return startMs + (element && element.readyState > 0 ? element.currentTime * 1_000 : askedMs.current);
  }, [audio, startMs]);
  const skip = useCallback((ms: number) => seek(nowMs() + ms), [seek, nowMs]);

  // Not an attribute of the element: React makes elements before they are in the page, some for nothing, and each would ask
  // for the audio while nobody listens for its events.
  useEffect(() => {
    const element = audio.current;
    if (!element || src === null || loads < 0) return;
    element.src = src;
    return () => {
      element.removeAttribute("src");
      element.load();
    };
  }, [audio, src, loads]);
  // The audio element is the outside system: a new order, or sound that was waited for, seeks and plays it.
  useEffect(() => {
    const element = audio.current;
    if (!element || src === null || loads < 0) return;
    note();
    element.currentTime = order.fileMs / 1_000;
    if (order.isPlay) element.play().catch(() => undefined);
  }, [audio, order, src, loads, note]);
  const { rate, volume, skipsSilence } = settings;
  useEffect(() => {
    const element = audio.current;
    if (!element || src === null || loads < 0) return;
    // Loading a source falls back to the default.
    element.defaultPlaybackRate = rate;
    element.playbackRate = rate;
    element.preservesPitch = true;
    element.volume = volume;
  }, [audio, rate, volume, src, loads]);

  useOnward(audio, src, loop !== null || skipsSilence, {
    atEnd() {
      if (loop && loop.startMs < part.endMs && nowMs() >= loop.endMs - NEAR_END_MS) {
        const place = placeAt(timeline, loop.startMs);
        if (place) setOrder({ mediaKey: place.part.mediaKey, fileMs: place.fileMs, isPlay: true });
        return;
      }
      const onward = nextPart(timeline, part.index, (key) =>
        parts.some((own) => own.mediaKey === key && own.file.audio === "ready" && !isTwin(own)),
      );
      const endMs = nowMs() - startMs;
      const words = [
        brokenOffWords(endMs, part.endMs - startMs),
        crossingWords(timeline, parts, part, onward),
      ].filter((one) => one !== null);
      const next = onward.part;
      if (next) setOrder({ mediaKey: next.mediaKey, fileMs: 0, isPlay: true });
      setNews(
        words.length === 0
          ? null
          : {
              mediaKey: next?.mediaKey ?? mediaKey,
              words: words.join(" · "),
              fromMs: next ? 0 : endMs - AT_END_MS,
              isAtEnd: !next,
            },
      );
    },
    follow(atMs, lastMs) {
      if (loop && lastMs !== null && hasLeft(loop, startMs + lastMs, startMs + atMs)) {
        seek(loop.startMs);
        return;
      }
      const targetMs = skipsSilence ? skipTarget(call.skips.get(mediaKey) ?? [], atMs) : null;
      if (targetMs === null || (loop && startMs + targetMs > loop.endMs)) return;
      seekInFile(targetMs);
    },
  });

  // A loop is meant to be heard: one that lies elsewhere is gone to.
  const latest = useRef({ nowMs, seek });
  useEffect(() => {
    latest.current = { nowMs, seek };
  });
  useEffect(() => {
    const atMs = latest.current.nowMs();
    // A loop that ends here has ended: positions are told in whole ms, and the sound stands between them.
    const isInside = loop !== null && atMs >= loop.startMs && atMs < loop.endMs - AT_LOOP_END_MS;
    if (loop && !isInside) latest.current.seek(loop.startMs);
  }, [loop]);

  const isNews =
    news?.mediaKey === mediaKey &&
    fileMs >= news.fromMs &&
    (news.isAtEnd ? !state.isPlaying : fileMs < news.fromMs + NEWS_MS);
  return {
    part,
    wait,
    src,
    state,
    isStalled,
    fileMs,
    callMs: startMs + fileMs,
    fileNowMs: () => nowMs() - startMs,
    callNowMs: () => Math.round(nowMs()),
    news: isNews ? news.words : null,
    play,
    toggle: () => (audio.current?.paused ? play() : audio.current?.pause()),
    seek,
    skip,
    openPart: (key) => setOrder({ mediaKey: key, fileMs: 0, isPlay: audio.current?.paused === false }),
    reload: () => {
      setOrder({ mediaKey, fileMs, isPlay: true });
      setRefused(null);
      setLoads((count) => count + 1);
    },
  };
}

function openingNews(track: Track, { parts }: CallTimeline): News | null {
  const words = beginningWords(track, parts);
  return words === null
    ? null
    : { mediaKey: firstOrder(track, parts).mediaKey, words, fromMs: 0, isAtEnd: false };
}

function onlyPart(file: OutgoingMediaFile): CallPart {
  return { mediaKey: file.mediaKey, index: 0, startMs: 0, endMs: 0, overlapMs: 0, file, peaks: null };
}
