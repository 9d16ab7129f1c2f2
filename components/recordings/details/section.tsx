import { type ReactNode, useId } from "react";

/** A part of a call's details under a small heading. */
export function Section({
  title,
  level,
  children,
}: Readonly<{ title: string; level: 2 | 3; children: ReactNode }>) {
  const Heading = level === 2 ? "h2" : "h3";
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1.5 break-inside-avoid">
      <Heading id={id} className="font-medium text-ink-soft text-sm">
        {title}
      </Heading>
      {children}
    </section>
  );
}
