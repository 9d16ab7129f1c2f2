import type { ColumnType, Generated, Kysely } from "kysely";
import type { Role } from "@/lib/domain/permissions";
import type { VendorName } from "@/lib/domain/vendors";
import type { ReviewTables } from "./review-schema";
import type { MediaTalkTable, PeaksTable, RecordingTalkTable } from "./sound-schema";

/** A timestamptz: read as epoch ms, written as ISO text (`iso()` in values.ts). */
type Time = ColumnType<number, string, string>;
type NullableTime = ColumnType<number | null, string | null | undefined, string | null>;
/** A jsonb column: read parsed and unchecked, written as JSON text (`jsonText()` in values.ts). */
type Json = ColumnType<unknown, string, string>;
type NullableJson = ColumnType<unknown, string | null | undefined, string | null>;

type AccessSetTable = {
  id: Generated<number>;
  /** SHA-256 over the sorted keys: lists are too long for an index of their own. */
  hash: string;
  keys: string[];
};

type RecordingTable = {
  pk: Generated<number>;
  id: string;
  source_id: string;
  vendor: VendorName;
  sort_time: Time;
  start_time: NullableTime;
  stop_time: NullableTime;
  first_seen: Time;
  caller_key: string | null;
  dialed_key: string | null;
  call_type: string | null;
  region: string | null;
  duration_ms: number | null;
  screen_recording: boolean;
  /** Protected at the vendor or by us. */
  non_delete: boolean;
  access_set_id: number;
  content_hash: string;
  /** Hash of the vendor's labels as last merged; null = not known, or changed here since. */
  labels_hash: string | null;
  delete_time: NullableTime;
};

type RecordingDocumentTable = {
  recording_pk: number;
  document: ColumnType<unknown, string, string>;
  /** Groups of a recording without files, as its source's settings said when it was written. */
  default_access_groups: string[];
};

type TermTable = {
  pk: Generated<number>;
  /** 1 = a user's name, 2 = a value of attached data. */
  kind: number;
  /** Lower-case key of the attached data; empty for users' names. */
  key: string;
  value: string;
  /** Of kind, key and value: long values fit no index. */
  hash: string;
};

type RecordingTermTable = {
  term_pk: number;
  sort_time: Time;
  recording_pk: number;
  access_set_id: number;
  /** Bits of `SECRET_BITS`: which maskable fields of the recording this value repeats. */
  secrets: number;
};

type LabelTable = {
  id: string;
  recording_id: string;
  vendor_label_id: string | null;
  name: string;
  name_key: string;
  reserved: boolean;
  create_time: NullableTime;
  created_by_user_id: string | null;
  create_user: string | null;
  content: NullableJson;
  kept: "vendor" | "earmark";
  /** When it was last written from here: a vendor's list that lags behind does not undo it. */
  touched: Time;
};

/** What search reads: one row per recording and label name, however many labels of that name it carries. */
type RecordingLabelTable = { name_key: string; sort_time: Time; recording_pk: number; access_set_id: number };

type LabelDefinitionTable = {
  id: string;
  name: string;
  name_key: string;
  display_name: string;
  description: string;
  type: "custom" | "reserved";
};

type ProtectionTable = { recording_id: string; by_user_id: string | null; protected_at: Time };

type TombstoneTable = {
  recording_id: string;
  deleted_at: Time;
  by_user_id: string | null;
  reason: string | null;
  /** What the vendor answered, in words of ours. */
  answer: string;
};

type UserTable = {
  id: string;
  email: string;
  name: string;
  role: Role;
  access_groups: string[];
  partitions: string[];
  disabled: boolean;
  demo: boolean;
  password_hash: string | null;
  oidc_issuer: string | null;
  oidc_subject: string | null;
  created: Time;
};

type UserAgentTable = { user_id: string; source_id: string; agent_key: string };

type SettingTable = { setting_group: string; name: string; value: string; changed: Time };

type StoredSearchTable = {
  id: string;
  user_id: string;
  filter: Json;
  filter_hash: string;
  saved: boolean;
  name: string | null;
  created: Time;
  used: Time;
};

