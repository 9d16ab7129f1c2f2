import { type RawBuilder, sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import { labelKey, parseLabelNames, SCREEN_RECORDING_LABEL } from "@/lib/domain/labels";
import { phonePattern } from "@/lib/domain/phone-pattern";
import { MASKABLE_PARAMETERS, type RecordingFilter } from "@/lib/domain/recording-filter";
import type { MatchRestrictions, ReachedRestrictions } from "./restrictions";
import type { CatalogDb } from "./schema";
import { openAccessSets } from "./scope-sql";
import { instant, intArray, textArray } from "./sql-values";
import { type TalkFilter, talkFilter } from "./talk-filter";
import { plainText } from "./values";

export type Condition = RawBuilder<boolean>;

/** A search of recordings as SQL; names and attached data are in term-filter.ts. */
export type RecordingConditions = Readonly<{
  /**
   * Alternatives, apart from each other, that each have an index of their own where their OR has none. A recording must
   * be of one of them; usually there is one that asks for nothing.
   */
  branches: readonly (readonly Condition[])[];
  /** Everything but the scope, the labels that must be there, and the talk. */
  own: readonly Condition[];
  inScope: readonly Condition[];
  /** Keys of labels that must be there. */
  labels: readonly string[];
  /** What is asked of who speaks when; null = nothing. */
  talk: TalkFilter | null;
  /** Ids of the access sets that the scope opens; null = all. */
  accessSets: readonly number[] | null;
}>;

const SCREEN_KEY = labelKey(SCREEN_RECORDING_LABEL);

/** Null = nothing can match. Throws invalid_input for a phone number without a letter or digit. */
export async function recordingConditions(
  scope: Scope,
  db: CatalogDb,
  filter: RecordingFilter,
  restrictions: MatchRestrictions,
  reached: ReachedRestrictions,
): Promise<RecordingConditions | null> {
  // Agents open single calls of their own; they have no search (contract §2).
  if (scope.kind === "person" && scope.actor.role === "agent") return null;
  const accessSets = await readAccessSets(scope, db);
  if (accessSets?.length === 0) return null;

  const own: Condition[] = [
    ...sourceConditions(filter, restrictions, reached),
    ...timeConditions(filter),
    ...fieldConditions(filter),
    ...phoneConditions(filter),
  ];
  const labels: string[] = [];
  for (const key of labelKeys(filter.includeLabels)) {
    if (key === SCREEN_KEY) own.push(sql<boolean>`r.screen_recording`);
    else labels.push(key);
  }
  for (const key of labelKeys(filter.excludeLabels)) {
    own.push(sql<boolean>`not ${key === SCREEN_KEY ? sql`r.screen_recording` : hasLabel(key)}`);
  }
  const inScope = accessSets ? [sql<boolean>`r.access_set_id = any(${intArray(accessSets)})`] : [];
  const talk = talkFilter(filter, accessSets);
  return { branches: branchesOf(filter), own, inScope, labels, talk, accessSets };
}

/** The access sets that a scope opens, for queries that are planned better by knowing them; null = every one. */
export async function readAccessSets(scope: Scope, db: CatalogDb): Promise<number[] | null> {
  const sets = openAccessSets(scope);
  if (!sets) return null;
  const { rows } = await sql<{ id: number }>`${sets}`.execute(db);
  return rows.map((row) => row.id);
}

function labelKeys(names: string | undefined): string[] {
  return parseLabelNames(names ?? "").map((name) => plainText(labelKey(name)));
}

/** `r` carries a label of this key; "each" = asked of each recording in turn, for walks that end soon. */
export function hasLabel(key: string, reading: "each" | "any way" = "any way"): Condition {
  // OFFSET keeps the planner from turning the question round.
  const ending = reading === "each" ? sql` offset 0` : sql``;
  return sql<boolean>`exists (
    select from recording_label has where has.recording_pk = r.pk and has.name_key = ${key}${ending})`;
}

function sourceConditions(
  filter: RecordingFilter,
  restrictions: MatchRestrictions,
  reached: ReachedRestrictions,
): Condition[] {
  const conditions: Condition[] = [];
  if (filter.source !== undefined) conditions.push(sql<boolean>`r.source_id = ${filter.source}`);
  if (restrictions.excludedSources.length > 0) {
    conditions.push(sql<boolean>`r.source_id <> all(${textArray(restrictions.excludedSources)})`);
  }
  if (reached.hasUnnamed && MASKABLE_PARAMETERS.some((name) => filter[name] !== undefined)) {
    const named = Object.keys(restrictions.hiddenDataKeys);
    conditions.push(sql<boolean>`r.source_id = any(${textArray(named)})`);
  }
  return conditions;
}

/** `startTime` and `startBefore` test the start, `endTime` the stop: the vendor's rule (fact sheet genesys-engage §4.1). */
function timeConditions(filter: RecordingFilter): Condition[] {
  const conditions: Condition[] = [];
  // A recording with a start is sorted by it, and only the sort time has an index.
  const starts = (comparison: RawBuilder<unknown>): Condition =>
    sql<boolean>`(r.start_time is not null and r.sort_time ${comparison})`;
  if (filter.startTime !== undefined) conditions.push(starts(sql`>= ${instant(filter.startTime)}`));
  if (filter.startBefore !== undefined) conditions.push(starts(sql`< ${instant(filter.startBefore)}`));
  if (filter.endTime !== undefined) conditions.push(sql<boolean>`r.stop_time <= ${instant(filter.endTime)}`);
  return conditions;
}

function fieldConditions(filter: RecordingFilter): Condition[] {
  const conditions: Condition[] = [];
  if (filter.callType !== undefined) {
    conditions.push(sql<boolean>`r.call_type = ${plainText(filter.callType)}`);
  }
  if (filter.region !== undefined) conditions.push(sql<boolean>`r.region = ${plainText(filter.region)}`);
  if (filter.minDuration !== undefined) {
    conditions.push(sql<boolean>`r.duration_ms >= ${filter.minDuration}::int`);
  }
  if (filter.maxDuration !== undefined) {
    conditions.push(sql<boolean>`r.duration_ms <= ${filter.maxDuration}::int`);
  }
  for (const [column, wanted] of [
    ["screen_recording", filter.screenRecording],
    ["non_delete", filter.nonDelete],
  ] as const) {
    if (wanted !== undefined)
      conditions.push(sql<boolean>`${wanted ? sql`` : sql`not `}r.${sql.ref(column)}`);
  }
  return conditions;
}

function phoneConditions(filter: RecordingFilter): Condition[] {
  const conditions: Condition[] = [];
  if (filter.callerPhoneNumber !== undefined) {
    conditions.push(phoneIs(sql`r.caller_key`, filter.callerPhoneNumber));
  }
  if (filter.dialedPhoneNumber !== undefined) {
    conditions.push(phoneIs(sql`r.dialed_key`, filter.dialedPhoneNumber));
  }
  if (filter.phoneNumber !== undefined && phonePattern(filter.phoneNumber).kind === "like") {
    const caller = phoneIs(sql`r.caller_key`, filter.phoneNumber);
    const dialed = phoneIs(sql`r.dialed_key`, filter.phoneNumber);
    conditions.push(sql<boolean>`(${caller} or ${dialed})`);
  }
  return conditions;
}

function phoneIs(column: RawBuilder<unknown>, request: string): Condition {
  const pattern = phonePattern(request);
  return pattern.kind === "exact"
    ? sql<boolean>`${column} = ${pattern.value}`
    : sql<boolean>`${column} like ${pattern.like}`;
}

function branchesOf(filter: RecordingFilter): Condition[][] {
  let branches: Condition[][] = [[]];
  const split = (first: Condition, second: Condition): void => {
    branches = branches.flatMap((branch) => [
      [...branch, first],
      [...branch, second],
    ]);
  };
  const either = filter.phoneNumber === undefined ? null : phonePattern(filter.phoneNumber);
  if (either?.kind === "exact") {
    split(
      sql<boolean>`r.caller_key = ${either.value}`,
      sql<boolean>`(r.dialed_key = ${either.value} and r.caller_key is distinct from ${either.value})`,
    );
  }
  if (filter.endTime !== undefined) {
    // What stopped by then was sorted by then too, but for a vendor's calls that end before they begin.
    const end = instant(filter.endTime);
    split(
      sql<boolean>`r.sort_time <= ${end}`,
      sql<boolean>`(r.stop_time < r.start_time and r.sort_time > ${end})`,
    );
  }
  return branches;
}

/** All of them, joined by AND. */
export function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

/** One of them at least, joined by OR. */
export function any(conditions: readonly Condition[]): Condition {
  return sql<boolean>`(${sql.join(conditions, sql` or `)})`;
}
