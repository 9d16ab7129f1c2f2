import { sql } from "kysely";
import { expect, test } from "vitest";
import { ENGINES, freshCatalog } from "@/lib/testing/database";
import { STATEMENTS } from "./0005-evidence";

/** Takes the newest tables back to what they were before evidence was kept. */
const BEFORE = [
  `alter table media_talk drop column hold_ms, drop column longest_hold_ms, drop column mask_evidence`,
  `alter table recording_talk drop column longest_hold_ms`,
  `create index if not exists recording_talk_order on recording_talk (sort_time desc, recording_pk)`,
  `insert into peaks (media_key, recording_id, data, duration_ms, channels, created, talk_due)
    values ('one', 'engage.A', '', 1, 2, now(), false)`,
  `insert into media_talk (media_key, recording_pk, basis, counted_ms, silence_ms, longest_silence_ms)
    values ('one', 1, 'b', 3, 2, 1)`,
  `insert into recording_talk (recording_pk, sort_time, access_set_ids, longest_silence_ms)
    values (1, now(), '{}', 1)`,
];

test.each(ENGINES)(
  "what was measured before is measured again, and stands until then (%s)",
  async (engine) => {
    const { catalog, discard } = await freshCatalog(engine);
    const { db } = catalog;
    try {
      for (const statement of [...BEFORE, ...STATEMENTS]) await sql.raw(statement).execute(db);
      expect(await db.selectFrom("peaks").select("talk_due").execute()).toEqual([{ talk_due: true }]);
      expect(await db.selectFrom("media_talk").selectAll().execute()).toMatchObject([
        { longest_silence_ms: 1, hold_ms: null, longest_hold_ms: null, mask_evidence: null },
      ]);
      expect(await db.selectFrom("recording_talk").selectAll().execute()).toMatchObject([
        { longest_silence_ms: 1, longest_hold_ms: null },
      ]);
    } finally {
      await discard();
    }
  },
);
