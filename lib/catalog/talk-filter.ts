import { sql } from "kysely";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import { parseShareRange } from "@/lib/domain/talk-share";
import type { Condition } from "./conditions";
import { intArray } from "./sql-values";

/** What a search asks of the talk of calls. Rows of `recording_talk` are `p`, as postings are. */
export type TalkFilter = Readonly<{
  /** What their numbers must be. */
  numbers: readonly Condition[];
  /** That whoever asks may hear all that was measured. */
  inScope: readonly Condition[];
}>;

/** Null = nothing is asked of it. Only measured calls have a row, and so only they are found. */
export function talkFilter(filter: RecordingFilter, accessSets: readonly number[] | null): TalkFilter | null {
  const numbers: Condition[] = [];
  if (filter.minSilence !== undefined) {
    numbers.push(sql<boolean>`p.longest_silence_ms >= ${filter.minSilence}::int`);
  }
  if (filter.minCrosstalk !== undefined) {
    numbers.push(sql<boolean>`p.crosstalk_ms >= ${filter.minCrosstalk}::int`);
  }
  if (filter.minHold !== undefined) {
    numbers.push(sql<boolean>`p.longest_hold_ms >= ${filter.minHold}::int`);
  }
  const share = filter.agentTalkShare === undefined ? null : parseShareRange(filter.agentTalkShare);
  if (share && share.min !== null) {
    numbers.push(sql<boolean>`p.agent_talk_share >= ${share.min}::float8`);
  }
  if (share && share.max !== null) {
    numbers.push(sql<boolean>`p.agent_talk_share <= ${share.max}::float8`);
  }
  if (numbers.length === 0) return null;
  return {
    numbers,
    inScope: accessSets ? [sql<boolean>`p.access_set_ids <@ ${intArray(accessSets)}`] : [],
  };
}

/** `r` talks as asked; "each" = asked of each recording in turn, for walks that end soon. */
export function hasTalk(talk: TalkFilter, reading: "each" | "any way" = "any way"): Condition {
  const ending = reading === "each" ? sql` offset 0` : sql``;
  const conditions = sql.join([...talk.numbers, ...talk.inScope], sql` and `);
  return sql<boolean>`exists (
    select from recording_talk p where p.recording_pk = r.pk and ${conditions}${ending})`;
}
