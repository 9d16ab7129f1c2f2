import { z } from "zod";
import type { EpochMs } from "@/lib/domain/recording";
import { type Sample, SampleSchema } from "@/lib/domain/reviews/review";
import type { CatalogDb } from "./schema";
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

const PicksSchema = z.array(z.string());

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

/** The newest draws first. */
export async function listDraws(db: CatalogDb, limit: number): Promise<readonly StoredDraw[]> {
  const rows = await db
    .selectFrom("review_draw")
    .selectAll()
    .orderBy("time", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
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
