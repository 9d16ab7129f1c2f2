import { type Kysely, sql } from "kysely";

// Reviews live only here: dropping and rebuilding the catalog must leave them alone, so they know recordings by their
// public id and never by the catalog's own key.
const STATEMENTS = [
  `create table scorecard (
    id text primary key, latest_version int not null, archived boolean not null default false, created timestamptz not null)`,
  // What was scored by must stand as it stood: versions are never changed.
  `create table scorecard_version (
    scorecard_id text not null, version int not null, name text not null, content jsonb not null,
    created timestamptz not null, created_by_user_id text, created_by_name text not null,
    primary key (scorecard_id, version))`,
  `create table review (
    id text primary key, recording_id text collate "C" not null, access_set_id int not null,
    assignment_id text not null, is_calibration boolean not null,
    evaluator_id text not null, evaluator_name text not null, assigned_by_id text, assigned_by_name text not null,
    assigned timestamptz not null, due timestamptz, note text not null,
    scorecard_id text not null, scorecard_version int not null, state text not null,
    agent_key text, agent_name text, team text, call_time timestamptz,
    answers jsonb not null, revision int not null, answered int not null, questions int not null,
    started timestamptz, submitted timestamptz,
    score_percent double precision, passed boolean, auto_failed boolean not null)`,
  // A queue: what one evaluator has to do, the most pressing first.
  `create index review_queue on review (evaluator_id, state, due, assigned)`,
  `create index review_list on review (assigned desc, id)`,
  `create index review_recording on review (recording_id)`,
  `create index review_assignment on review (assignment_id)`,
  `create index review_submitted on review (submitted desc, id) where submitted is not null`,
  `create table review_segment (
    review_id text not null, n int not null, media_key text collate "C" not null, start_ms int not null, end_ms int,
    unit text not null, primary key (review_id, n))`,
  // What each question earned, written when a review is submitted and taken away when it is opened again.
  `create table review_score (
    review_id text not null, question_id text not null, section_id text not null, kind text not null,
    share double precision, weight double precision not null, not_applicable boolean not null, fails boolean not null,
    value text, primary key (review_id, question_id))`,
  `create table review_event (
    id text primary key, review_id text not null, time timestamptz not null, act text not null,
    user_id text, user_name text not null, reason text, score_percent double precision, passed boolean, auto_failed boolean)`,
  `create index review_event_review on review_event (review_id, time)`,
  `create table review_comment (
    id text primary key, review_id text not null, n int, start_ms int, end_ms int, text text not null,
    reply_to text, user_id text not null, user_name text not null, time timestamptz not null)`,
  `create index review_comment_review on review_comment (review_id)`,
  // A rule of sampling, and each time one was drawn by: what went in, the seed, what came out.
  `create table review_rule (
    id text primary key, name text not null, body jsonb not null, active boolean not null,
    created timestamptz not null, user_id text not null, drawn_until timestamptz)`,
  `create table review_draw (
    id text primary key, rule_id text, seed text not null, sample jsonb not null, population int not null,
    picks jsonb not null, time timestamptz not null, user_id text, user_name text not null)`,
  `create index review_draw_rule on review_draw (rule_id, time)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
