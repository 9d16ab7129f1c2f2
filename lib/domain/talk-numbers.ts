/** The talk map of a call as the few numbers that can be searched and shown. Pure. */
import type { Waveform } from "./audiowaveform";
import type { MediaFile } from "./recording";
import { agentChannelOf } from "./sides";
import { talkMap } from "./talk-map";
import type { VendorName } from "./vendors";

/** Of one media file. Masked spans are no part of any of it. */
export type FileTalk = Readonly<{
  /** The length without its masked spans. */
  countedMs: number;
  silenceMs: number;
  longestSilenceMs: number;
  /** Null = the file does not tell them apart: it has one channel, or more than two. */
  agentMs: number | null;
  customerMs: number | null;
  /** Null = one channel. */
  crosstalkMs: number | null;
  crosstalkCount: number | null;
}>;

/** Of the measured files of a call, together. */
export type CallTalk = FileTalk &
  Readonly<{
    /** The agent's part of the counted time, 0 to 1 in four places; silence counts, so both parties' need not make 1. */
    agentTalkShare: number | null;
    measuredFiles: number;
  }>;

export function fileTalk(
  waveform: Waveform,
  file: Pick<MediaFile, "maskedSpans"> & Readonly<{ vendor: VendorName; durationMs: number }>,
): FileTalk {
  const map = talkMap(waveform, { durationMs: file.durationMs, maskedSpans: file.maskedSpans });
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
    agentTalkShare:
      agentMs === null || countedMs === 0 ? null : Math.round((agentMs / countedMs) * 10_000) / 10_000,
    measuredFiles: files.length,
  };
}

/** What the numbers of a file lean on beside its sound: they are measured again once it is another. */
export function talkBasis(file: Pick<MediaFile, "maskedSpans">): string {
  return file.maskedSpans.map(({ startMs, endMs }) => `${startMs}-${endMs}`).join();
}

function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}

const MAX_INT = 2_147_483_647;

function whole(ms: number): number {
  return Math.min(MAX_INT, Math.max(0, Math.round(ms)));
}
