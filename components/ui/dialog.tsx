"use client";

import { clsx } from "clsx";
import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Button } from "./button";

type DialogProps = Readonly<{
  open: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** `sheet` fills a narrow screen from the bottom. */
  shape?: "box" | "sheet" | "wide";
}>;

/** A modal on the browser's own `<dialog>`: focus trap, Escape and inertness of the rest come with it. */
export function Dialog({ open, title, onClose, children, shape = "box" }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = element.current;
    if (!dialog || !open) return;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      // Out of the page already, when who showed it has taken it away: the browser then gives the focus to nobody.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, [open]);

  if (!open) return null;
  return (
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className={clsx(
        "max-h-[90dvh] w-full overflow-auto rounded-lg border border-line bg-raised p-0 shadow-[var(--shadow)]",
        shape === "wide" ? "max-w-3xl" : "max-w-md",
        shape === "sheet" && "max-sm:mb-0 max-sm:max-w-full max-sm:rounded-b-none",
      )}
    >
      <header className="sticky top-0 z-10 flex items-center justify-between gap-4 border-line border-b bg-raised py-2 pr-2 pl-4">
        <h2 id={titleId} className="font-semibold text-md">
          {title}
        </h2>
        <Button tone="quiet" size="icon" aria-label="Close" onClick={onClose}>
          <X aria-hidden className="size-4" />
        </Button>
      </header>
      <div className="p-4">{children}</div>
    </dialog>
  );
}
