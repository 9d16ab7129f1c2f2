import { position } from "@/components/format/time";
import { spanWords } from "./marks";

/** A place in one file; a link carries nothing else, and whoever opens it is asked for their own rights. */
export type LinkPlace = Readonly<{ mediaKey: string; startMs: number; endMs: number | null }>;

/** `/recordings/{id}?m=…&t=83.5`, and `&to=97` for a span. */
export function linkPath(recordingId: string, { mediaKey, startMs, endMs }: LinkPlace): string {
  const to = endMs === null ? "" : `&to=${seconds(endMs)}`;
  return `/recordings/${recordingId}?m=${mediaKey}&t=${seconds(startMs)}${to}`;
}

function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}

/** Seconds of an address as ms; null for anything else. */
export function readSeconds(text: string | null): number | null {
  if (text === null || !/^\d{1,7}(\.\d{1,3})?$/.test(text)) return null;
  return Math.round(Number(text) * 1_000);
}

/** What is said once a link is copied. Times as they stand on the waveform. */
export function copiedWords(startMs: number, endMs: number | null): string {
  return endMs === null
    ? `Link to ${position(startMs)} copied`
    : `Link to ${spanWords(startMs, endMs)} copied`;
}
