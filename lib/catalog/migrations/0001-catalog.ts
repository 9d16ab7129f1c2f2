import { type Kysely, sql } from "kysely";
import { AUDIT_STATEMENTS } from "./0001-audit";

// `collate "C"`: order and comparison by bytes, the same on every engine and locale, and usable by LIKE 'x%'.
// A recording's id holds its source and vendor id without loss (lib/domain/ids.ts), so its unique index is theirs too.
const RECORDING_STATEMENTS = [
  `create extension if not exists pg_trgm`,
  `create table access_set (
    id int generated always as identity primary key,
    hash text collate "C" not null unique,
    keys text[] not null)`,
  `create table recording (
    pk bigint generated always as identity primary key,
    id text collate "C" not null unique,
    source_id text collate "C" not null,
    vendor text not null,
    sort_time timestamptz not null,
    start_time timestamptz, stop_time timestamptz, first_seen timestamptz not null,
    caller_key text collate "C", dialed_key text collate "C",
    call_type text collate "C", region text collate "C",
    duration_ms int,
    screen_recording boolean not null, non_delete boolean not null,
    access_set_id int not null,
    content_hash text not null, labels_hash text,
    delete_time timestamptz)`,
  `create index recording_order on recording (sort_time desc, id)`,
  `create index recording_caller on recording (caller_key, sort_time desc, id)`,
  `create index recording_dialed on recording (dialed_key, sort_time desc, id)`,
  `create index recording_source on recording (source_id, sort_time desc, id)`,
  `create index recording_call_type on recording (call_type, sort_time desc, id)`,
  `create index recording_access on recording (access_set_id, sort_time desc, id)`,
  `create index recording_screen on recording (sort_time desc, id) where screen_recording`,
  `create index recording_protected on recording (sort_time desc, id) where non_delete`,
  // Of calls that end before they begin, for `endTime`: everything else is sorted before it stops.
  `create index recording_backwards on recording (sort_time desc, id) where stop_time < start_time`,
  `create index recording_duration on recording (duration_ms)`,
  // A short pending list (512 kB): intake is a third faster, and a search has little to walk before a vacuum clears it.
  `create index recording_caller_trgm on recording using gin (caller_key gin_trgm_ops) with (fastupdate = on, gin_pending_list_limit = 512)`,
  `create index recording_dialed_trgm on recording using gin (dialed_key gin_trgm_ops) with (fastupdate = on, gin_pending_list_limit = 512)`,
  // Patterns of digits are planned by samples of what is stored: the usual sample is too small to tell them apart.
  `alter table recording alter caller_key set statistics 1000, alter dialed_key set statistics 1000,
    alter duration_ms set statistics 1000`,
  `create table recording_document (
    recording_pk bigint primary key, document jsonb not null, default_access_groups text[] not null)`,
  `create table term (
    pk bigint generated always as identity primary key,
    kind smallint not null, key text collate "C" not null, value text collate "C" not null,
    hash uuid not null unique)`,
  `alter table term alter value set statistics 1000`,
  // md5 only shortens: values may be longer than an index row. The value itself is compared beside it.
  `create index term_exact on term (md5(value), kind)`,
  `create index term_trgm on term using gin (value gin_trgm_ops) with (fastupdate = on, gin_pending_list_limit = 512)`,
  `create table recording_term (
    term_pk bigint not null, sort_time timestamptz not null, recording_pk bigint not null,
    access_set_id int not null, secrets smallint not null)`,
  `create index recording_term_order on recording_term (term_pk, sort_time desc, recording_pk)
    include (access_set_id, secrets)`,
  `create index recording_term_recording on recording_term (recording_pk, term_pk)`,
  `create table label (
    id text primary key,
    recording_id text collate "C" not null,
    vendor_label_id text, name text not null, name_key text collate "C" not null, reserved boolean not null,
    create_time timestamptz, created_by_user_id text, create_user text, content jsonb,
    kept text not null, touched timestamptz not null)`,
  `create unique index label_recording on label (recording_id, vendor_label_id)`,
  `create index label_name on label (name_key)`,
  `create table recording_label (
    name_key text collate "C" not null, sort_time timestamptz not null, recording_pk bigint not null,
    access_set_id int not null, primary key (recording_pk, name_key))`,
  `create index recording_label_order on recording_label (name_key, sort_time desc, recording_pk)
    include (access_set_id)`,
  `create table label_definition (
    id text primary key, name text not null, name_key text collate "C" not null unique,
    display_name text not null, description text not null, type text not null)`,
  `create table protection (recording_id text collate "C" primary key, by_user_id text, protected_at timestamptz not null)`,
  `create table tombstone (
    recording_id text collate "C" primary key, deleted_at timestamptz not null,
    by_user_id text, reason text, answer text not null)`,
  `create table peaks (
    media_key text collate "C" primary key, recording_id text collate "C" not null,
    data bytea not null, duration_ms int not null, channels int not null, created timestamptz not null)`,
  `create index peaks_recording on peaks (recording_id)`,
];

