import { clsx } from "clsx";
import { AlertTriangle } from "lucide-react";
import type { ReactNode } from "react";

/** A grey block that stands where content will be. */
export function Skeleton({ className }: Readonly<{ className?: string }>) {
  return <div aria-hidden className={clsx("animate-pulse rounded bg-line", className)} />;
}

/** Nothing to show, said in words, with what could be done about it. */
export function Empty({ title, children }: Readonly<{ title: string; children?: ReactNode }>) {
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-12 text-center">
      <p className="font-medium text-md">{title}</p>
      {children ? <div className="max-w-md text-ink-soft">{children}</div> : null}
    </div>
  );
}

/** A load or save that failed; never looks like an empty list. */
export function Failure({ title, children }: Readonly<{ title: string; children?: ReactNode }>) {
  return (
    <div role="alert" className="flex gap-2 rounded border border-danger bg-danger-soft px-3 py-2">
      <AlertTriangle aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <div>
        <p className="font-medium">{title}</p>
        {children ? <div className="text-ink-soft">{children}</div> : null}
      </div>
    </div>
  );
}

const TONES = {
  neutral: "bg-canvas text-ink-soft border-line",
  accent: "bg-accent-soft text-accent border-transparent",
  mask: "bg-mask-soft text-mask border-transparent",
  danger: "bg-danger-soft text-danger border-transparent",
} as const;

/** A small word beside something. */
export function Badge({
  tone = "neutral",
  children,
}: Readonly<{ tone?: keyof typeof TONES; children: ReactNode }>) {
  return (
    <span
      className={clsx(
        "inline-flex h-5 max-w-full items-center gap-1 truncate rounded border px-1.5 text-sm",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
