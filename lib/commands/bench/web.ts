/** `npm run bench -- web`: the scripts that a page of the built app names, as its server sends them. */
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { isBuildCurrent, isBuilt } from "../project.mjs";
import { addUser, get, signIn, startApp } from "./app";
import { type BenchAnswer, round, temporaryFolder } from "./tools";

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
