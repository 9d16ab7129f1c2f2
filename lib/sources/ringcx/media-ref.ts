/**
 * What a media file keeps to be opened by: its segment, and when it ended where that is known. A 404 means "not yet" for a
 * young call and "not there" for an old one (fact sheet §5), and nothing else could tell their age when it is played.
 */
export type MediaRef = Readonly<{ segmentId: string; endMs: number | null }>;

export function writeMediaRef({ segmentId, endMs }: MediaRef): string {
  return endMs === null ? segmentId : `${segmentId}@${endMs}`;
}

export function readMediaRef(ref: string): MediaRef {
  const match = /^(.+)@(\d{1,15})$/s.exec(ref);
  const [, segmentId, endMs] = match ?? [];
  if (segmentId === undefined || endMs === undefined) return { segmentId: ref, endMs: null };
  return { segmentId, endMs: Number(endMs) };
}
