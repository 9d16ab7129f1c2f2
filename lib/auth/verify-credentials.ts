import { findUserByEmail, type UserRecord } from "@/lib/catalog/users";
import { AppError } from "@/lib/domain/errors";
import type { Runtime } from "@/lib/services/context";
import { refuseUser } from "./actor";
import { auditSignIn } from "./audit-sign-in";
import { verifyPassword } from "./passwords";
import { passwordThrottle, type Throttle } from "./throttle";

export type Credentials = Readonly<{ email: string; password: string }>;

const MAX_EMAIL_LENGTH = 320;

/**
 * The user behind an e-mail and a password, or null; takes as long for an unknown e-mail as for a wrong password.
 * Refusals are audited. Throws too_many_requests while the pair of account and address, or the address, is braked.
 */
export async function verifyCredentials(
  runtime: Pick<Runtime, "catalog" | "now" | "demo">,
  { email, password }: Credentials,
  from: Readonly<{ address: string; via: "password" | "basic" }>,
  throttle: Throttle = passwordThrottle(),
): Promise<UserRecord | null> {
  const account = email.trim().toLowerCase();
  const attempt = throttle.begin(account, from.address);
  if (!attempt.allowed) throw tooManyAttempts(attempt.retryAfterSeconds);
  const user = account.length > MAX_EMAIL_LENGTH ? null : await findUserByEmail(runtime.catalog.db, account);
  const isRight = await verifyPassword(password, user?.passwordHash ?? null);
  const refusal = user && isRight ? refuseUser(user, runtime) : "wrong_password";
  if (!user || refusal) {
    await auditSignIn(runtime, {
      action: "session.refused",
      user,
      ...from,
      result: user ? (refusal ?? "wrong_password") : "unknown_user",
    });
    return null;
  }
  attempt.succeeded();
  return user;
}

/** What a braked caller is told. */
export function tooManyAttempts(retryAfterSeconds: number): AppError {
  const words = `Too many wrong passwords. Try again in ${retryAfterSeconds} seconds.`;
  return new AppError("too_many_requests", words, { retryAfterSeconds });
}
