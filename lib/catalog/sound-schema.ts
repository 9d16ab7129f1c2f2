/** The tables of what is made from the sound of calls; schema.ts has all others. */
import type { ColumnType, Generated } from "kysely";

/** As in schema.ts. */
type Time = ColumnType<number, string, string>;

export type PeaksTable = {
  media_key: string;
  recording_id: string;
  data: Uint8Array;
  duration_ms: number;
  channels: number;
  created: Time;
  /** What the sound tells is still to be measured, or to be measured again. */
  talk_due: Generated<boolean>;
};

/** What the sound of one file tells. */
export type MediaTalkTable = {
  media_key: string;
  recording_pk: number;
  /** What it leans on beside the sound: `talkBasis`. */
  basis: string;
  counted_ms: number;
  silence_ms: number;
  longest_silence_ms: number;
  agent_ms: number | null;
  customer_ms: number | null;
  crosstalk_ms: number | null;
  crosstalk_count: number | null;
  /** Null = measured before holds were. */
  hold_ms: number | null;
  longest_hold_ms: number | null;
  /** JSON of `MaskEvidence[]`, one for each masked span; null = no masked spans, or measured before them. */
  mask_evidence: string | null;
};

/** What search reads: one row per call of which a file is measured. */
export type RecordingTalkTable = {
  recording_pk: number;
  sort_time: Time;
  /** Of each measured file: who passes them all may search by the numbers. */
  access_set_ids: number[];
  longest_silence_ms: number;
  crosstalk_ms: number | null;
  agent_talk_share: number | null;
  longest_hold_ms: number | null;
};
