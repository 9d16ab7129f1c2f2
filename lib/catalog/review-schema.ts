/** The tables of scorecards and reviews (migrations/0004-reviews.ts); schema.ts has all others. */
import type { ColumnType } from "kysely";
import type { ReviewAct, ReviewState, SegmentUnit } from "@/lib/domain/reviews/review";
import type { QuestionScore } from "@/lib/domain/reviews/scoring";

/** As in schema.ts. */
type Time = ColumnType<number, string, string>;
type NullableTime = ColumnType<number | null, string | null | undefined, string | null>;
type Json = ColumnType<unknown, string, string>;

export type ScorecardTable = { id: string; latest_version: number; archived: boolean; created: Time };

export type ScorecardVersionTable = {
  scorecard_id: string;
  version: number;
  name: string;
  content: Json;
  created: Time;
  created_by_user_id: string | null;
  created_by_name: string;
};

export type ReviewTable = {
  id: string;
  recording_id: string;
  /** Of the recording when it was assigned: scores outlive the call they were given for. */
  access_set_id: number;
  assignment_id: string;
  is_calibration: boolean;
  evaluator_id: string;
  evaluator_name: string;
  assigned_by_id: string | null;
  assigned_by_name: string;
  assigned: Time;
  due: NullableTime;
  note: string;
  scorecard_id: string;
  scorecard_version: number;
  state: ReviewState;
  /** Opaque already: a salted hash of source and vendor key (agent-keys.ts). Groups and filters are by it, and it may be sent. */
  agent_key: string | null;
  /** In clear, to be masked for the viewer; empty texts never. */
  agent_name: string | null;
  team: string | null;
  call_time: NullableTime;
  answers: Json;
  revision: number;
  answered: number;
  questions: number;
  started: NullableTime;
  submitted: NullableTime;
  score_percent: number | null;
  passed: boolean | null;
  auto_failed: boolean;
};

export type ReviewSegmentTable = {
  review_id: string;
  n: number;
  media_key: string;
  start_ms: number;
  end_ms: number | null;
  unit: SegmentUnit;
};

export type ReviewScoreTable = {
  review_id: string;
  question_id: string;
  section_id: string;
  kind: QuestionScore["kind"];
  share: number | null;
  weight: number;
  not_applicable: boolean;
  fails: boolean;
  /** The answer as text: for agreement and counts. Null for texts. */
  value: string | null;
};

export type ReviewEventTable = {
  id: string;
  review_id: string;
  time: Time;
  act: ReviewAct | "assign" | "start";
  user_id: string | null;
  user_name: string;
  reason: string | null;
  score_percent: number | null;
  passed: boolean | null;
  auto_failed: boolean | null;
};

export type ReviewCommentTable = {
  id: string;
  review_id: string;
  /** Which segment; null = about the whole review. */
  n: number | null;
  start_ms: number | null;
  end_ms: number | null;
  text: string;
  reply_to: string | null;
  user_id: string;
  user_name: string;
  time: Time;
};

export type ReviewRuleTable = {
  id: string;
  name: string;
  body: Json;
  active: boolean;
  created: Time;
  user_id: string;
  drawn_until: NullableTime;
};

export type ReviewDrawTable = {
  id: string;
  rule_id: string | null;
  seed: string;
  sample: Json;
  population: number;
  picks: Json;
  time: Time;
  user_id: string | null;
  user_name: string;
};

export type ReviewTables = {
  scorecard: ScorecardTable;
  scorecard_version: ScorecardVersionTable;
  review: ReviewTable;
  review_segment: ReviewSegmentTable;
  review_score: ReviewScoreTable;
  review_event: ReviewEventTable;
  review_comment: ReviewCommentTable;
  review_rule: ReviewRuleTable;
  review_draw: ReviewDrawTable;
};
