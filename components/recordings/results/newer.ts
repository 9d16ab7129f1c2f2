import type { SourceCoverage } from "@/lib/domain/answers";

/** True when a source has told of a call that began after the newest one it had when the list was made. */
export function hasNewer(now: readonly SourceCoverage[], then: readonly SourceCoverage[]): boolean {
  const known = new Map(then.map((source) => [source.id, source.newestStartTime ?? ""]));
  // One format and one zone: later times are later in the alphabet.
  return now.some(({ id, newestStartTime }) => {
    const before = known.get(id);
    return before !== undefined && newestStartTime !== undefined && newestStartTime > before;
  });
}
