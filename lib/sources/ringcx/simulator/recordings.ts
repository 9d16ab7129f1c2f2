/** `GET …/recordings/dialogs/{d}/segments/{s}` and everything that can go wrong with sound (fact sheet §5). */
import { nginxPage } from "@/lib/sources/simulator-kit/answers";
import { declareLength, type MakeSound, soundStream } from "@/lib/sources/simulator-kit/sound";
import { failures, json } from "./answers";
import type { RiffSize, Segment } from "./model";
import type { Call } from "./routes";
import { mp3Bytes, mp3Parts, wavBytes, wavParts } from "./sound";
import type { RingcxSwitches } from "./switches";
import { isWithinRetention, mediaMs } from "./wire";
import type { World } from "./world";

const CHUNK_BYTES = 16 * 1024;
/** Where a connection that dies on every download does so. */
const DROP_AT = 0.8;
const MEDIA_ERROR = { errorCode: "media.unavailable", generalMessage: "The media could not be read" };
const BROWSER = /Mozilla\/|AppleWebKit\/|Gecko\/|Opera\//i;

/** The segment asked for, or the failure the service would answer: 404 whether it is unknown, unrecorded or not ready. */
function findSegment(world: World, dialogId: string, segmentId: string): Segment {
  const nowMs = world.now();
  if (!world.switches.readOnAccount || !world.switches.recordingActivated) throw failures.forbidden(false);
  const segment = world.store.find(dialogId, nowMs)?.segments.find((one) => one.segmentId === segmentId);
  if (segment === undefined || segment.spans.length === 0 || segment.oddity === "missing") {
    throw failures.notFound();
  }
  if (nowMs < mediaMs(world, segment) || !isWithinRetention(world, segment, nowMs)) throw failures.notFound();
  return segment;
}

/** The segment's sound, always the whole of it: there are no ranges, and unless a switch says so no length. */
export function download({ world, request, params }: Call): Response {
  const segment = findSegment(world, params("dialogId"), params("segmentId"));
  const { switches } = world;
  const answerAs =
    segment.oddity === "json" || segment.oddity === "html" || segment.oddity === "empty"
      ? segment.oddity
      : switches.audioAs;
  if (answerAs === "json") return inAudioType(json(200, MEDIA_ERROR));
  if (answerAs === "html") return inAudioType(nginxPage(200, "Please wait"));
  if (answerAs === "empty") return inAudioType(new Response(new Uint8Array(0)));
  const isMp3 = segment.oddity === "mp3" || wantsMp3(switches, request);
  const size = isMp3 ? mp3Bytes(segment) : wavBytes(segment);
  const headers = new Headers({ "content-type": isMp3 ? "audio/mpeg" : "audio/wav" });
  declareLength(headers, size, switches.audioLength);
  const parts = isMp3 ? mp3Parts(segment) : wavParts(segment, riffSizeOf(switches, segment));
  const sound = inChunks(parts, switches.endAudioAfterBytes ?? Number.POSITIVE_INFINITY);
  const faults = { ...switches, dropAudioAfterBytes: dropOf(switches, segment, size) };
  return new Response(
    soundStream(sound, faults, () => parts.return(undefined)),
    { headers },
  );
}

/** After how many bytes the connection breaks: by the switch or by the segment, whichever is sooner. */
function dropOf(switches: RingcxSwitches, segment: Segment, size: number): number | null {
  const ownDrop = segment.oddity === "drops" ? Math.floor(size * DROP_AT) : null;
  if (ownDrop === null) return switches.dropAudioAfterBytes;
  return Math.min(ownDrop, switches.dropAudioAfterBytes ?? ownDrop);
}

/** The vendor looks at the caller's name, whatever `Accept` says. */
function wantsMp3(switches: RingcxSwitches, request: Request): boolean {
  if (switches.mp3 !== "browsers") return switches.mp3 === "always";
  return BROWSER.test(request.headers.get("user-agent") ?? "");
}

const riffSizeOf = (switches: RingcxSwitches, segment: Segment): RiffSize =>
  switches.riffSize === "by-call" ? segment.riffSize : switches.riffSize;

function inAudioType(response: Response): Response {
  response.headers.set("content-type", "audio/wav");
  return response;
}

/** Gives the parts in small chunks; after `endAt` bytes it ends as if that were all. */
function inChunks(parts: AsyncGenerator<Uint8Array>, endAt: number): MakeSound {
  let part: Uint8Array = new Uint8Array(0);
  return async (sent, most) => {
    if (sent >= endAt) return null;
    while (part.length === 0) {
      const next = await parts.next();
      if (next.done) return null;
      part = next.value;
    }
    const chunk = part.subarray(0, Math.min(CHUNK_BYTES, most, endAt - sent));
    part = part.subarray(chunk.length);
    return chunk;
  };
}
