import type { Metadata } from "next";
import { PreferencesProvider } from "@/components/shell/preferences";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { signInErrorWords } from "@/lib/domain/sign-in-errors";
import { signInChoices } from "@/lib/services/me/sign-in-choices";

export const metadata: Metadata = { title: "Sign in" };

type Props = Readonly<{ searchParams: Promise<Record<string, string | string[] | undefined>> }>;

/** Signing in. `from` = where to go afterwards, a path of this app. */
export default async function SignInPage({ searchParams }: Props) {
  const { from, callbackUrl, error } = await searchParams;
  const choices = await signInChoices();
  return (
    <PreferencesProvider>
      <SignInForm
        from={localPath(from) ?? localPath(callbackUrl) ?? "/"}
        error={signInErrorWords(typeof error === "string" ? error : null)}
        hasOidc={choices.oidc}
        isDemo={choices.demo}
      />
    </PreferencesProvider>
  );
}

/** Only a path of this app: anything else would make the sign-in screen a springboard to foreign sites. */
function localPath(value: string | string[] | undefined): string | null {
  return typeof value === "string" && /^\/(?![/\\])[\x21-\x7e]*$/.test(value) ? value : null;
}
