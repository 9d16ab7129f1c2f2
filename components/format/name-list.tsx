import { clsx } from "clsx";
import { ClearValue } from "./clear-value";

/** The first name, the others as a count that tells them when asked. */
export function NameList({ names, className }: Readonly<{ names: readonly string[]; className?: string }>) {
  const [first, ...others] = names;
  return (
    <span className={clsx("flex min-w-0 items-center gap-1", className)}>
      <ClearValue value={first} unknown="–" className="min-w-0" />
      {others.length > 0 ? (
        <span title={others.join(", ")} className="shrink-0 text-ink-faint text-sm">
          +{others.length}
          <span className="sr-only"> more: {others.join(", ")}</span>
        </span>
      ) : null}
    </span>
  );
}
