/** `GET …/recordings/dialogs/{d}/segments/{s}` and everything that can go wrong with sound (fact sheet §5). */
import { failures, html, json } from "./answers";
import { wait } from "./faults";
import type { RiffSize, Segment } from "./model";
import type { Call } from "./routes";
import { mp3Bytes, mp3Parts, wavBytes, wavParts } from "./sound";
import type { RingcxSwitches } from "./switches";
import { isWithinRetention, mediaMs } from "./wire";
import type { World } from "./world";

const CHUNK_BYTES = 16 * 1024;
/** Where a connection that dies on every download does so. */
const DROP_AT = 0.8;
const LENGTH_FACTORS = { right: 1, short: 0.75, long: 1.25 } as const;
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
  if (answerAs === "html") return inAudioType(html(200, "Please wait"));
  if (answerAs === "empty") return inAudioType(new Response(new Uint8Array(0)));
  const isMp3 = segment.oddity === "mp3" || wantsMp3(switches, request);
  const size = isMp3 ? mp3Bytes(segment) : wavBytes(segment);
  const headers = new Headers({ "content-type": isMp3 ? "audio/mpeg" : "audio/wav" });
  if (switches.audioLength !== "none") {
    headers.set("content-length", String(Math.floor(size * LENGTH_FACTORS[switches.audioLength])));
  }
  const parts = isMp3 ? mp3Parts(segment) : wavParts(segment, riffSizeOf(switches, segment));
  const ownDrop = segment.oddity === "drops" ? Math.floor(size * DROP_AT) : null;
  return new Response(soundStream(parts, switches, ownDrop), { headers });
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

/** Gives the parts in small chunks when they are asked for, with the sound faults of the switches. */
function soundStream(
  parts: AsyncGenerator<Uint8Array>,
  switches: RingcxSwitches,
  ownDrop: number | null,
): ReadableStream<Uint8Array> {
  const { slowFirstByteMs, throttleBytesPerSecond } = switches;
  const endAt = switches.endAudioAfterBytes ?? Number.POSITIVE_INFINITY;
  const dropAt = Math.min(
    switches.dropAudioAfterBytes ?? Number.POSITIVE_INFINITY,
    ownDrop ?? Number.POSITIVE_INFINITY,
  );
  const left = new AbortController();
  let part: Uint8Array = new Uint8Array(0);
  let sent = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (sent === 0) await wait(slowFirstByteMs, left.signal);
        if (sent >= dropAt) {
          controller.error(new Error("The simulated connection was dropped in the middle of the audio."));
          return;
        }
        if (sent >= endAt) {
          controller.close();
          return;
        }
        while (part.length === 0) {
          const next = await parts.next();
          if (left.signal.aborted) return;
          if (next.done) {
            controller.close();
            return;
          }
          part = next.value;
        }
        const chunk = part.subarray(0, Math.min(CHUNK_BYTES, dropAt - sent, endAt - sent));
        if (throttleBytesPerSecond !== null) {
          await wait((chunk.length / throttleBytesPerSecond) * 1000, left.signal);
        }
        if (left.signal.aborted) return;
        part = part.subarray(chunk.length);
        sent += chunk.length;
        controller.enqueue(chunk);
      },
      async cancel() {
        left.abort();
        await parts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
