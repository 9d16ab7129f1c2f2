/** What every simulator makes of its options. */
import type { VendorSimulatorOptions } from "../vendor-simulator";

/** The clock unless told otherwise: it stands still here. */
export const FIXED_NOW_MS = Date.UTC(2026, 10, 16, 12);

export type Start = Readonly<{
  clockMs: () => number;
  /** The newest calls lie just before this. */
  baseMs: number;
  /** Without a slash at its end. */
  baseUrl: string;
  /** The path of a request without that of the base address, where it is in front. */
  pathBelow: (pathname: string) => string;
}>;

/** Clock and address of a simulator; `ownUrl` where none is given. */
export function startOf(options: VendorSimulatorOptions, ownUrl: string): Start {
  const clockMs = (): number => options.now?.().getTime() ?? FIXED_NOW_MS;
  const baseUrl = withoutLastSlash(options.baseUrl ?? ownUrl);
  const prefix = withoutLastSlash(new URL(baseUrl).pathname);
  return {
    clockMs,
    baseMs: options.baseTime?.getTime() ?? clockMs(),
    baseUrl,
    pathBelow: (pathname) =>
      prefix !== "" && pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname,
  };
}

const withoutLastSlash = (text: string): string => text.replace(/\/$/, "");
