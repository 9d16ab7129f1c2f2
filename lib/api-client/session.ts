/**
 * Signing in and out through next-auth's own HTTP endpoints. Its browser package would add 18 kB to every screen for
 * two form posts.
 */
async function csrfToken(): Promise<string> {
  const response = await fetch("/api/auth/csrf", { headers: { accept: "application/json" } });
  const answer: unknown = await response.json();
  if (
    typeof answer === "object" &&
    answer !== null &&
    "csrfToken" in answer &&
    typeof answer.csrfToken === "string"
  ) {
    return answer.csrfToken;
  }
  throw new Error("The sign-in service gave no token.");
}

async function postForm(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: new URLSearchParams({ ...fields, csrfToken: await csrfToken(), json: "true" }),
  });
}

export type SignInResult = { ok: true } | { ok: false; words: string };

/** Signs in with e-mail and password; the refusal comes in words. */
export async function signInWithPassword(email: string, password: string): Promise<SignInResult> {
  const response = await postForm("/api/auth/callback/credentials", {
    email,
    password,
    callbackUrl: "/recordings",
  });
  if (response.ok) return { ok: true };
  if (response.status === 429) {
    const seconds = Number(response.headers.get("retry-after")) || 60;
    return { ok: false, words: `Too many wrong passwords. Try again in ${seconds} seconds.` };
  }
  return { ok: false, words: "This e-mail and password don't match an account that may sign in." };
}

/** Starts the sign-in at the organisation's identity provider; gives the address to go to. */
export async function startOidcSignIn(callbackUrl: string): Promise<string> {
  const response = await postForm("/api/auth/signin/oidc", { callbackUrl });
  const answer: unknown = await response.json();
  if (typeof answer === "object" && answer !== null && "url" in answer && typeof answer.url === "string")
    return answer.url;
  throw new Error("The identity provider can't be reached.");
}

/** Ends the session and goes to the sign-in screen. */
export async function signOut(): Promise<void> {
  await postForm("/api/auth/signout", { callbackUrl: "/sign-in" });
  window.location.assign("/sign-in");
}
