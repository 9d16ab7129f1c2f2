/** For tests: asks `serveAudio` as the play route does. */
import { type AudioRequest, serveAudio } from "./serve-audio";
import type { Spool } from "./spool";
import {
  bytesIn,
  bytesOf,
  cached,
  type FakeVendor,
  openReader,
  type TestSpool,
  testSpool,
  wholeVendor,
} from "./test-audio";

export const MEDIA = { recordingId: "engage.r1", mediaKey: "k".repeat(24) };
export const SOUND = bytesOf(300_000);
export const ETAG = `"${MEDIA.mediaKey}"`;

export async function ask(
  spool: Spool,
  request: Partial<AudioRequest> & { range?: string; ifRange?: string } = {},
  vendor: Pick<FakeVendor, "fetchAudio"> = wholeVendor(SOUND),
): Promise<Response> {
  const headers = new Headers();
  if (request.range !== undefined) headers.set("range", request.range);
  if (request.ifRange !== undefined) headers.set("if-range", request.ifRange);
  return serveAudio({
    method: "GET",
    headers,
    reader: await openReader(spool, MEDIA, vendor),
    etag: ETAG,
    downloadName: null,
    signal: new AbortController().signal,
    onSent: () => undefined,
    ...request,
  });
}

export async function cachedSpool(): Promise<TestSpool> {
  const parts = testSpool();
  await cached(parts.spool, MEDIA, SOUND);
  return parts;
}

export async function body(response: Response): Promise<Buffer> {
  return response.body === null ? Buffer.alloc(0) : bytesIn(response.body);
}
