/** Why a sign-in was refused, as the address of the sign-in screen carries it (`?error=`). */
const WORDS: Readonly<Record<string, string>> = {
  CredentialsSignin: "This e-mail and password don't match an account that may sign in.",
  role: "Your organisation's sign-in gives you no role in Earmark. Ask an administrator.",
  taken: "Another account uses your e-mail. Ask an administrator.",
  disabled: "Your account is disabled. Ask an administrator.",
  AccessDenied: "You may not sign in here. Ask an administrator.",
  OAuthSignin: "Your organisation's sign-in can't be reached. Try again in a moment.",
  OAuthCallback: "Your organisation's sign-in did not complete. Try again.",
};

/** Words for a person; null when there was no error. */
export function signInErrorWords(error: string | null | undefined): string | null {
  if (!error) return null;
  return Object.hasOwn(WORDS, error) ? (WORDS[error] ?? null) : "The sign-in did not work. Try again.";
}