const PEOPLE_STATEMENTS = [
  `create table app_user (
    id text primary key, email text not null, name text not null, role text not null,
    access_groups text[] not null, partitions text[] not null,
    disabled boolean not null, demo boolean not null, password_hash text,
    oidc_issuer text, oidc_subject text, created timestamptz not null)`,
  `create unique index app_user_email on app_user (lower(email))`,
  `create unique index app_user_oidc on app_user (oidc_issuer, oidc_subject) where oidc_subject is not null`,
  `create table user_agent (
    user_id text not null references app_user on delete cascade,
    source_id text not null, agent_key text not null, primary key (user_id, source_id, agent_key))`,
  `create table setting (
    setting_group text not null, name text not null, value text not null, changed timestamptz not null,
    primary key (setting_group, name))`,
  `create table stored_search (
    id text primary key, user_id text not null, filter jsonb not null, filter_hash text not null,
    saved boolean not null, name text, created timestamptz not null, used timestamptz not null,
    unique (user_id, filter_hash))`,
  `create index stored_search_unsaved on stored_search (used) where not saved`,
  `create table reveal (
    id text primary key, user_id text not null, recording_id text collate "C" not null, field text not null,
    until timestamptz not null)`,
  `create index reveal_user on reveal (user_id, until)`,
];

const WORK_STATEMENTS = [
  `create table lease (name text primary key, owner text not null, until timestamptz not null)`,
  `create table source_state (
    source_id text primary key, state text, words text,
    since timestamptz, last_sync timestamptz, missing_permissions jsonb, recording_count bigint not null default 0)`,
  `create table sync_window (
    source_id text primary key, from_time timestamptz not null, reached_time timestamptz not null,
    target_time timestamptz not null, window_ms bigint not null, changed timestamptz not null)`,
  `create table sync_pass (
    source_id text not null, pass text not null, started timestamptz not null, finished timestamptz not null,
    primary key (source_id, pass))`,
  `create table job (
    id text primary key, kind text not null, state text not null, user_id text not null, params jsonb not null,
    total int not null, done int not null, failed int not null,
    created timestamptz not null, finished timestamptz, claimed_by text, claimed_until timestamptz)`,
  `create index job_open on job (created) where state in ('queued', 'running')`,
  `create table job_item (
    job_id text not null references job on delete cascade, position int not null,
    recording_id text collate "C" not null, state text not null, status_code int, primary key (job_id, position))`,
  `create index job_item_queued on job_item (job_id, position) where state = 'queued'`,
  `create index job_item_failed on job_item (job_id, position) where state = 'failed'`,
  `create table meta (key text primary key, value text not null)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    ...RECORDING_STATEMENTS,
    ...PEOPLE_STATEMENTS,
    ...WORK_STATEMENTS,
    ...AUDIT_STATEMENTS,
  ]) {
    await sql.raw(statement).execute(db);
  }
}
