/** What the tests of every vendor's adapter share: reading through a source, and a vendor whose answers are written by hand. */
import { setMaxListeners } from "node:events";
import type {
  ReadPurpose,
  RecordingSource,
  SourceFetch,
  SourceRecording,
  TimeWindow,
  WalkPurpose,
} from "@/lib/sources/source";

export const DAY_MS = 86_400_000;
/** The clock of every simulator unless told otherwise. */
export const NOW_MS = Date.UTC(2026, 10, 16, 12);

/** Never aborts; many listen to it at once. */
export const signal = new AbortController().signal;
setMaxListeners(0, signal);

export type Sent = Readonly<{
  method: string;
  host: string;
  /** As the vendor's test kit shortens it. */
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: string;
}>;

export type Script = (sent: Sent, nth: number) => Response | Promise<Response>;

type Manners = Readonly<{
  /** The path without what all of this vendor's paths begin with. */
  shorten?: (path: string) => string;
  /** Answers what is not for the script, such as signing in; null = it is for the script. */
  first?: (sent: Sent) => Response | null;
}>;

/** A vendor whose answers are written by hand; `sent` lists what came to the script. */
export function scripted(
  script: Script,
  { shorten = (path) => path, first = () => null }: Manners = {},
): { fetch: SourceFetch; sent: Sent[] } {
  const sent: Sent[] = [];
  return {
    sent,
    async fetch(request) {
      const url = new URL(request.url);
      const one = {
        method: request.method,
        host: url.hostname,
        path: shorten(url.pathname),
        query: url.searchParams,
        headers: request.headers,
        body: await request.text(),
      };
      const answered = first(one);
      if (answered !== null) return answered;
      sent.push(one);
      return script(one, sent.length - 1);
    },
  };
}

/** A page of something in front of the vendor. */
export function html(status: number): Response {
  return new Response("<html><h1>Bad Gateway</h1></html>", {
    status,
    headers: { "content-type": "text/html" },
  });
}

/** Every recording of a window, page by page, as they came: doubles included. Throws when a page is too much for the vendor. */
export async function walkAll(
  source: RecordingSource,
  window: TimeWindow,
  purpose: WalkPurpose = "fresh",
): Promise<{ recordings: SourceRecording[]; pages: number; rejected: number }> {
  const recordings: SourceRecording[] = [];
  let cursor: string | null = null;
  let pages = 0;
  let rejected = 0;
  do {
    const page = await source.walk(window, cursor, signal, purpose);
    if (page.overflow) throw new Error("this window is too much for the vendor");
    recordings.push(...page.recordings);
    rejected += page.rejected;
    cursor = page.cursor;
    pages += 1;
  } while (cursor !== null);
  return { recordings, pages, rejected };
}

/** What reading by id tells; null = gone. */
export function readById(
  source: RecordingSource,
  vendorId: string,
  purpose: ReadPurpose = "opened",
): Promise<SourceRecording | null> {
  return supported(source.readById).read(vendorId, signal, purpose);
}

/** The recording of that id, which must be there. */
export async function readOne(source: RecordingSource, vendorId: string): Promise<SourceRecording> {
  const found = await readById(source, vendorId);
  if (found === null) throw new Error(`there is no recording ${vendorId}`);
  return found;
}

type AudioReference = Parameters<RecordingSource["openAudio"]>[0];

/** The sound of a file, which must be ready. */
export async function readyAudio(source: RecordingSource, reference: AudioReference, until = signal) {
  const sound = await source.openAudio(reference, until);
  if (sound.state !== "ready") throw new Error("the sound should be ready");
  return sound;
}

/** How many bytes a file's sound has when all of it is read. */
export async function bytesOfAudio(source: RecordingSource, reference: AudioReference): Promise<number> {
  const { body } = await readyAudio(source, reference);
  return (await new Response(body).arrayBuffer()).byteLength;
}

/** Listens to the beginning of a file and leaves, with an error that says "left"; what reading on tells is for the test. */
export async function leaveEarly(source: RecordingSource, reference: AudioReference) {
  const left = new AbortController();
  const reader = (await readyAudio(source, reference, left.signal)).body.getReader();
  await reader.read();
  left.abort(new Error("left"));
  return reader;
}

/** The capability, which this vendor has. */
export function supported<C extends { supported: boolean }>(capability: C): Extract<C, { supported: true }> {
  if (isSupported(capability)) return capability;
  throw new Error("this vendor should have this capability");
}

function isSupported<C extends { supported: boolean }>(
  capability: C,
): capability is Extract<C, { supported: true }> {
  return capability.supported;
}

/** The nth id (from 1) of an awkward case of a vendor's fact sheet. */
export function nthOfCase(
  cases: Readonly<Record<number, readonly string[]>>,
  number: number,
  nth: number,
): string {
  const id = cases[number]?.[nth - 1];
  if (id === undefined) throw new Error(`the simulator has nothing ${nth} of case ${number}`);
  return id;
}
