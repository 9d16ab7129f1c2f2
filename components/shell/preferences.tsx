"use client";

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from "react";

export type Theme = "system" | "light" | "dark";
type Stored = Readonly<{ theme: Theme; zone: string | null; shortcuts: boolean }>;

const KEY = "earmark.preferences";
const DEFAULTS: Stored = { theme: "system", zone: null, shortcuts: true };
const listeners = new Set<() => void>();
let cache: { text: string | null; value: Stored } = { text: null, value: DEFAULTS };

function read(): Stored {
  const text = window.localStorage.getItem(KEY);
  if (text !== cache.text) cache = { text, value: parse(text) };
  return cache.value;
}

function parse(text: string | null): Stored {
  try {
    const raw: unknown = JSON.parse(text ?? "{}");
    if (typeof raw !== "object" || raw === null) return DEFAULTS;
    return {
      theme: "theme" in raw && (raw.theme === "light" || raw.theme === "dark") ? raw.theme : "system",
      zone: "zone" in raw && typeof raw.zone === "string" && isZone(raw.zone) ? raw.zone : null,
      shortcuts: !("shortcuts" in raw) || raw.shortcuts !== false,
    };
  } catch {
    return DEFAULTS;
  }
}

/** True for an IANA zone name that this browser knows. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

type Preferences = Readonly<{
  theme: Theme;
  /** The zone in which every time is shown: chosen, else the browser's own. */
  zone: string;
  ownZone: string;
  shortcuts: boolean;
  change: (part: Partial<Stored>) => void;
}>;

const PreferencesContext = createContext<Preferences | null>(null);

export function PreferencesProvider({ children }: Readonly<{ children: ReactNode }>) {
  const stored = useSyncExternalStore(subscribe, read, () => DEFAULTS);
  const ownZone = useSyncExternalStore(subscribe, browserZone, () => "UTC");

  useEffect(() => {
    if (stored.theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = stored.theme;
  }, [stored.theme]);

  const change = useCallback((part: Partial<Stored>) => {
    window.localStorage.setItem(KEY, JSON.stringify({ ...read(), ...part }));
    for (const listener of listeners) listener();
  }, []);

  const value = useMemo(
    () => ({
      theme: stored.theme,
      zone: stored.zone ?? ownZone,
      ownZone,
      shortcuts: stored.shortcuts,
      change,
    }),
    [stored, ownZone, change],
  );
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

export function usePreferences(): Preferences {
  const value = useContext(PreferencesContext);
  if (!value) throw new Error("usePreferences is used outside PreferencesProvider");
  return value;
}
