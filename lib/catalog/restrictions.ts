import { type RawBuilder, sql } from "kysely";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import { foldText } from "@/lib/domain/text-pattern";
import type { CatalogDb } from "./schema";
import { type SecretField, secretBits } from "./secrets";
import { textArray } from "./sql-values";

/** What masking takes away from a search, source by source. Administrators have none of it. */
export type MatchRestrictions = Readonly<{
  /** Their recordings drop out of the answer: a field of the search is masked there. */
  excludedSources: readonly string[];
  /**
   * By source, attached-data keys whose values never match: lower case, a final `*` for any ending. Where any source
   * is named, sources that are not named match no name, number or attached value at all.
   */
  hiddenDataKeys: Readonly<Record<string, readonly string[]>>;
  /** By source, masked fields: a name or attached value that repeats one of its recording's never matches. */
  hiddenSecrets?: Readonly<Record<string, readonly SecretField[]>>;
}>;

/** The restrictions of those sources that this search can reach at all. */
export type ReachedRestrictions = Readonly<{
  /** Null = no source is restricted. */
  sources: readonly Readonly<{ id: string; hiddenKeys: readonly string[]; secretBits: number }>[] | null;
  /** Recordings of sources that nobody has named are in the catalog. */
  hasUnnamed: boolean;
}>;

export async function reachedRestrictions(
  db: CatalogDb,
  filter: RecordingFilter,
  restrictions: MatchRestrictions,
): Promise<ReachedRestrictions> {
  const named = restrictions.hiddenDataKeys;
  if (Object.keys(named).length === 0) return { sources: null, hasUnnamed: false };
  const rows = await db.selectFrom("source_state").select("source_id").execute();
  const reached = rows
    .map((row) => row.source_id)
    .filter((id) => filter.source === undefined || filter.source === id)
    .filter((id) => !restrictions.excludedSources.includes(id));
  return {
    sources: reached
      .filter((id) => named[id] !== undefined)
      .map((id) => ({
        id,
        hiddenKeys: (named[id] ?? []).map(foldText),
        secretBits: secretBits(restrictions.hiddenSecrets?.[id] ?? []),
      })),
    hasUnnamed: reached.some((id) => named[id] === undefined),
  };
}

/** Sources that hide this key. */
export function sourcesHiding(key: string, reached: ReachedRestrictions): string[] {
  return (reached.sources ?? []).flatMap((source) =>
    source.hiddenKeys.some((pattern) => fits(pattern, key)) ? [source.id] : [],
  );
}

function fits(pattern: string, key: string): boolean {
  return pattern.endsWith("*") ? key.startsWith(pattern.slice(0, -1)) : key === pattern;
}

/** The same in SQL, for words that are too many to list: what the key must not be, all sources alike or each its own. */
export function keyIsOpen(
  key: RawBuilder<unknown>,
  sourceId: RawBuilder<unknown>,
  reached: ReachedRestrictions,
): { conditions: RawBuilder<boolean>[]; isSourceBlind: boolean } {
  const hiding = (reached.sources ?? []).filter((source) => source.hiddenKeys.length > 0);
  const lists = new Set(hiding.map((source) => source.hiddenKeys.join("\n")));
  const [first] = hiding;
  if (!first) return { conditions: [], isSourceBlind: true };
  const isHidden = (patterns: readonly string[]) =>
    sql<boolean>`${key} like any (${textArray(patterns.map(likeOf))})`;
  if (lists.size === 1 && hiding.length === reached.sources?.length) {
    return { conditions: [sql<boolean>`not ${isHidden(first.hiddenKeys)}`], isSourceBlind: true };
  }
  return {
    conditions: hiding.map(
      (source) => sql<boolean>`not (${sourceId} = ${source.id} and ${isHidden(source.hiddenKeys)})`,
    ),
    isSourceBlind: false,
  };
}

function likeOf(pattern: string): string {
  const isPrefix = pattern.endsWith("*");
  const literal = (isPrefix ? pattern.slice(0, -1) : pattern).replace(/[\\%_]/g, (char) => `\\${char}`);
  return isPrefix ? `${literal}%` : literal;
}

/** True where the matched value does not give away what is masked in the recording's source. */
export function secretsAreOpen(
  secrets: RawBuilder<unknown>,
  sourceId: RawBuilder<unknown>,
  reached: ReachedRestrictions,
): { conditions: RawBuilder<boolean>[]; isSourceBlind: boolean } {
  const sources = reached.sources ?? [];
  const kinds = new Set(sources.map((source) => source.secretBits));
  const [bits] = kinds;
  if (bits === undefined || (kinds.size === 1 && bits === 0)) return { conditions: [], isSourceBlind: true };
  if (kinds.size === 1) {
    return { conditions: [sql<boolean>`${secrets} & ${bits}::int = 0`], isSourceBlind: true };
  }
  const cases = sources.map((source) => sql`when ${source.id} then ${source.secretBits}::int`);
  return {
    conditions: [
      sql<boolean>`(${secrets} = 0 or ${secrets} & (case ${sourceId} ${sql.join(cases, sql` `)} else 0 end) = 0)`,
    ],
    isSourceBlind: false,
  };
}
