import { listAudit, type StoredAuditRow, sealAudit, verifyAudit } from "@/lib/catalog/audit";
import type { AuditRow, AuditVerifyAnswer } from "@/lib/domain/answers";
import type { AuditHead } from "@/lib/domain/audit-head";
import { formatDialectTime } from "@/lib/domain/time";
import type { ServiceContext } from "../context";

export type AuditQuery = Readonly<{
  action?: string | undefined;
  user?: string | undefined;
  recording?: string | undefined;
  /** Rows older than this one. */
  before?: string | undefined;
  limit: number;
}>;

/** One page of the audit log, newest first. */
export async function readAudit(
  ctx: ServiceContext,
  query: AuditQuery,
): Promise<{ rows: readonly AuditRow[]; nextPath?: string }> {
  const rows = await listAudit(ctx.catalog.db, query);
  const last = rows.at(-1);
  const next = new URLSearchParams({ limit: String(query.limit) });
  for (const name of ["action", "user", "recording"] as const) {
    const value = query[name];
    if (value !== undefined) next.set(name, value);
  }
  if (last) next.set("before", last.id);
  return {
    rows: rows.map(present),
    ...(last && rows.length === query.limit ? { nextPath: `/audit?${next.toString()}` } : {}),
  };
}

/** Recomputes the whole chain, the newest rows included. `head` = what an earlier verification or the server's log said. */
export async function checkAudit(
  ctx: ServiceContext,
  head: AuditHead | undefined,
): Promise<Omit<AuditVerifyAnswer, "statusCode">> {
  await sealAudit(ctx.catalog.db, ctx.auditKeys, ctx.now());
  const result = await verifyAudit(ctx.catalog.db, ctx.auditKeys, { head: head ?? null, nowMs: ctx.now() });
  return {
    ok: result.ok,
    rows: result.rows,
    ...(result.head === null ? {} : { head: result.head }),
    ...(result.brokenAt === null ? {} : { brokenAt: result.brokenAt }),
    message: result.message,
  };
}

function present(row: StoredAuditRow): AuditRow {
  return {
    id: row.id,
    time: formatDialectTime(row.timeMs),
    ...(row.userEmail === null ? {} : { user: row.userEmail }),
    ...(row.role === null ? {} : { role: row.role }),
    address: row.address,
    action: row.action,
    phase: row.phase,
    ...(row.answers === null ? {} : { answers: row.answers }),
    ...(row.recordingId === null ? {} : { recording: row.recordingId }),
    ...(row.searchId === null ? {} : { search: row.searchId }),
    details: row.details,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.result === null ? {} : { result: row.result }),
    sealed: row.sealed,
  };
}
