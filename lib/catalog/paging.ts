import { sql } from "kysely";
import { COUNT_BOUND } from "@/lib/domain/recording-filter";
import type { Condition } from "./conditions";
import type { Cursor } from "./cursor";
import { instant } from "./sql-values";

export type PageWish = Readonly<{ limit: number; offset: number; after: Cursor | null }>;
export type FoundRow = Readonly<{ id: string; sort_time: number }>;

/** Counting stops here: this many are "10,000 or more". */
export const BOUND = COUNT_BOUND + 1;

/** Behind the cursor, newest first and ties by id. Aliases of where the time and the id stand. */
export function behind(after: Cursor | null, timeOf: string, idOf: string): Condition {
  if (!after) return sql<boolean>`true`;
  const time = sql.ref(`${timeOf}.sort_time`);
  const at = instant(after.sortMs);
  return sql<boolean>`(${time} <= ${at} and (${time} < ${at} or ${sql.ref(`${idOf}.id`)} > ${after.id}))`;
}
