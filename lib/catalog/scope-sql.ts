import { type RawBuilder, sql } from "kysely";
import type { Scope } from "@/lib/domain/access";
import { textArray } from "./sql-values";

/** The ids of access sets that a scope opens, as a subquery; null = every one. */
export function openAccessSets(scope: Scope): RawBuilder<unknown> | null {
  if (scope.kind === "system" || scope.accessKeys === "all") return null;
  return sql`select a.id from access_set a where a.keys && ${textArray(scope.accessKeys)}`;
}

/** The scope as a condition on `recording r`. What a set alone can't tell is left to `withinScope`. */
export function scopeCondition(scope: Scope): RawBuilder<boolean> {
  const sets = openAccessSets(scope);
  return sets ? sql<boolean>`r.access_set_id in (${sets})` : sql<boolean>`true`;
}

/** For what only the server itself does. */
export function requireSystem(scope: Scope): void {
  if (scope.kind !== "system") throw new Error("only the server itself may do this");
}
