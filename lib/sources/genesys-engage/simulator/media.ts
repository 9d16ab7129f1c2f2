/** `GET /recordings/{id}/play|decrypt/{uuid}.mp3` and everything that can go wrong with sound. */
import { planBytes } from "@/lib/samples/audio-plan";
import { readBytes } from "@/lib/samples/plan-bytes";
import { nginxPage } from "@/lib/sources/simulator-kit/answers";
import { declareLength, readRange, soundOfRange, soundStream } from "@/lib/sources/simulator-kit/sound";
import { mayUseFile } from "./access";
import { failures, json } from "./answers";
import { type Person, requireRole } from "./people";
import type { RecordingMedia } from "./store";
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

/** Answers with a file's sound. */
export function media(world: World, caller: Person, asked: MediaRequest, request: Request): Response {
  const { plan } = openMedia(world, caller, asked);
  const { switches, audioKbps } = world;
  if (switches.audioAs === "json")
    return json(200, { statusCode: 4, statusMessage: "The media file could not be read" });
  if (switches.audioAs === "html") return nginxPage(200, "Please wait");
  const size = planBytes(plan, audioKbps);
  const headers = new Headers({ "content-type": switches.audioContentType, "cache-control": "no-cache" });
  const whole = { from: 0, to: size };
  const read = (from: number, to: number) =>
    readBytes(plan, from, Math.min(to, from + CHUNK_BYTES), audioKbps);
  if (!switches.rangeSupport) {
    declareLength(headers, size, switches.audioLength);
    return new Response(soundStream(soundOfRange(whole, read), switches), { headers });
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
  return new Response(soundStream(soundOfRange(span, read), switches), {
    status: range === null ? 200 : 206,
    headers,
  });
}
