/** The download host: signed addresses, byte ranges, and everything that can go wrong with sound (§5.3). */
import { proxyPage } from "@/lib/sources/simulator-kit/answers";
import { declareLength, readRange, soundOfRange, soundStream } from "@/lib/sources/simulator-kit/sound";
import { empty, json, xml } from "./answers";
import { isGenuine, readTarget } from "./media-address";
import { MIME_TYPES, readSound, type Sound, soundBytes } from "./sound";
import type { CloudSwitches } from "./switches";
import { anyDraft, recordingsOf, type World } from "./world";

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
  declareLength(headers, span.to - span.from, switches.audioLength);
  if (range !== null) headers.set("content-range", `bytes ${range.from}-${range.to - 1}/${size}`);
  const body =
    request.method === "HEAD"
      ? null
      : soundStream(
          soundOfRange(span, (from, to) => readSound(sound, from, to)),
          switches,
        );
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
  if (switches.audioAs === "html") return proxyPage(200, "Please wait");
  if (switches.audioAs === "nothing") return empty(200);
  return send(
    { plan, format: target.format, key: target.key },
    request,
    query.get("response-content-disposition"),
    switches,
  );
}
