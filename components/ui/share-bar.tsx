/** A thin bar with its percentage, for work that goes on by itself. */
export function ShareBar({ label, share }: Readonly<{ label: string; share: number }>) {
  return (
    <span className="flex items-center gap-2">
      <progress
        aria-label={label}
        max={1}
        value={share}
        className="h-1 min-w-0 flex-1 appearance-none overflow-hidden rounded bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
      <span className="shrink-0 text-ink-soft text-sm">{Math.floor(share * 100)} %</span>
    </span>
  );
}
