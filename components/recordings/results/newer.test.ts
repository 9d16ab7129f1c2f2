import { expect, test } from "vitest";
import type { SourceCoverage } from "@/lib/domain/answers";
import { hasNewer } from "./newer";

function source(id: string, newestStartTime?: string): SourceCoverage {
  return {
    id,
    name: id,
    vendor: "genesys-engage",
    state: "ok",
    complete: true,
    ...(newestStartTime ? { newestStartTime } : {}),
  };
}

test.each([
  ["a later call", "2026-11-16T10:00:00.000+0000", "2026-11-16T10:00:01.000+0000", true],
  ["the same call", "2026-11-16T10:00:00.000+0000", "2026-11-16T10:00:00.000+0000", false],
  ["the first call", undefined, "2026-11-16T10:00:00.000+0000", true],
  ["no call", undefined, undefined, false],
])("%s", (_what, before, after, expected) => {
  expect(hasNewer([source("a", after)], [source("a", before)])).toBe(expected);
});

test("a source that the list did not ask does not count", () => {
  expect(hasNewer([source("b", "2026-11-16T10:00:00.000+0000")], [source("a")])).toBe(false);
});
