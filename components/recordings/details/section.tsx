import { type ReactNode, useId } from "react";

/** A part of a call's details under a small heading. */
export function Section({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1.5 break-inside-avoid">
      <h3 id={id} className="font-medium text-ink-soft text-sm">
        {title}
      </h3>
      {children}
    </section>
  );
}
