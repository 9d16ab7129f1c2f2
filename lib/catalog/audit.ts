import { type Selectable, sql } from "kysely";
import type { CatalogDb, CatalogSchema } from "./schema";
import { instant } from "./sql-values";
import { iso, isRecord, jsonText, newId, plainText, plainTextOrNull } from "./values";

export { type AuditKeys, sealAudit, verifyAudit } from "./audit-chain";

/** What one row of the audit log tells. Never a value that masking could hide. */
export type AuditEntry = Readonly<{
  timeMs: number;
  userId: string | null;
  userEmail: string | null;
  role: string | null;
  address: string;
  action: string;
  /** `asked` is committed before the act, `answered` after it; `noted` where one row is enough. */
  phase: "asked" | "answered" | "noted";
  /** The row this one answers. */
  answers?: string | null;
  recordingId: string | null;
  searchId: string | null;
  details: Readonly<Record<string, unknown>>;
  reason: string | null;
  result?: string | null;
}>;

export type StoredAuditRow = Required<AuditEntry> & Readonly<{ id: string; sealed: boolean }>;

export type AuditFilter = Readonly<{
  action?: string | undefined;
  /** Id or e-mail. */
  user?: string | undefined;
  recording?: string | undefined;
  /** Rows older than the one with this id. */
  before?: string | undefined;
  limit: number;
}>;

const MAX_OPEN = 1_000;

/** Writes one row and returns its id. It is chained to the others by the next `sealAudit`. */
export async function appendAudit(db: CatalogDb, entry: AuditEntry): Promise<string> {
  const row = rowOf(entry);
  await db.insertInto("audit").values(row).execute();
  return row.id;
}

/** Writes several rows at once, in this order: all of them or none. */
export async function appendAuditRows(db: CatalogDb, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await db.insertInto("audit").values(entries.map(rowOf)).execute();
}

function rowOf(entry: AuditEntry) {
  return {
    id: newId(),
    time: iso(entry.timeMs),
    user_id: plainTextOrNull(entry.userId),
    user_email: plainTextOrNull(entry.userEmail),
    role: plainTextOrNull(entry.role),
    address: plainText(entry.address),
    action: plainText(entry.action),
    phase: entry.phase,
    answers: plainTextOrNull(entry.answers ?? null),
    recording_id: plainTextOrNull(entry.recordingId, 2_000),
    search_id: plainTextOrNull(entry.searchId),
    details: jsonText(entry.details),
    reason: plainTextOrNull(entry.reason),
    result: plainTextOrNull(entry.result ?? null),
  };
}

/** One page of the log, newest first. */
export async function listAudit(db: CatalogDb, filter: AuditFilter): Promise<StoredAuditRow[]> {
  let query = db.selectFrom("audit").selectAll().orderBy("seq", "desc").limit(filter.limit);
  if (filter.action !== undefined) query = query.where("action", "=", filter.action);
  if (filter.recording !== undefined) query = query.where("recording_id", "=", filter.recording);
  const { user, before } = filter;
  if (user !== undefined) {
    query = query.where((where) =>
      where.or([where("user_id", "=", user), sql<boolean>`lower(user_email) = lower(${user})`]),
    );
  }
  if (before !== undefined) {
    query = query.where("seq", "<", (inner) =>
      inner.selectFrom("audit").select("seq").where("id", "=", before),
    );
  }
  return (await query.execute()).map(read);
}

/** Acts asked before `beforeMs` that nothing answers: a server was killed in between. Oldest first, at most 1,000. */
export async function openAskedRows(db: CatalogDb, beforeMs: number): Promise<StoredAuditRow[]> {
  const rows = await db
    .selectFrom("audit")
    .selectAll()
    .where("phase", "=", "asked")
    .where("time", "<", instant(beforeMs))
    .where(sql<boolean>`not exists (select from audit answer where answer.answers = audit.id)`)
    .orderBy("seq")
    .limit(MAX_OPEN)
    .execute();
  return rows.map(read);
}

function read(row: Selectable<CatalogSchema["audit"]>): StoredAuditRow {
  return {
    id: row.id,
    timeMs: row.time,
    userId: row.user_id,
    userEmail: row.user_email,
    role: row.role,
    address: row.address,
    action: row.action,
    phase: row.phase,
    answers: row.answers,
    recordingId: row.recording_id,
    searchId: row.search_id,
    details: isRecord(row.details) ? row.details : {},
    reason: row.reason,
    result: row.result,
    sealed: row.chain_pos !== null,
  };
}
