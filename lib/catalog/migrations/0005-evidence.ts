import { type Kysely, sql } from "kysely";

// What the sound says about masked spans, and how long calls were on hold. All that was measured before is measured again;
// its numbers stand until then.
export const STATEMENTS = [
  `alter table media_talk add column hold_ms int, add column longest_hold_ms int, add column mask_evidence text`,
  `alter table recording_talk add column longest_hold_ms int`,
  `create index recording_talk_longest_hold_ms on recording_talk (longest_hold_ms)
    include (sort_time, recording_pk, access_set_ids)`,
  `drop index recording_talk_order`,
  `create index recording_talk_order on recording_talk (sort_time desc, recording_pk)
    include (longest_silence_ms, crosstalk_ms, agent_talk_share, longest_hold_ms, access_set_ids)`,
  `update peaks set talk_due = true where not talk_due`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
