/** `GET …/recordings`, `…/recordings/{id}` and the metadata variants: 202 until the sound is there (§5.1, §10). */
import { wait } from "@/lib/sources/simulator-kit/waiting";
import { empty, failures, json } from "./answers";
import { VIEW_PERMISSIONS } from "./clients";
import { type MediaWish, metadataView, recordingView } from "./recording-view";
import { type Ctx, listOf, numberOf, type Route } from "./route";
import { MADE_FORMATS, type MadeFormat } from "./sound";
import { findDraft, findRecording, type Known, recordingsOf, type World } from "./world";

const FORMATS = ["WAV", "WEBM", "WAV_ULAW", "OGG_VORBIS", "OGG_OPUS", "MP3"];
const DEFAULT_WAIT_MS = 5_000;
const ESTIMATE_MS = 4_000;

const isMade = (format: string): format is MadeFormat => MADE_FORMATS.some((made) => made === format);

/** The format asked for; null = data without media. Of several the first that can be made here is taken. */
function readFormat(query: URLSearchParams): string | null {
  const several = listOf(query, "mediaFormats");
  const single = query.get("formatId");
  const wanted = several.length > 0 ? several : [single === null || single === "" ? "WEBM" : single];
  const unknown = wanted.find((format) => !FORMATS.includes(format) && format !== "NONE");
  if (unknown !== undefined || (several.length > 0 && several.includes("NONE"))) {
    throw failures.badRequest("The format is not one that is known.", "invalid.value");
  }
  if (several.length === 0 && wanted[0] === "NONE") return null;
  return wanted.find(isMade) ?? wanted[0] ?? null;
}

type Readiness = "ready" | "pending";

/** Asks for all of them at once, as one request starts the transcoding of every recording it names. */
async function transcode(
  { world, request, query }: Ctx,
  known: readonly Known[],
  format: string,
  mayHold: boolean,
): Promise<Readiness> {
  const { switches, transcoder } = world;
  const playable = known.filter(({ now }) => now.isPlayable);
  if (playable.length === 0) return "ready";
  if (!isMade(format)) {
    if (switches.unmadeFormats === "error") throw failures.internal();
    if (switches.unmadeFormats === "pending") return "pending";
  }
  const nowMs = world.now();
  const ready = playable.map(({ facts }) => transcoder.ask(facts.id, format, switches, nowMs));
  if (ready.every((one) => one)) return "ready";
  const waitMs = numberOf(query, "maxWaitMs", DEFAULT_WAIT_MS, 1, Number.MAX_SAFE_INTEGER);
  if (!mayHold || !switches.holdsWhileTranscoding) return "pending";
  await wait(Math.min(waitMs, switches.transcodeMs), request.signal);
  if (switches.transcodeMs > waitMs) return "pending";
  for (const { facts } of playable) transcoder.finish(facts.id, format, world.now());
  return "ready";
}

const wishFor = (format: string | null, fileName?: string): MediaWish | null =>
  format === null
    ? null
    : { format: isMade(format) ? format : "WAV", ...(fileName === undefined ? {} : { fileName }) };

async function list(ctx: Ctx): Promise<Response> {
  const { world, caller, params, query } = ctx;
  const known = recordingsOf(world, findDraft(world, caller, params[0] ?? ""));
  const format = readFormat(query);
  if (format !== null && (await transcode(ctx, known, format, true)) === "pending") return empty(202);
  return json(
    200,
    known.map((one) => recordingView(world, caller, one, wishFor(format))),
  );
}

async function single(ctx: Ctx): Promise<Response> {
  const { world, caller, params, query } = ctx;
  const known = findRecording(world, caller, params[0] ?? "", params[1] ?? "");
  const format = readFormat(query);
  if (format !== null && (await transcode(ctx, [known], format, false)) === "pending") {
    // Looks complete but for the media (§13 case 2).
    const body = recordingView(world, caller, known, null);
    return json(202, { ...body, estimatedTranscodeTimeMs: ESTIMATE_MS });
  }
  return json(200, recordingView(world, caller, known, wishFor(format, query.get("fileName") ?? undefined)));
}

function metadataOf(world: World, ctx: Ctx): Known[] {
  return recordingsOf(world, findDraft(world, ctx.caller, ctx.params[0] ?? ""));
}

const base = "/conversations/{}";

export const RECORDING_ROUTES: readonly Route[] = [
  { method: "GET", path: `${base}/recordings`, family: "recordings", anyOf: VIEW_PERMISSIONS, handle: list },
  {
    method: "GET",
    path: `${base}/recordings/{}`,
    family: "recordings",
    anyOf: VIEW_PERMISSIONS,
    handle: single,
  },
  {
    method: "GET",
    path: `${base}/recordingmetadata`,
    family: "metadata",
    anyOf: VIEW_PERMISSIONS,
    handle: (ctx) =>
      json(
        200,
        metadataOf(ctx.world, ctx).map((one) => metadataView(ctx.world, ctx.caller, one)),
      ),
  },
  {
    method: "GET",
    path: `${base}/recordingmetadata/{}`,
    family: "metadata",
    anyOf: VIEW_PERMISSIONS,
    handle: ({ world, caller, params }) =>
      json(200, metadataView(world, caller, findRecording(world, caller, params[0] ?? "", params[1] ?? ""))),
  },
];
