"use client";

import { useEffect, useRef } from "react";
import { usePreferences } from "./preferences";

/** Key (as `KeyboardEvent.key`, letters in lower case) to what it does. Return false to let the key through. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler that says nothing has handled the key
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void | boolean>>;

/**
 * Single-key shortcuts while mounted. Silent inside fields, with a modifier held, in a dialog, and when the person has
 * switched them off (WCAG 2.1.4).
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const { shortcuts: areOn } = usePreferences();
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });

  useEffect(() => {
    if (!areOn) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const handler = latest.current[key];
      if (handler && handler(event) !== false) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [areOn]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input:not([type=checkbox]), textarea, select, dialog, [popover]") !== null
  );
}
