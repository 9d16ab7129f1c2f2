import { readEnv } from "@/lib/env";

/** What the sign-in screen offers besides e-mail and password. */
export async function signInChoices(): Promise<Readonly<{ oidc: boolean; demo: boolean }>> {
  const env = readEnv();
  return { oidc: env.oidc !== null, demo: env.demo };
}
