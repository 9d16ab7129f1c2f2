"use client";

import { usePathname, useSearchParams } from "next/navigation";

export type Address = Readonly<{
  /** A value of the address; empty = it is not there. */
  get: (name: string) => string;
  /** The same address with some values changed; an empty one is taken out. */
  hrefWith: (changes: Readonly<Record<string, string>>) => string;
  /** Goes there, as a step of its own in the browser's history. */
  change: (changes: Readonly<Record<string, string>>) => void;
}>;

/** What a screen is set to, kept in the address: opaque keys alone, never a name or a number. */
export function useAddress(): Address {
  const path = usePathname();
  const params = useSearchParams();
  const hrefWith: Address["hrefWith"] = (changes) => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value === "") next.delete(name);
      else next.set(name, value);
    }
    const text = next.toString();
    return text === "" ? path : `${path}?${text}`;
  };
  return {
    get: (name) => params.get(name) ?? "",
    hrefWith,
    change: (changes) => window.history.pushState(null, "", hrefWith(changes)),
  };
}
