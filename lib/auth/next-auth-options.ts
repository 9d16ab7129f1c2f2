import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { findUserById, type UserRecord } from "@/lib/catalog/users";
import { AppError } from "@/lib/domain/errors";
import { readEnv } from "@/lib/env";
import { sessionSecret } from "@/lib/keys";
import type { Runtime } from "@/lib/services/context";
import { auditSignIn } from "./audit-sign-in";
import { oidcProvider } from "./oidc-provider";
import { userOfClaims } from "./oidc-user";
import { SESSION_HOURS, sessionTokenOf, usesSecureCookies } from "./session";
import { verifyCredentials } from "./verify-credentials";

/** What one request of next-auth came to, beside the answer that next-auth gives. */
export type SignInOutcome = {
  /** Whoever just signed in. */
  user: UserRecord | null;
  /** True once credentials were looked at: false afterwards means that the form's token was wrong. */
  checked: boolean;
  retryAfterSeconds: number | null;
  badCallbackUrl: boolean;
};

const CredentialsSchema = z.object({ email: z.string(), password: z.string() });

type SignInRuntime = Pick<Runtime, "catalog" | "log" | "now" | "demo">;

/** next-auth's options for one request from `address`; what happens is told to `outcome`. */
export function nextAuthOptions(
  runtime: SignInRuntime,
  address: string,
  outcome: SignInOutcome,
): NextAuthOptions {
  const env = readEnv();
  return {
    secret: sessionSecret(env),
    session: { strategy: "jwt", maxAge: SESSION_HOURS * 3_600 },
    useSecureCookies: usesSecureCookies(),
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      credentialsProvider(runtime, address, outcome),
      ...(env.oidc ? [oidcProvider(env.oidc)] : []),
    ],
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.provider !== "oidc") return true;
        if (!env.oidc || !profile) return false;
        const { user, refused } = await userOfClaims(runtime, env.oidc, { ...profile });
        await auditSignIn(runtime, {
          action: refused ? "session.refused" : "session.sign-in",
          user,
          address,
          via: "oidc",
          result: refused ?? "done",
        });
        if (refused) return `/sign-in?error=${refused}`;
        outcome.user = user;
        return true;
      },
      jwt({ token }) {
        return outcome.user ? sessionTokenOf(outcome.user, runtime.now()) : token;
      },
      async session({ session, token }) {
        const user = token.sub ? await findUserById(runtime.catalog.db, token.sub) : null;
        return {
          ...session,
          user: user && !user.disabled ? { name: user.name, email: user.email } : undefined,
        };
      },
    },
    events: {
      async signOut({ token }) {
        const user = token?.sub ? await findUserById(runtime.catalog.db, token.sub) : null;
        await auditSignIn(runtime, {
          action: "session.sign-out",
          user,
          address,
          via: user?.passwordHash === null ? "oidc" : "password",
          result: "done",
        });
      },
    },
    logger: {
      error(code, metadata) {
        if (code.startsWith("INVALID_CALLBACK_URL")) outcome.badCallbackUrl = true;
        const error = metadata instanceof Error ? metadata : metadata.error;
        // Never the metadata itself: it carries tokens and profiles.
        runtime.log.warn(
          { code, words: error instanceof Error ? error.message : undefined },
          "sign-in failed",
        );
      },
      warn() {},
      debug() {},
    },
  };
}

function credentialsProvider(runtime: SignInRuntime, address: string, outcome: SignInOutcome) {
  return CredentialsProvider({
    id: "credentials",
    name: "E-mail and password",
    credentials: { email: { label: "E-mail" }, password: { label: "Password", type: "password" } },
    async authorize(given) {
      outcome.checked = true;
      const credentials = CredentialsSchema.safeParse(given);
      if (!credentials.success) return null;
      const user = await verified(runtime, credentials.data, address, outcome);
      if (!user) return null;
      await auditSignIn(runtime, {
        action: "session.sign-in",
        user,
        address,
        via: "password",
        result: "done",
      });
      outcome.user = user;
      return { id: user.id, email: user.email, name: user.name };
    },
  });
}

async function verified(
  runtime: SignInRuntime,
  credentials: z.infer<typeof CredentialsSchema>,
  address: string,
  outcome: SignInOutcome,
): Promise<UserRecord | null> {
  try {
    return await verifyCredentials(runtime, credentials, { address, via: "password" });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "too_many_requests") throw error;
    outcome.retryAfterSeconds = error.retryAfterSeconds;
    return null;
  }
}
