"use client";

import { clsx } from "clsx";
import { X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";

type Notice = Readonly<{ key: number; text: string; tone: "plain" | "danger" }>;
type Notify = (text: string, tone?: Notice["tone"]) => void;

const NoticesContext = createContext<Notify | null>(null);

/** Short words about something that was done or failed, spoken by screen readers and shown in a corner. */
export function NoticesProvider({ children }: Readonly<{ children: ReactNode }>) {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const counter = useRef(0);

  const dismiss = useCallback(
    (key: number) => setNotices((all) => all.filter((notice) => notice.key !== key)),
    [],
  );
  const notify = useCallback<Notify>(
    (text, tone = "plain") => {
      counter.current += 1;
      const key = counter.current;
      setNotices((all) => [...all.slice(-2), { key, text, tone }]);
      if (tone === "plain") setTimeout(() => dismiss(key), 6_000);
    },
    [dismiss],
  );

  return (
    <NoticesContext value={notify}>
      {children}
      <div aria-live="polite" className="fixed top-14 right-4 z-50 flex max-w-sm flex-col gap-2">
        {notices.map((notice) => (
          <div
            key={notice.key}
            className={clsx(
              "flex items-start gap-3 rounded-md border bg-raised py-2 pr-2 pl-3 shadow-[var(--shadow)]",
              notice.tone === "danger" ? "border-danger" : "border-line",
            )}
          >
            <p className="py-0.5">{notice.text}</p>
            <button
              type="button"
              aria-label="Dismiss"
              onClick={() => dismiss(notice.key)}
              className="rounded p-1 text-ink-faint hover:text-ink"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </div>
        ))}
      </div>
    </NoticesContext>
  );
}

export function useNotify(): Notify {
  const notify = useContext(NoticesContext);
  if (!notify) throw new Error("useNotify is used outside NoticesProvider");
  return notify;
}
