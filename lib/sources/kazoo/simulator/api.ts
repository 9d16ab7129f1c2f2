/** One request below `/v2`, judged in the vendor's order (fact sheet §2): which error wins depends on it. */
import { gzipSync } from "node:zlib";
import { cutShort, isJson } from "@/lib/sources/simulator-kit/answers";
import { ApiFailure, baseHeaders, EmptyFailure, failureResponse, failures, type Reply } from "./envelope";
import { proxyFault, serverFault } from "./faults";
import { ACCOUNTS, accountById, credentialsHash, isWithin, USERS } from "./people";
import { OWN_ACCOUNT, type Route, route } from "./routes";
import { isObject, type JsonObject } from "./wire";
import { type Call, faultCheck, type Identity, profileOf, type World } from "./world";

const MAX_BODY_BYTES = 8_000_000;
const MIN_GZIP_BYTES = 300;

type Body = Readonly<{ envelope: JsonObject | null; failure: ApiFailure | null }>;

async function readBody(request: Request): Promise<Body> {
  if (request.body === null) return { envelope: null, failure: null };
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > MAX_BODY_BYTES)
    return { envelope: null, failure: failures.tooLarge(bytes.byteLength) };
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === "") return { envelope: null, failure: null };
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return { envelope: parsed, failure: null };
    return {
      envelope: null,
      failure: failures.badEnvelope("body", "type", "Value did not match type(s): object"),
    };
  } catch {
    return { envelope: null, failure: failures.badJson() };
  }
}

/** The verb itself, or the one that a POST carries through. */
function readVerb(request: Request, query: URLSearchParams, envelope: JsonObject | null): string {
  if (request.method !== "POST") return request.method;
  const tunnelled = query.get("verb") ?? (typeof envelope?.verb === "string" ? envelope.verb : null);
  return tunnelled === null ? "POST" : tunnelled.toUpperCase();
}

/** HTTP Basic: user = account id, password = the digest of `user_auth`. */
function basicIdentity(header: string | null): Identity | null {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? "")?.[1];
  const [accountId, digest] = Buffer.from(encoded ?? "", "base64")
    .toString("utf8")
    .split(":");
  const user = USERS.find(
    (one) => one.accountId === accountId && credentialsHash(one.username, one.password, "md5") === digest,
  );
  return user === undefined ? null : { accountId: user.accountId, userId: user.id };
}

function readToken(request: Request, query: URLSearchParams, envelope: JsonObject | null): string | null {
  const inBody = typeof envelope?.auth_token === "string" ? envelope.auth_token : null;
  return request.headers.get("x-auth-token") ?? query.get("auth_token") ?? inBody;
}

/** Who calls; null = nobody the server knows. Throws for a token whose time is over. */
function identify(world: World, request: Request, token: string | null): Identity | null {
  if (token === null) return basicIdentity(request.headers.get("authorization"));
  const read = world.tokens.read(token, world.now());
  if (read.state === "expired") throw failures.expired();
  if (read.state === "garbage") return null;
  return { accountId: read.claims.account_id, userId: read.claims.owner_id ?? null };
}

const clientAddress = (request: Request): string =>
  request.headers.get("x-forwarded-for")?.split(",")[0]?.trim() ?? "127.0.0.1";

/** Charges the caller's bucket; throws 429 when it is empty. */
function charge(world: World, request: Request, reply: Reply, accountId: string, isFree: boolean): void {
  const { rateLimit } = world.switches;
  if (rateLimit === null || isFree) return;
  const left = world.buckets.take(`${clientAddress(request)}/${accountId}`, rateLimit, world.now());
  if (left === null) throw failures.tooMany();
  reply.remaining = left;
}

function findAccount(found: Route, identity: Identity | null) {
  if (found.accountId === null) return ACCOUNTS.master;
  const id = found.accountId === OWN_ACCOUNT ? identity?.accountId : found.accountId;
  if (id === undefined) throw failures.noCredentials();
  if (id.length !== 32) throw failures.badAccount(id);
  const account = accountById(id);
  if (account === null) throw failures.noDocument(id);
  return account;
}

const DENIED = "access denied by token restrictions";

