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
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const handler = latest.current[key];
      if (handler && handler(event) !== false) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [areOn]);
}

/** Radio buttons want the arrows and the space bar for themselves, and nothing else. */
const RADIO_KEYS: ReadonlySet<string> = new Set([" ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);

function isTyping({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("dialog, [popover]")) return true;
  if (target instanceof HTMLInputElement && target.type === "radio") return RADIO_KEYS.has(key);
  return target.closest("input:not([type=checkbox]), textarea, select") !== null;
}
