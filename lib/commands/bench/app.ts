/** The built app in a process of its own, for benches that measure it from outside. */
import { randomBytes } from "node:crypto";
import http from "node:http";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { hashPassword } from "@/lib/auth/passwords";
import { openCatalog } from "@/lib/catalog/client";
import { createUser } from "@/lib/catalog/users";
import { freePort } from "./nginx";
import { ROOT, say, startProgram } from "./tools";

const EMAIL = "bench@earmark.test";
const START_MS = 60_000;

/** An administrator for the bench alone; before the app starts, as one process owns the database. */
export async function addUser(dataDir: string, password: string): Promise<void> {
  const catalog = await openCatalog({ databaseUrl: null, dataDir: path.join(dataDir, "database") });
  try {
    await createUser(catalog.db, {
      email: EMAIL,
      name: "Bench",
      role: "administrator",
      passwordHash: await hashPassword(password),
      accessGroups: ["/"],
      partitions: ["*"],
      agents: [],
      demo: false,
      nowMs: Date.now(),
    });
  } finally {
    await catalog.close();
  }
}

/** The built app as `npm start` starts it; `sourcesFile` empty = without sources. */
export async function startApp(dataDir: string, sourcesFile = ""): Promise<string> {
  return (await startAppProcess(dataDir, { EARMARK_SOURCES: sourcesFile })).origin;
}

/** The same, with settings of its own, and the process that it is. */
export async function startAppProcess(
  dataDir: string,
  settings: Readonly<Record<string, string>>,
): Promise<Readonly<{ origin: string; pid: number }>> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = startProgram(process.execPath, [path.join(ROOT, "lib/commands/start.mjs")], {
    PORT: String(port),
    HOST: "127.0.0.1",
    EARMARK_URL: origin,
    EARMARK_SECRET: randomBytes(32).toString("hex"),
    EARMARK_DATA: dataDir,
    EARMARK_OIDC_ISSUER: "",
    EARMARK_LOG_LEVEL: "warn",
    DATABASE_URL: "",
    ...settings,
  });
  say("starting the built app");
  const endMs = Date.now() + START_MS;
  while (Date.now() < endMs) {
    const answer = await get(`${origin}/api/health`).catch(() => null);
    if (answer?.status === 200 && child.pid !== undefined) return { origin, pid: child.pid };
    await sleep(200);
  }
  throw new Error("the built app did not start");
}

/** Signs in as the form does; the session's cookies. */
export async function signIn(origin: string, password: string): Promise<string> {
  const asked = await get(`${origin}/api/auth/csrf`);
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(JSON.parse(asked.body.toString("utf8")));
  const form = new URLSearchParams({ csrfToken, email: EMAIL, password, callbackUrl: origin, json: "true" });
  const answer = await fetch(`${origin}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: asked.cookies, origin, "content-type": "application/x-www-form-urlencoded" },
    body: form,
  });
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
  if (!cookies.some((cookie) => cookie.includes("session-token="))) {
    throw new Error(`signing in to the built app failed (${answer.status})`);
  }
  return [asked.cookies, ...cookies].join("; ");
}

export type Got = Readonly<{ status: number; cookies: string; sentBytes: number; body: Buffer }>;

/** By hand: `fetch` would not tell how many bytes came over the wire. */
export function get(url: string, cookie = ""): Promise<Got> {
  return new Promise((resolve, reject) => {
    const headers = { "accept-encoding": "gzip", ...(cookie === "" ? {} : { cookie }) };
    const request = http.get(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const sent = Buffer.concat(chunks);
        const isGzip = response.headers["content-encoding"] === "gzip";
        resolve({
          status: response.statusCode ?? 0,
          cookies: (response.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]).join("; "),
          sentBytes: isGzip ? sent.length : gzipSync(sent).length,
          body: isGzip ? gunzipSync(sent) : sent,
        });
      });
    });
    request.on("error", reject);
  });
}
