/** The talk map of a call as the few numbers that can be searched and shown. Pure. */
import type { Waveform } from "./audiowaveform";
import type { MediaFile, Recording } from "./recording";
import { agentChannelOf } from "./sides";
import { type HoldSpan, holdSpans } from "./talk-holds";
import { talkMap } from "./talk-map";
import { type TimeSpan, totalMs } from "./talk-map-levels";
import type { VendorName } from "./vendors";

/** Of one media file. Masked spans and holds are no part of any of it. */
export type FileTalk = Readonly<{
  /** The length without its masked spans and holds. */
  countedMs: number;
  silenceMs: number;
  longestSilenceMs: number;
  /** Null = the file does not tell them apart: it has one channel, or more than two. */
  agentMs: number | null;
  customerMs: number | null;
  /** Null = one channel. */
  crosstalkMs: number | null;
  crosstalkCount: number | null;
  /** On hold, all in all and at one time; null = measured before holds were. */
  holdMs: number | null;
  longestHoldMs: number | null;
}>;

/** What a file's numbers are made of beside its sound. */
export type FileFacts = Readonly<{
  /** As far as the sound bears them out (mask-evidence.ts). */
  maskedSpans: readonly TimeSpan[];
  holds: readonly HoldSpan[];
  vendor: VendorName;
  durationMs: number;
}>;

/** Of the measured files of a call, together. */
export type CallTalk = FileTalk &
  Readonly<{
    /** The agent's part of the counted time, 0 to 1 in four places; silence counts, so both parties' need not make 1. */
    agentTalkShare: number | null;
    measuredFiles: number;
  }>;

export function fileTalk(waveform: Waveform, file: FileFacts): FileTalk {
  const map = talkMap(waveform, file);
  const { crossTalk, longestSilence } = map;
  const sides = map.channels.length === 2 ? agentChannelOf(file.vendor) : null;
  const talkMsOf = (channel: number | null) =>
    channel === null ? null : whole(map.channels[channel]?.talkMs ?? 0);
  return {
    countedMs: whole(map.countedMs),
    silenceMs: whole(map.silenceMs),
    longestSilenceMs: longestSilence === null ? 0 : whole(longestSilence.endMs - longestSilence.startMs),
    agentMs: talkMsOf(sides),
    customerMs: talkMsOf(sides === null ? null : 1 - sides),
    crosstalkMs: crossTalk === null ? null : whole(crossTalk.totalMs),
    crosstalkCount: crossTalk === null ? null : crossTalk.count,
    holdMs: whole(totalMs(map.holds)),
    longestHoldMs: whole(Math.max(0, ...map.holds.map(({ startMs, endMs }) => endMs - startMs))),
  };
}

/** Several files of a call as one; null = none of them is measured. What one of them does not tell can't be told of all. */
export function callTalk(files: readonly FileTalk[]): CallTalk | null {
  if (files.length === 0) return null;
  const agentMs = sumOf(files.map((file) => file.agentMs));
  const countedMs = sumOf(files.map((file) => file.countedMs)) ?? 0;
  return {
    countedMs,
    silenceMs: sumOf(files.map(({ silenceMs }) => silenceMs)) ?? 0,
    longestSilenceMs: Math.max(...files.map(({ longestSilenceMs }) => longestSilenceMs)),
    agentMs,
    customerMs: sumOf(files.map((file) => file.customerMs)),
    crosstalkMs: sumOf(files.map((file) => file.crosstalkMs)),
    crosstalkCount: sumOf(files.map((file) => file.crosstalkCount)),
    holdMs: sumOf(files.map((file) => file.holdMs)),
    longestHoldMs: longestOf(files.map((file) => file.longestHoldMs)),
    agentTalkShare:
      agentMs === null || countedMs === 0 ? null : Math.round((agentMs / countedMs) * 10_000) / 10_000,
    measuredFiles: files.length,
  };
}

/** Another one = another way of measuring: what was measured by the last is measured again. */
const WAY = "2";

/**
 * What is measured of a file, its numbers and the evidence on its masks, leans on beside its sound: it is measured again once
 * that is another.
 */
export function talkBasis(recording: Pick<Recording, "events" | "mediaFiles">, file: MediaFile): string {
  const spans = file.maskedSpans.map(
    ({ startMs, endMs, uncertainMs, open }) => `${startMs}-${endMs}~${uncertainMs}${open ? "…" : ""}`,
  );
  const holds = holdSpans(recording, file).map(({ startMs, endMs }) => `${startMs}-${endMs}`);
  return [WAY, spans.join(), holds.join()].join(";");
}

function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}

function longestOf(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (most === null || value === null ? null : Math.max(most, value)));
}

const MAX_INT = 2_147_483_647;

function whole(ms: number): number {
  return Math.min(MAX_INT, Math.max(0, Math.round(ms)));
}
