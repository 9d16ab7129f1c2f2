import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** Where somebody was about to go: an address, or back in the browser's history. */
type Leaving = Readonly<{ href: string } | { href: null }>;

/**
 * Asks before unsaved changes are left: by a link, by the browser's back, by closing or reloading the page. Gives the
 * dialog to be shown.
 */
export function useLeaveGuard(isDirty: boolean) {
  const router = useRouter();
  const [leaving, setLeaving] = useState<Leaving | null>(null);

  // One step of history that stays on this page: the browser's back takes that one first. It is made once, and taken
  // along by the next step back when there is nothing to be lost any more.
  const hasStep = useRef(false);
  const isUnsaved = useRef(isDirty);

  useEffect(() => {
    isUnsaved.current = isDirty;
    if (!isDirty) return;
    if (!hasStep.current) window.history.pushState(null, "", window.location.href);
    hasStep.current = true;
    const onBeforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    // Before React's own listeners: a link of the app's frame must not begin to navigate.
    const onClick = (event: MouseEvent) => {
      const href = ownHref(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      setLeaving({ href });
    };
    window.addEventListener("beforeunload", onBeforeUnload);
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", onBeforeUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [isDirty]);

  useEffect(() => {
    const onPopState = () => {
      if (!hasStep.current) return;
      if (isUnsaved.current) {
        window.history.pushState(null, "", window.location.href);
        setLeaving({ href: null });
      } else {
        hasStep.current = false;
        window.history.back();
      }
    };
    window.addEventListener("popstate", onPopState);
    return () => window.removeEventListener("popstate", onPopState);
  }, []);

  return {
    /** `discard` makes the page clean. */
    dialog: (discard: () => void) =>
      leaving ? (
        <Dialog open title="Leave without saving?" onClose={() => setLeaving(null)}>
          <p>What you have changed on this page is lost then.</p>
          <div className="mt-4 flex justify-end gap-2">
            <Button onClick={() => setLeaving(null)}>Stay here</Button>
            <Button
              tone="danger"
              onClick={() => {
                const { href } = leaving;
                setLeaving(null);
                discard();
                hasStep.current = false;
                if (href === null) window.history.go(-2);
                else router.push(href);
              }}
            >
              Leave without saving
            </Button>
          </div>
        </Dialog>
      ) : null,
  };
}

/** The address within the app that a plain click leads to; null where the click stays here, or opens something else. */
function ownHref(event: MouseEvent): string | null {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link?.target !== "" || link.origin !== window.location.origin) return null;
  if (link.pathname === window.location.pathname) return null;
  return `${link.pathname}${link.search}${link.hash}`;
}
