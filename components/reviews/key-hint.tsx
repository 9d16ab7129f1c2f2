/** The key of a button, on it: for eyes alone, `aria-keyshortcuts` tells it to others. Not where there are no keys. */
export function KeyHint({ keys }: Readonly<{ keys: string }>) {
  return (
    <kbd aria-hidden className="font-normal font-sans opacity-75 max-sm:hidden pointer-coarse:hidden">
      {keys}
    </kbd>
  );
}
