import { type Kysely, sql } from "kysely";

// What vendors need that answer in parts, late, and within budgets; and calls that are still going on.
const STATEMENTS = [
  // What is to be asked for again by id. `reason`: "files" = not all of it is known yet, "purge" = the vendor deletes it
  // later. `unrecorded` = the call as it was when the vendor had no recording of it; it is not taken in again unchanged.
  `create table follow_up (
    recording_id text collate "C" not null, reason text not null, source_id text collate "C" not null,
    sort_time timestamptz not null, due timestamptz, tries int not null default 0, unrecorded text,
    primary key (recording_id, reason))`,
  `create index follow_up_order on follow_up (source_id, sort_time desc) where due is not null`,
  // A live call keeps its row when its recording has arrived: its id stays an alias, and what was done to it is kept.
  `create table live_call (
    id text collate "C" primary key, source_id text collate "C" not null, vendor_live_id text not null,
    document jsonb not null, access_groups text[] not null, status text not null, can text[] not null,
    first_seen timestamptz not null, last_seen timestamptz not null, ended timestamptz,
    recording_id text collate "C", unique (source_id, vendor_live_id))`,
  `create index live_call_now on live_call (source_id) where ended is null`,
  `create index live_call_recording on live_call (recording_id) where recording_id is not null`,
  `create table live_act (
    id text primary key, live_id text collate "C" not null references live_call on delete cascade,
    status text not null, state text not null, user_id text, time timestamptz not null)`,
  `create index live_act_call on live_act (live_id, time)`,
  `create table vendor_call (name text collate "C" not null, time timestamptz not null)`,
  `create index vendor_call_name on vendor_call (name, time)`,
  // Which map from the vendor's units to groups the recordings of a source are stamped with.
  `alter table source_state add column unit_groups_key text`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
