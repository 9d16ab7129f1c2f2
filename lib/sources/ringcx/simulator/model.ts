/** A dialog as the simulated RingCX knows it. What the API says about it is made in wire.ts, what it sounds like in sound.ts. */
import type { AudioPlan } from "@/lib/samples/audio-plan";
import type { WireRow } from "./wire";

/** One stretch between REC_START and REC_STOP. `fromMs` = where the sound of it begins in the segment's plan. */
export type RecordedSpan = Readonly<{ startMs: number; endMs: number; fromMs: number }>;

/** What a download of this segment does, whatever the switches say. */
export type MediaOddity = "missing" | "empty" | "json" | "html" | "mp3" | "drops";

export type RiffSize = "right" | "zero" | "max";

export type Segment = Readonly<{
  segmentId: string;
  segmentType: string;
  agentId: number | null;
  rcUserId: number | null;
  agentGroupId: number | null;
  startMs: number;
  endMs: number;
  /** Sorted, apart, inside the segment; none = never recorded. */
  spans: readonly RecordedSpan[];
  /** The sound of the whole segment on the wall clock; pauses are left out of the file. */
  plan: AudioPlan | null;
  channels: 1 | 2;
  riffSize: RiffSize;
  systemDisposition: string | null;
  agentDisposition?: string;
  agentNotes?: string;
  hasTranscript: boolean;
  /** Minutes after the end at which `hasRecording` turns true, where it is not the usual time. */
  flagMinutes?: number;
  /** What the report says of a recording, where that is not the truth. */
  flagAlways?: boolean;
  oddity?: MediaOddity;
  /** Rewrites the row that the report sends. */
  patch?: (row: WireRow) => WireRow;
  /** The report lists this row twice. */
  twice?: boolean;
}>;

export type Addresses = Readonly<{
  channelId: string;
  channelType: string;
  channelClass: "VOICE" | "DIGITAL";
  /** The calling side and the called side; which field carries which is the address model's business. */
  from: string | null;
  to: string | null;
  origination: "INBOUND" | "OUTBOUND";
  /** This dialog's own way to fill the two address fields, where it is not the deployment's. */
  model?: AddressModel;
}>;

export type AddressModel = "calling-called" | "company-contact";

export type Dialog = Addresses &
  Readonly<{
    dialogId: string;
    interactionId: string | null;
    startMs: number;
    /** Null = it still goes on. */
    endMs: number | null;
    /** Only those that have ended. */
    segments: readonly Segment[];
  }>;
