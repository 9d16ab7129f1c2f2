import { type RawBuilder, sql } from "kysely";
import { iso } from "./values";

/** A time to compare a timestamptz with. */
export function instant(timeMs: number): RawBuilder<number> {
  return sql<number>`${iso(timeMs)}::timestamptz`;
}

/** `= any($1::text[])`: one parameter whatever the length, so that the statement stays the same. */
export function textArray(values: readonly string[]): RawBuilder<string[]> {
  return sql<string[]>`${[...values]}::text[]`;
}

export function intArray(values: readonly number[]): RawBuilder<number[]> {
  return sql<number[]>`${[...values]}::int[]`;
}

export function bigintArray(values: readonly number[]): RawBuilder<number[]> {
  return sql<number[]>`${[...values]}::bigint[]`;
}
