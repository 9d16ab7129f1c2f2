import { clsx } from "clsx";
import { MASKED } from "./words";

/** A vendor's string, cut where it does not fit and kept from turning the text around it; a masked one says so. */
export function ClearValue({
  value,
  unknown = "Unknown",
  className,
}: Readonly<{ value: string | undefined; unknown?: string; className?: string }>) {
  if (value === undefined || value === "") {
    return <span className={clsx("truncate text-ink-faint", className)}>{unknown}</span>;
  }
  if (value === MASKED) {
    return (
      <span className={clsx("text-ink-faint", className)} title="Masked for you">
        <span aria-hidden>{MASKED}</span>
        <span className="sr-only">masked</span>
      </span>
    );
  }
  return (
    <bdi className={clsx("truncate", className)} title={value}>
      {value}
    </bdi>
  );
}
