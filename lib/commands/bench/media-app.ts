/** The production server with one synced call of an hour in its cache, and people signed in to listen to it. */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { encode } from "next-auth/jwt";
import { z } from "zod";
import type { MediaTarget } from "@/lib/audio/bench/media";
import { hashPassword } from "@/lib/auth/passwords";
import { sessionCookieName, sessionTokenOf } from "@/lib/auth/session";
import { openCatalog } from "@/lib/catalog/client";
import { createUser, type UserRecord } from "@/lib/catalog/users";
import { readEnv } from "@/lib/env";
import { sessionSecret } from "@/lib/keys";
import { createEngageSimulator, PEOPLE } from "@/lib/sources/genesys-engage/simulator";
import { serveSimulator } from "@/lib/sources/simulator-server";
import { startAppProcess } from "./app";
import { atEnd, say } from "./tools";

const SYNC_MS = 120_000;
const HOUR_MS = 3_000_000;

export type AppTarget = Readonly<{
  pid: number;
  /** One for each listener, by session cookie. */
  bySession: readonly MediaTarget[];
  /** The same call by HTTP Basic, over few accounts: programs, not people. */
  byBasic: readonly MediaTarget[];
  /** The whole file as the app sends it. */
  bytes: Buffer;
}>;

const CallsSchema = z.object({
  recordings: z.array(
    z.object({ mediaFiles: z.array(z.object({ playPath: z.string(), audio: z.string() })) }),
  ),
});

export async function startMediaApp(
  dataDir: string,
  listeners: number,
  programs: number,
): Promise<AppTarget> {
  const simulator = createEngageSimulator({
    now: () => new Date(),
    baseTime: new Date(),
    calls: 50,
    awkward: false,
  });
  const vendor = await serveSimulator({ fetch: simulator.fetch, port: 0 });
  atEnd(vendor.close);
  const { username, password: theirs } = PEOPLE.admin;
  const source = {
    id: "engage",
    name: "Vendor",
    vendor: "genesys-engage",
    baseUrl: vendor.url,
    username,
    password: theirs,
  };
  const sourcesFile = path.join(dataDir, "sources.json");
  writeFileSync(sourcesFile, JSON.stringify({ sources: [source] }));
  const secret = randomBytes(32).toString("hex");
  Object.assign(process.env, { EARMARK_URL: "http://127.0.0.1", EARMARK_SECRET: secret });
  const password = randomBytes(18).toString("base64url");
  say(`${listeners} people, and the app`);
  const users = await addListeners(dataDir, password, listeners);
  const app = await startAppProcess(dataDir, { EARMARK_SOURCES: sourcesFile, EARMARK_SECRET: secret });
  const cookies = await Promise.all(users.map(sessionCookie));
  const basics = users
    .slice(0, programs)
    .map(({ email }) => `Basic ${Buffer.from(`${email}:${password}`).toString("base64")}`);
  const url = `${app.origin}/api/v2${await syncedCall(app.origin, cookies[0] ?? "")}`;
  const bytes = Buffer.from(
    await (await fetch(url, { headers: { cookie: cookies[0] ?? "" } })).arrayBuffer(),
  );
  await peaksMade(url.replace("/play/", "/peaks/"), cookies[0] ?? "");
  const target = (headers: Readonly<Record<string, string>>): MediaTarget => ({
    url,
    headers,
    sizeBytes: bytes.length,
  });
  return {
    pid: app.pid,
    bySession: cookies.map((cookie) => target({ cookie })),
    byBasic: basics.map((authorization) => target({ authorization })),
    bytes,
  };
}

async function addListeners(dataDir: string, password: string, count: number): Promise<UserRecord[]> {
  const catalog = await openCatalog({ databaseUrl: null, dataDir: path.join(dataDir, "database") });
  try {
    const passwordHash = await hashPassword(password);
    const users: UserRecord[] = [];
    for (let index = 0; index < count; index += 1) {
      users.push(
        await createUser(catalog.db, {
          email: `listener-${index}@earmark.test`,
          name: `Listener ${index}`,
          role: "supervisor",
          passwordHash,
          accessGroups: ["/"],
          partitions: ["*"],
          agents: [],
          demo: false,
          nowMs: Date.now(),
        }),
      );
    }
    return users;
  } finally {
    await catalog.close();
  }
}

/** What signing in leaves in the browser: five hundred sign-ins by the form would measure password hashing. */
async function sessionCookie(user: UserRecord): Promise<string> {
  const token = { ...sessionTokenOf(user, Date.now()) };
  return `${sessionCookieName()}=${await encode({ token, secret: sessionSecret(readEnv()) })}`;
}

/** The play path of an hour of sound, once the catalog has it. */
async function syncedCall(origin: string, cookie: string): Promise<string> {
  const endMs = Date.now() + SYNC_MS;
  for (;;) {
    const answer = await fetch(`${origin}/api/v2/recordings?minDuration=${HOUR_MS}&limit=1`, {
      headers: { cookie },
    });
    const file = CallsSchema.parse(await answer.json()).recordings[0]?.mediaFiles[0];
    if (file?.audio === "ready") return file.playPath;
    if (Date.now() > endMs) throw new Error("the call of an hour was not synced");
    await sleep(500);
  }
}

/** Making them takes a core for a while, once in the life of a call: no part of what listening costs. */
async function peaksMade(url: string, cookie: string): Promise<void> {
  const endMs = Date.now() + SYNC_MS;
  while (Date.now() < endMs) {
    const answer = await fetch(url, { headers: { cookie } });
    await answer.arrayBuffer();
    if (answer.status === 200) return;
    await sleep(500);
  }
  throw new Error("the waveform was not made");
}
