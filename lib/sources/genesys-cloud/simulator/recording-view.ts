/** A recording as the platform shows it: in full, and as metadata (§5.2). Absent fields are left out, never null. */
import { planDurationMs } from "@/lib/samples/audio-plan";
import { fraction, hashText } from "@/lib/samples/random";
import { userById } from "./directory";
import { signedAddress } from "./media-address";
import { type MadeFormat, type MediaKeyName, soundBytes } from "./sound";
import { iso, type WireAnnotation, type WireMedia, type WireRecording } from "./wire";
import type { Caller, Known, World } from "./world";

const REGION = "eu-central-1";
/** Documented as 10000, seen as this (§5.2). */
const RESTORATIONS = 100;
const WAVE_POINTS = 256;

export const recordingUri = (known: Known): string =>
  `/api/v2/conversations/${known.facts.conversationId}/recordings/${known.facts.id}`;

const dateFields = ({ now }: Known): Partial<WireRecording> => ({
  ...(now.archiveMs === null ? {} : { archiveDate: iso(now.archiveMs), archiveMedium: "CLOUDARCHIVE" }),
  ...(now.deleteMs === null ? {} : { deleteDate: iso(now.deleteMs) }),
  ...(now.exportMs === null ? {} : { exportDate: iso(now.exportMs) }),
  ...(now.restoredUntilMs === null ? {} : { restoreExpirationTime: iso(now.restoredUntilMs) }),
});

/** Bookmarks, for those who may see them. */
export function bookmarksOf(world: World, caller: Caller, known: Known): WireAnnotation[] {
  if (!caller.may("recording:annotation:view")) return [];
  return (world.changes.ofRecording(known.facts.id).bookmarks ?? []).map((bookmark) => ({ ...bookmark }));
}

/** Everything marked on a recording. A hold has a new id at every reading (§5.4). */
export function annotationsOf(world: World, caller: Caller, known: Known): WireAnnotation[] {
  const base = `${recordingUri(known)}/annotations`;
  const system = known.facts.annotations.map((annotation) =>
    annotation.type === "Hold" ? { ...annotation, id: world.newId() } : annotation,
  );
  return [...system, ...bookmarksOf(world, caller, known)].map((annotation) => ({
    ...annotation,
    selfUri: `${base}/${annotation.id}`,
  }));
}

/** Floats round 0.5, some slightly above 1 where the sound clips (§5.3). */
function waveform(recordingId: string, key: MediaKeyName): number[] {
  const seed = hashText(`${recordingId} ${key}`);
  return Array.from({ length: WAVE_POINTS }, (_, nth) =>
    nth % 101 === 100 ? 1.0017 : Math.round((0.5 + (fraction(seed, nth, 1) - 0.5) * 0.4) * 1e5) / 1e5,
  );
}

export type MediaWish = Readonly<{ format: MadeFormat; fileName?: string }>;

/** `mediaUris` of a playable recording in a format that is ready. */
export function mediaUris(world: World, known: Known, wish: MediaWish): Record<string, WireMedia> {
  const { switches } = world;
  const layout = switches.mediaKeys === "data" ? known.facts.layout : switches.mediaKeys;
  const keys: readonly MediaKeyName[] = layout === "S" ? ["S"] : ["0", "1"];
  const expiresMs = world.now() + switches.playbackUrlTtlMinutes * 60_000;
  return Object.fromEntries(
    keys.map((key) => [
      key,
      {
        mediaUri: signedAddress(world, known.facts, wish.format, key, expiresMs, wish.fileName),
        ...(switches.waveforms ? { waveformData: waveform(known.facts.id, key) } : {}),
      },
    ]),
  );
}

function mediaFields(world: World, known: Known, wish: MediaWish | null): Partial<WireRecording> {
  const { facts, now } = known;
  if (wish === null) return {};
  if (!now.isPlayable || facts.plan === null) return facts.emptyUris === "object" ? { mediaUris: {} } : {};
  const uris = mediaUris(world, known, wish);
  return {
    mediaUris: uris,
    actualTranscodeTimeMs: 1_200 + Math.round(planDurationMs(facts.plan) / 100),
    // The capture with keys 0 and 1 has neither of these.
    ...(uris.S === undefined
      ? {}
      : {
          outputDurationMs: planDurationMs(facts.plan),
          outputSizeInBytes: soundBytes({ plan: facts.plan, format: wish.format, key: "S" }),
        }),
  };
}

/** The recording in full. `wish` null = without media, as for `formatId=NONE` or while it is transcoded. */
export function recordingView(
  world: World,
  caller: Caller,
  known: Known,
  wish: MediaWish | null,
): WireRecording {
  const { facts, now } = known;
  const hasTimes = now.isPlayable || (facts.media === "screen" && now.fileState === "AVAILABLE");
  const view: WireRecording = {
    id: facts.id,
    conversationId: facts.conversationId,
    ...(hasTimes ? { startTime: iso(facts.startMs), endTime: iso(facts.endMs) } : {}),
    media: facts.media,
    mediaSubtype: facts.subtype,
    ...(facts.subject === null ? {} : { mediaSubject: facts.subject }),
    annotations: now.fileState === "DELETED" ? [] : annotationsOf(world, caller, known),
    fileState: now.fileState,
    ...mediaFields(world, known, wish),
    ...dateFields(known),
    maxAllowedRestorationsForOrg: RESTORATIONS,
    remainingRestorationsAllowedForOrg: RESTORATIONS,
    ...(facts.sessionId === null ? {} : { sessionId: facts.sessionId }),
    users: facts.userIds.map((id) => {
      const user = userById(id);
      return {
        id,
        ...(user === null ? {} : { name: user.name, username: user.username }),
        selfUri: `/api/v2/users/${id}`,
      };
    }),
    ...(facts.role === null ? {} : { recordingFileRole: facts.role }),
    originalRecordingStartTime: iso(facts.startMs),
    creationTime: iso(facts.endMs + 1_238),
    externalContacts: [],
    selfUri: recordingUri(known),
  };
  return { ...view, ...facts.quirks };
}

/** The metadata variant: no media, no users, times only of screens, and of annotations only what people made. */
export function metadataView(world: World, caller: Caller, known: Known): WireRecording {
  const { facts, now } = known;
  return {
    id: facts.id,
    conversationId: facts.conversationId,
    ...(facts.media === "screen" ? { startTime: iso(facts.startMs), endTime: iso(facts.endMs) } : {}),
    media: facts.media,
    mediaSubtype: facts.subtype,
    ...(facts.subject === null ? {} : { mediaSubject: facts.subject }),
    ...(now.fileState === "AVAILABLE" ? { annotations: bookmarksOf(world, caller, known) } : {}),
    fileState: now.fileState,
    ...dateFields(known),
    maxAllowedRestorationsForOrg: RESTORATIONS,
    remainingRestorationsAllowedForOrg: RESTORATIONS,
    ...(facts.sessionId === null ? {} : { sessionId: facts.sessionId }),
    region: REGION,
    selfUri: recordingUri(known).replace("/recordings/", "/recordingmetadata/"),
  };
}
