/** `GET …/recordings/{id}` as sound (fact sheet §8.6), with the whole Range table and everything that can go wrong. */
import { proxyPage } from "@/lib/sources/simulator-kit/answers";
import { declareLength, soundOfRange, soundStream } from "@/lib/sources/simulator-kit/sound";
import { audioBytes, audioSize, chunkEnd } from "./audio-bytes";
import { baseHeaders, EmptyFailure, failures } from "./envelope";
import { arrivedAudio, loadRecording, revisionOf } from "./recordings";
import type { StoredAudio } from "./wire";
import type { Call } from "./world";

/** `partial` = 206; a part that is not partial is the whole file with the headers of a part. */
type Part = Readonly<{ from: number; to: number; partial: boolean; told: boolean }>;

/** One row of the vendor's Range table for each return; throws 500 without a body where its handler crashes. */
export function readRange(header: string | null, size: number): Part {
  const whole = { from: 0, to: size, partial: false };
  if (header === null) return { ...whole, told: false };
  const match = /^bytes=(\d+)-(\d*)$/.exec(header.trim());
  if (match === null) return { ...whole, told: true };
  const from = Number(match[1]);
  if (match[2] === "") {
    if (from > size) throw new EmptyFailure(500);
    return from === 0 ? { ...whole, told: true } : { from, to: size, partial: true, told: true };
  }
  const last = Number(match[2]);
  // An end at or behind the end of the file counts as no range at all.
  if (last >= size || from > last) return { ...whole, told: true };
  return { from, to: last + 1, partial: true, told: true };
}

/** 200 with zero bytes: the document was read, then rendered as sound. */
export function emptyAudio(call: Call, id: string, type: string): Response {
  const revision = revisionOf(call.world, loadRecording(call, id, false));
  const headers = baseHeaders(call.reply);
  headers.set("content-type", type);
  headers.set("etag", `"${revision}"`);
  headers.set("content-length", "0");
  return new Response(null, { status: 200, headers });
}

export function playRecording(call: Call, id: string): Response {
  const { world, request, query } = call;
  const stored = loadRecording(call, id, true);
  const audio = arrivedAudio(world, stored);
  if (audio === null) throw failures.noAudio(id);
  if (audio.trouble === "providerFails") throw failures.provider("invalid_response");

  const headers = baseHeaders(call.reply);
  headers.set("etag", `"${revisionOf(world, stored)}"`);
  headers.set("content-type", audio.contentType);
  const disposition = query.get("inline") === "true" ? "inline" : "attachment";
  // Unquoted, and as the name stands.
  headers.set("content-disposition", `${disposition}; filename=${audio.name}`);
  if (audio.trouble === "noContentType") headers.delete("content-type");
  const body = insteadOfAudio(call, audio);
  if (body !== null)
    return body instanceof Response ? body : new Response(new TextEncoder().encode(body), { headers });

  const size = audioSize(audio, world.audioKbps);
  const part = readRange(request.headers.get("range"), size);
  if (part.told) {
    headers.set("accept-ranges", "bytes");
    headers.set("content-range", `bytes ${part.from}-${part.to - 1}/${size}`);
  }
  const { audioLength, slowRowMs, slowFirstByteMs, throttleBytesPerSecond, dropAudioAfterBytes } =
    world.switches;
  declareLength(headers, part.to - part.from, audioLength);
  const status = part.partial ? 206 : 200;
  if (part.from >= part.to) return new Response(null, { status, headers });
  const sound = soundOfRange(part, (from, to) =>
    audioBytes(audio, from, Math.min(chunkEnd(audio, from), to), world.audioKbps),
  );
  const faults = {
    slowFirstByteMs: audio.trouble === "slow" ? slowRowMs : slowFirstByteMs,
    throttleBytesPerSecond,
    dropAudioAfterBytes: call.hasFault("droppedAudio")
      ? Math.ceil((part.to - part.from) / 2)
      : dropAudioAfterBytes,
  };
  return new Response(soundStream(sound, faults), { status, headers });
}

/** What is sent with 200 where sound should be; null = sound. */
function insteadOfAudio({ world }: Call, { trouble }: StoredAudio): string | Response | null {
  const { audioAs } = world.switches;
  if (audioAs === "html") return proxyPage(200, "Please wait");
  if (audioAs === "json" || trouble === "jsonInside") {
    return JSON.stringify({
      status: "error",
      error: "500",
      message: "datastore_fault",
      data: { message: "unknown failure" },
    });
  }
  return audioAs === "empty" || trouble === "empty" ? "" : null;
}
