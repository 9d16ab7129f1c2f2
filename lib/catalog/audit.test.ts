import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { AuditHeadSchema } from "@/lib/domain/audit-head";
import { describeOnBothEngines, emptyCatalog } from "@/lib/testing/database";
import {
  type AuditEntry,
  type AuditKeys,
  appendAudit,
  listAudit,
  openAskedRows,
  sealAudit,
  verifyAudit,
} from "./audit";
import type { Catalog } from "./client";

const NOW_MS = Date.UTC(2026, 9, 1, 12);
const KEY = randomBytes(32);
const KEYS: AuditKeys = { currentId: "k1", keys: new Map([["k1", KEY]]) };

function entry(rest: Partial<AuditEntry> = {}): AuditEntry {
  return {
    timeMs: NOW_MS,
    userId: "u1",
    userEmail: "S.Ortiz@earmark.test",
    role: "supervisor",
    address: "127.0.0.1",
    action: "recording.open",
    phase: "noted",
    recordingId: "engage.A1",
    searchId: null,
    details: { b: 1, a: ["x", null, 1.5], "ü\u0000": "\ud800" },
    reason: null,
    result: "done",
    ...rest,
  };
}

describeOnBothEngines("the audit log", (open) => {
  let catalog: Catalog;
  beforeEach(async () => {
    catalog = await open();
    await emptyCatalog(catalog);
  });
  const verify = (head: string | null = null, nowMs = NOW_MS) =>
    verifyAudit(catalog.db, KEYS, { head: head === null ? null : AuditHeadSchema.parse(head), nowMs });
  const fill = async (count: number) => {
    for (let index = 0; index < count; index += 1) {
      await appendAudit(catalog.db, entry({ action: `act.${index}` }));
      if (index % 2 === 0) await sealAudit(catalog.db, KEYS, NOW_MS);
    }
    return sealAudit(catalog.db, KEYS, NOW_MS);
  };
  /** What somebody with the database's own rights could do: the guard is lifted, the key is not theirs. */
  const tamper = async (statement: string) => {
    await sql`alter table audit disable trigger user`.execute(catalog.db);
    await sql.raw(statement).execute(catalog.db);
    await sql`alter table audit enable trigger user`.execute(catalog.db);
  };

  test("is empty and whole at first", async () => {
    expect(await sealAudit(catalog.db, KEYS, NOW_MS)).toBeNull();
    expect(await verify()).toMatchObject({ ok: true, rows: 0, head: null, brokenAt: null });
  });

  test("holds while it grows, and its head names the newest row", async () => {
    const early = await fill(3);
    const late = await fill(4);
    expect(early).toMatch(/^3:[0-9a-f]{64}$/);
    expect(await verify(early)).toMatchObject({ ok: true, rows: 7, head: late });
    expect(await verify(late)).toMatchObject({ ok: true });
  });

  test.each([
    ["the words of a row", "update audit set reason = 'other' where chain_pos = 3", "3"],
    ["the details of a row", `update audit set details = '{"a": 2}' where chain_pos = 3`, "3"],
    ["the time of a row", "update audit set time = time + interval '1 ms' where chain_pos = 3", "3"],
    ["who it was", "update audit set user_id = null where chain_pos = 5", "5"],
    ["a row in the middle taken out", "delete from audit where chain_pos = 4", "4"],
    [
      "a row taken out and the rest moved up",
      "delete from audit where chain_pos = 4; update audit set chain_pos = chain_pos - 1 where chain_pos = 5",
      "4",
    ],
    [
      "two rows changed about",
      "update audit set chain_pos = case chain_pos when 2 then -3 else -2 end where chain_pos in (2, 3); update audit set chain_pos = -chain_pos where chain_pos < 0",
      "2",
    ],
    ["the tail cut off", "delete from audit where chain_pos = 6", "6"],
    [
      "a row put in with a made-up seal",
      "insert into audit (id, time, address, action, phase, details, key_id, chain_pos, hash) select 'x', time, '', 'a', 'noted', '{}', 'k1', 7, hash from audit where chain_pos = 6",
      "7",
    ],
    ["a seal under a key that nobody has", "update audit set key_id = 'k9' where chain_pos = 1", "1"],
  ])("finds %s", async (_, statements, brokenAt) => {
    await fill(6);
    await tamper(statements.split("; ")[0] ?? "");
    for (const statement of statements.split("; ").slice(1)) await tamper(statement);
    expect(await verify()).toMatchObject({ ok: false, brokenAt });
  });

  test("finds a tail cut together with the stored head by a head given before", async () => {
    const head = await fill(6);
    const [last] = (
      await sql<{ hash: string }>`select hash from audit where chain_pos = 5`.execute(catalog.db)
    ).rows;
    await tamper("delete from audit where chain_pos = 6");
    await catalog.db
      .updateTable("audit_head")
      .set({ chain_pos: 5, hash: last?.hash ?? "" })
      .execute();
    expect(await verify()).toMatchObject({ ok: true, rows: 5 });
    expect(await verify(head)).toMatchObject({ ok: false, brokenAt: "6" });
    expect(await verify(`5:${"0".repeat(64)}`)).toMatchObject({ ok: false, brokenAt: "5" });
  });

  test("finds that sealing has stopped", async () => {
    await fill(2);
    await appendAudit(catalog.db, entry({ timeMs: NOW_MS }));
    expect(await verify(null, NOW_MS + 9_000)).toMatchObject({ ok: true });
    expect(await verify(null, NOW_MS + 11_000)).toMatchObject({ ok: false });
    await sealAudit(catalog.db, KEYS, NOW_MS);
    expect(await verify(null, NOW_MS + 99_000)).toMatchObject({ ok: true });
  });

  test("is append-only for whoever is connected: sealed once, never changed, never removed", async () => {
    await fill(2);
    const id = await appendAudit(catalog.db, entry());
    for (const statement of [
      "update audit set reason = 'x' where chain_pos = 1",
      "update audit set hash = 'x' where chain_pos = 1",
      "update audit set chain_pos = null, hash = null where chain_pos = 1",
      `update audit set reason = 'x' where id = '${id}'`,
      `update audit set reason = 'x', key_id = 'k1', chain_pos = 99, hash = 'x' where id = '${id}'`,
      `delete from audit where id = '${id}'`,
      "delete from audit where chain_pos = 1",
      "truncate audit",
    ]) {
      await expect(sql.raw(statement).execute(catalog.db), statement).rejects.toThrow("append-only");
    }
    expect(await verify()).toMatchObject({ ok: true, rows: 2 });
  });

  test("is sealed by several servers at once without gaps, also in the middle of writing", async () => {
    const writing = Array.from({ length: 40 }, (_, index) =>
      appendAudit(catalog.db, entry({ action: `act.${index}` })),
    );
    const sealing = Array.from({ length: 4 }, () => sealAudit(catalog.db, KEYS, NOW_MS));
    await Promise.all([...writing, ...sealing]);
    await sealAudit(catalog.db, KEYS, NOW_MS);
    expect(await verify()).toMatchObject({ ok: true, rows: 40 });
  });

  test("goes on under a new key and is still verified under the old one", async () => {
    await fill(2);
    const both: AuditKeys = {
      currentId: "k2",
      keys: new Map([
        ["k1", KEY],
        ["k2", randomBytes(32)],
      ]),
    };
    await appendAudit(catalog.db, entry());
    await sealAudit(catalog.db, both, NOW_MS);
    expect(await verifyAudit(catalog.db, both, { head: null, nowMs: NOW_MS })).toMatchObject({
      ok: true,
      rows: 3,
    });
    expect(await verify()).toMatchObject({ ok: false, brokenAt: "3" });
    expect(
      await verifyAudit(
        catalog.db,
        { ...both, keys: new Map([["k1", randomBytes(32)]]) },
        { head: null, nowMs: NOW_MS },
      ),
    ).toMatchObject({ ok: false, brokenAt: "1" });
  });

  test("is read in pages, newest first, by what was done, to what, and by whom", async () => {
    await appendAudit(catalog.db, entry({ action: "first", userId: "u2", userEmail: "other@earmark.test" }));
    await fill(5);
    const whole = await listAudit(catalog.db, { limit: 100 });
    expect(whole.map((row) => row.action)).toEqual(["act.4", "act.3", "act.2", "act.1", "act.0", "first"]);
    expect(whole[0]).toMatchObject({
      timeMs: NOW_MS,
      sealed: true,
      details: { a: ["x", null, 1.5], b: 1, "ü\ufffd": "\ufffd" },
    });
    expect(await listAudit(catalog.db, { limit: 2, before: whole[1]?.id })).toEqual(whole.slice(2, 4));
    expect(await listAudit(catalog.db, { limit: 9, user: "OTHER@earmark.test" })).toEqual(whole.slice(5));
    expect(
      await listAudit(catalog.db, { limit: 9, user: "u2", action: "first", recording: "engage.A1" }),
    ).toEqual(whole.slice(5));
    expect(await listAudit(catalog.db, { limit: 9, recording: "engage.B" })).toEqual([]);
  });

  test("knows what was asked and never answered", async () => {
    const open1 = await appendAudit(catalog.db, entry({ phase: "asked", timeMs: NOW_MS - 60_000 }));
    const done = await appendAudit(catalog.db, entry({ phase: "asked", timeMs: NOW_MS - 60_000 }));
    await appendAudit(catalog.db, entry({ phase: "answered", answers: done }));
    await appendAudit(catalog.db, entry({ phase: "asked", timeMs: NOW_MS }));
    expect((await openAskedRows(catalog.db, NOW_MS - 1)).map((row) => row.id)).toEqual([open1]);
  });

  test("takes a row back with the transaction that it belongs to", async () => {
    await catalog.db
      .transaction()
      .execute(async (transaction) => {
        await appendAudit(transaction, entry());
        throw new Error("undone");
      })
      .catch(() => undefined);
    expect(await listAudit(catalog.db, { limit: 9 })).toEqual([]);
  });
});
