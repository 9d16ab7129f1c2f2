import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import type { EpochMs } from "@/lib/domain/recording";
import { OPEN_STATES } from "@/lib/domain/reviews/review";
import { readAccessSets } from "./conditions";
import { reviewCondition } from "./reviews";
import type { CatalogDb } from "./schema";
import { instant, intArray, textArray } from "./sql-values";
import { iso, plainText } from "./values";

/** Of each kind, those with the most reviews. */
const MOST_GROUPS = 1_000;
const MOST_QUESTION_REVIEWS = 10_000;

/** Which submitted reviews count; times are of submission, `toMs` the first that does not count any more. */
export type ResultsFilter = Readonly<{
  scorecardId?: string | undefined;
  agentKey?: string | undefined;
  team?: string | undefined;
  evaluatorId?: string | undefined;
  fromMs?: EpochMs | undefined;
  toMs?: EpochMs | undefined;
}>;

/** Reviews taken together. */
export type Tally = Readonly<{
  reviews: number;
  /** 0 to 100; null = nothing of them counts. */
  meanPercent: number | null;
  /** Those that a scorecard judges, and how many of them passed. */
  judged: number;
  passed: number;
  autoFailed: number;
}>;

export const GROUP_KINDS = ["total", "agent", "team", "evaluator", "scorecard", "bucket", "decile"] as const;
type GroupKind = (typeof GROUP_KINDS)[number];

export type ResultsGroup = Tally &
  Readonly<{
    kind: GroupKind;
    /** Empty for the total; a number as text for buckets and deciles. */
    key: string;
    /** Of a review of the group: what the agent and the evaluator were called in it, and of which recording it is. */
    agentName: string | null;
    evaluatorName: string;
    recordingId: string;
  }>;

/**
 * `from review w …`: the submitted reviews that count for a scope. Of a calibration none does while somebody has still to
 * submit, so that no figure gives away what others must not know yet.
 */
export async function countedReviews(
  scope: Scope,
  db: CatalogDb,
  filter: ResultsFilter,
): Promise<RawBuilder<unknown>> {
  const sets = await readAccessSets(scope, db);
  const conditions = [
    sql<SqlBool>`w.submitted is not null and w.state in ('submitted', 'disputed')`,
    sql<SqlBool>`(not w.is_calibration or not exists (
      select 1 from review o where o.assignment_id = w.assignment_id and o.recording_id = w.recording_id
        and o.state = any(${textArray(OPEN_STATES)})))`,
    reviewCondition(scope, sets && intArray(sets)),
    ...is(sql`w.scorecard_id`, filter.scorecardId),
    ...is(sql`w.agent_key`, filter.agentKey),
    ...is(sql`w.team`, filter.team),
    ...is(sql`w.evaluator_id`, filter.evaluatorId),
    ...(filter.fromMs === undefined ? [] : [sql<SqlBool>`w.submitted >= ${instant(filter.fromMs)}`]),
    ...(filter.toMs === undefined ? [] : [sql<SqlBool>`w.submitted < ${instant(filter.toMs)}`]),
  ];
  return sql`from review as w left join recording as r on r.id = w.recording_id
    where ${sql.join(conditions, sql` and `)}`;
}

function is(column: RawBuilder<unknown>, value: string | undefined): RawBuilder<SqlBool>[] {
  return value === undefined ? [] : [sql<SqlBool>`${column} = ${plainText(value)}`];
}

/** When the first and the last of all reviews were submitted; null = none has been. */
export async function submissionSpan(
  _scope: Scope,
  db: CatalogDb,
): Promise<Readonly<{ fromMs: EpochMs; toMs: EpochMs }> | null> {
  const { rows } = await sql<{ first: EpochMs | null; last: EpochMs | null }>`
    select min(submitted) as first, max(submitted) as last from review where submitted is not null`.execute(
    db,
  );
  const { first, last } = rows[0] ?? { first: null, last: null };
  return first === null || last === null ? null : { fromMs: first, toMs: last };
}

/**
 * Everything that is told of reviews taken together, in one reading of them: the total, by agent, team, evaluator and
 * scorecard (those with the most reviews first, ties by key), by stretch of time (`bucket` n lies from `edges[n - 1]` to
 * `edges[n]`), and by tens of percent (`decile` 0 to 9, the hundred in the last). No group, the total neither, is empty.
 */
