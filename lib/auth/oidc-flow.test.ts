import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth from "next-auth";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findUserByOidc, updateUser } from "@/lib/catalog/users";
import { freshCatalog, type TestCatalog } from "@/lib/testing/database";
import { addUser, httpRuntime, TEST_SETTINGS } from "@/lib/testing/http-runtime";
import { type OidcServer, startOidcServer } from "@/lib/testing/oidc-server";
import { nextAuthOptions, type SignInOutcome } from "./next-auth-options";
import { sessionCookieName, userOfSession } from "./session";

const ORIGIN = TEST_SETTINGS.EARMARK_URL;
let made: TestCatalog;
let provider: OidcServer;

beforeAll(async () => {
  made = await freshCatalog("pglite");
  provider = await startOidcServer(`${ORIGIN}/api/auth/callback/oidc`);
  const settings = {
    ...TEST_SETTINGS,
    NEXTAUTH_URL: ORIGIN,
    EARMARK_OIDC_ISSUER: provider.issuer,
    EARMARK_OIDC_CLIENT_ID: provider.clientId,
    EARMARK_OIDC_CLIENT_SECRET: provider.clientSecret,
    EARMARK_OIDC_GROUPS_CLAIM: "groups",
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await provider.close();
  await made.discard();
});
beforeEach(() => {
  provider.people.set("sam", {
    email: "sam@x.test",
    name: "Sam Ortiz",
    role: "supervisor",
    groups: ["/Sales"],
  });
});

type Call = Readonly<{
  path: readonly string[];
  method: "GET" | "POST";
  query?: Readonly<Record<string, string>>;
  body?: Readonly<Record<string, string>>;
}>;
type Answered = { status: number; location: string; json: Record<string, string> };

/** A browser at our end of the sign-in: keeps next-auth's cookies from call to call. */
function browser() {
  const cookies: Record<string, string> = {};
  const runtime = httpRuntime(made.catalog);
  return {
    async call({ path, method, query = {}, body = {} }: Call): Promise<Answered> {
      const outcome: SignInOutcome = {
        user: null,
        checked: false,
        retryAfterSeconds: null,
        badCallbackUrl: false,
      };
      const answered: Answered = { status: 200, location: "", json: {} };
      const sent = {
        method,
        query: { nextauth: [...path], ...query },
        cookies: { ...cookies },
        headers: {},
        body,
      };
      await NextAuth(
        ...exchange(sent, answerOf(answered, cookies)),
        nextAuthOptions(runtime, "192.0.2.1", outcome),
      );
      return answered;
    },
    session: () => userOfSession(runtime, cookies[sessionCookieName()] ?? null),
  };
}

/** Keeps what next-auth answers, as its handler for Next's older API routes does it. */
function answerOf(answered: Answered, cookies: Record<string, string>) {
  const response = {
    status(status: number) {
      answered.status = status;
      return response;
    },
    getHeader: () => [],
    setHeader(name: string, value: string | string[]) {
      if (name === "Location") answered.location = String(value);
      for (const cookie of name === "Set-Cookie" ? [value].flat() : []) {
        const [, key = "", content = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        cookies[key] = decodeURIComponent(content);
      }
      return response;
    },
    send(body: Record<string, string>) {
      answered.json = body;
    },
    end() {},
  };
  return response;
}

// next-auth takes a whole request and response of Next's, and uses just what stands in these.
function exchange(request: object, response: object): [NextApiRequest, NextApiResponse] {
  return [request as NextApiRequest, response as NextApiResponse];
}

async function signIn(login: string) {
  const tab = browser();
  const { json } = await tab.call({ path: ["csrf"], method: "GET" });
  const begun = await tab.call({
    path: ["signin", "oidc"],
    method: "POST",
    body: { csrfToken: json.csrfToken ?? "", callbackUrl: "/recordings" },
  });
  const back = new URL(await provider.signIn(begun.location, login));
  const query = Object.fromEntries(back.searchParams);
  const done = await tab.call({ path: ["callback", "oidc"], method: "GET", query });
  return { tab, redirect: done.location };
}

const known = (subject: string) => findUserByOidc(made.catalog.db, provider.issuer, subject);

describe("single sign-on with a real identity provider", () => {
  test("the first sign-in makes the user, with role and groups as the claims say", async () => {
    const { tab, redirect } = await signIn("sam");
    expect(redirect).toBe(`${ORIGIN}/recordings`);
    expect(await tab.session()).toMatchObject({
      email: "sam@x.test",
      role: "supervisor",
      accessGroups: ["/Sales"],
      partitions: ["*"],
      passwordHash: null,
    });
  });

  test("later ones bring role and groups up to date, and the same user stays", async () => {
    await signIn("sam");
    const before = await known("sam");
    provider.people.set("sam", { email: "sam@x.test", name: "Sam", role: "evaluator" });
    const { tab } = await signIn("sam");
    expect(await tab.session()).toMatchObject({ id: before?.id, role: "evaluator", accessGroups: [] });
  });

  test("an unknown role is refused in words, and no user is made", async () => {
    provider.people.set("max", { email: "max@x.test", role: "superuser" });
    const { tab, redirect } = await signIn("max");
    expect(redirect).toBe("/sign-in?error=role");
    expect(await tab.session()).toBeNull();
    expect(await known("max")).toBeNull();
  });

  test("a password user's account is not taken over by the same e-mail", async () => {
    await addUser(made.catalog, "administrator", { email: "boss@x.test" });
    provider.people.set("mallory", { email: "BOSS@x.test", role: "administrator" });
    const { tab, redirect } = await signIn("mallory");
    expect(redirect).toBe("/sign-in?error=taken");
    expect(await tab.session()).toBeNull();
  });

  test("disabling here bites at once and keeps the person out", async () => {
    const { tab } = await signIn("sam");
    const user = await known("sam");
    await updateUser(made.catalog.db, user?.id ?? "", { disabled: true });
    expect(await tab.session()).toBeNull();
    expect((await signIn("sam")).redirect).toBe("/sign-in?error=disabled");
    await updateUser(made.catalog.db, user?.id ?? "", { disabled: false });
  });

  test("an answer that belongs to another sign-in is not taken", async () => {
    const tab = browser();
    const query = { code: "x", state: "y" };
    const forged = await tab.call({ path: ["callback", "oidc"], method: "GET", query });
    expect(forged.location).toContain("error=OAuthCallback");
    expect(await tab.session()).toBeNull();
  });
});
