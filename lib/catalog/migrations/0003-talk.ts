import { type Kysely, sql } from "kysely";

// What the sound of calls tells, as numbers. Few of very many calls have any: they are made when a call's peaks are.
const STATEMENTS = [
  `create table media_talk (
    media_key text collate "C" primary key, recording_pk bigint not null, basis text not null,
    counted_ms int not null, silence_ms int not null, longest_silence_ms int not null,
    agent_ms int, customer_ms int, crosstalk_ms int, crosstalk_count int)`,
  `create index media_talk_recording on media_talk (recording_pk)`,
  // What search reads: the numbers of all measured files of a call. Who may not hear all of those can't search by them,
  // since a sum tells of each of its parts.
  `create table recording_talk (
    recording_pk bigint primary key, sort_time timestamptz not null, access_set_ids int[] not null,
    longest_silence_ms int not null, crosstalk_ms int, agent_talk_share double precision)`,
  `create index recording_talk_order on recording_talk (sort_time desc, recording_pk)
    include (longest_silence_ms, crosstalk_ms, agent_talk_share, access_set_ids)`,
  ...["longest_silence_ms", "crosstalk_ms", "agent_talk_share"].map(
    (column) => `create index recording_talk_${column} on recording_talk (${column})
      include (sort_time, recording_pk, access_set_ids)`,
  ),
  // Peaks whose numbers are to be made: those that were there before, and those whose masked spans have changed since.
  `alter table peaks add column talk_due boolean not null default true`,
  `create index peaks_talk_due on peaks (created) where talk_due`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
