/** How many of the questions that need an answer have one, as a bar and in figures. */
export function ShareOfCard({ progress }: Readonly<{ progress: Readonly<{ done: number; total: number }> }>) {
  const { done, total } = progress;
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <progress
        aria-hidden
        max={Math.max(1, total)}
        value={done}
        className="h-1 w-16 appearance-none overflow-hidden rounded bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
      <span className="text-ink-soft text-sm">
        {done} of {total}
        <span className="sr-only"> answered</span>
      </span>
    </span>
  );
}
