/** The download host: signed addresses, byte ranges, and everything that can go wrong with sound (§5.3). */
import { empty, html, json, xml } from "./answers";
import { wait } from "./faults";
import { isGenuine, readTarget } from "./media-address";
import { MIME_TYPES, readSound, type Sound, soundBytes } from "./sound";
import type { CloudSwitches } from "./switches";
import { anyDraft, recordingsOf, type World } from "./world";

type Range = Readonly<{ from: number; to: number }>;

/** The one range asked for; null = no usable range, "unsatisfiable" = 416. */
function readRange(header: string | null, size: number): Range | "unsatisfiable" | null {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return null;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (from >= size) return "unsatisfiable";
  return from < to ? { from, to } : null;
}

/** A stream that makes its bytes when they are asked for, with the sound faults of the switches. */
function soundStream(sound: Sound, range: Range, switches: CloudSwitches): ReadableStream<Uint8Array> {
  const { slowFirstByteMs, throttleBytesPerSecond, dropAudioAfterBytes } = switches;
  const gone = new AbortController();
  const dropAt = dropAudioAfterBytes === null ? Number.POSITIVE_INFINITY : range.from + dropAudioAfterBytes;
  let at = range.from;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (at === range.from) await wait(slowFirstByteMs, gone.signal);
        if (at >= dropAt) {
          controller.error(new Error("The simulated connection was dropped in the middle of the audio."));
          return;
        }
        const chunk = await readSound(sound, at, Math.min(range.to, dropAt));
        if (throttleBytesPerSecond !== null) {
          await wait((chunk.length / throttleBytesPerSecond) * 1000, gone.signal);
        }
        if (gone.signal.aborted) return;
        at += chunk.length;
        controller.enqueue(chunk);
        if (at >= range.to) controller.close();
      },
      cancel() {
        gone.abort();
      },
    },
    { highWaterMark: 0 },
  );
}

const LENGTH_FACTORS = { right: 1, short: 0.75, long: 1.25 } as const;

function send(sound: Sound, request: Request, disposition: string | null, switches: CloudSwitches): Response {
  const size = soundBytes(sound);
  const headers = new Headers({ "content-type": MIME_TYPES[sound.format] });
  if (disposition !== null) headers.set("content-disposition", disposition);
  if (switches.rangeSupport) headers.set("accept-ranges", "bytes");
  const range = switches.rangeSupport ? readRange(request.headers.get("range"), size) : null;
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }
  const span = range ?? { from: 0, to: size };
  const length = span.to - span.from;
  if (switches.audioLength !== "none") {
    headers.set("content-length", String(Math.floor(length * LENGTH_FACTORS[switches.audioLength])));
  }
  if (range !== null) headers.set("content-range", `bytes ${range.from}-${range.to - 1}/${size}`);
  const body = request.method === "HEAD" ? null : soundStream(sound, span, switches);
  return new Response(body, { status: range === null ? 200 : 206, headers });
}

/** Answers a request on the download host. */
export function media(world: World, request: Request, path: string, query: URLSearchParams): Response {
  const { switches } = world;
  if (request.method !== "GET" && request.method !== "HEAD")
    return xml(405, "MethodNotAllowed", "Method not allowed.");
  // The address is signed: a client that sends its token here is giving it to a stranger.
  if (request.headers.has("authorization")) {
    return xml(400, "InvalidArgument", "Only one auth mechanism allowed.");
  }
  if (!isGenuine(world, path, query)) return xml(403, "AccessDenied", "Access denied.");
  if (Number(query.get("Expires")) * 1000 <= world.now())
    return xml(403, "AccessDenied", "Request has expired.");
  const target = readTarget(path);
  const draft = target === null ? null : anyDraft(world, target.conversationId);
  const found =
    draft === null
      ? undefined
      : recordingsOf(world, draft).find(({ facts }) => facts.id === target?.recordingId);
  const plan = found?.facts.plan ?? null;
  if (target === null || found === undefined || plan === null || !found.now.isPlayable) {
    return xml(404, "NoSuchKey", "The specified key does not exist.");
  }
  if (switches.audioAs === "json")
    return json(200, { message: "The media file could not be read.", status: 500 });
  if (switches.audioAs === "html") return html(200, "Please wait");
  if (switches.audioAs === "nothing") return empty(200);
  return send(
    { plan, format: target.format, key: target.key },
    request,
    query.get("response-content-disposition"),
    switches,
  );
}
