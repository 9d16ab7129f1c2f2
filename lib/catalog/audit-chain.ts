import { createHmac } from "node:crypto";
import { type Selectable, sql } from "kysely";
import { type AuditHead, auditHeadText } from "@/lib/domain/audit-head";
import type { CatalogDb, CatalogSchema } from "./schema";
import { inTransaction } from "./transaction";
import { canonicalJson, iso } from "./values";

/** HMAC keys of the chain by key id: the current one seals, older ones only verify. */
export type AuditKeys = Readonly<{ currentId: string; keys: ReadonlyMap<string, Buffer> }>;

export type AuditVerification = Readonly<{
  ok: boolean;
  /** Sealed rows that were held against the chain. */
  rows: number;
  /** Position and hash of the newest sealed row; null while there is none. */
  head: string | null;
  brokenAt: string | null;
  /** For people. */
  message: string;
}>;

/** A row is sealed within a second; one that is not after this long means that sealing has stopped. */
const UNSEALED_MS = 10_000;
const BATCH = 500;

type AuditColumns = Selectable<CatalogSchema["audit"]>;

/**
 * Chains every row that is not chained yet; returns the head, null while the log is empty. Servers that seal at the
 * same moment wait for each other on the head's row, so positions have no gaps.
 */
export async function sealAudit(db: CatalogDb, keys: AuditKeys, nowMs: number): Promise<string | null> {
  const key = keys.keys.get(keys.currentId);
  if (!key) throw new Error("the current audit key is missing");
  for (;;) {
    const sealed = await inTransaction(db, (transaction) =>
      sealBatch(transaction, keys.currentId, key, nowMs),
    );
    if (sealed.count < BATCH) return auditHeadText(sealed.head);
  }
}

type Head = { position: number; hash: string };

async function sealBatch(
  db: CatalogDb,
  keyId: string,
  key: Buffer,
  nowMs: number,
): Promise<{ count: number; head: Head }> {
  const head = await readHead(db, { lock: true });
  const rows = await db
    .selectFrom("audit")
    .selectAll()
    .where("chain_pos", "is", null)
    .orderBy("seq")
    .limit(BATCH)
    .execute();
  if (rows.length === 0) return { count: 0, head };
  const seals = rows.map((row) => {
    head.position += 1;
    head.hash = hashOf(key, keyId, head, row);
    return { id: row.id, position: head.position, hash: head.hash };
  });
  await sql`
    update audit set chain_pos = x.position, hash = x.hash, key_id = ${keyId}
    from unnest(${seals.map((seal) => seal.id)}::text[], ${seals.map((seal) => seal.position)}::bigint[],
      ${seals.map((seal) => seal.hash)}::text[]) as x (id, position, hash)
    where audit.id = x.id`.execute(db);
  await db
    .updateTable("audit_head")
    .set({ chain_pos: head.position, hash: head.hash, sealed: iso(nowMs) })
    .where("id", "=", 1)
    .execute();
  return { count: rows.length, head };
}

/**
 * Recomputes the chain: finds every row that was changed, removed, inserted or moved, a cut tail (against the stored
 * head, and against `head` as an earlier verification or the server's log gave it), and sealing that has stopped.
 */
export function verifyAudit(
  db: CatalogDb,
  keys: AuditKeys,
  options: Readonly<{ head: AuditHead | null; nowMs: number }>,
): Promise<AuditVerification> {
  // One snapshot: rows sealed meanwhile must not look like a broken chain.
  if (db.isTransaction) return verifySnapshot(db, keys, options);
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute((transaction) => verifySnapshot(transaction, keys, options));
}

async function verifySnapshot(
  db: CatalogDb,
  keys: AuditKeys,
  options: Readonly<{ head: AuditHead | null; nowMs: number }>,
): Promise<AuditVerification> {
  const stored = await readHead(db);
  const expected = options.head;
  const at: Head = { position: 0, hash: "" };
  const broken = (brokenAt: number | string, message: string): AuditVerification => ({
    ok: false,
    rows: at.position,
    head: auditHeadText(stored),
    brokenAt: String(brokenAt),
    message,
  });
  for (;;) {
    const rows = await db
      .selectFrom("audit")
      .selectAll()
      .where("chain_pos", ">", at.position)
      .orderBy("chain_pos")
      .limit(BATCH)
      .execute();
    for (const row of rows) {
      const position = at.position + 1;
      if (row.chain_pos !== position) return broken(position, `Row ${position} of the audit log is missing.`);
      const key = row.key_id === null ? undefined : keys.keys.get(row.key_id);
      if (!key || row.key_id === null) {
        return broken(
          position,
          `The key that sealed row ${position} is not configured (EARMARK_SECRET_OLD).`,
        );
      }
      const hash = hashOf(key, row.key_id, { position, hash: at.hash }, row);
      if (hash !== row.hash) {
        return broken(position, `Row ${position} of the audit log, or its place, has been changed.`);
      }
      at.position = position;
      at.hash = hash;
      if (expected?.position === position && expected.hash !== hash) {
        return broken(position, `Row ${position} is not the one that the given head names.`);
      }
    }
    if (rows.length < BATCH) break;
  }
  if (at.position !== stored.position || at.hash !== stored.hash) {
    return broken(at.position + 1, "Rows at the end of the audit log are missing.");
  }
  if (expected && expected.position > at.position) {
    return broken(at.position + 1, "The audit log ends before the given head: rows at its end are missing.");
  }
  const waiting = await firstUnsealed(db);
  if (waiting && options.nowMs - waiting.time > UNSEALED_MS) {
    return broken(`unsealed ${waiting.id}`, "Rows have not been sealed for more than ten seconds.");
  }
  return {
    ok: true,
    rows: at.position,
    head: auditHeadText(stored),
    brokenAt: null,
    message: `All ${at.position} rows are as they were written.`,
  };
}

async function firstUnsealed(db: CatalogDb): Promise<{ id: string; time: number } | null> {
  const row = await db
    .selectFrom("audit")
    .select(["id", "time"])
    .where("chain_pos", "is", null)
    .orderBy("seq")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

async function readHead(db: CatalogDb, options: { lock?: boolean } = {}): Promise<Head> {
  const query = db.selectFrom("audit_head").select(["chain_pos", "hash"]).where("id", "=", 1);
  const row = await (options.lock ? query.forUpdate() : query).executeTakeFirst();
  return { position: row?.chain_pos ?? 0, hash: row?.hash ?? "" };
}

/** `before.hash` is the hash of the row before; `before.position` the position of this one. */
function hashOf(key: Buffer, keyId: string, before: Head, row: AuditColumns): string {
  const { chain_pos: _position, hash: _hash, key_id: _keyId, ...content } = row;
  return createHmac("sha256", key)
    .update(canonicalJson({ keyId, previous: before.hash, position: before.position, content }))
    .digest("hex");
}