export async function reviewGroups(
  scope: Scope,
  db: CatalogDb,
  filter: ResultsFilter,
  edges: readonly EpochMs[],
): Promise<readonly ResultsGroup[]> {
  const counted = await countedReviews(scope, db, filter);
  const times = sql`${edges.map((edge) => iso(edge))}::timestamptz[]`;
  const { rows } = await sql<{
    kind: GroupKind;
    key: string;
    reviews: number;
    mean_percent: number | null;
    judged: number;
    passed: number;
    auto_failed: number;
    agent_name: string | null;
    evaluator_name: string;
    recording_id: string;
  }>`
    with counted as (
      select w.id collate "C" as id, w.agent_key, w.team, w.evaluator_id, w.scorecard_id, w.score_percent, w.passed,
        w.auto_failed, width_bucket(w.submitted, ${times}) as bucket,
        -- least() passes over null, which is no score.
        case when w.score_percent is not null then least(9, floor(w.score_percent / 10))::int end as decile
      ${counted}),
    groups as (
      select case when grouping(agent_key) = 0 then 'agent' when grouping(team) = 0 then 'team'
          when grouping(evaluator_id) = 0 then 'evaluator' when grouping(scorecard_id) = 0 then 'scorecard'
          when grouping(bucket) = 0 then 'bucket' when grouping(decile) = 0 then 'decile' else 'total' end as kind,
        coalesce(agent_key, team, evaluator_id, scorecard_id, bucket::text, decile::text) collate "C" as key,
        count(*)::int as reviews, avg(score_percent) as mean_percent, count(passed)::int as judged,
        (count(*) filter (where passed))::int as passed, (count(*) filter (where auto_failed))::int as auto_failed,
        -- Compared byte by byte, found again by the index, whose order is the database's own.
        max(id) collate "default" as sample
      from counted
      group by grouping sets ((), (agent_key), (team), (evaluator_id), (scorecard_id), (bucket), (decile))),
    ranked as (
      select *, row_number() over (partition by kind order by reviews desc, key) as rank
      from groups where kind = 'total' or key is not null)
    select ranked.kind, coalesce(ranked.key, '') as key, reviews, mean_percent, judged, ranked.passed,
      ranked.auto_failed, s.agent_name, s.evaluator_name, s.recording_id
    from ranked cross join lateral (${oneByOne(sql`select * from review w where w.id = ranked.sample`)}) s
    where rank <= ${MOST_GROUPS}
    order by ranked.kind, rank`.execute(db);
  return rows.map((row) => ({
    kind: row.kind,
    key: row.key,
    reviews: row.reviews,
    meanPercent: row.mean_percent,
    judged: row.judged,
    passed: row.passed,
    autoFailed: row.auto_failed,
    agentName: row.agent_name,
    evaluatorName: row.evaluator_name,
    recordingId: row.recording_id,
  }));
}

export type QuestionTally = Readonly<{
  scorecardId: string;
  questionId: string;
  answered: number;
  notApplicable: number;
  failed: number;
  /** Of the points it can earn, 0 to 100; null = it never counted. */
  meanPercent: number | null;
}>;

/** What the questions of the newest 10,000 reviews earned, texts left out. */
export async function questionTallies(
  scope: Scope,
  db: CatalogDb,
  filter: ResultsFilter,
): Promise<readonly QuestionTally[]> {
  const counted = await countedReviews(scope, db, filter);
  const { rows } = await sql<{
    scorecard_id: string;
    question_id: string;
    answered: number;
    not_applicable: number;
    failed: number;
    mean_percent: number | null;
  }>`
    with counted as materialized (
      select w.id, w.scorecard_id ${counted}
      order by w.submitted desc limit ${MOST_QUESTION_REVIEWS})
    select c.scorecard_id, s.question_id, count(s.value)::int as answered,
      (count(*) filter (where s.not_applicable))::int as not_applicable,
      (count(*) filter (where s.fails))::int as failed, 100 * avg(s.share) as mean_percent
    from counted c cross join lateral (
      ${oneByOne(sql`select * from review_score s where s.review_id = c.id`)}) s
    where s.kind <> 'text'
    group by 1, 2`.execute(db);
  return rows.map((row) => ({
    scorecardId: row.scorecard_id,
    questionId: row.question_id,
    answered: row.answered,
    notApplicable: row.not_applicable,
    failed: row.failed,
    meanPercent: row.mean_percent,
  }));
}

/** A lateral query that is run for each row by its key: the planner, left to itself, would read the whole table instead. */
export function oneByOne(query: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${query} offset 0`;
}

/** How many reviews `questionTallies` comes from, of so many that count. */
export function questionReviews(counted: number): number {
  return Math.min(counted, MOST_QUESTION_REVIEWS);
}
