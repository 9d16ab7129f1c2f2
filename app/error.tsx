"use client";

import { Button } from "@/components/ui/button";

/** The last resort of every screen: what broke is in the server's log under the digest, never on the page. */
export default function ErrorScreen({
  error,
  reset,
}: Readonly<{ error: Error & { digest?: string }; reset: () => void }>) {
  return (
    <main className="mx-auto flex min-h-[60dvh] max-w-md flex-col items-start justify-center gap-3 px-4">
      <h1 className="font-semibold text-xl">This screen broke</h1>
      <p className="text-ink-soft">
        Nothing was lost. Try again; if it goes on, tell your administrator
        {error.digest ? <> the number {error.digest}</> : null}.
      </p>
      <Button tone="primary" onClick={reset}>
        Try again
      </Button>
    </main>
  );
}
