/** `GET /recordings/{id}/play|decrypt/{uuid}.mp3` and everything that can go wrong with sound. */

import { type AudioPlan, planBytes } from "@/lib/samples/audio-plan";
import { readBytes } from "@/lib/samples/plan-bytes";
import { mayUseFile } from "./access";
import { failures, html, json } from "./answers";
import { type Person, requireRole } from "./people";
import type { RecordingMedia } from "./store";
import type { EngageSwitches } from "./switches";
import { requireFeature, type World } from "./world";

const CHUNK_BYTES = 16 * 1024;

export type MediaRequest = Readonly<{ recordingId: string; verb: "play" | "decrypt"; mediaUuid: string }>;

function isOwn(world: World, caller: Person, key: number): boolean {
  const events = world.store.document(key, world.store.current).eventHistory ?? [];
  return events.some(({ contact }) => contact?.userName === caller.username);
}

/** The file asked for, or the failure the server would answer. */
function openMedia(world: World, caller: Person, asked: MediaRequest): RecordingMedia {
  requireRole(caller, "admin", "supervisor", "agent");
  requireFeature(world, "supervisorRecording");
  if (asked.verb === "decrypt") requireFeature(world, "decryptionProxying");
  const key = world.store.find(asked.recordingId);
  const media = key === null ? null : world.store.media(key, asked.mediaUuid);
  if (key === null || media === null) throw failures.notFound(`${asked.recordingId}/${asked.mediaUuid}`);
  if (world.switches.enforceAccessGroups && !mayUseFile(caller, media.file)) {
    throw failures.notFound(`${asked.recordingId}/${asked.mediaUuid}`);
  }
  // The stored bytes of an encrypted file are nothing to play.
  if (media.encrypted && asked.verb === "play") throw failures.notFound(asked.mediaUuid);
  if (media.encrypted && !caller.mayDecrypt && !isOwn(world, caller, key)) {
    throw failures.forbidden("Permission to decrypt the recording is required");
  }
  if (media.encrypted && !media.decryptable) throw failures.internal("The media file could not be decrypted");
  return media;
}

type Range = Readonly<{ from: number; to: number }>;

/** The one range asked for; null = no usable range, "unsatisfiable" = 416. */
function readRange(header: string | null, size: number): Range | "unsatisfiable" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null || (match[1] === "" && match[2] === "")) return null;
  if (match[1] === "") {
    const last = Math.min(size, Number(match[2]));
    return last === 0 ? "unsatisfiable" : { from: size - last, to: size };
  }
  const from = Number(match[1]);
  const to = match[2] === "" ? size : Math.min(size, Number(match[2]) + 1);
  if (from >= size) return "unsatisfiable";
  return from < to ? { from, to } : null;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}

/** A stream that makes its bytes when they are asked for, with the sound faults of the switches. */
function soundStream(
  plan: AudioPlan,
  range: Range,
  audioKbps: number,
  switches: EngageSwitches,
): ReadableStream<Uint8Array> {
  const { slowFirstByteMs, throttleBytesPerSecond, dropAudioAfterBytes } = switches;
  const left = new AbortController();
  let at = range.from;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (at === range.from) await pause(slowFirstByteMs, left.signal);
        const dropAt =
          dropAudioAfterBytes === null ? Number.POSITIVE_INFINITY : range.from + dropAudioAfterBytes;
        if (at >= dropAt) {
          controller.error(new Error("The simulated connection was dropped in the middle of the audio."));
          return;
        }
        const chunk = await readBytes(plan, at, Math.min(at + CHUNK_BYTES, range.to, dropAt), audioKbps);
        if (throttleBytesPerSecond !== null) {
          await pause((chunk.length / throttleBytesPerSecond) * 1000, left.signal);
        }
        if (left.signal.aborted) return;
        at += chunk.length;
        if (chunk.length > 0) controller.enqueue(chunk);
        if (at >= range.to && at < dropAt) controller.close();
      },
      cancel() {
        left.abort();
      },
    },
    { highWaterMark: 0 },
  );
}

const LENGTH_FACTORS = { right: 1, short: 0.75, long: 1.25 } as const;

/** Answers with a file's sound. */
export function media(world: World, caller: Person, asked: MediaRequest, request: Request): Response {
  const { plan } = openMedia(world, caller, asked);
  const { switches, audioKbps } = world;
  if (switches.audioAs === "json")
    return json(200, { statusCode: 4, statusMessage: "The media file could not be read" });
  if (switches.audioAs === "html") return html(200, "Please wait");
  const size = planBytes(plan, audioKbps);
  const headers = new Headers({ "content-type": switches.audioContentType, "cache-control": "no-cache" });
  const whole: Range = { from: 0, to: size };
  if (!switches.rangeSupport) {
    if (switches.audioLength !== "none") {
      headers.set("content-length", String(Math.floor(size * LENGTH_FACTORS[switches.audioLength])));
    }
    return new Response(soundStream(plan, whole, audioKbps, switches), { headers });
  }
  headers.set("accept-ranges", "bytes");
  const range = readRange(request.headers.get("range"), size);
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }
  const span = range ?? whole;
  headers.set("content-length", String(span.to - span.from));
  if (range !== null) headers.set("content-range", `bytes ${range.from}-${range.to - 1}/${size}`);
  return new Response(soundStream(plan, span, audioKbps, switches), {
    status: range === null ? 200 : 206,
    headers,
  });
}
