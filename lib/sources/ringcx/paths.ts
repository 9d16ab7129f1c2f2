import type { RingcxSettings } from "../settings-schema";
import { SourceError } from "../source";
import { DEFAULT_PATHS, type RingcxPath } from "./config";

export type PathOf = (name: RingcxPath, ids?: Readonly<Record<string, string>>) => string;

/** Fills the source's path templates: its two accounts always, `ids` besides, each percent-encoded. */
export function createPaths(
  settings: Pick<RingcxSettings, "paths" | "rcAccountId" | "subAccountId">,
): PathOf {
  const accounts = { rcAccountId: settings.rcAccountId, subAccountId: settings.subAccountId };
  return (name, ids = {}) => {
    const values: Readonly<Record<string, string>> = { ...accounts, ...ids };
    const template = settings.paths[name] ?? DEFAULT_PATHS[name];
    return template.replace(/\{(\w+)\}/g, (whole, key: string) => {
      const value = values[key];
      return value === undefined ? whole : segment(value);
    });
  };
}

/** An id as one segment of a path. What could climb out of it names nothing. */
function segment(id: string): string {
  if (/^\.{0,2}$/.test(id) || /\p{Surrogate}/u.test(id)) {
    throw new SourceError("notFound", "There is no such thing at RingCX.");
  }
  return encodeURIComponent(id);
}
