import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, rm } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pgliteDirectory } from "@/lib/testing/database";
import { openCatalog } from "../client";
import { databaseErrorCode } from "../errors";
import { lockDirectory } from "./lock";

let directory: string;
beforeEach(async () => {
  directory = await pgliteDirectory();
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const open = () => openCatalog({ databaseUrl: null, dataDir: directory });

test("a second opener of the same directory is told so, and the first goes on undisturbed", async () => {
  const first = await open();
  await expect(open()).rejects.toThrow(/another process holds the embedded database .* DATABASE_URL/);
  await first.db.insertInto("meta").values({ key: "k", value: "v" }).execute();
  await first.close();
  await first.close();
  const second = await open();
  expect(await second.db.selectFrom("meta").select("value").execute()).toEqual([{ value: "v" }]);
  await second.close();
});

test("a socket that nobody listens on any more is stale and no hindrance, also for several who find it at once", async () => {
  const child = fork(path.join(import.meta.dirname, "../../testing/lock-holder.mjs"), [
    path.join(directory, "catalog.lock"),
  ]);
  await once(child, "message");
  await expect(lockDirectory(directory)).rejects.toThrow("another process holds");
  child.kill("SIGKILL");
  await once(child, "exit");
  const tries = await Promise.allSettled(Array.from({ length: 5 }, () => lockDirectory(directory)));
  const held = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(held).toHaveLength(1);
  await held[0]?.release();
});

test("a directory too deep for a socket is locked all the same", async () => {
  const deep = path.join(directory, "x".repeat(120));
  const first = await lockDirectory(await made(deep));
  await expect(lockDirectory(deep)).rejects.toThrow("another process holds");
  await first.release();
  await (await lockDirectory(deep)).release();
});

async function made(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  return folder;
}

test("a listener that says nothing is an owner, not a leftover", async () => {
  const server = net.createServer(() => {});
  await new Promise<void>((resolve) => server.listen(path.join(directory, "catalog.lock"), resolve));
  await expect(lockDirectory(directory)).rejects.toThrow("another process holds");
  server.close();
});

test("what was acknowledged before a kill -9 is there after it, whole, and no transaction by half", async () => {
  let acknowledged = 0;
  for (let round = 0; round < 3; round += 1) {
    const child = fork(path.join(import.meta.dirname, "../../testing/crashing-writer.ts"), [directory], {
      execArgv: ["--import", "tsx"],
    });
    child.on("message", (count: number) => {
      acknowledged = count;
    });
    const before = acknowledged;
    while (acknowledged < before + 20) {
      if (child.exitCode !== null) throw new Error("the writer ended by itself");
      await sleep(10);
    }
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  const catalog = await open();
  const rows = await catalog.db.selectFrom("meta").select("key").execute();
  const numbers = (prefix: string) =>
    rows.flatMap(({ key }) => (key.startsWith(prefix) ? [Number(key.slice(1))] : [])).sort((a, b) => a - b);
  expect(numbers("a")).toEqual(numbers("b"));
  expect(numbers("a")).toEqual(Array.from({ length: numbers("a").length }, (_, index) => index + 1));
  expect(numbers("a").length).toBeGreaterThanOrEqual(acknowledged);
  await catalog.close();
}, 120_000);

test("an error leaves the connection fit for the next query, and a closed one says that it is closed", async () => {
  const catalog = await open();
  const wrong = await catalog.db
    .insertInto("meta")
    .values([
      { key: "k", value: "1" },
      { key: "k", value: "2" },
    ])
    .execute()
    .catch((error: unknown) => error);
  expect(databaseErrorCode(wrong)).toBe("23505");
  expect(await catalog.db.selectFrom("meta").selectAll().execute()).toEqual([]);
  await catalog.close();
  await expect(catalog.db.selectFrom("meta").selectAll().execute()).rejects.toThrow();
});
