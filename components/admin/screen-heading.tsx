import type { ReactNode } from "react";

/** A screen's title, a sentence on what it is for, and what can be done on it. */
export function ScreenHeading(props: Readonly<{ title: string; children: ReactNode; actions?: ReactNode }>) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-4">
      <div className="max-w-2xl">
        <h1 className="font-semibold text-xl tracking-tight">{props.title}</h1>
        <p className="text-ink-soft">{props.children}</p>
      </div>
      {props.actions}
    </div>
  );
}