/** Own account and those below it, all for the master; `priv_level` is not looked at (fact sheet §4). */
function authorise(call: Call, found: Route): void {
  const { world, account, identity, verb } = call;
  if (identity === null) throw failures.noCredentials();
  if (!isWithin(account, identity.accountId)) throw failures.forbidden();
  const isRestricted = found.isRecording && world.switches.tokenRestrictions.some((one) => one === verb);
  if (isRestricted) throw failures.forbidden(DENIED);
  if (found.userId === null) return;
  const isThere = USERS.some((user) => user.accountId === account.id && user.id === found.userId);
  if (!isThere) throw failures.noDocument(found.userId);
}

async function judge(
  world: World,
  request: Request,
  url: URL,
  segments: readonly string[],
  reply: Reply,
): Promise<Response> {
  const query = url.searchParams;
  const { envelope, failure } = await readBody(request);
  const verb = readVerb(request, query, envelope);
  const found = route({ world, verb, request, query }, segments);
  const hasFault = faultCheck(world, request, found?.name ?? "get");
  const broken = await proxyFault(world, hasFault, request.signal);
  if (broken !== null) return broken;

  if (failure !== null) throw failure;
  reply.token = readToken(request, query, envelope);
  const isLogin = found?.isLogin ?? false;
  const identity = isLogin ? null : identify(world, request, reply.token);
  if (hasFault("unauthorized")) throw failures.expired();
  if (found === null) throw failures.notFound();
  if (found.endpoint === null) throw failures.method();
  const account = findAccount(found, identity);
  const isFree = profileOf(world).charges === "withoutToken" && identity !== null;
  charge(world, request, reply, isLogin ? "login" : account.id, isFree);
  if (hasFault("tooManyRequests")) throw failures.tooMany();
  reply.authenticated = identity !== null;
  const call: Call = { world, request, reply, verb, query, envelope, account, identity, hasFault };
  if (!isLogin) authorise(call, found);
  const answered = serverFault(reply, hasFault) ?? found.endpoint(call);
  const whole = hasFault("truncatedJson") && isJson(answered) ? await cutShort(answered) : answered;
  return hasFault("missingContentType") ? untyped(whole) : whole;
}

function untyped(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.delete("content-type");
  return new Response(response.body, { status: response.status, headers });
}

/** Whatever is long enough is compressed when the caller allows it: JSON, sound, even a part of it (fact sheet §2). */
async function compressed(world: World, request: Request, response: Response): Promise<Response> {
  const accepts = /(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[^,]*)?(?:,|$)/i;
  if (!world.switches.gzip || response.body === null) return response;
  if (!accepts.test(request.headers.get("accept-encoding") ?? "")) return response;
  if (Number(response.headers.get("content-length") ?? Number.POSITIVE_INFINITY) <= MIN_GZIP_BYTES)
    return response;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { status, headers } = response;
  if (bytes.length <= MIN_GZIP_BYTES) return new Response(bytes, { status, headers });
  const zipped = new Uint8Array(gzipSync(bytes));
  const changed = new Headers(headers);
  changed.set("content-encoding", "gzip");
  changed.set("content-length", String(zipped.length));
  changed.set("vary", `accept-encoding, ${headers.get("vary") ?? "accept"}`);
  return new Response(zipped, { status, headers: changed });
}

/** Answers a request; `segments` are those of its path behind the server's own prefix, `v2` first. */
export async function answer(
  world: World,
  request: Request,
  url: URL,
  segments: readonly string[],
): Promise<Response> {
  const reply: Reply = {
    requestId: request.headers.get("x-request-id") ?? world.newId(),
    profile: profileOf(world),
    nowMs: world.now(),
    token: null,
    authenticated: false,
    remaining: world.switches.rateLimit?.capacity ?? 100,
    negotiated: null,
  };
  if (request.method === "OPTIONS") return new Response(null, { status: 200, headers: baseHeaders(reply) });
  const response = await judged(world, request, url, segments, reply);
  return compressed(world, request, response);
}

async function judged(
  world: World,
  request: Request,
  url: URL,
  segments: readonly string[],
  reply: Reply,
): Promise<Response> {
  try {
    if (segments[0] === "v1") throw failures.gone();
    if (segments[0] !== "v2") throw failures.notFound();
    return await judge(world, request, url, segments.slice(1), reply);
  } catch (thrown) {
    if (thrown instanceof ApiFailure || thrown instanceof EmptyFailure) return failureResponse(reply, thrown);
    throw thrown;
  }
}
