import { pino } from "pino";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { listAudit } from "@/lib/catalog/audit";
import { recordingId } from "@/lib/domain/ids";
import { SOURCE } from "@/lib/testing/catalog-fixtures";
import { freshCatalog, type TestCatalog } from "@/lib/testing/database";
import { createListening, joinSpans, type Listener, type Listening } from "./listening";

const MINUTE_MS = 60_000;
let made: TestCatalog;
let nowMs = Date.UTC(2026, 9, 1, 12);
let listening: Listening | null = null;
let count = 0;

beforeAll(async () => {
  made = await freshCatalog("pglite");
});
afterEach(() => listening?.close());
afterAll(() => made.discard());

function begin(catalog = made.catalog): Listening {
  listening = createListening({
    catalog,
    log: pino({ level: "silent" }),
    now: () => nowMs,
  });
  return listening;
}

function aListener(): Listener {
  count += 1;
  return {
    userId: `u${count}`,
    userEmail: `u${count}@earmark.test`,
    role: "supervisor",
    address: "127.0.0.1",
    recordingId: recordingId(SOURCE.id, "A1"),
    mediaKey: "A".repeat(24),
  };
}

async function rowsOf({ userId }: Listener): Promise<unknown[]> {
  const rows = await listAudit(made.catalog.db, { user: userId, limit: 50 });
  return rows.reverse().map(({ action, details }) => [action, details.bytes ?? details.seconds ?? null]);
}

test("an opening is told from the ranges after it, until ten minutes are over", async () => {
  const own = begin();
  const listener = aListener();
  expect([await own.opened(listener), await own.opened(listener)]).toEqual([true, false]);
  nowMs += 10 * MINUTE_MS + 1;
  expect(await own.opened(listener)).toBe(true);
  expect(await rowsOf(listener)).toEqual([
    ["play.opened", null],
    ["play.opened", null],
  ]);
});

test("what an answer that began long ago still sends is logged", async () => {
  const own = begin();
  const listener = aListener();
  await own.opened(listener);
  own.sent(listener, { fromByte: 0, toByte: 100 });
  nowMs += 11 * MINUTE_MS;
  await own.flush();
  own.sent(listener, { fromByte: 100, toByte: 200 });
  await own.flush();
  expect(await rowsOf(listener)).toEqual([
    ["play.opened", null],
    ["play.sent", [[0, 100]]],
    ["play.sent", [[100, 200]]],
  ]);
});

test("hundreds of listeners are logged, one row each", async () => {
  const own = begin();
  const listeners = Array.from({ length: 120 }, aListener);
  for (const listener of listeners) {
    await own.opened(listener);
    own.sent(listener, { fromByte: 0, toByte: 10 });
    own.heard(listener, 1_500);
  }
  await own.flush();
  await own.flush();
  expect(own.stats()).toEqual({ listeners: 120 });
  for (const listener of [listeners[0], listeners[60], listeners[119]]) {
    expect(listener && (await rowsOf(listener))).toEqual([
      ["play.opened", null],
      ["play.sent", [[0, 10]]],
      ["play.heard", 1.5],
    ]);
  }
  nowMs += 11 * MINUTE_MS;
  await own.flush();
  expect(own.stats()).toEqual({ listeners: 0 });
});

test("what could not be logged is logged by the next turn, and an opening that could not is no opening", async () => {
  const { catalog: away, discard } = await freshCatalog("pglite");
  await discard();
  let isAway = false;
  const own = begin({
    ...made.catalog,
    get db() {
      return (isAway ? away : made.catalog).db;
    },
  });
  const listener = aListener();
  await own.opened(listener);
  own.sent(listener, { fromByte: 0, toByte: 10 });
  isAway = true;
  await expect(own.flush()).rejects.toThrow();
  const other = aListener();
  await expect(own.opened(other)).rejects.toThrow();
  isAway = false;
  await own.flush();
  expect(await rowsOf(listener)).toEqual([
    ["play.opened", null],
    ["play.sent", [[0, 10]]],
  ]);
  expect(await own.opened(other)).toBe(true);
});

test("spans that touch or overlap are one", () => {
  const spans = [
    [5, 9],
    [0, 3],
    [3, 5],
    [20, 30],
    [25, 26],
  ] as const;
  expect(joinSpans(spans.map(([fromByte, toByte]) => ({ fromByte, toByte })))).toEqual([
    [0, 9],
    [20, 30],
  ]);
});
