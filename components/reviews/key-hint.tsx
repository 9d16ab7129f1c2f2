/** The key of a button, on it: for eyes alone, `aria-keyshortcuts` tells it to others. Not where there are no keys. */
export function KeyHint({ keys }: Readonly<{ keys: string }>) {
  return (
    <kbd
      aria-hidden
      className="rounded border border-current/40 px-1 font-normal font-sans text-xs max-sm:hidden pointer-coarse:hidden"
    >
      {keys}
    </kbd>
  );
}
