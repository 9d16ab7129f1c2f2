"use client";

import { clsx } from "clsx";
import { type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import { Button, type ButtonProps } from "./button";

type PopoverProps = Readonly<{
  label: ReactNode;
  button?: Omit<ButtonProps, "children" | "onClick">;
  align?: "start" | "end";
  className?: string;
  /** The content; `close` puts the focus back on the button. */
  children: (close: () => void) => ReactNode;
}>;

/** A button with a panel under it, on the browser's popover: light dismiss and Escape come with it. */
export function Popover({ label, button, align = "start", className, children }: PopoverProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLSpanElement>(null);
  const [isOpen, setIsOpen] = useState(false);

  // Placed once its content is there to be measured: the popover lies in the top layer, out of the page's layout.
  useLayoutEffect(() => {
    const box = trigger.current?.getBoundingClientRect();
    const element = panel.current;
    if (!isOpen || !box || !element) return;
    const width = element.offsetWidth;
    const left = align === "end" ? box.right - width : box.left;
    element.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
    element.style.top = `${Math.min(box.bottom + 4, Math.max(8, window.innerHeight - element.offsetHeight - 8))}px`;
  }, [isOpen, align]);

  return (
    <span ref={trigger} className="inline-flex min-w-0">
      <Button {...button} popoverTarget={id} aria-expanded={isOpen} aria-haspopup="dialog">
        {label}
      </Button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        onToggle={(event) => setIsOpen(event.newState === "open")}
        className={clsx(
          "fixed max-h-[calc(100dvh-16px)] min-w-48 overflow-auto rounded-md border border-line bg-raised p-3 shadow-[var(--shadow)]",
          className,
        )}
      >
        {isOpen ? children(() => panel.current?.hidePopover()) : null}
      </div>
    </span>
  );
}