type AuditTable = {
  id: string;
  seq: Generated<number>;
  time: Time;
  user_id: string | null;
  user_email: string | null;
  role: string | null;
  address: string;
  action: string;
  phase: "asked" | "answered" | "noted";
  answers: string | null;
  recording_id: string | null;
  search_id: string | null;
  details: Json;
  reason: string | null;
  result: string | null;
  key_id: string | null;
  chain_pos: number | null;
  hash: string | null;
};

type AuditHeadTable = { id: number; chain_pos: number; hash: string; sealed: NullableTime };

type LeaseTable = { name: string; owner: string; until: Time };

type SourceStateTable = {
  source_id: string;
  state: string | null;
  words: string | null;
  since: NullableTime;
  last_sync: NullableTime;
  missing_permissions: NullableJson;
  recording_count: Generated<number>;
  unit_groups_key: string | null;
};

type SyncWindowTable = {
  source_id: string;
  from_time: Time;
  reached_time: Time;
  target_time: Time;
  window_ms: number;
  changed: Time;
};

type SyncPassTable = { source_id: string; pass: string; started: Time; finished: Time };

type RevealTable = {
  id: string;
  user_id: string;
  recording_id: string;
  field: string;
  until: Time;
};

type JobTable = {
  id: string;
  kind: string;
  state: "queued" | "running" | "done" | "cancelled" | "failed";
  user_id: string;
  params: Json;
  total: number;
  done: number;
  failed: number;
  created: Time;
  finished: NullableTime;
  claimed_by: string | null;
  claimed_until: NullableTime;
};

type JobItemTable = {
  job_id: string;
  position: number;
  recording_id: string;
  state: "queued" | "done" | "failed";
  status_code: number | null;
};

type FollowUpTable = {
  recording_id: string;
  reason: "files" | "purge";
  source_id: string;
  sort_time: Time;
  /** Null = nothing is to be asked any more; the row only remembers `unrecorded`. */
  due: NullableTime;
  tries: Generated<number>;
  /** Hash of the call as told when the vendor had no recording of it. */
  unrecorded: string | null;
};

type LiveCallTable = {
  id: string;
  source_id: string;
  vendor_live_id: string;
  document: ColumnType<unknown, string, string>;
  access_groups: string[];
  status: "recording" | "paused" | "unknown";
  can: string[];
  first_seen: Time;
  last_seen: Time;
  ended: NullableTime;
  recording_id: string | null;
};

type LiveActTable = {
  id: string;
  live_id: string;
  status: "recording" | "paused" | "stopped";
  /** `asked` until the vendor has answered; `failed` = it did not happen. */
  state: "asked" | "requested" | "done" | "failed";
  user_id: string | null;
  time: Time;
};

type VendorCallTable = { name: string; time: Time };

type MetaTable = { key: string; value: string };

/** Every table. One schema for PostgreSQL and PGlite: migrations/0001-catalog.ts. */
export type CatalogSchema = ReviewTables & {
  access_set: AccessSetTable;
  recording: RecordingTable;
  recording_document: RecordingDocumentTable;
  term: TermTable;
  recording_term: RecordingTermTable;
  label: LabelTable;
  recording_label: RecordingLabelTable;
  label_definition: LabelDefinitionTable;
  protection: ProtectionTable;
  tombstone: TombstoneTable;
  app_user: UserTable;
  user_agent: UserAgentTable;
  setting: SettingTable;
  stored_search: StoredSearchTable;
  audit: AuditTable;
  audit_head: AuditHeadTable;
  lease: LeaseTable;
  source_state: SourceStateTable;
  sync_window: SyncWindowTable;
  sync_pass: SyncPassTable;
  peaks: PeaksTable;
  media_talk: MediaTalkTable;
  recording_talk: RecordingTalkTable;
  reveal: RevealTable;
  job: JobTable;
  job_item: JobItemTable;
  follow_up: FollowUpTable;
  live_call: LiveCallTable;
  live_act: LiveActTable;
  vendor_call: VendorCallTable;
  meta: MetaTable;
};

/** The database, or a transaction on it: every function of the catalog takes either. */
export type CatalogDb = Kysely<CatalogSchema>;
