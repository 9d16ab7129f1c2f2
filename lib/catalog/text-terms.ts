import { type RawBuilder, sql } from "kysely";
import type { TextPattern } from "@/lib/domain/text-pattern";
import type { CatalogDb } from "./schema";
import { TERM_KINDS, type TermKind } from "./terms";

/** More words than this are not listed one by one. */
const MOST_TERMS = 2_000;
/** The newest words are looked at first, to tell a pattern that fits very many. */
const SAMPLE = 5_000;
const DENSE_SHARE = 0.05;

export type Term = Readonly<{ pk: number; key: string }>;

/** The words of the dictionary that a text pattern fits; `many` = more than can be listed. */
export type TermMatch =
  | Readonly<{ kind: "listed"; of: TermKind; terms: readonly Term[] }>
  | Readonly<{
      kind: "many";
      of: TermKind;
      /** A large part of all words. */
      isDense: boolean;
      test: (term: RawBuilder<unknown>) => RawBuilder<boolean>;
    }>;

/** Looks a pattern up among names or attached values. */
export async function matchTerms(db: CatalogDb, kind: TermKind, pattern: TextPattern): Promise<TermMatch> {
  const kindId = TERM_KINDS[kind];
  if (pattern.kind === "exact") {
    const { rows } = await sql<Term>`
      select pk, key from term
      where md5(value) = md5(${pattern.value}) and kind = ${kindId}::smallint and value = ${pattern.value}`.execute(
      db,
    );
    return { kind: "listed", of: kind, terms: rows };
  }
  const { like } = pattern;
  const { rows: sampled } = await sql<{ found: number }>`
    select count(*)::int as found from (select kind, value from term order by pk desc limit ${SAMPLE}::int) t
    where t.kind = ${kindId}::smallint and t.value like ${like}`.execute(db);
  const isDense = (sampled[0]?.found ?? 0) > SAMPLE * DENSE_SHARE;
  // A trigram index gives all it finds or nothing: for a pattern that fits very many words it is far slower than
  // reading on until there are enough. The empty concatenation keeps the planner from it.
  const value = isDense ? sql`(t.value || '')` : sql`t.value`;
  const words = (ending: RawBuilder<unknown>) =>
    sql<Term>`select t.pk, t.key from term t where t.kind = ${kindId}::smallint and ${value} like ${like} ${ending}`.execute(
      db,
    );
  const areMany = isDense && (await words(sql`offset ${MOST_TERMS}::int limit 1`)).rows.length > 0;
  const listed = areMany ? null : (await words(sql`limit ${MOST_TERMS + 1}::int`)).rows;
  if (listed && listed.length <= MOST_TERMS) return { kind: "listed", of: kind, terms: listed };
  return {
    kind: "many",
    of: kind,
    isDense,
    test: (term) =>
      isDense
        ? sql<boolean>`${term}.kind = ${kindId}::smallint and (${term}.value || '') like ${like}`
        : sql<boolean>`${term}.kind = ${kindId}::smallint and ${term}.value like ${like}`,
  };
}
