/** What an address shows that names nothing, or nothing for this person: the two are the same. */
export function NothingHere() {
  return (
    <div className="mx-auto flex min-h-[60dvh] max-w-md flex-col items-start justify-center gap-3 px-4">
      <h1 className="font-semibold text-xl">There is nothing here</h1>
      <p className="text-ink-soft">
        The address may be wrong, or what it named is gone or not for your account.
      </p>
      {/* Not a Link: its script would come with every page. */}
      <a href="/" className="rounded bg-accent px-3 py-1.5 font-medium text-accent-ink">
        To the start
      </a>
    </div>
  );
}
