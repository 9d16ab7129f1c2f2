import { serveAudio } from "@/lib/audio/serve-audio";
import { AppError, recordingNotFound } from "@/lib/domain/errors";
import type { MediaKey, RecordingId } from "@/lib/domain/ids";
import { may } from "@/lib/domain/permissions";
import type { MediaFile, StoredRecording } from "@/lib/domain/recording";
import { noted } from "../audited";
import type { ServiceContext } from "../context";
import { realId } from "../recordings/real-id";
import { mediaFileOf, playableRecording } from "../recordings/visible-recording";
import type { Listener } from "./listening";
import { openAudio } from "./open-audio";

export type PlayRequest = Readonly<{
  method: "GET" | "HEAD";
  headers: Headers;
  download: boolean;
}>;

export type PlayAnswer = Response | Readonly<{ state: "pending"; retryAfterSeconds: number }>;

/**
 * The bytes of one media file, whole or in ranges. Rights are checked for every request, and the audit row stands
 * before the first byte leaves.
 */
export async function playRecording(
  ctx: ServiceContext,
  asked: RecordingId,
  mediaKey: MediaKey,
  request: PlayRequest,
): Promise<PlayAnswer> {
  const id = await realId(ctx, asked);
  const recording = await playableRecording(ctx, id);
  const file = mediaFileOf(recording, mediaKey);
  if (request.download && !may(ctx.actor.role, "recording.download")) {
    throw new AppError("forbidden_role", "Your role may not download audio.");
  }
  return serveFile(ctx, recording, file, {
    method: request.method,
    headers: request.headers,
    downloadName: request.download ? downloadName(recording, file) : null,
  });
}

export type FileRequest = Readonly<{
  method: "GET" | "HEAD";
  headers: Headers;
  /** Not null = it is to be kept, under this name. */
  downloadName: string | null;
  /** What the log says besides who heard which file. */
  audit?: Readonly<Record<string, unknown>>;
}>;

/** The bytes of a file, or of a part of one, that the caller has been found to have a right to. */
export async function serveFile(
  ctx: ServiceContext,
  recording: StoredRecording,
  file: MediaFile,
  request: FileRequest,
): Promise<PlayAnswer> {
  // Going at the vendor (contract §4.1): supervisors may not play it any more.
  if (recording.deleteTimeMs !== null && ctx.actor.role !== "administrator") throw recordingNotFound();

  const opened = await openAudio(ctx, recording, file);
  if ("state" in opened) {
    // Somebody waits for it: the vendor is asked now, and the next try finds what it said.
    void ctx.readThrough.refresh(recording.id);
    return opened;
  }

  const { mediaKey } = file;
  const listener = listenerOf(ctx, recording, mediaKey, request.audit);
  if (request.method === "GET") {
    let begins = false;
    try {
      if (request.downloadName !== null)
        await noted(ctx, { action: "recording.download", recordingId: recording.id, details: { mediaKey } });
      begins = await ctx.listening.opened(listener);
    } catch (error) {
      opened.close();
      throw error;
    }
    if (begins) ctx.peaksMaker.start(recording, file);
  }
  return serveAudio({
    method: request.method,
    headers: request.headers,
    reader: opened,
    etag: `"${mediaKey}"`,
    downloadName: request.downloadName,
    signal: ctx.signal,
    onSent: (span) => ctx.listening.sent(listener, span),
  });
}

/** Takes the player's word for how much of a file was heard, for the audit log. */
export async function reportHeard(
  ctx: ServiceContext,
  asked: RecordingId,
  mediaKey: MediaKey,
  heardMs: number,
): Promise<void> {
  const id = await realId(ctx, asked);
  const recording = await playableRecording(ctx, id);
  mediaFileOf(recording, mediaKey);
  const listener = listenerOf(ctx, recording, mediaKey);
  await ctx.listening.opened(listener);
  ctx.listening.heard(listener, heardMs);
}

/** The caller, as who hears a file of a recording. `audit` = what the log says besides. */
export function listenerOf(
  ctx: ServiceContext,
  recording: StoredRecording,
  mediaKey: MediaKey,
  audit: Readonly<Record<string, unknown>> = {},
): Listener {
  return {
    userId: ctx.actor.userId,
    userEmail: ctx.actor.email,
    role: ctx.actor.role,
    address: ctx.request.address,
    recordingId: recording.id,
    mediaKey,
    audit,
  };
}

/** Says when, never who: file names travel. */
function downloadName(recording: StoredRecording, file: MediaFile): string {
  const startMs = file.startMs ?? recording.startMs;
  const when = startMs === null ? "call" : new Date(startMs).toISOString().slice(0, 16).replaceAll(":", "-");
  const index = recording.mediaFiles.indexOf(file);
  const part = recording.mediaFiles.length > 1 ? `-part-${index + 1}` : "";
  return `recording-${when}${part}.${file.extension}`;
}
