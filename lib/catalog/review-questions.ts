import { sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import type { CatalogDb } from "./schema";
import { textArray } from "./sql-values";

export type QuestionWords = Readonly<{
  scorecardId: string;
  questionId: string;
  text: string;
  sectionTitle: string;
}>;

/** How the questions of scorecards are put, those of earlier versions too: as the newest version puts them that has them. */
export async function questionWords(
  _scope: Scope,
  db: CatalogDb,
  scorecardIds: readonly string[],
): Promise<readonly QuestionWords[]> {
  if (scorecardIds.length === 0) return [];
  const { rows } = await sql<{ scorecard_id: string; question_id: string; text: string; title: string }>`
    select distinct on (v.scorecard_id, q.one ->> 'id') v.scorecard_id, q.one ->> 'id' as question_id,
      q.one ->> 'text' as text, s.one ->> 'title' as title
    from scorecard_version v, jsonb_array_elements(v.content -> 'sections') as s (one),
      jsonb_array_elements(s.one -> 'questions') as q (one)
    where v.scorecard_id = any(${textArray(scorecardIds)})
    order by v.scorecard_id, q.one ->> 'id', v.version desc`.execute(db);
  return rows.map((row) => ({
    scorecardId: row.scorecard_id,
    questionId: row.question_id,
    text: row.text,
    sectionTitle: row.title,
  }));
}

/** What scorecards are called now, by id. */
export async function scorecardNames(
  _scope: Scope,
  db: CatalogDb,
  scorecardIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select c.id, v.name from scorecard c
    join scorecard_version v on v.scorecard_id = c.id and v.version = c.latest_version
    where c.id = any(${textArray(scorecardIds)})`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
