import { type SourceAudio, SourceError, type SourceTransport } from "../source";
import type { RawRecording } from "./api-recording";
import { type ByteSource, peeked, streamOf } from "./byte-source";
import type { Asking, CloudClient, MediaAnswer } from "./client";
import { MEDIA } from "./config";
import { type Download, type Locate, openDownload } from "./download";
import { CloudError } from "./errors";
import { joinStereo } from "./join-stereo";
import { type MediaHosts, mediaAddress } from "./media-address";
import { openSamples, type SampleSource } from "./samples";
import { looksLikeText, mimeTypeOf, mimeTypeSaid, SNIFFED_BYTES } from "./sniff";

export type MediaParts = Readonly<{
  client: CloudClient;
  transport: SourceTransport;
  hosts: MediaHosts;
  now: () => number;
}>;

type Asked = Readonly<{ vendorId: string; recordingId: string; format: string; signal: AbortSignal }>;

/**
 * The sound of one recording: one file where the vendor has one, else its two channels joined. `pending` while the vendor
 * transcodes or restores. Throws `notFound` when there is no sound to be had. Aborting the signal ends all downloads.
 */
export async function openMedia(
  parts: MediaParts,
  ref: Readonly<{ vendorId: string; vendorRef: string }>,
  signal: AbortSignal,
): Promise<SourceAudio> {
  signal.throwIfAborted();
  if (ref.vendorRef === "") throw noSound();
  for (const format of MEDIA.formats) {
    const asked = { vendorId: ref.vendorId, recordingId: ref.vendorRef, format, signal };
    const answer = await ask(parts.client, asked);
    if (answer === null) continue;
    if (answer.state === "transcoding") return pendingFor(answer.estimatedMs);
    const waiting = refuseOrWait(answer.recording);
    if (waiting !== null) return waiting;
    if (answer.recording.mediaUris.size > 0) return play(parts, asked, answer.recording);
  }
  throw noSound();
}

/** Null = the vendor does not make this format of it. */
async function ask(client: CloudClient, asked: Asked): Promise<MediaAnswer | null> {
  const asking: Asking = { urgency: "person", signal: asked.signal };
  try {
    return await client.media(asked.vendorId, asked.recordingId, asked.format, asking);
  } catch (error) {
    if (error instanceof CloudError && error.kind === "invalid") return null;
    throw error;
  }
}

function pendingFor(estimatedMs: number | null): SourceAudio {
  const [least, most] = MEDIA.transcodeBoundsSeconds;
  const seconds = estimatedMs === null ? MEDIA.transcodeSeconds : Math.ceil(estimatedMs / 1_000);
  return { state: "pending", retryAfterSeconds: Math.min(most, Math.max(least, seconds)) };
}

function refuseOrWait({ fileState }: RawRecording): SourceAudio | null {
  switch (fileState) {
    case "uploading":
    case "restoring":
      return { state: "pending", retryAfterSeconds: MEDIA.restoringSeconds };
    case "deleted":
    case "error":
    case "archived":
      throw noSound();
    default:
      return null;
  }
}

function noSound(): SourceError {
  return new SourceError("notFound", "This recording has no audio that can be played.");
}

async function play(parts: MediaParts, asked: Asked, recording: RawRecording): Promise<SourceAudio> {
  const addresses = createAddresses(parts, asked, recording);
  const { mediaUris } = recording;
  const { agentKey, customerKey, wholeKey } = MEDIA;
  if (!mediaUris.has(wholeKey) && mediaUris.has(agentKey) && mediaUris.has(customerKey)) {
    return playPair(parts, addresses.of(customerKey), addresses.of(agentKey), asked.signal);
  }
  const [firstKey = wholeKey] = mediaUris.keys();
  const locate = addresses.of(mediaUris.has(wholeKey) ? wholeKey : firstKey);
  return playOne(await openDownload(locate, { ...parts, signal: asked.signal }), asked.signal);
}

/** The addresses of one recording, renewed together: one question gives those of all channels. */
function createAddresses(parts: MediaParts, asked: Asked, recording: RawRecording) {
  let uris = recording.mediaUris;
  let generation = 0;
  let renewing: Promise<void> | null = null;

  async function renew(): Promise<void> {
    const answer = await ask(parts.client, asked);
    if (answer?.state !== "ready" || answer.recording.mediaUris.size === 0) {
      throw new SourceError("unreachable", "Genesys Cloud did not renew the address of the sound.");
    }
    uris = answer.recording.mediaUris;
    generation += 1;
  }

  return {
    of(key: string): Locate {
      let used = generation;
      return async (renewed) => {
        if (renewed && used === generation) {
          renewing ??= renew().finally(() => {
            renewing = null;
          });
          await renewing;
        }
        used = generation;
        return mediaAddress(uris.get(key) ?? "", parts.hosts);
      };
    },
  };
}

/** As it is: audio bytes are never altered (model.md). */
async function playOne(download: Download, signal: AbortSignal): Promise<SourceAudio> {
  try {
    const { head, source } = await checked(download);
    return {
      state: "ready",
      body: streamOf(source, signal),
      sizeBytes: download.totalBytes,
      mimeType: mimeTypeOf(head) ?? mimeTypeSaid(download.contentType),
    };
  } catch (error) {
    download.cancel();
    throw error;
  }
}

/** In the vendor's own order, as in its files of both channels: customer left, agent right. Both are fetched at once; when one can't be, the other is let go. */
async function playPair(
  parts: MediaParts,
  customer: Locate,
  agent: Locate,
  signal: AbortSignal,
): Promise<SourceAudio> {
  const opening = [customer, agent].map((locate) => openLane(locate, { ...parts, signal }));
  const settled = await Promise.allSettled(opening);
  const lanes = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const [left, right] = lanes;
  try {
    for (const one of settled) if (one.status === "rejected") throw one.reason;
    if (left === undefined || right === undefined) throw noSound();
    const joined = joinStereo(left, right);
    return {
      state: "ready",
      body: streamOf(joined, signal),
      sizeBytes: joined.totalBytes,
      mimeType: "audio/wav",
    };
  } catch (error) {
    for (const lane of lanes) lane.cancel();
    throw error;
  }
}

async function openLane(
  locate: Locate,
  parts: MediaParts & Readonly<{ signal: AbortSignal }>,
): Promise<SampleSource> {
  const download = await openDownload(locate, parts);
  try {
    return await openSamples((await checked(download)).source);
  } catch (error) {
    download.cancel();
    throw error;
  }
}

/** Looks at the first bytes: nothing, or words, are no sound. */
async function checked(download: ByteSource) {
  const { head, source } = await peeked(download, SNIFFED_BYTES);
  if (head.length === 0) throw new SourceError("internal", "Genesys Cloud sent no sound.");
  if (looksLikeText(head)) throw new SourceError("internal", "Genesys Cloud sent words instead of sound.");
  return { head, source };
}
