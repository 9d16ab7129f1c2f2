import { type RawBuilder, sql } from "kysely";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import { textPattern } from "@/lib/domain/text-pattern";
import { all, type Condition } from "./conditions";
import { keyIsOpen, type ReachedRestrictions, secretsAreOpen, sourcesHiding } from "./restrictions";
import type { CatalogDb } from "./schema";
import { bigintArray, intArray, textArray } from "./sql-values";
import type { TermKind } from "./terms";
import { matchTerms, type TermMatch } from "./text-terms";

/** All that the index of postings holds: the table itself need not be read. */
const POSTING_COLUMNS = sql`rt.term_pk, rt.sort_time, rt.recording_pk, rt.access_set_id, rt.secrets`;

/** `userName` or `userData` of a search, looked up in the dictionary. */
export type TermFilter = Readonly<{
  match: TermMatch;
  /** Primary keys of listed words that some recordings may be found by; empty = none can be found. */
  termPks: readonly number[];
  /** True where a posting `p` of recording `r` may match; `p.key` is there only for words too many to list. */
  posting: Condition;
  /** True when `posting` needs nothing of `r`. */
  isSourceBlind: boolean;
  /** `r` has such a posting. The planner may turn it round where that is cheaper. */
  condition: Condition;
  /** The same, asked of each recording in turn: for walks that end soon. */
  eachCondition: Condition;
}>;

export async function termFilters(
  db: CatalogDb,
  filter: RecordingFilter,
  reached: ReachedRestrictions,
  accessSets: readonly number[] | null,
): Promise<TermFilter[]> {
  const asked: [TermKind, string][] = [];
  if (filter.userName !== undefined) asked.push(["user", filter.userName]);
  if (filter.userData !== undefined) asked.push(["data", filter.userData]);
  const filters: TermFilter[] = [];
  for (const [kind, request] of asked) {
    const match = await matchTerms(db, kind, textPattern(request));
    filters.push(build(match, kind, reached, accessSets));
  }
  return filters;
}

function build(
  match: TermMatch,
  kind: TermKind,
  reached: ReachedRestrictions,
  accessSets: readonly number[] | null,
): TermFilter {
  const sourceId = sql`r.source_id`;
  const secrets = secretsAreOpen(sql`p.secrets`, sourceId, reached);
  let keys: { conditions: Condition[]; isSourceBlind: boolean } = { conditions: [], isSourceBlind: true };
  let termPks: number[] = [];
  if (match.kind === "listed") {
    const listed = listedKeys(match, reached);
    termPks = listed.termPks;
    keys = { conditions: listed.conditions, isSourceBlind: listed.conditions.length === 0 };
  } else if (kind === "data") {
    keys = keyIsOpen(sql`p.key`, sourceId, reached);
  }
  const scope = accessSets ? [sql<boolean>`p.access_set_id = any(${intArray(accessSets)})`] : [];
  const posting = all([...scope, ...secrets.conditions, ...keys.conditions]);
  const each = hasPosting(match, termPks, posting, "each");
  return {
    match,
    termPks,
    posting,
    isSourceBlind: secrets.isSourceBlind && keys.isSourceBlind,
    condition: match.kind === "listed" ? hasPosting(match, termPks, posting, "any way") : each,
    eachCondition: each,
  };
}

function hasPosting(
  match: TermMatch,
  termPks: readonly number[],
  posting: Condition,
  reading: "each" | "any way",
): Condition {
  // For "each": the sum keeps the planner from the index of words, and OFFSET from reading a whole common word first.
  const termPk = reading === "each" ? sql`p.term_pk + 0` : sql`p.term_pk`;
  const ending = reading === "each" ? sql` offset 0` : sql``;
  const postings =
    match.kind === "listed"
      ? sql`recording_term p where ${termPk} = any(${bigintArray(termPks)}) and p.recording_pk = r.pk`
      : sql`(
          select ${POSTING_COLUMNS}, word.key from recording_term rt
            cross join lateral (select t.key from term t where t.pk = rt.term_pk and ${match.test(sql`t`)} offset 0) word
          where rt.recording_pk = r.pk) p where true`;
  return sql<boolean>`exists (select from ${postings} and ${posting}${ending})`;
}

/** The postings of the matching words as a relation `p`, read word by word; at most `mostTerms` words. */
export function postingsOf(
  match: TermMatch,
  termPks: readonly number[],
  mostTerms: number | null = null,
): RawBuilder<unknown> {
  if (match.kind === "listed") {
    return sql`(select ${POSTING_COLUMNS} from recording_term rt where rt.term_pk = any(${bigintArray(termPks)}) offset 0) p`;
  }
  return sql`(
    with words as materialized (
      select t.pk, t.key from term t where ${match.test(sql`t`)} limit ${mostTerms}::bigint)
    select found.*, words.key from words
      cross join lateral (
        select ${POSTING_COLUMNS} from recording_term rt where rt.term_pk = words.pk offset 0) found) p`;
}

/** Words that every source hides fall away; those that some hide need a look at the recording's source. */
function listedKeys(
  match: Extract<TermMatch, { kind: "listed" }>,
  reached: ReachedRestrictions,
): { termPks: number[]; conditions: Condition[] } {
  const sourceCount = reached.sources?.length ?? 0;
  const termPks: number[] = [];
  const partly = new Map<string, { hiding: string[]; pks: number[] }>();
  for (const term of match.terms) {
    // Names have no key, and the patterns of keys are not for them.
    const hiding = match.of === "user" ? [] : sourcesHiding(term.key, reached);
    if (sourceCount > 0 && hiding.length === sourceCount) continue;
    termPks.push(term.pk);
    if (hiding.length === 0) continue;
    const group = partly.get(hiding.join()) ?? { hiding, pks: [] };
    group.pks.push(term.pk);
    partly.set(hiding.join(), group);
  }
  return {
    termPks,
    conditions: [...partly.values()].map(
      ({ hiding, pks }) =>
        sql<boolean>`not (p.term_pk = any(${bigintArray(pks)}) and r.source_id = any(${textArray(hiding)}))`,
    ),
  };
}
