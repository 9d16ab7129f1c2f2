import type { MaskedSpan } from "@/lib/domain/recording";
import type { VendorName } from "@/lib/domain/vendors";

/**
 * Every shape in which recordings leave the server (contract §4.2): the vendor's dialect, field by field.
 * Absent = unknown. A masked value is always `*******`.
 */
export type OutgoingContact = Readonly<{
  type: string;
  phoneNumber?: string;
  userName?: string;
  firstName?: string;
  lastName?: string;
}>;

export type OutgoingEvent = Readonly<{
  /** `yyyy-MM-ddTHH:mm:ss.SSS+0000` */
  occurredAt?: string;
  event: string;
  calluuid?: string;
  contact?: OutgoingContact;
  data?: Readonly<{
    added?: Readonly<Record<string, string>>;
    updated?: Readonly<Record<string, string>>;
    deleted?: Readonly<Record<string, string>>;
  }>;
}>;

export type OutgoingLabel = Readonly<{
  id: string;
  name: string;
  type: "reserved" | "custom";
  createTime?: string;
  createUser?: string;
  content?: Readonly<Record<string, unknown>>;
  path: string;
  kept: "vendor" | "earmark";
  /** Whether this viewer may remove it: own for supervisors, any for administrators. */
  removable: boolean;
}>;

export type OutgoingMediaFile = Readonly<{
  mediaKey: string;
  /** Relative to `/api/v2`, ends in the file's extension. */
  playPath: string;
  peaksPath: string;
  startTime?: string;
  stopTime?: string;
  type: string;
  /** Integer ms as a string, as the vendor writes it. */
  duration?: string;
  /** Integer bytes as a string. */
  size?: string;
  masks: readonly Readonly<{ time: string; type: "paused" | "resume" }>[];
  /** In file time, sorted and apart; their edges are where the sound shows them to be, once it has been measured. */
  maskedSpans: readonly MaskedSpan[];
  /** What the sound says about each of them, in their order; absent = there are none, or it is still to be measured. */
  maskEvidence?: readonly OutgoingMaskEvidence[];
  /** When the call was on hold, in file time, sorted and apart; absent = never, as far as its events tell. */
  holds?: readonly Readonly<{
    startMs: number;
    endMs: number;
    /** Nobody took the call back. */
    open: boolean;
  }>[];
  channels?: number;
  audio: "ready" | "pending" | "missing";
  /** Administrators only. */
  accessgroups?: readonly string[];
  partitions?: readonly string[];
}>;

export type OutgoingMaskEvidence = Readonly<{
  /** How far the sound moved the edge that the vendor told; absent = it says nothing, and the vendor's word stands. */
  startMovedMs?: number;
  endMovedMs?: number;
  /** How far each edge may still be off; the span's `uncertainMs` is the larger. */
  startUncertainMs: number;
  endUncertainMs: number;
  /** What stands in the pause. */
  fill: "silence" | "beeps" | "noise" | "quiet" | "sound" | "cut" | "unknown";
  /** How long somebody is heard inside, away from doubtful edges. */
  speechMs: number;
  /** Where that begins, when it is an alarm. */
  speechAtMs?: number;
  alarms: readonly ("neverResumed" | "speechInMask")[];
}>;

/** Who speaks when, in numbers, over those of the files that are measured; masked spans and holds don't count. */
export type OutgoingTalk = Readonly<{
  measuredFiles: number;
  /** The length that was measured, without masked spans and holds. */
  countedMs: number;
  silenceMs: number;
  longestSilenceMs: number;
  /** These, the share and cross-talk are absent when a file does not tell the parties apart. */
  agentMs?: number;
  customerMs?: number;
  /** Of `countedMs`, 0 to 1: what `agentTalkShare` finds. */
  agentTalkShare?: number;
  crosstalkMs?: number;
  crosstalkCount?: number;
  /** On hold, all in all and at one time (what `minHold` finds); absent = still to be measured. */
  holdMs?: number;
  longestHoldMs?: number;
}>;

export type OutgoingRecording = Readonly<{
  id: string;
  source: string;
  vendor: VendorName;
  vendorId: string;
  callerPhoneNumber?: string;
  dialedPhoneNumber?: string;
  startTime?: string;
  stopTime?: string;
  callType?: string;
  region?: string;
  screenRecording: boolean;
  nonDelete: boolean;
  labels?: readonly OutgoingLabel[];
  eventHistory: readonly OutgoingEvent[];
  mediaFiles: readonly OutgoingMediaFile[];
  /** Absent = no file has been measured: that happens when a waveform is made. */
  talk?: OutgoingTalk;
  /** Status of a call being recorded now. */
  live?: "recording" | "paused" | "unknown";
  /** The vendor will purge it then. */
  deleteTime?: string;
  stale?: true;
  /** Names of fields that this viewer sees as `*******` and may ask to reveal. */
  maskedFields?: readonly string[];
  /** Until when revealed fields stay clear for this viewer. */
  revealedUntil?: string;
}>;

/** A call being recorded now, as it leaves the server (contract §4.3, `GET /live`). */
export type OutgoingLiveCall = Readonly<{
  id: string;
  source: string;
  vendor: VendorName;
  status: "recording" | "paused" | "unknown";
  startTime?: string;
  callerPhoneNumber?: string;
  dialedPhoneNumber?: string;
  /** Who of ours is on it. */
  agents: readonly Omit<OutgoingContact, "type" | "phoneNumber">[];
  /** What can be asked of it in its present state. */
  can: readonly ("paused" | "recording" | "stopped")[];
  /** What was last asked of it here, where the vendor can't confirm it: never a fact. */
  requested?: Readonly<{ status: "paused" | "recording" | "stopped"; time: string }>;
}>;
