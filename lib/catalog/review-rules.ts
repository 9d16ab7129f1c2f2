import { sql } from "kysely";
import { z } from "zod";
import type { EpochMs } from "@/lib/domain/recording";
import { type Sample, SampleSchema } from "@/lib/domain/reviews/review";
import { type RuleContent, RuleContentSchema } from "@/lib/domain/reviews/rule";
import type { CatalogDb } from "./schema";
import { instant } from "./sql-values";
import { iso, jsonText, newId, plainText } from "./values";

/** One drawing of lots: what went in, by which seed, what came out. Anybody can work it out again. */
export type StoredDraw = Readonly<{
  id: string;
  ruleId: string | null;
  seed: string;
  population: number;
  sample: Sample;
  /** Ids of the recordings drawn. */
  picks: readonly string[];
  timeMs: EpochMs;
  userId: string | null;
  userName: string;
}>;

/** A rule as it is kept. `drawnUntilMs` = the end of the last week that was drawn by itself. */
export type StoredRule = RuleContent &
  Readonly<{ id: string; userId: string; createTimeMs: EpochMs; drawnUntilMs: EpochMs | null }>;

const PicksSchema = z.array(z.string());

/** Keeps a new rule and gives its id. Weeks that have ended before `drawnUntilMs` are not drawn by it. */
export async function insertRule(
  db: CatalogDb,
  content: RuleContent,
  made: Readonly<{ userId: string; nowMs: EpochMs; drawnUntilMs: EpochMs }>,
): Promise<string> {
  const id = newId();
  await db
    .insertInto("review_rule")
    .values({
      id,
      name: plainText(content.name),
      body: jsonText(content),
      active: content.active,
      created: iso(made.nowMs),
      user_id: made.userId,
      drawn_until: iso(made.drawnUntilMs),
    })
    .execute();
  return id;
}

/** Changes a rule. One that is switched on again does not make up for the weeks before `drawnUntilMs`. */
export async function updateRule(
  db: CatalogDb,
  id: string,
  content: RuleContent,
  drawnUntilMs: EpochMs | null,
): Promise<void> {
  await db
    .updateTable("review_rule")
    .set({
      name: plainText(content.name),
      body: jsonText(content),
      active: content.active,
      ...(drawnUntilMs === null ? {} : { drawn_until: iso(drawnUntilMs) }),
    })
    .where("id", "=", id)
    .execute();
}

export async function deleteRule(db: CatalogDb, id: string): Promise<void> {
  await db.deleteFrom("review_rule").where("id", "=", id).execute();
}

/** Notes that a week was drawn. False = it had been already, or the rule is gone: nothing may be assigned for it. */
export async function noteDrawn(db: CatalogDb, id: string, untilMs: EpochMs): Promise<boolean> {
  const row = await db
    .updateTable("review_rule")
    .set({ drawn_until: iso(untilMs) })
    .where("id", "=", id)
    .where((where) =>
      where.or([where("drawn_until", "is", null), where("drawn_until", "<", instant(untilMs))]),
    )
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Every rule, or one person's, by name. */
export async function listRules(db: CatalogDb, userId: string | null): Promise<readonly StoredRule[]> {
  let query = db.selectFrom("review_rule").selectAll();
  if (userId !== null) query = query.where("user_id", "=", userId);
  return (await query.orderBy("name").orderBy("id").execute()).map((row) => ({
    ...RuleContentSchema.parse(row.body),
    id: row.id,
    userId: row.user_id,
    createTimeMs: row.created,
    drawnUntilMs: row.drawn_until,
  }));
}

const DRAWS_KEY = 7_301_946;

/** Held to the end of the transaction: draws are assigned one after the other. */
export async function lockDraws(transaction: CatalogDb): Promise<void> {
  await sql`select pg_advisory_xact_lock(${DRAWS_KEY}::bigint)`.execute(transaction);
}

/** Records a draw and gives its id. */
export async function saveDraw(db: CatalogDb, draw: Omit<StoredDraw, "id">): Promise<string> {
  const id = newId();
  await db
    .insertInto("review_draw")
    .values({
      id,
      rule_id: draw.ruleId,
      seed: draw.seed,
      sample: jsonText(draw.sample),
      population: draw.population,
      picks: jsonText(draw.picks),
      time: iso(draw.timeMs),
      user_id: draw.userId,
      user_name: plainText(draw.userName),
    })
    .execute();
  return id;
}

/** The newest draws first: all, or one person's. */
export async function listDraws(
  db: CatalogDb,
  userId: string | null,
  limit: number,
): Promise<readonly StoredDraw[]> {
  let query = db.selectFrom("review_draw").selectAll();
  if (userId !== null) query = query.where("user_id", "=", userId);
  const rows = await query.orderBy("time", "desc").orderBy("id").limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    ruleId: row.rule_id,
    seed: row.seed,
    population: row.population,
    sample: SampleSchema.parse(row.sample),
    picks: PicksSchema.parse(row.picks),
    timeMs: row.time,
    userId: row.user_id,
    userName: row.user_name,
  }));
}
