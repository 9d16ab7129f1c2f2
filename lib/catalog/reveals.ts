import type { CatalogDb } from "./schema";
import { instant } from "./sql-values";
import { iso, newId } from "./values";

export type ActiveReveal = Readonly<{ recordingId: string; fields: readonly string[]; untilMs: number }>;

/** Lets a person see masked fields of one recording until `untilMs`. The reason stands in the audit log. */
export async function grantReveal(
  db: CatalogDb,
  reveal: Readonly<{ userId: string; recordingId: string; fields: readonly string[]; untilMs: number }>,
): Promise<void> {
  if (reveal.fields.length === 0) return;
  await db
    .insertInto("reveal")
    .values(
      reveal.fields.map((field) => ({
        id: newId(),
        user_id: reveal.userId,
        recording_id: reveal.recordingId,
        field,
        until: iso(reveal.untilMs),
      })),
    )
    .execute();
}

/** What a person may see in clear at `nowMs`: one entry per recording and end. */
export async function activeReveals(db: CatalogDb, userId: string, nowMs: number): Promise<ActiveReveal[]> {
  const rows = await db
    .selectFrom("reveal")
    .select(["recording_id", "field", "until"])
    .where("user_id", "=", userId)
    .where("until", ">", instant(nowMs))
    .orderBy("until")
    .execute();
  const reveals = new Map<string, { recordingId: string; fields: string[]; untilMs: number }>();
  for (const row of rows) {
    const key = `${row.recording_id}\n${row.until}`;
    const known = reveals.get(key);
    if (known) known.fields.push(row.field);
    else reveals.set(key, { recordingId: row.recording_id, fields: [row.field], untilMs: row.until });
  }
  return [...reveals.values()];
}

/** Forgets reveals that have ended. */
export async function purgeReveals(db: CatalogDb, nowMs: number): Promise<void> {
  await db.deleteFrom("reveal").where("until", "<=", instant(nowMs)).execute();
}
