/** Paths in pieces. */

const splitPath = (path: string): string[] => path.replace(/\/$/, "").split("/").slice(1);

/** Path segments, decoded; null when an escape is broken. One slash at the end is dropped. */
export function readSegments(path: string): string[] | null {
  try {
    return splitPath(path).map((part) => decodeURIComponent(part));
  } catch {
    return null;
  }
}

/** Path segments, decoded where they can be. One slash at the end is dropped. */
export const readSegmentsAsTheyAre = (path: string): string[] => splitPath(path).map(decodeIfPossible);

/** A segment, decoded; as it stands when an escape in it is broken. */
export function decodeIfPossible(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
