"use client";

import { Ear } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Failure } from "@/components/ui/feedback";
import { Field, Input } from "@/components/ui/field";
import { signInWithPassword, startOidcSignIn } from "@/lib/api-client/session";

type SignInFormProps = Readonly<{ from: string; error: string | null; hasOidc: boolean; isDemo: boolean }>;

const DEMO = [
  ["admin@earmark.test", "Administrator"],
  ["supervisor@earmark.test", "Supervisor"],
  ["evaluator@earmark.test", "Evaluator"],
] as const;

/** E-mail and password, the organisation's own sign-in where there is one, and the three accounts of the demo. */
export function SignInForm({ from, error, hasOidc, isDemo }: SignInFormProps) {
  const [refusal, setRefusal] = useState(error);
  const [isBusy, setIsBusy] = useState(false);

  const signIn = async (email: string, password: string) => {
    setIsBusy(true);
    const result = await signInWithPassword(email, password).catch(
      () => ({ ok: false, words: "Earmark can't be reached. Check your connection." }) as const,
    );
    if (result.ok) {
      window.location.assign(from);
      return;
    }
    setIsBusy(false);
    setRefusal(result.words);
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    void signIn(String(fields.get("email")), String(fields.get("password")));
  };
  const onOidc = async () => {
    setIsBusy(true);
    try {
      window.location.assign(await startOidcSignIn(from));
    } catch {
      setIsBusy(false);
      setRefusal("Your organisation's sign-in can't be reached. Try again in a moment.");
    }
  };

  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="flex w-full max-w-sm flex-col gap-5 rounded-lg border border-line bg-surface p-6">
        <header className="flex flex-col gap-1">
          <h1 className="flex items-center gap-2 font-semibold text-xl tracking-tight">
            <Ear aria-hidden className="size-6 text-accent" />
            Earmark
          </h1>
          <p className="text-ink-soft">One desk for every call recording.</p>
        </header>
        {refusal ? <Failure title={refusal} /> : null}
        <form onSubmit={onSubmit} className="flex flex-col gap-3">
          <Field label="E-mail">
            {(control) => (
              <Input {...control} name="email" type="email" autoComplete="username" required autoFocus />
            )}
          </Field>
          <Field label="Password">
            {(control) => (
              <Input {...control} name="password" type="password" autoComplete="current-password" required />
            )}
          </Field>
          <Button type="submit" tone="primary" disabled={isBusy}>
            {isBusy ? "Signing in…" : "Sign in"}
          </Button>
        </form>
        {hasOidc ? (
          <Button onClick={() => void onOidc()} disabled={isBusy}>
            Sign in with your organisation
          </Button>
        ) : null}
        {isDemo ? (
          <section aria-label="Demo accounts" className="flex flex-col gap-2 border-line border-t pt-4">
            <p className="text-ink-soft text-sm">Demo: sign in as</p>
            <div className="flex flex-wrap gap-2">
              {DEMO.map(([email, role]) => (
                <Button
                  key={email}
                  size="small"
                  disabled={isBusy}
                  onClick={() => void signIn(email, "earmark-demo")}
                >
                  {role}
                </Button>
              ))}
            </div>
          </section>
        ) : null}
      </div>
    </main>
  );
}
