/** `npm run bench -- web`: the scripts that a page of the built app names, as its server sends them. */
import { randomBytes } from "node:crypto";
import http from "node:http";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { hashPassword } from "@/lib/auth/passwords";
import { openCatalog } from "@/lib/catalog/client";
import { createUser } from "@/lib/catalog/users";
import { isBuildCurrent, isBuilt } from "../project.mjs";
import { freePort } from "./nginx";
import { type BenchAnswer, ROOT, round, say, startProgram, temporaryFolder } from "./tools";

const EMAIL = "bench@earmark.test";
const START_MS = 60_000;
const BOUND_KB = 190;

export async function benchWeb(args: readonly string[]): Promise<BenchAnswer> {
  parseArgs({ args: [...args], options: {} });
  if (!isBuilt()) throw new Error("Earmark is not built yet: run `npm run build` first.");
  const password = randomBytes(18).toString("base64url");
  const dataDir = temporaryFolder();
  await addUser(dataDir, password);
  const origin = await startApp(dataDir);
  const cookies = await signIn(origin, password);
  const search = await weigh(origin, "/recordings", cookies);
  const signInPage = await weigh(origin, "/sign-in", "");
  return {
    boundKb: BOUND_KB,
    buildIsOfTheseSources: isBuildCurrent(),
    search,
    signIn: signInPage,
    withinBound: search.gzipKb <= BOUND_KB,
  };
}

async function addUser(dataDir: string, password: string): Promise<void> {
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

/** The built app as `npm start` starts it, without sources. */
async function startApp(dataDir: string): Promise<string> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  startProgram(process.execPath, [path.join(ROOT, "lib/commands/start.mjs")], {
    PORT: String(port),
    HOST: "127.0.0.1",
    EARMARK_URL: origin,
    EARMARK_SECRET: randomBytes(32).toString("hex"),
    EARMARK_DATA: dataDir,
    EARMARK_SOURCES: "",
    EARMARK_OIDC_ISSUER: "",
    EARMARK_LOG_LEVEL: "warn",
    DATABASE_URL: "",
  });
  say("starting the built app");
  const endMs = Date.now() + START_MS;
  while (Date.now() < endMs) {
    const answer = await get(`${origin}/api/health`).catch(() => null);
    if (answer?.status === 200) return origin;
    await sleep(200);
  }
  throw new Error("the built app did not start");
}

/** Signs in as the form does; the session's cookies. */
async function signIn(origin: string, password: string): Promise<string> {
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

type Weight = Readonly<{
  path: string;
  scripts: number;
  gzipKb: number;
  plainKb: number;
  inlineGzipKb: number;
}>;

/** All scripts that the page's HTML loads or asks to be loaded ahead, but those that only old browsers run. */
async function weigh(origin: string, pathname: string, cookie: string): Promise<Weight> {
  const page = await get(`${origin}${pathname}`, cookie);
  if (page.status !== 200) throw new Error(`${pathname} answered ${page.status}`);
  const html = page.body.toString("utf8");
  const sources = new Set<string>();
  let inline = "";
  for (const [, attributes = "", text = ""] of html.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gis)) {
    const source = /\bsrc="([^"]+)"/i.exec(attributes)?.[1];
    if (source === undefined) inline += text;
    else if (!/\bnomodule\b/i.test(attributes)) sources.add(source);
  }
  for (const [tag] of html.matchAll(/<link\b[^>]*>/gi)) {
    const source = /\bhref="([^"]+)"/i.exec(tag)?.[1];
    if (source !== undefined && /\bas="script"|\brel="modulepreload"/i.test(tag)) sources.add(source);
  }
  if (sources.size === 0) throw new Error(`${pathname} names no script: this is not the built page`);
  let sentBytes = 0;
  let plainBytes = 0;
  for (const source of sources) {
    const script = await get(new URL(source.replaceAll("&amp;", "&"), origin).href, cookie);
    if (script.status !== 200) throw new Error(`${source} answered ${script.status}`);
    sentBytes += script.sentBytes;
    plainBytes += script.body.length;
  }
  return {
    path: pathname,
    scripts: sources.size,
    gzipKb: round(sentBytes / 1_000, 1),
    plainKb: round(plainBytes / 1_000, 1),
    inlineGzipKb: round(gzipSync(inline).length / 1_000, 1),
  };
}

type Got = Readonly<{ status: number; cookies: string; sentBytes: number; body: Buffer }>;

/** By hand: `fetch` would not tell how many bytes came over the wire. */
function get(url: string, cookie = ""): Promise<Got> {
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
