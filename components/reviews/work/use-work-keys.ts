import { useEffect, useRef } from "react";

type WorkKeys = Readonly<{ onSubmit: () => void; onUndo: () => void; onRedo: () => void }>;

/**
 * Keys with Ctrl (or Command), also while something is written: Enter submits. Z takes back and does again, but in a text,
 * where these are the browser's own.
 */
export function useWorkKeys(keys: WorkKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
      const act = actOf(event, latest.current);
      if (!act || (event.target instanceof Element && event.target.closest("dialog, [popover]"))) return;
      event.preventDefault();
      if (!event.repeat) act();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function actOf(event: KeyboardEvent, keys: WorkKeys): (() => void) | null {
  if (event.key === "Enter") return keys.onSubmit;
  const isWriting = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLSelectElement;
  if (isWriting) return null;
  const key = event.key.toLowerCase();
  if (key === "y" || (key === "z" && event.shiftKey)) return keys.onRedo;
  return key === "z" ? keys.onUndo : null;
}
