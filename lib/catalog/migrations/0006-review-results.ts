import { type Kysely, sql } from "kysely";

// Results read every submitted review, and of each a few short columns beside answers and notes that are none of theirs.
const STATEMENTS = [
  `create index review_results on review (submitted desc, id) include (
    state, is_calibration, assignment_id, recording_id, access_set_id, evaluator_id, agent_key, team, scorecard_id,
    score_percent, passed, auto_failed) where submitted is not null`,
  `drop index review_submitted`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
